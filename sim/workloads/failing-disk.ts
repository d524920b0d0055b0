import type { SessionWorkload } from "../workload.ts";

/** One write or sync fails. Nothing is acknowledged after it, and what was acknowledged before is there. */
export const failingDisk: SessionWorkload = {
  name: "failing disk",
  async run(session, disk) {
    const { random } = session;
    if (session.expectation.streams.get("events")?.settings === undefined)
      await session.create("events", { partitions: 2 });
    const kind = random.pick(["sync", "sync", "write", "syncDirectory"] as const);
    disk.failNext({ kind, nth: 1 + random.integer(40), code: "EIO" });
    for (let round = 0; round < 25; round++) {
      const sent: Promise<boolean>[] = [];
      for (let count = 1 + random.integer(3); count > 0; count--) {
        const append = { stream: "events", partition: random.integer(2), bytes: 20 + random.integer(3000) };
        sent.push(session.write([append], { caller: "ann" }));
      }
      await Promise.all(sent);
      if (random.chance(0.1)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};
