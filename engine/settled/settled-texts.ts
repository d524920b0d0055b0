import { type JobTexts, jobTextsBytes, type TextPlace } from "../commit/carried-jobs-operation.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { QueueTable, TableQueue } from "../views/queues/queue-table.ts";
import { NO_SLOT } from "../views/queues/slot-table.ts";
import type { WorkTurns } from "../work-turns.ts";
import { TEXTS_PARTITION } from "./settled-format.ts";
import type { SettledPayload } from "./settled-writer.ts";

/** A job with texts that are to be settled. */
interface JobOfQueue {
  readonly queue: number;
  readonly offset: number;
  /** Bytes that it takes to say where its texts lie. */
  readonly movedBytes: number;
}

/** Jobs that are looked at in one turn. */
const JOBS_A_TURN = 1000;

/** Texts of attempts that are settled: which they are, and where they lie then. */
export class SettledTexts {
  readonly jobs: readonly JobOfQueue[];
  readonly #queues: QueueTable;
  readonly #isMeant: (segment: number) => boolean;
  readonly #moved = new Map<string, TextPlace>();

  private constructor(queues: QueueTable, jobs: readonly JobOfQueue[], isMeant: (segment: number) => boolean) {
    this.#queues = queues;
    this.jobs = jobs;
    this.#isMeant = isMeant;
  }

  /** @param places segments and settled files that may be meant */
  static async find(
    queues: QueueTable,
    places: readonly number[],
    isMeant: (segment: number) => boolean,
    turns: WorkTurns,
  ): Promise<SettledTexts> {
    const jobs: JobOfQueue[] = [];
    const some = [...queues.all()].filter((queue) => places.some((place) => queue.jobs.texts.bytesIn(place) > 0));
    for (const queue of some.sort((a, b) => a.id - b.id)) {
      const offsets = await turns.run(() => offsetsWithTexts(queue));
      for (let from = 0; from < offsets.length; from += JOBS_A_TURN)
        await turns.run(() => jobs.push(...jobsOf(queue, offsets.slice(from, from + JOBS_A_TURN), isMeant)));
    }
    return new SettledTexts(queues, jobs, isMeant);
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
  after({ queue, offset }: Pick<JobOfQueue, "queue" | "offset">): JobTexts | undefined {
    const before = this.#placesOf(queue, offset);
    const places = before.map((place) => this.#moved.get(`${place.segment}/${place.byte}`) ?? place);
    return places.some((place, index) => place !== before[index]) ? { offset, places } : undefined;
  }

  #meantOf(queue: number, offset: number): TextPlace[] {
    return this.#placesOf(queue, offset).filter(({ segment }) => this.#isMeant(segment));
  }

  #placesOf(queue: number, offset: number): TextPlace[] {
    const found = this.#queues.findById(queue);
    return found === undefined ? [] : placesOf(found, offset);
  }
}

function offsetsWithTexts({ jobs: { slots } }: TableQueue): Float64Array {
  const offsets: number[] = [];
  for (const slot of slots.all()) if (slots.text[slot] !== 0) offsets.push(slots.offset[slot] as number);
  return Float64Array.from(offsets).sort();
}

/** Those of the jobs that have texts which are meant. */
function jobsOf(queue: TableQueue, offsets: Float64Array, isMeant: (segment: number) => boolean): JobOfQueue[] {
  const jobs: JobOfQueue[] = [];
  for (const offset of offsets) {
    const places = placesOf(queue, offset);
    if (!places.some(({ segment }) => isMeant(segment))) continue;
    jobs.push({ queue: queue.id, offset, movedBytes: jobTextsBytes({ offset, places }) });
  }
  return jobs;
}

function placesOf({ jobs }: TableQueue, offset: number): TextPlace[] {
  const slot = jobs.slots.find(offset);
  return slot === NO_SLOT ? [] : jobs.texts.places(jobs.slots.text[slot] as number, Number.POSITIVE_INFINITY);
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
