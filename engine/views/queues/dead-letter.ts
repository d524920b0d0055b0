import { Job } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type CheckedDeadLetter, checkOwner, crc32c, jobStates } from "@flowmesh/fabric/internal";
import type { CommitInOrder } from "../../commit/commit-in-order.ts";
import type { CommitHeads } from "../../commit/commit-intent.ts";
import { LeaseEnds } from "../../commit/lease-ends.ts";
import type { LogOperation } from "../../commit/operation.ts";
import { plannedEnqueue } from "../../commit/plan-jobs.ts";
import { type CommitScratch, partitionOf } from "../streams/streams-head.ts";

/**
 * A record of a stream becomes a dead job of the queue of its group's dead letters, as if the member had reserved the job and told that it is dead.
 * Where that queue is not there yet it is noted as missing, so that the rest of the commit is decided first: for one that is refused none is made.
 * @throws FlowMeshError group_not_found, stream_not_found, partition_not_found, offset_out_of_range, member_unknown, member_fenced, group_not_empty
 */
export function orderDeadLetter(
  { groups, streams, queues }: Pick<CommitHeads, "groups" | "streams" | "queues">,
  letter: CheckedDeadLetter,
  commit: CommitInOrder,
  scratch: CommitScratch,
): void {
  const { position, timeMs, operations } = commit;
  const { queue: name, job, memberId } = letter;
  const { state: group } = groups.get(letter.group);
  checkRecordOf(streams, letter, (stream) => checkOwner(group, letter, { stream, partition: letter.partition }));
  const queue = queues.find(name);
  if (queue === undefined) {
    commit.missingQueue ??= name;
    return;
  }
  const label = group.members.find(({ id }) => id === memberId)?.label ?? "";
  const asked = { kind: "enqueue", queue: name, jobs: [job], operation: 0 } as const;
  for (const batch of plannedEnqueue(asked, queue.state.rules).batches) {
    const { offset: start } = streams.order(batch, position, timeMs, scratch, operations);
    const runs = [{ priority: job.priority, start, end: start + 1, key: 0 }];
    const { leaseMs } = queue.state.rules;
    const workerId = memberId === "" ? letter.group : memberId;
    operations.push({ kind: "lease", queue: queue.id, ahead: false, leaseMs, workerId, label, runs });
    operations.push(deadAtOnce(queue.id, start, letter, { workerId, label, timeMs }));
  }
}

function checkRecordOf(
  streams: CommitHeads["streams"],
  { stream: name, partition, offset }: CheckedDeadLetter,
  checkMember: (stream: number) => void,
): void {
  const stream = streams.get(name);
  const { nextOffset: end, startOffset: earliest } = partitionOf(stream, partition);
  checkMember(stream.id);
  if (offset >= end) throw new FlowMeshError("offset_out_of_range", { stream: name, partition, offset, earliest, end });
}

function deadAtOnce(
  queue: number,
  offset: number,
  { attempts, error, stack }: CheckedDeadLetter,
  { workerId, label, timeMs }: { readonly workerId: string; readonly label: string; readonly timeMs: number },
): LogOperation {
  const times = { startedAt: timeMs, endedAt: timeMs };
  const attempt = { attempt: attempts, workerId, workerLabel: label, ...times, end: "failed", error, stack } as const;
  const payload = Buffer.from(Job.encode({ attempts: [attempt] }));
  const [payloadBytes, payloadCrc] = [payload.length, crc32c(payload, 0, payload.length)];
  const state = jobStates.indexOf("dead");
  const lease = { offset, told: true, state, attempts, dueMs: 0, textBytes: payloadBytes, textCrc: payloadCrc };
  return { kind: "settle", queue, ends: LeaseEnds.of(lease), payloadBytes, payloadCrc, payload };
}
