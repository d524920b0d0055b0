import type { ExtendResponse } from "@flowmesh/contract";
import { limits } from "@flowmesh/contract";
import type { CheckedExtend, CheckedExtension } from "@flowmesh/fabric/internal";
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
    note(queue, offset, extension);
    queue.jobs.begin(slot);
    queue.jobs.extend(slot, nowMs + Math.min(grantedMs, leaseMs || grantedMs));
    endMs = Math.min(endMs, slots.dueMs[slot] as number);
    if (((slots.flags[slot] as number) & CANCELLING) !== 0) cancelled.push(job);
  }
  return { lost, cancelled, leasesEndAt: endMs === Number.POSITIVE_INFINITY ? undefined : endMs };
}

function note({ notes, jobs }: NamedQueue, offset: number, { progress, log }: CheckedExtension): void {
  const lease = jobs.slots.lease[jobs.slots.find(offset)] as number;
  const before = notes.get(offset);
  const now = before?.lease === lease ? before : { lease, progress: 0, log: [] };
  now.progress = progress ?? now.progress;
  if (log.length > 0) now.log = [...now.log, ...log].slice(-limits.jobLogLines.value);
  notes.set(offset, now);
}
