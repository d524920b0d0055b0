/** Checks of what a commit rests on and does not write; see `check-requests.ts`. */
import { type CheckLeaseOperationInit, type CheckOffsetOperationInit, limits } from "@flowmesh/contract";
import { checkText, checkWhole } from "./check-fields.ts";
import { checkStreamName } from "./check-requests.ts";
import { checkJobId, checkQueueName } from "./queues/check-job-operations.ts";

/** A partition must end at an offset. */
export interface CheckedOffset {
  readonly stream: string;
  readonly partition: number;
  readonly expectedOffset: number;
}

/** A lease must be held. */
export interface CheckedLease {
  readonly queue: string;
  readonly job: string;
  readonly lease: string;
}

/** @throws FlowMeshError `name_invalid`, `field_invalid` */
export function checkCheckOffset({ stream, partition, expectedOffset }: CheckOffsetOperationInit): CheckedOffset {
  return {
    stream: checkStreamName(stream),
    partition: checkWhole("partition", partition ?? 0, { min: -0x80000000, max: 0x7fffffff }),
    expectedOffset: checkWhole("expected_offset", expectedOffset ?? 0, { min: 0 }),
  };
}

/** @throws FlowMeshError `name_invalid`, `field_invalid` */
export function checkCheckLease({ queue, job, lease }: CheckLeaseOperationInit): CheckedLease {
  const name = checkQueueName(queue);
  return { queue: name, job: checkJobId("job", job), lease: checkText("lease", lease, limits.dedupeIdBytes.value) };
}
