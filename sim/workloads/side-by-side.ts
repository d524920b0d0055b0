import type { SessionWorkload } from "../workload.ts";

/** Callers whose writes come while those of others are on their way to a disk that takes its time: two groups are written side by side, either may be there first, and now and then one of them fails. */
export const sideBySide: SessionWorkload = {
  name: "side by side",
  isDiskSlow: true,
  async run(session, disk) {
    const { clock, random } = session;
    if (session.expectation.streams.get("events")?.settings === undefined)
      await session.create("events", { partitions: 2 });
    if (random.chance(0.3))
      disk.failNext({ kind: random.pick(["sync", "write"] as const), nth: 1 + random.integer(60), code: "EIO" });
    for (let round = 0; round < 25; round++) {
      const sent: Promise<boolean>[] = [];
      for (let count = 1 + random.integer(6); count > 0; count--) {
        const append = { stream: "events", partition: random.integer(2), bytes: 20 + random.integer(6000) };
        const durability = random.chance(0.1) ? "interval" : "always";
        sent.push(session.write([append], { caller: random.pick(["ann", "bob", "cid", "dan"]), durability }));
        for (let turns = random.integer(4); turns > 0; turns--) await new Promise<void>((next) => clock.soon(next));
      }
      if (random.chance(0.5)) await Promise.all(sent);
      if (random.chance(0.3)) await session.read("events", random.integer(2));
      if (random.chance(0.1)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};
