import { limits } from "@flowmesh/contract";

/**
 * What a partition remembers of its idempotent producers: of each the epoch and its newest batches, so that a batch sent again is answered with where the first
 * one went. Semantics of Kafka's idempotent producer, with a longer memory.
 *
 * Encoded: u32 producers, then of each f64 id · i16 epoch · u16 batches · f64 time of the last, ms · per batch i32 first sequence · i32 last sequence ·
 * f64 base offset · f64 position.
 */
export interface ProducerBatch {
  readonly producerId: number;
  readonly epoch: number;
  readonly firstSequence: number;
  readonly records: number;
}

/** What a batch is: new, written already, or refused. */
export type ProducerVerdict =
  | { readonly kind: "new" }
  | { readonly kind: "duplicate"; readonly baseOffset: number; readonly position: number }
  | { readonly kind: "fenced"; readonly current: number }
  | { readonly kind: "gap"; readonly expected: number };

const NEW: ProducerVerdict = { kind: "new" };
const BATCHES_KEPT = limits.producerBatches.value;
const PRODUCERS_KEPT = limits.producersPerPartition.value;
const SEQUENCES = 2 ** 31;
const PRODUCER_BYTES = 20;
const BATCH_BYTES = 24;

interface Remembered {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly position: number;
}

interface Producer {
  epoch: number;
  timeMs: number;
  /** Oldest first. */
  batches: Remembered[];
}

export class ProducerTable {
  readonly #producers = new Map<number, Producer>();

  get size(): number {
    return this.#producers.size;
  }

  judge(batch: ProducerBatch): ProducerVerdict {
    const producer = this.#producers.get(batch.producerId);
    if (producer === undefined) return NEW;
    if (batch.epoch < producer.epoch) return { kind: "fenced", current: producer.epoch };
    if (batch.epoch > producer.epoch) return batch.firstSequence === 0 ? NEW : { kind: "gap", expected: 0 };
    const last = producer.batches.at(-1);
    if (last === undefined) return NEW;
    const expected = (last.lastSequence + 1) % SEQUENCES;
    if (batch.firstSequence === expected) return NEW;
    const lastSequence = lastSequenceOf(batch);
    const same = producer.batches.find(
      (kept) => kept.firstSequence === batch.firstSequence && kept.lastSequence === lastSequence,
    );
    if (same !== undefined) return { kind: "duplicate", baseOffset: same.baseOffset, position: same.position };
    return { kind: "gap", expected };
  }

  /** Takes note of a batch that was ordered. */
  record(batch: ProducerBatch, baseOffset: number, position: number, timeMs: number): void {
    let producer = this.#producers.get(batch.producerId);
    if (producer === undefined || producer.epoch !== batch.epoch) {
      producer = { epoch: batch.epoch, timeMs, batches: [] };
      this.#producers.set(batch.producerId, producer);
      if (this.#producers.size > PRODUCERS_KEPT) this.#forgetMostSilent();
    }
    producer.timeMs = timeMs;
    producer.batches.push({
      firstSequence: batch.firstSequence,
      lastSequence: lastSequenceOf(batch),
      baseOffset,
      position,
    });
    if (producer.batches.length > BATCHES_KEPT) producer.batches.shift();
  }

  /** Only producers heard of at or after `sinceMs`; in at most `bytesMax`, of each the newest batches that fit, and if need be only the producers heard of last. */
  encode(sinceMs: number = Number.NEGATIVE_INFINITY, bytesMax: number = Number.POSITIVE_INFINITY): Buffer {
    const heard = [...this.#producers].filter(([, producer]) => producer.timeMs >= sinceMs);
    const kept = leastSilent(heard, Math.floor((bytesMax - 4) / (PRODUCER_BYTES + BATCH_BYTES)));
    const batchesMax = batchesThatFit(kept, bytesMax);
    const bytes = Buffer.alloc(encodedBytes(kept, batchesMax));
    let at = bytes.writeUInt32LE(kept.length, 0);
    for (const [id, producer] of kept) {
      const batches = producer.batches.slice(-batchesMax);
      at = bytes.writeDoubleLE(id, at);
      at = bytes.writeInt16LE(producer.epoch, at);
      at = bytes.writeUInt16LE(batches.length, at);
      at = bytes.writeDoubleLE(producer.timeMs, at);
      for (const batch of batches) {
        at = bytes.writeInt32LE(batch.firstSequence, at);
        at = bytes.writeInt32LE(batch.lastSequence, at);
        at = bytes.writeDoubleLE(batch.baseOffset, at);
        at = bytes.writeDoubleLE(batch.position, at);
      }
    }
    return bytes;
  }

  static decode(encoded: Uint8Array): ProducerTable {
    const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
    const table = new ProducerTable();
    let at = 4;
    for (let count = bytes.readUInt32LE(0); count > 0; count--) {
      const batches: Remembered[] = [];
      const producer = { epoch: bytes.readInt16LE(at + 8), timeMs: bytes.readDoubleLE(at + 12), batches };
      table.#producers.set(bytes.readDoubleLE(at), producer);
      const end = at + PRODUCER_BYTES + BATCH_BYTES * bytes.readUInt16LE(at + 10);
      for (at += PRODUCER_BYTES; at < end; at += BATCH_BYTES) {
        batches.push({
          firstSequence: bytes.readInt32LE(at),
          lastSequence: bytes.readInt32LE(at + 4),
          baseOffset: bytes.readDoubleLE(at + 8),
          position: bytes.readDoubleLE(at + 16),
        });
      }
    }
    return table;
  }

  #forgetMostSilent(): void {
    let silent: number | undefined;
    let sinceMs = Number.POSITIVE_INFINITY;
    for (const [id, producer] of this.#producers) {
      if (producer.timeMs >= sinceMs) continue;
      silent = id;
      sinceMs = producer.timeMs;
    }
    if (silent !== undefined) this.#producers.delete(silent);
  }
}

function encodedBytes(producers: readonly [number, Producer][], batchesMax: number): number {
  const bytesOf = ({ batches }: Producer): number =>
    PRODUCER_BYTES + BATCH_BYTES * Math.min(batches.length, batchesMax);
  return producers.reduce((sum, [, producer]) => sum + bytesOf(producer), 4);
}

/** How many batches of each producer fit. */
function batchesThatFit(producers: readonly [number, Producer][], bytesMax: number): number {
  let low = 1;
  let high = BATCHES_KEPT;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (encodedBytes(producers, middle) <= bytesMax) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** In their old order. */
function leastSilent(producers: [number, Producer][], count: number): [number, Producer][] {
  if (producers.length <= count) return producers;
  const bySilence = producers.toSorted(([, one], [, other]) => other.timeMs - one.timeMs);
  const kept = new Set(bySilence.slice(0, count));
  return producers.filter((producer) => kept.has(producer));
}

/** The sequence that the producer's next batch must begin with. */
export function nextSequence(batch: ProducerBatch): number {
  return (batch.firstSequence + batch.records) % SEQUENCES;
}

/** Sequences go on at 0 behind 2^31 - 1. */
function lastSequenceOf(batch: ProducerBatch): number {
  return (batch.firstSequence + batch.records - 1) % SEQUENCES;
}
