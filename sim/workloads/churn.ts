import type { Session } from "../session.ts";
import type { SessionWorkload } from "../workload.ts";

const names = ["red", "green", "blue", "grey"];

/** Streams come, change and go, and their names come back, while others write to what is there. */
export const churn: SessionWorkload = {
  name: "churn",
  async run(session) {
    const { random } = session;
    for (let round = 0; round < 40; round++) {
      await changeOne(session, random.pick(names));
      const sent: Promise<boolean>[] = [];
      for (let count = random.integer(4); count > 0; count--) sent.push(writeSomewhere(session));
      if (random.chance(0.3)) sent.push(changeOne(session, "apart"));
      await Promise.all(sent);
      if (random.chance(0.2)) await session.read(random.pick(names));
      if (random.chance(0.1)) await session.pass(random.integer(1500));
    }
    await session.quiet(1000);
  },
};

async function changeOne(session: Session, name: string): Promise<boolean> {
  const { random, expectation } = session;
  const settings = expectation.streams.get(name)?.settings;
  if (settings === undefined) return session.create(name, { partitions: 1 + random.integer(3) });
  if (random.chance(0.4)) return session.delete(name);
  return session.update(name, { ...settings, partitions: settings.partitions + random.integer(2) });
}

async function writeSomewhere(session: Session): Promise<boolean> {
  const { random, expectation } = session;
  const there = names.filter((name) => expectation.streams.get(name)?.settings !== undefined);
  const chosen = random.shuffle(there).slice(0, 1 + random.integer(2));
  const sketches = chosen.map((stream) => {
    const partition = random.integer(expectation.streams.get(stream)?.settings?.partitions ?? 1);
    return { stream, partition, bytes: 20 + random.integer(2500) };
  });
  return sketches.length === 0 ? false : session.write(sketches);
}
