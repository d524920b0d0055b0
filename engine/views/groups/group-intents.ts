import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  type CheckedGroupCursor,
  type CheckedJoin,
  type CursorState,
  checkOwner,
  cursorEnd,
  deadLettersOf,
  type GroupMember,
  type GroupState,
  type Holding,
  heartbeat,
  join,
  leave,
  limitExceeded,
  mergeCursors,
  newGroup,
  type PartitionId,
  type PlacedCursor,
  partitionKey,
  reassign,
  refresh,
  type StreamCatalog,
  setPaused,
  takeBack,
} from "@flowmesh/fabric/internal";
import { groupStateOperation } from "../../commit/group-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { QueueTable } from "../queues/queue-table.ts";
import { partitionOf, type StreamsHead } from "../streams/streams-head.ts";
import { cursorOperation, type GroupsTable } from "./groups-table.ts";
import { openToGroup } from "./open-to-group.ts";

/** What groups are decided against. */
export interface GroupHeads {
  /** Where its dead letters are. */
  readonly queues: QueueTable;
  readonly groups: GroupsTable;
  readonly streams: StreamsHead;
}

/** Streams as the sequencer knows them, as far as they are open to a group with these cursors. */
export function catalogOf(
  streams: StreamsHead,
  cursorOf: (stream: number, partition: number) => CursorState,
): StreamCatalog {
  return {
    find: (name) => {
      const stream = streams.find(name);
      return (
        stream && { id: stream.id, partitions: openToGroup(stream, (partition) => cursorOf(stream.id, partition)) }
      );
    },
    isThere: (id) => streams.findById(id) !== undefined,
  };
}

abstract class GroupIntent {
  readonly durability = "always";
  readonly privileged: boolean = false;
  protected readonly heads: GroupHeads;
  protected readonly name: string;

  constructor(heads: GroupHeads, name: string) {
    this.heads = heads;
    this.name = name;
  }

  protected get state(): GroupState {
    return this.heads.groups.get(this.name).state;
  }

  protected get catalog(): StreamCatalog {
    return this.catalogWith([]);
  }

  /** Streams as they are open to the group when these cursors are set. */
  protected catalogWith(moved: readonly PlacedCursor[]): StreamCatalog {
    const { groups, streams } = this.heads;
    const group = groups.find(this.name);
    const after = new Map(moved.map((cursor) => [partitionKey(cursor), cursor]));
    return catalogOf(streams, (stream, partition) => {
      return after.get(partitionKey({ stream, partition })) ?? groups.cursor(group, stream, partition);
    });
  }

  /** The group when these cursors are moved. */
  protected moved(moves: readonly CursorMove[], undo: readonly PlacedCursor[]): GroupState {
    const cursors = moves.map(({ stream, partition, to }) => ({ stream, partition, ...to }));
    return refresh({ ...reassign(this.state, moves), undo }, this.catalogWith(cursors));
  }

  /** Writes the state down if it is another one. */
  protected change(next: GroupState, operations: LogOperation[]): void {
    if (next !== this.heads.groups.find(this.name)?.state) operations.push(groupStateOperation(next));
  }
}

/** @throws FlowMeshError stream_not_found, limit_exceeded */
export class JoinIntent extends GroupIntent implements Intent<void> {
  readonly #joining: CheckedJoin;

  constructor(heads: GroupHeads, joining: CheckedJoin) {
    super(heads, joining.group);
    this.#joining = joining;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): void {
    const { memberId: id, label, streams, sessionMs, rebalanceMs } = this.#joining;
    const before = this.heads.groups.find(this.name)?.state ?? this.#newGroup(timeMs);
    const joining = { id, label, streams, sessionMs, rebalanceMs };
    const cursors = this.#joining.start === "latest" ? this.#startAtEnd(before) : [];
    this.change(join(before, joining, this.catalogWith(cursors), { nowMs: timeMs }), operations);
    for (const { stream, partition, ...cursor } of cursors)
      operations.push(cursorOperation(before.id, { stream, partition, cursor, timeMs }));
  }

