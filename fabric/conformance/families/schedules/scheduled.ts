import assert from "node:assert/strict";
import type {
  OperationInit,
  PutScheduleRequestInit,
  ReservedJob,
  Schedule,
  ScheduleTimesInit,
} from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";

/** The longest step in which nothing is missed: a longer one is as if the machine had slept. */
const stepMs = 30_000;

/** Operations that enqueue one job. */
export function enqueueing(queue: string, value = "job"): OperationInit[] {
  return [{ enqueue: { queue, jobs: [{ value: Buffer.from(value) }] } }];
}

/** A new schedule that enqueues jobs to a new queue. */
export async function schedule(
  { schedules, queue: create, name }: CaseContext,
  times: ScheduleTimesInit,
  more: PutScheduleRequestInit = {},
): Promise<{ readonly name: string; readonly queue: string; readonly put: Schedule }> {
  const [schedule, queue] = [name("schedule"), await create()];
  const request = { schedule, times, operations: enqueueing(queue), ...more };
  const { schedule: put } = await schedules.putSchedule(request);
  assert.ok(put !== undefined);
  return { name: schedule, queue, put };
}

/** Lets time pass while everything goes on. */
export async function pass({ hook }: CaseContext, ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) await hook("clock").advance(Math.min(stepMs, leftMs));
}

export async function get({ schedules }: CaseContext, name: string): Promise<Schedule> {
  const { schedule } = await schedules.getSchedule({ schedule: name });
  assert.ok(schedule !== undefined);
  return schedule;
}

/** A list tells of a schedule what it tells alone, but for its operations and firings. */
export async function expectListedAlike(context: CaseContext, name: string): Promise<void> {
  const { schedules } = await context.schedules.listSchedules({ prefix: name });
  assert.deepEqual(schedules, [{ ...(await get(context, name)), operations: [], firings: [] }]);
}

/** The times that a schedule has fired for, oldest first, from a moment on. */
export async function firedFor(context: CaseContext, name: string, fromMs = 0): Promise<number[]> {
  const { firings } = await get(context, name);
  return firings.map(({ scheduledAt = 0 }) => scheduledAt - fromMs).reverse();
}

/** Takes the jobs of a queue that are there, all of them. */
export async function takeAll({ reserve, settle }: CaseContext, queue: string): Promise<ReservedJob[]> {
  const jobs = await reserve(queue, 1000);
  for (const job of jobs) await settle(queue, job, { done: {} });
  return jobs;
}
