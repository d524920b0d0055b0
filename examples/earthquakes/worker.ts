/**
 * One worker of the group: handles events until it is told to stop (SIGTERM), and says on its standard output, a line of JSON each, which it has handled.
 * `group.ts` starts three.
 */
import { setTimeout } from "node:timers/promises";
import { connect } from "@flowmesh/client";
import type { HandledEvent } from "./judge.ts";
import type { Earthquake } from "./statistics.ts";

const [stream = "", group = "", label = ""] = process.argv.slice(2);
const mesh = await connect();
// Two seconds without a sign of life, and the others take over; the default is 45, which bears a long pause of the process.
const options = { group, label, orderBy: "key", concurrency: 4, sessionTimeoutMs: 2000 } as const;
const consumer = mesh.consume(stream, options, async (message) => {
  const event = message.json<Earthquake>();
  if (event === undefined) return;
  await setTimeout(2); // The work.
  const { partition, offset } = message;
  const handled: HandledEvent = { id: event.id, key: event.net, partition, offset, worker: label, atMs: nowMs() };
  process.stdout.write(`${JSON.stringify(handled)}\n`);
});
process.once("SIGTERM", () => void consumer.stop().catch(() => undefined));
try {
  await consumer.ended;
} finally {
  await mesh.close();
}

/** By the clock that all processes of a machine share. */
function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1000;
}
