/**
 * A member of a group in a process of its own: `node group-member.ts <settings as JSON>`. Says on its standard output, a line of JSON each, what is handed to it
 * and what it has committed. Ends in good order on SIGTERM.
 */
import type { Address } from "../address.ts";
import { Mesh } from "../mesh.ts";
import { Backoff } from "../remote/backoff.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import type { MemberEvent, MemberSettings } from "./member-process.ts";

const { address, group, stream, effects, sessionTimeoutMs } = JSON.parse(process.argv[2] ?? "{}") as MemberSettings & {
  address: Address;
};

/** Written before it returns, so that a kill takes nothing of it. */
function say(event: Omit<MemberEvent, "atMs">): void {
  process.stdout.write(`${JSON.stringify({ ...event, atMs: Number(process.hrtime.bigint() / 1_000n) / 1000 })}\n`);
}

const mesh = new Mesh(new RemoteFabric(address, { backoff: new Backoff(5, 100) }));
const options = { group, concurrency: 8, orderBy: "key", sessionTimeoutMs, retryMs: () => 20 } as const;
const consumer = mesh.consume(stream, options, async (message, { attempt, commit }) => {
  const { partition, offset } = message;
  const event = { partition, offset, value: message.text(), key: message.keyText() ?? "" };
  say({ what: "handled", ...event });
  if (event.key === "poison" && attempt < 3) throw new Error("not digested yet");
  if (Number(event.value) % 2 !== 0) return;
  await commit((tx) => tx.publish(effects, event.value, { key: event.key }));
  say({ what: "committed", ...event });
});
process.once("SIGTERM", () => consumer.stop().catch(() => undefined));
try {
  await consumer.ended;
} finally {
  await mesh.close();
}
