import type { SessionWorkload } from "../workload.ts";

const segmentBytes = 64 * 1024;
const segments = 7;

/** A disk that is full again and again: writes are refused, streams are deleted or space is added, and writes go on by themselves. */
export const fullDisk: SessionWorkload = {
  name: "full disk",
  capacityBytes: segments * segmentBytes,
  mayBeFull: true,
  async run(session, disk) {
    const { random } = session;
    disk.capacityBytes = segments * segmentBytes;
    let refused = 0;
    for (let round = 0; round < 30; round++) {
      const name = `part-${random.integer(3)}`;
      if (session.expectation.streams.get(name)?.settings === undefined) await session.create(name);
      const sent: Promise<boolean>[] = [];
      for (let count = 1 + random.integer(2); count > 0; count--) {
        sent.push(session.write([{ stream: name, records: 2, bytes: 2000 + random.integer(5000) }]));
      }
      await session.quiet(2000);
      if ((await Promise.all(sent)).some((isDone) => !isDone)) refused++;
      if (random.chance(0.2)) await session.read(name);
      if (refused > 2 || random.chance(0.05)) {
        refused = 0;
        if (random.chance(0.3)) disk.capacityBytes += segmentBytes;
        else await session.delete(name);
        await session.pass(3000);
      }
    }
    await session.quiet(2000);
  },
};
