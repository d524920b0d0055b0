import type { Session } from "../session.ts";
import type { SessionWorkload } from "../workload.ts";

/** Streams that keep all, beside others that come and go, in a log that may have few segments: what is kept is settled, and settled files are written again and go. */
export const settling: SessionWorkload = {
  name: "settling",
  sizes: { logSegments: 2 },
  run: runSettling,
};

const kept = { "all-a": { partitions: 2 }, "all-b": { partitions: 1 } } as const;
const passing = ["short", "other"] as const;

async function runSettling(session: Session): Promise<void> {
  const { random, expectation } = session;
  const isThere = (name: string): boolean => expectation.streams.get(name)?.settings !== undefined;
  for (const [name, settings] of Object.entries(kept)) if (!isThere(name)) await session.create(name, settings);
  for (let round = 0; round < 16; round++) {
    for (const name of passing) {
      if (!isThere(name)) await session.create(name, name === "short" ? { retentionBytes: 20_000 } : {});
      else if (name === "other" && random.chance(0.15)) await session.delete(name);
    }
    const sent: Promise<boolean>[] = [];
    for (let count = 1 + random.integer(3); count > 0; count--) sent.push(writeSome(session));
    await Promise.all(sent);
    if (random.chance(0.3)) await session.read(random.pick(["all-a", "all-b", "other"]));
    if (random.chance(0.4)) await session.pass(1000 + random.integer(500));
  }
  await session.quiet(1000);
}

function writeSome(session: Session): Promise<boolean> {
  const { random } = session;
  const large = { stream: random.pick(passing), records: 2, bytes: 4000 + random.integer(5000) };
  if (large.stream === "short") return session.write([large]);
  const sketches = [large, { stream: "all-a", partition: random.integer(2), bytes: 500 + random.integer(2000) }];
  if (random.chance(0.5)) sketches.push({ stream: "all-b", partition: 0, bytes: 300 });
  return session.write(sketches, { caller: "ann" });
}
