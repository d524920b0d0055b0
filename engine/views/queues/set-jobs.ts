import { HELD, NONE } from "./job-slots.ts";
import { ACTIVE, DELAYED, RETRYING, WAITING } from "./job-state-numbers.ts";
import type { OffsetRuns } from "./offset-runs.ts";
import type { QueueJobs } from "./queue-jobs.ts";
import { NO_SLOT } from "./slot-table.ts";

/** Whether one of these offsets is a job. */
export function isAnyJob(jobs: QueueJobs, from: number, to: number): boolean {
  if (jobs.readyRuns.next(from) < to) return true;
  for (let offset = from; offset < to; offset++) if (jobs.slots.find(offset) !== NO_SLOT) return true;
  return false;
}

/**
 * Nothing is left of the jobs [from, to), which are to be set anew.
 * @returns slots of jobs that would have an ordering key now; they are held until they are reopened
 */
export function clearJobs(jobs: QueueJobs, from: number, to: number): number[] {
  for (const runs of jobs.readyRuns.byPriority) {
    const before = runs.size;
    runs.clear(from, to);
    jobs.tally(WAITING, runs.size - before);
  }
  const freed: number[] = [];
  for (const slot of slotsIn(jobs, from, to)) {
    const next = clearJob(jobs, slot);
    if (next === NO_SLOT) continue;
    jobs.slots.flags[next] = (jobs.slots.flags[next] as number) | HELD;
    freed.push(next);
  }
  return freed;
}

function clearJob(jobs: QueueJobs, slot: number): number {
  const { slots, keys, chains, texts } = jobs;
  const state = slots.state[slot] as number;
  const hasKey = keys.has(slot);
  const isReady = jobs.isReady(slot);
  // What was ready without a key has been counted with the runs.
  if (hasKey || !isReady) jobs.tally(state, -1);
  if (hasKey && isReady) keys.removeReady(slot);
  if (hasKey && state === ACTIVE) keys.end(slot);
  keys.leave(slot);
  const next = slots.chain[slot] === NONE ? NO_SLOT : chains.remove(slot);
  jobs.setWorker(slot, NONE);
  texts.remove(slots.text[slot] as number);
  slots.remove(slot);
  return next;
}

/** A job whose slot was set as it had been: counts what follows from it. */
export function adoptJob(jobs: QueueJobs, slot: number): void {
  const { slots, keys } = jobs;
  const loser = takeKey(jobs, slot);
  if (loser !== NO_SLOT) jobs.hold(loser);
  const offset = slots.offset[slot] as number;
  const state = slots.state[slot] as number;
  const hasKey = keys.has(slot);
  const isReady = jobs.isReady(slot);
  if (hasKey && isReady) keys.addReady(slot);
  if (hasKey && state === ACTIVE) keys.restoreActive(slot);
  if (hasKey || !isReady) jobs.tally(state, 1);
  else if (!runsOf(jobs, slot).has(offset)) {
    runsOf(jobs, slot).add(offset, offset + 1);
    jobs.tally(WAITING, 1);
  }
  if (state === DELAYED || state === ACTIVE || state === RETRYING) jobs.note(slot, slots.dueMs[slot] as number);
  else if (state > RETRYING)
    jobs.ended.like(state).add(offset, slots.dueMs[slot] as number, slots.heapMs[slot] as number);
  const worker = slots.worker[slot] as number;
  slots.worker[slot] = NONE;
  jobs.setWorker(slot, worker);
}

/** Puts a job among those of its ordering key, if it has one and has not ended. Gives the slot of the one that loses the key to it, or `NO_SLOT`. */
function takeKey({ slots, chains }: QueueJobs, slot: number): number {
  const state = slots.state[slot] as number;
  if (slots.key[slot] === 0 || state > RETRYING) return NO_SLOT;
  return state === ACTIVE ? chains.lead(slot) : chains.rejoin(slot, (holder) => slots.state[holder] === ACTIVE);
}

/** A job that got an ordering key goes on, unless it has lost it again or is gone. */
export function reopenJob(jobs: QueueJobs, slot: number, nowMs: number): void {
  const { slots, chains } = jobs;
  const isThere = (slots.offset[slot] as number) >= 0 && slots.chain[slot] !== NONE;
  if (!isThere || chains.holder(slot) !== slot) return;
  slots.flags[slot] = (slots.flags[slot] as number) & ~HELD;
  if (slots.state[slot] === WAITING && !isReadyIn(jobs, slot)) jobs.proceed(slot, nowMs);
}

function isReadyIn(jobs: QueueJobs, slot: number): boolean {
  const ready = jobs.keys.has(slot) ? jobs.keys.ready : runsOf(jobs, slot);
  return ready.has(jobs.slots.offset[slot] as number);
}

function runsOf({ readyRuns, slots }: QueueJobs, slot: number): OffsetRuns {
  return readyRuns.of(slots.priority[slot] as number);
}

/** Slots of touched jobs. */
function slotsIn({ slots }: QueueJobs, from: number, to: number): number[] {
  const found: number[] = [];
  if (to - from < slots.size) {
    for (let offset = from; offset < to; offset++) {
      const slot = slots.find(offset);
      if (slot !== NO_SLOT) found.push(slot);
    }
    return found;
  }
  for (const slot of slots.all()) {
    const offset = slots.offset[slot] as number;
    if (offset >= from && offset < to) found.push(slot);
  }
  return found;
}
