import { hasEnded, jobStates } from "@flowmesh/fabric/internal";
import { HELD, type JobSlots, NONE } from "./job-slots.ts";
import type { QueueJobs } from "./queue-jobs.ts";

/**
 * The jobs of a queue as numbers, one behind the other: the ready runs of each priority (how many, then start and end of each), the slots (how many, then each as
 * `writeSlot` says), the jobs that ended in their order (how many, then offset and time of each), and the dead ones the same. Runs and slots stand for all: counts, due
 * times and chains follow from them.
 */
export type WriteNumber = (number: number) => void;
export type NextNumber = () => number;

export function writeJobs(jobs: QueueJobs, write: WriteNumber): void {
  for (const runs of jobs.readyRuns) {
    const list = [...runs];
    write(list.length);
    for (const { start, end } of list) {
      write(start);
      write(end);
    }
  }
  write(jobs.slots.size);
  for (const slot of jobs.slots.all()) writeSlot(jobs, slot, write);
  for (const list of [jobs.finished, jobs.dead]) {
    write(list.size);
    for (const { offset, endedMs } of list) {
      write(offset);
      write(endedMs);
    }
  }
}

/**
 * offset · due · start of the lease · lease · lease ms · worker · ordering key or 0 · limit key or 0 · attempts · attempts that it has · priority · state · flags · operation ·
 * texts, each as its place
 */
function writeSlot({ slots, keys, texts }: QueueJobs, slot: number, write: WriteNumber): void {
  write(slots.offset[slot] as number);
  write(slots.dueMs[slot] as number);
  write(slots.startedMs[slot] as number);
  write(slots.lease[slot] as number);
  write(slots.leaseMs[slot] as number);
  write(slots.worker[slot] as number);
  write(slots.key[slot] as number);
  write(keys.hashOf(slot));
  write(slots.attempts[slot] as number);
  write(slots.maxAttempts[slot] as number);
  write(slots.priority[slot] as number);
  write(slots.state[slot] as number);
  write((slots.flags[slot] as number) & ~HELD);
  write(slots.operation[slot] as number);
  const places = texts.places(slots.text[slot] as number, Number.POSITIVE_INFINITY);
  write(places.length);
  for (const { segment, byte, payloadBytes, payloadCrc } of places) {
    write(segment);
    write(byte);
    write(payloadBytes);
    write(payloadCrc);
  }
}

/** Sets jobs, of which there are none yet, as they were written. `workerOf` gives what number a worker has now. */
export function readJobs(jobs: QueueJobs, next: NextNumber, workerOf: (number: number) => number): void {
  for (const runs of jobs.readyRuns) {
    for (let left = next(); left > 0; left--) {
      const start = next();
      runs.add(start, next());
    }
  }
  const slots: number[] = [];
  for (let left = next(); left > 0; left--) slots.push(readSlot(jobs, next, workerOf));
  for (const slot of inOrderOfKeys(jobs, slots)) jobs.chains.add(slot);
  for (const list of [jobs.finished, jobs.dead]) {
    for (let left = next(); left > 0; left--) {
      const ended = next();
      list.add(ended, next());
    }
  }
  jobs.restored();
}

function readSlot({ slots, keys, texts }: QueueJobs, next: NextNumber, workerOf: (number: number) => number): number {
  const slot = slots.add(next());
  slots.dueMs[slot] = next();
  slots.startedMs[slot] = next();
  slots.lease[slot] = next();
  slots.leaseMs[slot] = next();
  const worker = next();
  slots.worker[slot] = worker === NONE ? NONE : workerOf(worker);
  slots.key[slot] = next();
  const limitKey = next();
  if (limitKey !== 0) keys.join(slot, limitKey);
  for (const column of ["attempts", "maxAttempts", "priority", "state", "flags"] as const)
    setColumn(slots, column, slot, next());
  slots.operation[slot] = next();
  let text = 0;
  for (let left = next(); left > 0; left--) {
    const [segment, byte, payloadBytes] = [next(), next(), next()];
    text = texts.add({ segment, byte, payloadBytes, payloadCrc: next() }, text);
  }
  slots.text[slot] = text;
  return slot;
}

/** Those that have a key or wait for it, as they stand in its chain: the one that is being worked on first, then as they were enqueued. */
function inOrderOfKeys({ slots: { offset, key, state } }: QueueJobs, slots: readonly number[]): number[] {
  const isActive = (slot: number): boolean => stateOf(state[slot]) === "active";
  return slots
    .filter((slot) => key[slot] !== 0 && !hasEnded(stateOf(state[slot])))
    .sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || (offset[a] as number) - (offset[b] as number));
}

function stateOf(state: number | undefined): (typeof jobStates)[number] {
  return jobStates[state ?? 0] ?? "waiting";
}

function setColumn(
  slots: JobSlots,
  column: "attempts" | "maxAttempts" | "priority" | "state" | "flags",
  slot: number,
  value: number,
): void {
  slots[column][slot] = value;
}
