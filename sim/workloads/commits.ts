import type { AppendSketch, Session } from "../session.ts";
import type { SessionWorkload } from "../workload.ts";

const streams = ["orders", "invoices", "stock"] as const;
const partitions = 2;

/** Commits over several streams, many of which expect an offset and some of which are refused for it. */
export const commits: SessionWorkload = {
  name: "commits",
  async run(session) {
    const { random } = session;
    for (const stream of streams) {
      if (session.expectation.streams.get(stream)?.settings === undefined) await session.create(stream, { partitions });
    }
    for (let round = 0; round < 22; round++) {
      const sent: Promise<boolean>[] = [];
      for (let count = 1 + random.integer(3); count > 0; count--) {
        sent.push(session.write(sketches(session), { caller: random.pick(["ann", "bob"]) }));
      }
      if (random.chance(0.6)) await Promise.all(sent);
      if (random.chance(0.3)) await session.read(random.pick(streams), random.integer(partitions));
      if (random.chance(0.1)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};

function sketches({ random, expectation }: Session): AppendSketch[] {
  return random
    .shuffle(streams)
    .slice(0, 1 + random.integer(3))
    .map((stream) => {
      const partition = random.integer(partitions);
      const end = expectation.streams.get(stream)?.partitions[partition]?.ids.length ?? 0;
      const expectedOffset = random.chance(0.3) ? end + (random.chance(0.2) ? 1 : 0) : undefined;
      return { stream, partition, records: 1 + random.integer(3), bytes: 20 + random.integer(600), expectedOffset };
    });
}
