import { type CarriedJobsOperation, carryingOperationBytes } from "../../commit/carried-jobs-operation.ts";
import { NumberReader, NumberWriter } from "../../commit/number-code.ts";
import { NONE } from "./job-slots.ts";
import type { QueueJobs } from "./queue-jobs.ts";
import type { TableQueue } from "./queue-table.ts";
import { adoptJob, clearJobs, reopenJob } from "./set-jobs.ts";
import type { WorkerNumbers } from "./worker-numbers.ts";

/**
 * Jobs of some offsets as they are, in one operation: numbers (`number-code.ts`) that say the workers that they name (how many, then number, id and label of each), the
 * ready runs (how many, then priority, start and end of each), and the touched jobs (how many, then each as `jobs-snapshot.ts` says). What is not among them is no job any
 * more; without any job the operation has no bytes.
 */

/** Touched jobs, and ready runs, of one operation. */
const JOBS_AN_OPERATION = 500;
/** Touched jobs among which those of a stretch are looked for, rather than at each of its offsets. */
const FEW_JOBS = 20_000;
/** Offsets that are looked at for the touched jobs of one operation. */
const OFFSETS_AN_OPERATION = 20_000;

/** No jobs. */
const NOTHING = new Uint8Array(0);

/** About what a touched job takes in an operation. */
export const CARRIED_JOB_BYTES = 60;

/**
 * Operations with all jobs whose state stands in a segment that is meant, as they are now.
 * @param bytesMax of one operation, unless one job alone has more
 */
export function* carriedJobs(
  queue: TableQueue,
  workers: WorkerNumbers,
  isMeant: (segment: number) => boolean,
  bytesMax: number,
): Generator<CarriedJobsOperation> {
  const meant = [...queue.homes].filter(({ segment }) => isMeant(segment));
  if (meant.length === 0) return;
  for (const { from, to } of meant) {
    for (let start = from; start < to; ) {
      const { offsets: touched, lookedTo } = touchedIn(queue.jobs, start, to);
      if (Math.min(touched[0] ?? to, queue.jobs.readyRuns.next(start)) >= lookedTo) {
        yield { kind: "carried", queue: queue.id, from: start, to: lookedTo, encoded: NOTHING, isPresent: true };
        start = lookedTo;
        continue;
      }
      const end = Math.min(lookedTo, endOfSome(queue.jobs, touched, start));
      yield* fitting({ queue, workers, touched, bytesMax }, start, end);
      start = end;
    }
  }
}

interface Carrying {
  readonly queue: TableQueue;
  readonly workers: WorkerNumbers;
  readonly touched: Float64Array;
  readonly bytesMax: number;
}

/** The jobs of some offsets in one operation, or in several when that is too large: half of them each. */
function* fitting(carrying: Carrying, from: number, to: number): Generator<CarriedJobsOperation> {
  const { queue, workers, touched, bytesMax } = carrying;
  const encoded = encode(queue.jobs, workers, touched, from, to);
  const operation = { kind: "carried", queue: queue.id, from, to, encoded, isPresent: true } as const;
  if (carryingOperationBytes(operation) <= bytesMax || to - from === 1) {
    yield operation;
    return;
  }
  const middle = middleOf(touched, from, to);
  yield* fitting(carrying, from, middle);
  yield* fitting(carrying, middle, to);
}

/** The touched job in the middle, or the middle offset where there is no other. */
function middleOf(touched: Float64Array, from: number, to: number): number {
  const [first, end] = [firstAtOrAbove(touched, from), firstAtOrAbove(touched, to)];
  return end - first > 1 ? (touched[(first + end) >>> 1] as number) : Math.floor((from + to) / 2);
}

/** About how many bytes the jobs take that stand in the segments meant. */
export function carriedBytes({ homes, jobs }: TableQueue, isMeant: (segment: number) => boolean): number {
  let width = 0;
  for (const { from, to, segment } of homes) if (isMeant(segment)) width += to - from;
  return CARRIED_JOB_BYTES * Math.min(width, jobs.slots.size);
}

