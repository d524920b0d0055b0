/** Checks of group requests that every implementation makes the same way; see `check-requests.ts`. */
import {
  type Anchor,
  type CommitCursorsRequestInit,
  type CursorOperationInit,
  type HeartbeatRequestInit,
  type JoinGroupRequestInit,
  limits,
  type NewCursorInit,
  type ResetGroupRequestInit,
  type StreamPartitionsInit,
} from "@flowmesh/contract";
import { checkChoice, checkList, checkOrDefault, checkText, checkWhole, fieldInvalid } from "../check-fields.ts";
import { checkName, checkStreamName, checkTime, checkWaitMs } from "../check-requests.ts";
import { checkCursor } from "./cursors.ts";
import type { CursorState } from "./group-state.ts";

const anchors: readonly Anchor[] = ["unspecified", "earliest", "latest"];
const timeoutMsMin = 1000;
const partitionBounds = { min: 0, max: 0x7fffffff };

/** Gives the name back. */
export function checkGroupName(name: unknown): string {
  return checkName("group", name);
}

export interface CheckedJoin {
  readonly group: string;
  readonly streams: readonly string[];
  /** Empty: to be chosen. */
  readonly memberId: string;
  readonly label: string;
  readonly start: "earliest" | "latest";
  readonly sessionMs: number;
  readonly rebalanceMs: number;
}

export function checkJoinGroup(request: JoinGroupRequestInit): CheckedJoin {
  const streams = [...new Set(checkList("streams", request.streams).map(checkStreamName))].sort();
  const most = limits.memberStreams.value;
  if (streams.length === 0) throw fieldInvalid("streams", "must name at least one stream");
  if (streams.length > most) throw fieldInvalid("streams", `must name at most ${most} streams`);
  const checkTimeout = (
    field: string,
    ms: number | undefined,
    { value, max }: { value: number; max: number },
  ): number => checkOrDefault(field, ms, { min: timeoutMsMin, max }, value);
  return {
    group: checkGroupName(request.group),
    streams,
    memberId: checkText("member_id", request.memberId, limits.memberIdBytes.value),
    label: checkText("label", request.label, limits.memberLabelBytes.value),
    start: checkChoice("start", request.start, anchors) === "latest" ? "latest" : "earliest",
    sessionMs: checkTimeout("session_timeout_ms", request.sessionTimeoutMs, limits.sessionTimeoutMs),
    rebalanceMs: checkTimeout("rebalance_timeout_ms", request.rebalanceTimeoutMs, limits.rebalanceTimeoutMs),
  };
}

export interface CheckedHeartbeat {
  readonly group: string;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly holding: readonly { readonly stream: string; readonly partition: number }[];
  readonly waitMs: number;
}

export function checkHeartbeat(request: HeartbeatRequestInit): CheckedHeartbeat {
  return {
    group: checkGroupName(request.group),
    memberId: checkMemberId(request.memberId),
    memberEpoch: checkWhole("member_epoch", request.memberEpoch ?? 0, { min: 0 }),
    holding: checkList("holding", request.holding).flatMap(checkHolding),
    waitMs: checkWaitMs(request.waitMs),
  };
}

function checkHolding({ stream, partitions }: StreamPartitionsInit): { stream: string; partition: number }[] {
  const name = checkStreamName(stream);
  return checkList("holding.partitions", partitions).map((partition) => {
    return { stream: name, partition: checkWhole("holding.partitions", partition, partitionBounds) };
  });
}

export function checkMemberId(memberId: string | undefined): string {
  const id = checkText("member_id", memberId, limits.memberIdBytes.value);
  if (id === "") throw fieldInvalid("member_id", "must not be empty");
  return id;
}

export interface CheckedGroupCursor {
  readonly group: string;
  /** Empty: no member. */
  readonly memberId: string;
  readonly stream: string;
  readonly partition: number;
  readonly cursor: CursorState;
  readonly epoch: number;
}

export function checkCursorOperation(operation: CursorOperationInit): CheckedGroupCursor {
  return {
    group: checkGroupName(operation.group),
    memberId: checkText("member_id", operation.memberId, limits.memberIdBytes.value),
    stream: checkStreamName(operation.stream),
    partition: checkWhole("partition", operation.partition ?? 0, partitionBounds),
    cursor: checkCursor("cursor", operation.cursor),
    epoch: checkWhole("epoch", operation.epoch ?? 0, { min: 0 }),
  };
}

/** The request as operations of a commit. */
export function checkCommitCursors(request: CommitCursorsRequestInit): CursorOperationInit[] {
  const { group, memberId } = request;
  const cursors = checkList("cursors", request.cursors);
  const limit = limits.cursorsPerCommit.value;
  if (cursors.length === 0) throw fieldInvalid("cursors", "must have at least one cursor");
  if (cursors.length > limit) throw fieldInvalid("cursors", `must have at most ${limit} cursors`);
  return cursors.map((cursor: NewCursorInit) => ({ ...cursor, group, memberId }));
}

/** Where cursors are to go. */
export type ResetGoal =
  | { readonly kind: "offset"; readonly offset: number }
  | { readonly kind: "time"; readonly timeMs: number }
  | { readonly kind: "anchor"; readonly anchor: "earliest" | "latest" }
  | { readonly kind: "shift"; readonly by: number };

export interface CheckedReset {
  readonly group: string;
  readonly stream: string;
  /** Empty: all. */
  readonly partitions: readonly number[];
  readonly goal: ResetGoal;
  readonly preview: boolean;
}

export function checkResetGroup(request: ResetGroupRequestInit): CheckedReset {
  return {
    group: checkGroupName(request.group),
    stream: checkStreamName(request.stream),
    partitions: [...new Set(checkList("partitions", request.partitions))].map((partition, index) =>
      checkWhole(`partitions[${index}]`, partition, partitionBounds),
    ),
    goal: checkGoal(request),
    preview: request.preview ?? false,
  };
}

function checkGoal({ offset, time, anchor, shift }: ResetGroupRequestInit): ResetGoal {
  const given = [offset, time, anchor, shift].filter((value) => value !== undefined);
  if (given.length !== 1) throw fieldInvalid("to", "needs one of offset, time, anchor and shift");
  if (offset !== undefined) return { kind: "offset", offset: checkWhole("offset", offset, { min: 0 }) };
  if (shift !== undefined) return { kind: "shift", by: checkWhole("shift", shift, { min: Number.MIN_SAFE_INTEGER }) };
  const timeMs = checkTime("time", time);
  if (timeMs !== undefined) return { kind: "time", timeMs };
  return { kind: "anchor", anchor: checkChoice("anchor", anchor, anchors) === "latest" ? "latest" : "earliest" };
}
