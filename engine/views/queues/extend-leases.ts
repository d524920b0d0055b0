import type { ExtendResponse } from "@flowmesh/contract";
import type { CheckedExtend, CheckedExtension } from "@flowmesh/fabric/internal";
import { CANCELLING } from "./job-slots.ts";
import { leaseProblem, offsetOf } from "./lease-intents.ts";
import type { NamedQueue } from "./queue-table.ts";

/** What is to be told of leases, and what that rests on. */
export interface LeaseNews extends ExtendResponse {
  /** The latest commit that made one of the leases that are held. */
  readonly madeAt: number;
}

/** Keeps leases from ending, and notes what their worker tells. None becomes longer than it was granted: what is only in memory must not be missed after a restart. */
export function extendLeases(queue: NamedQueue, { leases, leaseMs }: CheckedExtend, nowMs: number): void {
  const { slots } = queue.jobs;
  for (const extension of leases) {
    const offset = offsetOf(extension.job);
    if (leaseProblem(queue, offset, extension.lease) !== undefined) continue;
    const slot = slots.find(offset);
    const grantedMs = slots.leaseMs[slot] as number;
    queue.notes.tell(offset, slots.lease[slot] as number, extension);
    queue.jobs.begin(slot);
    queue.jobs.extend(slot, nowMs + Math.min(grantedMs, leaseMs || grantedMs));
  }
}

export function newsOfLeases(queue: NamedQueue, leases: readonly CheckedExtension[]): LeaseNews {
  const { slots } = queue.jobs;
  const lost: string[] = [];
  const cancelled: string[] = [];
  let [endMs, madeAt] = [Number.POSITIVE_INFINITY, 0];
  for (const { job, lease } of leases) {
    const offset = offsetOf(job);
    if (leaseProblem(queue, offset, lease) !== undefined) {
      lost.push(job);
      continue;
    }
    const slot = slots.find(offset);
    madeAt = Math.max(madeAt, slots.lease[slot] as number);
    endMs = Math.min(endMs, slots.dueMs[slot] as number);
    if (((slots.flags[slot] as number) & CANCELLING) !== 0) cancelled.push(job);
  }
  return { lost, cancelled, leasesEndAt: endMs === Number.POSITIVE_INFINITY ? undefined : endMs, madeAt };
}