/** Offsets of touched jobs from one on, in order, up to where they were looked for: as many as there are for an operation, or more. */
function touchedIn(
  { slots }: QueueJobs,
  from: number,
  to: number,
): { readonly offsets: Float64Array; readonly lookedTo: number } {
  const offsets: number[] = [];
  if (slots.size <= FEW_JOBS) {
    for (const slot of slots.all()) {
      const offset = slots.offset[slot] as number;
      if (offset >= from && offset < to) offsets.push(offset);
    }
    return { offsets: Float64Array.from(offsets).sort(), lookedTo: to };
  }
  const lookedTo = Math.min(to, from + OFFSETS_AN_OPERATION);
  let offset = from;
  for (; offset < lookedTo && offsets.length < JOBS_AN_OPERATION; offset++)
    if (slots.find(offset) >= 0) offsets.push(offset);
  return { offsets: Float64Array.from(offsets), lookedTo: offset };
}

/** Where an operation ends that begins here: behind so many touched jobs or runs. */
function endOfSome(jobs: QueueJobs, touched: Float64Array, start: number): number {
  const lastTouched = touched[firstAtOrAbove(touched, start) + JOBS_AN_OPERATION] ?? Number.POSITIVE_INFINITY;
  let end = lastTouched;
  for (const runs of jobs.readyRuns.byPriority) {
    let count = 0;
    for (const run of runs.within(start, end)) {
      if (++count > JOBS_AN_OPERATION / jobs.readyRuns.byPriority.length) end = Math.max(run.start, start + 1);
    }
  }
  return end;
}

function encode(jobs: QueueJobs, workers: WorkerNumbers, touched: Float64Array, from: number, to: number): Uint8Array {
  const slots: number[] = [];
  for (let at = firstAtOrAbove(touched, from); (touched[at] ?? to) < to; at++)
    slots.push(jobs.slots.find(touched[at] as number));
  const writer = new NumberWriter();
  writeWorkers(jobs, workers, slots, writer);
  const runs = jobs.readyRuns.byPriority.flatMap((ofPriority, priority) =>
    [...ofPriority.within(from, to)].map(({ start, end }) => ({ priority, start, end })),
  );
  writer.write(runs.length);
  for (const run of runs) for (const number of [run.priority, run.start, run.end]) writer.write(number);
  writer.write(slots.length);
  const numbers: number[] = [];
  for (const slot of slots) jobs.snapshot.encodeSlot(slot, numbers);
  for (const number of numbers) writer.write(number);
  return writer.bytes;
}

function writeWorkers(jobs: QueueJobs, workers: WorkerNumbers, slots: readonly number[], writer: NumberWriter): void {
  const numbers = new Set(slots.map((slot) => jobs.slots.worker[slot] as number));
  const known = [...numbers].flatMap((number) => {
    const worker = number === NONE ? undefined : workers.get(number);
    return worker === undefined ? [] : [{ number, ...worker }];
  });
  writer.write(known.length);
  for (const { number, id, label } of known) {
    writer.write(number);
    writer.text(id);
    writer.text(label);
  }
}

/** Sets the jobs of an operation as it says. */
export function applyCarried(
  { jobs }: TableQueue,
  workers: WorkerNumbers,
  { from, to, encoded }: CarriedJobsOperation,
  nowMs: number,
): void {
  const freed = clearJobs(jobs, from, to);
  if (encoded.length > 0) setJobs(jobs, workers, new NumberReader(encoded));
  for (const slot of freed) reopenJob(jobs, slot, nowMs);
}

function setJobs(jobs: QueueJobs, workers: WorkerNumbers, reader: NumberReader): void {
  const numbers = new Map<number, number>();
  for (let left = reader.next(); left > 0; left--) {
    const number = reader.next();
    numbers.set(number, workers.numberOf(reader.text(), reader.text()));
  }
  for (let left = reader.next(); left > 0; left--) {
    const [priority, start, end] = [reader.next(), reader.next(), reader.next()];
    jobs.enqueue(priority, start, end);
  }
  for (let left = reader.next(); left > 0; left--) {
    // Which slot it had means nothing any more.
    reader.next();
    const slot = jobs.slots.add(reader.next());
    jobs.snapshot.decodeRest(slot, reader.next);
    jobs.slots.worker[slot] = numbers.get(jobs.slots.worker[slot] as number) ?? NONE;
    adoptJob(jobs, slot);
  }
}

function firstAtOrAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
