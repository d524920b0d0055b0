import type { ExtendResponse } from "@flowmesh/contract";
import type { CheckedExtend } from "@flowmesh/fabric/internal";
import { CANCELLING } from "./job-slots.ts";
import { leaseProblem, offsetOf } from "./lease-intents.ts";
import type { NamedQueue } from "./queue-table.ts";

/** Keeps leases from ending, and notes what their worker tells. None becomes longer than it was granted: what is only in memory must not be missed after a restart. */
export function extendLeases(queue: NamedQueue, { leases, leaseMs }: CheckedExtend, nowMs: number): ExtendResponse {
  const { slots } = queue.jobs;
  const lost: string[] = [];
  const cancelled: string[] = [];
  let endMs = Number.POSITIVE_INFINITY;
  for (const extension of leases) {
    const { job, lease } = extension;
    const offset = offsetOf(job);
    if (leaseProblem(queue, offset, lease) !== undefined) {
      lost.push(job);
      continue;
    }
    const slot = slots.find(offset);
    const grantedMs = slots.leaseMs[slot] as number;
    queue.notes.tell(offset, slots.lease[slot] as number, extension);
    queue.jobs.begin(slot);
    queue.jobs.extend(slot, nowMs + Math.min(grantedMs, leaseMs || grantedMs));
    endMs = Math.min(endMs, slots.dueMs[slot] as number);
    if (((slots.flags[slot] as number) & CANCELLING) !== 0) cancelled.push(job);
  }
  return { lost, cancelled, leasesEndAt: endMs === Number.POSITIVE_INFINITY ? undefined : endMs };
}
