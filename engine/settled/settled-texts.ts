import { type JobTexts, jobTextsBytes, type TextPlace } from "../commit/carried-jobs-operation.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { QueueTable, TableQueue } from "../views/queues/queue-table.ts";
import { NO_SLOT } from "../views/queues/slot-table.ts";
import { TEXTS_PARTITION } from "./settled-format.ts";
import type { SettledPayload } from "./settled-writer.ts";

/** A job with texts that are to be settled. */
interface JobOfQueue {
  readonly queue: number;
  readonly offset: number;
}

/** Texts of attempts that are settled: which they are, and where they lie then. */
export class SettledTexts {
  readonly jobs: readonly JobOfQueue[];
  readonly #queues: QueueTable;
  readonly #isMeant: (segment: number) => boolean;
  readonly #moved = new Map<string, TextPlace>();

  /** @param places segments and settled files that may be meant */
  constructor(queues: QueueTable, places: readonly number[], isMeant: (segment: number) => boolean) {
    this.#queues = queues;
    this.#isMeant = isMeant;
    const all = [...queues.all()].filter(({ jobs }) => places.some((place) => jobs.texts.bytesIn(place) > 0));
    this.jobs = all.sort((a, b) => a.id - b.id).flatMap((queue) => this.#jobsOf(queue));
  }

  /** The texts, sorted by queue and job, as payloads of a settled file. */
  *payloads(): Generator<SettledPayload> {
    for (const { queue, offset } of this.jobs) {
      for (const place of this.#meantOf(queue, offset)) {
        const { segment } = place;
        const times = {
          maxTimestampMs: 0,
          timeMs: 0,
          firstSegment: Math.max(0, segment),
          lastSegment: Math.max(0, segment),
        };
        const offsets = { baseOffset: offset, endOffset: offset + 1, isSparse: true };
        yield { stream: queue, partition: TEXTS_PARTITION, place, ...offsets, ...times };
      }
    }
  }

  /** A text lies there now. */
  moved(from: Pick<TextPlace, "segment" | "byte">, to: TextPlace): void {
    this.#moved.set(`${from.segment}/${from.byte}`, to);
  }

  /** Where the texts of a job lie once those that were moved have their new places; undefined when it has none that was. */
  after({ queue, offset }: JobOfQueue): JobTexts | undefined {
    const before = this.#placesOf(queue, offset);
    const places = before.map((place) => this.#moved.get(`${place.segment}/${place.byte}`) ?? place);
    return places.some((place, index) => place !== before[index]) ? { offset, places } : undefined;
  }

  /** Bytes that it takes to say where the texts of a job lie. */
  movedBytes({ queue, offset }: JobOfQueue): number {
    return jobTextsBytes({ offset, places: this.#placesOf(queue, offset) });
  }

  #jobsOf({ id, jobs }: TableQueue): JobOfQueue[] {
    const { slots } = jobs;
    const offsets: number[] = [];
    for (const slot of slots.all()) if (slots.text[slot] !== 0) offsets.push(slots.offset[slot] as number);
    return offsets
      .sort((a, b) => a - b)
      .filter((offset) => this.#meantOf(id, offset).length > 0)
      .map((offset) => ({ queue: id, offset }));
  }

  #meantOf(queue: number, offset: number): TextPlace[] {
    return this.#placesOf(queue, offset).filter(({ segment }) => this.#isMeant(segment));
  }

  #placesOf(queue: number, offset: number): TextPlace[] {
    const jobs = this.#queues.findById(queue)?.jobs;
    const slot = jobs?.slots.find(offset) ?? NO_SLOT;
    if (jobs === undefined || slot === NO_SLOT) return [];
    return jobs.texts.places(jobs.slots.text[slot] as number, Number.POSITIVE_INFINITY);
  }
}

/** Says where the texts of some jobs lie now. */
export class MoveTextsIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly isCarrying = true;
  readonly #texts: SettledTexts;
  readonly #jobs: readonly JobOfQueue[];

  constructor(texts: SettledTexts, jobs: readonly JobOfQueue[]) {
    this.#texts = texts;
    this.#jobs = jobs;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    const byQueue = new Map<number, JobTexts[]>();
    for (const job of this.#jobs) {
      const after = this.#texts.after(job);
      if (after === undefined) continue;
      const ofQueue = byQueue.get(job.queue) ?? [];
      ofQueue.push(after);
      byQueue.set(job.queue, ofQueue);
    }
    for (const [queue, jobs] of byQueue) operations.push({ kind: "texts", queue, jobs });
  }
}