  #newGroup(timeMs: number): GroupState {
    const { groups } = this.heads;
    const value = groups.count + 1;
    if (value > limits.groups.value) throw limitExceeded("groups", "the number of groups", value);
    return newGroup(groups.nextGroupId, this.name, timeMs);
  }

  /** Of streams that the group meets for the first time: where it has begun already, others may be at work that have not said yet how far they are. */
  #startAtEnd({ id: group, begun }: GroupState): PlacedCursor[] {
    const cursors = this.heads.groups.findById(group)?.cursors.values() ?? [];
    const known = new Set([...begun, ...[...cursors].map(({ stream }) => stream)]);
    return this.#joining.streams.flatMap((name) => {
      const { id, partitions } = this.heads.streams.get(name);
      if (known.has(id)) return [];
      return partitions.map(({ nextOffset }, partition) => {
        return { stream: id, partition, offset: nextOffset, finished: [] };
      });
    });
  }
}

/** @throws FlowMeshError group_not_found, member_unknown, member_fenced */
export class HeartbeatIntent extends GroupIntent implements Intent<void> {
  override readonly privileged = true;
  readonly #memberId: string;
  readonly #memberEpoch: number;
  readonly #holding: readonly PartitionId[];

  constructor(heads: GroupHeads, name: string, memberId: string, memberEpoch: number, holding: readonly PartitionId[]) {
    super(heads, name);
    this.#memberId = memberId;
    this.#memberEpoch = memberEpoch;
    this.#holding = holding;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    this.change(heartbeat(this.state, this.#memberId, this.#memberEpoch, this.#holding), operations);
  }
}

/** Partitions that members have not let go of in time. Which ones is asked when it is ordered. */
export class TakeBackIntent extends GroupIntent implements Intent<void> {
  override readonly privileged = true;
  readonly #isOverdue: (member: GroupMember, held: Holding) => boolean;

  constructor(heads: GroupHeads, name: string, isOverdue: (member: GroupMember, held: Holding) => boolean) {
    super(heads, name);
    this.#isOverdue = isOverdue;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    const known = this.heads.groups.find(this.name);
    if (known !== undefined) this.change(takeBack(known.state, this.#isOverdue), operations);
  }
}

/** Members that go. Which ones is asked when it is ordered, for one that was silent may have spoken meanwhile. */
export class LeaveIntent extends GroupIntent implements Intent<void> {
  override readonly privileged = true;
  readonly #members: () => readonly string[];

  constructor(heads: GroupHeads, name: string, members: () => readonly string[]) {
    super(heads, name);
    this.#members = members;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    this.change(leave(this.state, this.#members(), this.catalog), operations);
  }
}

/** Shares out again, if the streams of the group have changed. */
export class RefreshIntent extends GroupIntent implements Intent<void> {
  override readonly privileged = true;

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    const known = this.heads.groups.find(this.name);
    if (known !== undefined) this.change(refresh(known.state, this.catalog), operations);
  }
}

export class PauseIntent extends GroupIntent implements Intent<{ position: number }> {
  readonly #paused: boolean;

  constructor(heads: GroupHeads, name: string, paused: boolean) {
    super(heads, name);
    this.#paused = paused;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    this.change(setPaused(this.state, this.#paused), operations);
    return { position: operations.length === 0 ? position - 1 : position };
  }
}

/** @throws FlowMeshError group_not_found, group_not_empty */
export class DeleteGroupIntent extends GroupIntent implements Intent<{ position: number }> {
  override readonly privileged = true;
  readonly frees = true;

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const { id, name, members } = this.state;
    if (members.length > 0) throw new FlowMeshError("group_not_empty", { group: name, members: members.length });
    operations.push({ kind: "groups", nextGroupId: this.heads.groups.nextGroupId }, { kind: "ungroup", group: id });
    const letters = this.heads.queues.find(deadLettersOf(name));
    if (letters !== undefined)
      operations.push({ kind: "unqueue", queue: letters.id }, { kind: "delete", stream: letters.id });
    return { position };
  }
}

/** Where a cursor was, and where it is now. */
export interface CursorMove extends PartitionId {
  readonly from: CursorState;
  readonly to: CursorState;
}

export interface MoveOutcome {
  readonly position: number;
  readonly moves: readonly CursorMove[];
}

/** From the offsets of a partition and the present cursor to the new one. */
export type MoveGoal = (cursor: CursorState, partition: number, startOffset: number, endOffset: number) => number;

/** Moves cursors of one stream. @throws FlowMeshError group_not_found, stream_not_found, partition_not_found, offset_out_of_range */
export class ResetIntent extends GroupIntent implements Intent<MoveOutcome> {
  readonly #stream: string;
  readonly #partitions: readonly number[];
  readonly #goal: MoveGoal;
  readonly #preview: boolean;

