import type { SessionWorkload } from "../workload.ts";

/** Writers that do not wait for the sync, beside others that do. Readers see the synced prefix whatever the writers were told. */
export const relaxed: SessionWorkload = {
  name: "relaxed",
  sizes: { durability: "interval" },
  async run(session) {
    const { random } = session;
    if (session.expectation.streams.get("metrics")?.settings === undefined)
      await session.create("metrics", { partitions: 2 });
    for (let round = 0; round < 40; round++) {
      for (let count = 1 + random.integer(3); count > 0; count--) {
        const durability = random.pick(["interval", "interval", "memory", "always"] as const);
        const append = { stream: "metrics", partition: random.integer(2), bytes: 20 + random.integer(900) };
        void session.write([append], { durability, caller: durability });
      }
      await session.clock.settle();
      if (random.chance(0.4)) await session.read("metrics", random.integer(2));
      if (random.chance(0.3)) await session.pass(random.integer(150));
    }
    await session.quiet(1000);
  },
};
