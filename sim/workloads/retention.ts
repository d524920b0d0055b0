import { TableMedium } from "../machine.ts";
import type { Session } from "../session.ts";
import type { SessionWorkload } from "../workload.ts";
import { Producers, repeatSome, sendAgain } from "./retries.ts";

/** Streams that keep little, so that segments are given back and written again all the time, and others whose state must be carried on. */
export const retention: SessionWorkload = { name: "retention", run: runRetention };

/** The same with the product's own index, on a disk of its own. */
export const retentionWithTables: SessionWorkload = {
  name: "retention with tables",
  newIndex: () => new TableMedium(),
  run: runRetention,
};

const settings = {
  "by-size": { partitions: 2, retentionBytes: 20_000 },
  "by-age": { partitions: 1, retentionMs: 3000 },
  both: { partitions: 1, retentionMs: 6000, retentionBytes: 30_000 },
} as const;
const names = Object.keys(settings) as (keyof typeof settings)[];

async function runRetention(session: Session): Promise<void> {
  const { random } = session;
  for (const name of names) {
    if (session.expectation.streams.get(name)?.settings === undefined) await session.create(name, settings[name]);
  }
  await sendAgain(session);
  const producers = new Producers(session);
  if (producers.ids.length === 0) await producers.open();
  for (let round = 0; round < 30; round++) {
    const sent: Promise<boolean>[] = [];
    for (let count = 1 + random.integer(3); count > 0; count--) sent.push(writeSome(session, producers));
    if (random.chance(0.3)) sent.push(...repeatSome(session));
    await Promise.all(sent);
    if (random.chance(0.3)) await session.read(random.pick(names));
    if (random.chance(0.3)) await session.pass(200 + random.integer(1500));
  }
  await session.quiet(1000);
}

function writeSome(session: Session, producers: Producers): Promise<boolean> {
  const { random } = session;
  const stream = random.pick(names);
  const partition = random.integer(settings[stream].partitions);
  const append = { stream, partition, records: 1 + random.integer(2), bytes: 1000 + random.integer(4000) };
  const name = `once-${session.ledger.moment}-${random.integer(1e9)}`;
  const kind = random.integer(8);
  if (kind === 0 && stream === "both") {
    return session.write([{ ...append, producer: producers.next(0, append.records) }], { caller: "producers" });
  }
  if (kind === 1) return session.write([{ ...append, dedupeId: name }]);
  if (kind === 2) return session.write([append], { idempotencyKey: name });
  return session.write([append], { caller: "ann" });
}
