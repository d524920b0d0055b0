import type { SessionWorkload } from "../workload.ts";

/** Far more at once than one group takes: writes wait for room, and go on over segments. */
export const bursts: SessionWorkload = {
  name: "bursts",
  async run(session) {
    const { random } = session;
    if (session.expectation.streams.get("clicks")?.settings === undefined)
      await session.create("clicks", { partitions: 3 });
    for (let round = 0; round < 3; round++) {
      const sent: Promise<boolean>[] = [];
      for (let count = 40 + random.integer(60); count > 0; count--) {
        const append = { stream: "clicks", partition: random.integer(3), bytes: 20 + random.integer(1500) };
        const caller = random.pick(["ann", "bob", "cid", "dan"]);
        sent.push(session.write([append], { caller, durability: random.pick(["always", "interval"]) }));
      }
      await Promise.all(sent);
      await session.read("clicks", random.integer(3));
      if (random.chance(0.3)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};
