import { type BulkOperation, StartOperationRequest } from "@flowmesh/contract";
import { nextMove, waitsFor } from "@flowmesh/fabric/internal";
import type { NamedQueue } from "../queues/queue-table.ts";
import { isRunning, type TableOperation } from "./queue-operations.ts";

/** An operation as it is told. @param passedOver jobs that it looked at and did not change */
export function describeOperation(
  { state: { name } }: NamedQueue,
  { state, asked }: Pick<TableOperation, "state" | "asked">,
  passedOver: number,
): BulkOperation {
  const { progress, total, startedBy, startedMs, id } = state;
  const { filter, edit, toQueue, rate, ramp, stopOnFailurePercent, reason, action } = StartOperationRequest.decode(
    Buffer.from(state.request, "base64"),
  );
  const left = Math.max(0, total - progress.changed - (isRunning(state) ? passedOver : progress.skipped));
  const isWaiting = progress.state === "running" && nextMove(asked, progress, left === 0) === "wait";
  return {
    queue: name,
    operation: String(id),
    action,
    filter,
    edit,
    toQueue,
    rate,
    ramp,
    stopOnFailurePercent,
    reason,
    state: progress.state,
    stateReason: isWaiting ? waitsFor(progress) : progress.stateReason,
    startedBy,
    startedAt: startedMs,
    endedAt: progress.endedMs === 0 ? undefined : progress.endedMs,
    total,
    changed: progress.changed,
    succeeded: progress.succeeded,
    failedAgain: progress.failedAgain,
    givenUp: progress.givenUp,
    skipped: progress.skipped,
    left: progress.state === "done" ? 0 : left,
    step: ramp.length === 0 ? 0 : progress.step + 1,
  };
}