  constructor(
    heads: GroupHeads,
    name: string,
    reset: { stream: string; partitions: readonly number[]; goal: MoveGoal; preview: boolean },
  ) {
    super(heads, name);
    this.#stream = reset.stream;
    this.#partitions = reset.partitions;
    this.#goal = reset.goal;
    this.#preview = reset.preview;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): MoveOutcome {
    const { groups, streams } = this.heads;
    const group = groups.get(this.name);
    const stream = streams.get(this.#stream);
    const partitions = this.#partitions.length > 0 ? this.#partitions : [...stream.partitions.keys()];
    const moves = partitions.map((partition): CursorMove => {
      const { startOffset, nextOffset } = partitionOf(stream, partition);
      const from = groups.cursor(group, stream.id, partition);
      const offset = this.#goal(from, partition, startOffset, nextOffset);
      if (offset < startOffset || offset > nextOffset)
        throw outOfRange(this.#stream, partition, offset, startOffset, nextOffset);
      return { stream: stream.id, partition, from, to: { offset, finished: [] } };
    });
    if (this.#preview) return { position: 0, moves };
    const undo: PlacedCursor[] = moves.map(({ stream, partition, from }) => ({ stream, partition, ...from }));
    this.change(this.moved(moves, undo), operations);
    for (const { stream, partition, to } of moves)
      operations.push(cursorOperation(group.state.id, { stream, partition, cursor: to, timeMs }));
    return { position, moves };
  }
}

/** @throws FlowMeshError group_not_found, nothing_to_undo */
export class UndoResetIntent extends GroupIntent implements Intent<MoveOutcome> {
  order(position: number, timeMs: number, operations: LogOperation[]): MoveOutcome {
    const { groups, streams } = this.heads;
    const group = groups.get(this.name);
    const moves = group.state.undo
      .filter(({ stream }) => streams.findById(stream) !== undefined)
      .map(({ stream, partition, offset, finished }): CursorMove => {
        return { stream, partition, from: groups.cursor(group, stream, partition), to: { offset, finished } };
      });
    if (moves.length === 0) throw new FlowMeshError("nothing_to_undo", { group: this.name });
    this.change(this.moved(moves, []), operations);
    for (const { stream, partition, to } of moves)
      operations.push(cursorOperation(group.state.id, { stream, partition, cursor: to, timeMs }));
    return { position, moves };
  }
}

/**
 * Decides a cursor within a commit, and pushes its operation.
 * @throws FlowMeshError group_not_found, stream_not_found, partition_not_found, offset_out_of_range, group_not_empty, member_unknown, member_fenced
 */
export function orderCursor(
  heads: GroupHeads,
  asked: CheckedGroupCursor,
  timeMs: number,
  operations: LogOperation[],
): void {
  const { state } = heads.groups.get(asked.group);
  const stream = heads.streams.get(asked.stream);
  const { nextOffset } = partitionOf(stream, asked.partition);
  checkOwner(state, asked, { stream: stream.id, partition: asked.partition });
  const end = cursorEnd(asked.cursor);
  if (end > nextOffset) throw outOfRange(asked.stream, asked.partition, end, 0, nextOffset);
  const { partition } = asked;
  const place = { group: state.id, stream: stream.id, partition };
  const present =
    setBefore(operations, place) ?? heads.groups.cursor(heads.groups.get(asked.group), stream.id, partition);
  const cursor = mergeCursors(present, asked.cursor);
  operations.push(cursorOperation(state.id, { stream: stream.id, partition, cursor, timeMs }));
}

/** The cursor as an earlier operation of the same commit sets it. */
function setBefore(
  operations: readonly LogOperation[],
  { group, stream, partition }: { group: number; stream: number; partition: number },
): CursorState | undefined {
  const earlier = operations.findLast(
    (each) => each.kind === "cursor" && each.group === group && each.stream === stream && each.partition === partition,
  );
  return earlier?.kind === "cursor" ? earlier.cursor : undefined;
}

function outOfRange(stream: string, partition: number, offset: number, earliest: number, end: number): FlowMeshError {
  return new FlowMeshError("offset_out_of_range", { stream, partition, offset, earliest, end });
}
