import type { Session } from "../session.ts";
import type { SessionWorkload } from "../workload.ts";

const stream = "payments";
const partitions = 2;

/** Clients that send again what was not answered, and often what was: by producer sequence, dedupe id and idempotency key. */
export const retries: SessionWorkload = {
  name: "retries",
  async run(session) {
    const { random } = session;
    if (session.expectation.streams.get(stream)?.settings === undefined) await session.create(stream, { partitions });
    await sendAgain(session);
    const producers = new Producers(session);
    for (let round = 0; round < 22; round++) {
      const sent: Promise<boolean>[] = [];
      if (producers.ids.length === 0 || random.chance(0.06)) await producers.open();
      for (let count = 1 + random.integer(3); count > 0; count--) sent.push(writeOnce(session, producers));
      if (random.chance(0.5)) sent.push(...repeatSome(session));
      if (random.chance(0.5)) await Promise.all(sent);
      if (random.chance(0.1)) await session.pass(random.integer(700));
    }
    await session.quiet(1000);
  },
};

/** What the life before left unanswered and recovery did not find, in the order in which it was first sent. */
export async function sendAgain(session: Session): Promise<void> {
  for (const { plan, state } of session.expectation.writes.values()) {
    if (state === "gone") await session.send(plan);
  }
}

/** Some of what was answered or is under way, and is recognised when it comes again, is sent once more. */
export function repeatSome(session: Session): Promise<boolean>[] {
  const { random, expectation } = session;
  const newest = [...expectation.writes.values()].slice(-30);
  const again = newest.filter(({ plan, state }) => {
    const [append] = plan.appends;
    const isRecognised = (plan.idempotencyKey ?? append?.dedupeId ?? append?.producer) !== undefined;
    return isRecognised && (state === "acknowledged" || state === "open");
  });
  return again.length === 0 ? [] : [session.send(random.pick(again).plan)];
}

function writeOnce(session: Session, producers: Producers): Promise<boolean> {
  const { random } = session;
  const append = {
    stream,
    partition: random.integer(partitions),
    records: 1 + random.integer(3),
    bytes: 20 + random.integer(500),
  };
  const name = `once-${session.ledger.moment}-${random.integer(1e9)}`;
  switch (random.integer(3)) {
    case 0:
      return session.write([{ ...append, producer: producers.next(append.partition, append.records) }], {
        caller: "producers",
      });
    case 1:
      return session.write([{ ...append, dedupeId: name }]);
    default:
      return session.write([append, { ...append, partition: 0 }], { idempotencyKey: name });
  }
}

/** Producers and the sequences that they send next: everything they ever sent counts, unless it was refused. */
export class Producers {
  readonly ids: number[] = [];
  readonly #session: Session;
  readonly #sequences: Map<string, number> = new Map();

  constructor(session: Session) {
    this.#session = session;
    for (const { plan, state } of session.expectation.writes.values()) {
      for (const { producer, partition, ids } of plan.appends) {
        if (producer === undefined || state === "refused") continue;
        if (!this.ids.includes(producer.producerId)) this.ids.push(producer.producerId);
        const name = `${producer.producerId}/${partition}`;
        this.#sequences.set(name, Math.max(this.#sequences.get(name) ?? 0, producer.baseSequence + ids.length));
      }
    }
  }

  async open(): Promise<void> {
    const id = await this.#session.openProducer();
    if (id !== undefined) this.ids.push(id);
  }

  next(partition: number, records: number): { producerId: number; producerEpoch: number; baseSequence: number } {
    const producerId = this.#session.random.pick(this.ids);
    const name = `${producerId}/${partition}`;
    const baseSequence = this.#sequences.get(name) ?? 0;
    this.#sequences.set(name, baseSequence + records);
    return { producerId, producerEpoch: 0, baseSequence };
  }
}
