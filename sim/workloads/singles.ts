import type { SessionWorkload } from "../workload.ts";

/** Several callers publish to one partition without waiting for each other, and somebody reads. */
export const singles: SessionWorkload = {
  name: "singles",
  async run(session) {
    const { random } = session;
    if (session.expectation.streams.get("events")?.settings === undefined) await session.create("events");
    for (let round = 0; round < 25; round++) {
      const sent: Promise<boolean>[] = [];
      for (let count = 1 + random.integer(4); count > 0; count--) {
        const append = { stream: "events", records: 1 + random.integer(3), bytes: 20 + random.integer(900) };
        sent.push(session.write([append], { caller: random.pick(["ann", "bob", "cid"]) }));
      }
      if (random.chance(0.7)) await Promise.all(sent);
      if (random.chance(0.3)) await session.read("events");
      if (random.chance(0.1)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};
