import { randomUUID } from "node:crypto";
import {
  type AssignedPartition,
  type CallOptions,
  type CommitCursorsRequestInit,
  type CommitCursorsResponse,
  type CommitRequestInit,
  type CommitResponse,
  type Cursor,
  type CursorChange,
  type DeleteGroupRequestInit,
  type DeleteGroupResponse,
  type GetGroupRequestInit,
  type GetGroupResponse,
  type Group,
  type GroupCursor,
  type GroupsService,
  type HeartbeatRequestInit,
  type HeartbeatResponse,
  type JoinGroupRequestInit,
  type JoinGroupResponse,
  type LeaveGroupRequestInit,
  type LeaveGroupResponse,
  type ListGroupsRequestInit,
  type ListGroupsResponse,
  limits,
  type PauseGroupRequestInit,
  type PauseGroupResponse,
  type ResetGroupRequestInit,
  type ResetGroupResponse,
  type ResumeGroupRequestInit,
  type ResumeGroupResponse,
  type UndoResetRequestInit,
  type UndoResetResponse,
} from "@flowmesh/contract";
import { checkAtLeast, checkListStreams } from "../../check-requests.ts";
import { FlowMeshError } from "../../errors.ts";
import {
  type CheckedReset,
  checkCommitCursors,
  checkGroupName,
  checkHeartbeat,
  checkJoinGroup,
  checkMemberId,
  checkResetGroup,
} from "../../groups/check-group-requests.ts";
import { checkOwner, cursorEnd, mergeCursors, unfinished } from "../../groups/cursors.ts";
import {
  allowed,
  type CursorState,
  type GroupMember,
  type GroupState,
  type Holding,
  isMoving,
  isSamePartition,
  newGroup,
  type PartitionId,
  type PlacedCursor,
  partitionKey,
  releasing,
  type StreamCatalog,
} from "../../groups/group-state.ts";
import { type IsFinished, openPartitions, openUntil } from "../../groups/growth.ts";
import { findMember, heartbeat, join, leave, reassign, refresh, setPaused, takeBack } from "../../groups/membership.ts";
import { writeListToken } from "../../page-token.ts";
import { deadLettersOf } from "../../queues/check-job-operations.ts";
import type { CursorStep } from "../../record-publishing.ts";
import { limitExceeded } from "../../refusals.ts";
import type { ModelCalls } from "./model-calls.ts";
import { offsetAtTime } from "./model-partition.ts";
import type { ModelState } from "./model-state.ts";
import type { ModelStream } from "./model-stream.ts";

export interface ModelGroup {
  state: GroupState;
  cursors: (PlacedCursor & { readonly committedMs: number })[];
  /** When each member was heard of last. */
  readonly heardMs: Map<string, number>;
  /** What members are asked to give up. */
  readonly wantedBack: Set<string>;
}

interface Move extends PartitionId {
  readonly from: CursorState;
  readonly to: CursorState;
}

const nowhere: CursorState = { offset: 0, finished: [] };

/** Groups of the model: the shared rules of membership and cursors, on what is in memory. */
export class ModelGroups implements GroupsService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>;

  constructor(
    state: ModelState,
    calls: ModelCalls,
    commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>,
  ) {
    this.#state = state;
    this.#calls = calls;
    this.#commit = commit;
    for (const group of state.groups.values()) {
      for (const { id, sessionMs } of group.state.members) this.#watch(group, id, sessionMs);
      group.wantedBack.clear();
      this.#watchReleases(group);
    }
  }

  joinGroup(request: JoinGroupRequestInit, options?: CallOptions): Promise<JoinGroupResponse> {
    return this.#calls.run("joinGroup", options, async () => {
      const { group: name, streams, memberId, label, start, sessionMs, rebalanceMs } = checkJoinGroup(request);
      const id = memberId || randomUUID();
      const known = this.#state.groups.get(name);
      const { groups: groupsMax, groupMembers: membersMax } = this.#state.limits;
      if (known === undefined && this.#state.groups.size >= groupsMax)
        throw limitExceeded("groups", "the number of groups", groupsMax + 1, groupsMax);
      const before = known?.state ?? newGroup(this.#state.position, name, this.#nowMs);
      const joining = { id, label, streams, sessionMs, rebalanceMs };
      const group = known ?? { state: before, cursors: [], heardMs: new Map(), wantedBack: new Set() };
      const next = join(before, joining, this.#catalogOf(group), { nowMs: this.#nowMs, membersMax });
      this.#state.takePosition(true);
      this.#state.groups.set(name, group);
      group.state = next;
      if (start === "latest")
        for (const stream of streams) this.#startAtEnd(group, before.begun, this.#state.stream(stream));
      this.#open(group);
      this.#watchReleases(group);
      this.#watch(group, id, sessionMs);
      this.#calls.changed();
      const member = findMember(group.state, id);
      return {
        memberId: id,
        memberEpoch: member.epoch,
        heartbeatIntervalMs: Math.min(limits.heartbeatIntervalMs.value, Math.floor(sessionMs / 3)),
        ...this.#assignment(group, member),
      };
    });
  }

  heartbeat(request: HeartbeatRequestInit, options?: CallOptions): Promise<HeartbeatResponse> {
    return this.#calls.run("heartbeat", options, async (signal) => {
      const beat = checkHeartbeat(request);
      const group = this.group(beat.group);
      const { id, sessionMs } = findMember(group.state, beat.memberId);
      const holding = beat.holding.flatMap(({ stream, partition }) => {
        const found = this.#state.streams.get(stream);
        return found === undefined ? [] : [{ stream: found.number, partition }];
      });
      const next = heartbeat(group.state, id, beat.memberEpoch, holding);
      this.#watch(group, id, sessionMs);
      this.#set(group, next);
      this.#open(group);
      const isNews = (): boolean => {
        const member = this.#state.groups.get(beat.group)?.state.members.find((each) => each.id === id);
        return member?.epoch !== beat.memberEpoch;
      };
      await this.#calls.until(isNews, signal, Math.min(beat.waitMs, Math.floor(sessionMs / 2)));
      const member = findMember(this.group(beat.group).state, id);
      return { memberEpoch: member.epoch, ...this.#assignment(group, member) };
    });
  }

  leaveGroup(request: LeaveGroupRequestInit, options?: CallOptions): Promise<LeaveGroupResponse> {
    return this.#calls.run("leaveGroup", options, async () => {
      const id = checkMemberId(request.memberId);
      const group = this.group(checkGroupName(request.group));
      this.#set(group, leave(group.state, [id], this.#catalogOf(group)));
      return {};
    });
  }

  async commitCursors(request: CommitCursorsRequestInit, options?: CallOptions): Promise<CommitCursorsResponse> {
    const operations = checkCommitCursors(request).map((cursor) => ({ cursor }));
    const { position } = await this.#commit({ operations, durability: request.durability }, options);
    return { position };
  }

  getGroup(request: GetGroupRequestInit, options?: CallOptions): Promise<GetGroupResponse> {
    return this.#calls.run("getGroup", options, async (signal) => {
      const name = checkGroupName(request.group);
      const atLeast = checkAtLeast(request.atLeast);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      return this.#describe(this.group(name));
    });
  }

  listGroups(request: ListGroupsRequestInit, options?: CallOptions): Promise<ListGroupsResponse> {
    return this.#calls.run("listGroups", options, async (signal) => {
      const { pageSize, prefix, after, atLeast } = checkListStreams(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const names = [...this.#state.groups.keys()].filter((name) => name > after && name.startsWith(prefix)).sort();
      const page = names.slice(0, pageSize);
      const nextPageToken = names.length > page.length ? writeListToken(prefix, page.at(-1)!) : "";
      return { groups: page.map((name) => this.#describe(this.group(name)).group), nextPageToken };
    });
  }

  resetGroup(request: ResetGroupRequestInit, options?: CallOptions): Promise<ResetGroupResponse> {
    return this.#calls.run("resetGroup", options, async () => {
      const reset = checkResetGroup(request);
      const group = this.group(reset.group);
      const moves = this.#moves(group, reset);
      if (reset.preview) return { changes: this.#changes(moves), position: 0 };
      const undo = moves.map(({ stream, partition, from }) => ({ stream, partition, ...from }));
      return { changes: this.#changes(moves), position: this.#move(group, moves, undo) };
    });
  }

  undoReset(request: UndoResetRequestInit, options?: CallOptions): Promise<UndoResetResponse> {
    return this.#calls.run("undoReset", options, async () => {
      const group = this.group(checkGroupName(request.group));
      const moves = group.state.undo
        .filter(({ stream }) => this.#streamById(stream) !== undefined)
        .map(({ stream, partition, offset, finished }) => {
          return { stream, partition, from: cursorOf(group, { stream, partition }), to: { offset, finished } };
        });
      if (moves.length === 0) throw new FlowMeshError("nothing_to_undo", { group: group.state.name });
      return { changes: this.#changes(moves), position: this.#move(group, moves, []) };
    });
  }

  pauseGroup(request: PauseGroupRequestInit, options?: CallOptions): Promise<PauseGroupResponse> {
    return this.#setPaused("pauseGroup", request.group, true, options);
  }

  resumeGroup(request: ResumeGroupRequestInit, options?: CallOptions): Promise<ResumeGroupResponse> {
    return this.#setPaused("resumeGroup", request.group, false, options);
  }

  deleteGroup(request: DeleteGroupRequestInit, options?: CallOptions): Promise<DeleteGroupResponse> {
    return this.#calls.run("deleteGroup", options, async () => {
      const { name, members } = this.group(checkGroupName(request.group)).state;
      if (members.length > 0) throw new FlowMeshError("group_not_empty", { group: name, members: members.length });
      this.#state.groups.delete(name);
      this.#state.queues.delete(deadLettersOf(name));
      this.#state.position += 1;
      return { position: this.#state.position };
    });
  }

  /** @throws FlowMeshError group_not_found */
  group(name: string): ModelGroup {
    const group = this.#state.groups.get(name);
    if (group === undefined) throw new FlowMeshError("group_not_found", { group: name });
    return group;
  }

  /**
   * Up to which offset a partition is open to a group that is named.
   * @throws FlowMeshError group_not_found
   */
  openUntil(name: string, stream: string, partition: number): number {
    if (name === "") return Number.POSITIVE_INFINITY;
    return openUntilOf(this.group(name), this.#state.stream(stream), partition);
  }

  /** Checks a cursor of a commit; the function given sets it. */
  prepare(asked: CursorStep): () => void {
    const group = this.group(asked.group);
    const { number: stream } = this.#state.stream(asked.stream);
    const { nextOffset } = this.#state.partition(asked.stream, asked.partition);
    checkOwner(group.state, asked, { stream, partition: asked.partition });
    if (cursorEnd(asked.cursor) > nextOffset)
      throw outOfRange(asked.stream, asked.partition, cursorEnd(asked.cursor), 0, nextOffset);
    const place = { stream, partition: asked.partition };
    mergeCursors(cursorOf(group, place), asked.cursor);
    return () => {
      this.#setCursor(group, { ...place, ...mergeCursors(cursorOf(group, place), asked.cursor) });
      this.#open(group);
    };
  }

  /** Shares partitions out again where streams have changed. */
  streamsChanged(): void {
    for (const group of this.#state.groups.values()) {
      group.cursors = group.cursors.filter(({ stream }) => this.#streamById(stream) !== undefined);
      this.#open(group);
    }
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  /** Shares out what is open to the group now. */
  #open(group: ModelGroup): void {
    this.#set(group, refresh(group.state, this.#catalogOf(group)));
  }

  #catalogOf(group: ModelGroup): StreamCatalog {
    return {
      find: (name) => {
        const stream = this.#state.streams.get(name);
        return stream && { id: stream.number, partitions: openOf(group, stream) };
      },
      isThere: (id) => this.#streamById(id) !== undefined,
    };
  }

  #streamById(number: number): ModelStream | undefined {
    return [...this.#state.streams.values()].find((stream) => stream.number === number);
  }

  #setPaused(
    what: string,
    name: string | undefined,
    paused: boolean,
    options: CallOptions | undefined,
  ): Promise<{ position: number }> {
    return this.#calls.run(what, options, async () => {
      const group = this.group(checkGroupName(name));
      this.#set(group, setPaused(group.state, paused));
      return { position: this.#state.position };
    });
  }

  #set(group: ModelGroup, next: GroupState, needsRoom = false): void {
    if (next === group.state) return;
    this.#state.takePosition(needsRoom);
    group.state = next;
    this.#watchReleases(group);
    this.#calls.changed();
  }

  /** Takes back what is wanted back and is still held when the member's time has passed, counted from when it was wanted first. */
  #watchReleases(group: ModelGroup): void {
    const wanted = group.state.members.flatMap((member) => releasing(member).map((held) => ({ member, held })));
    const keys = new Set(wanted.map(({ member, held }) => releaseKey(member, held)));
    for (const key of group.wantedBack) if (!keys.has(key)) group.wantedBack.delete(key);
    for (const { member, held } of wanted) {
      const key = releaseKey(member, held);
      if (group.wantedBack.has(key)) continue;
      group.wantedBack.add(key);
      this.#calls.clock.after(member.rebalanceMs, () => {
        if (this.#calls.isClosed || !group.wantedBack.has(key)) return;
        this.#set(
          group,
          takeBack(group.state, (other, its) => releaseKey(other, its) === key),
        );
      });
    }
  }

  /** Takes the member for dead once its time has passed without a heartbeat. */
  #watch(group: ModelGroup, id: string, sessionMs: number): void {
    group.heardMs.set(id, this.#nowMs);
    this.#calls.clock.after(sessionMs, () => {
      const heardMs = group.heardMs.get(id) ?? 0;
      if (this.#calls.isClosed || this.#nowMs < heardMs + sessionMs) return;
      this.#set(group, leave(group.state, [id], this.#catalogOf(group)));
    });
  }

  #startAtEnd(group: ModelGroup, begun: readonly number[], { number: stream, partitions }: ModelStream): void {
    if (begun.includes(stream) || group.cursors.some((known) => known.stream === stream)) return;
    for (const [partition, { nextOffset }] of partitions.entries())
      this.#setCursor(group, { stream, partition, offset: nextOffset, finished: [] });
  }

  #setCursor(group: ModelGroup, cursor: PlacedCursor): void {
    const others = group.cursors.filter((known) => !isSamePartition(known, cursor));
    group.cursors = [...others, { ...cursor, committedMs: this.#nowMs }];
  }

  #moves(group: ModelGroup, { stream: name, partitions, goal }: CheckedReset): Move[] {
    const stream = this.#state.stream(name);
    const wanted = partitions.length > 0 ? partitions : [...stream.partitions.keys()];
    return wanted.map((partition) => {
      const of = this.#state.partition(name, partition);
      const { earliestOffset: start, nextOffset: end } = of;
      const place = { stream: stream.number, partition };
      const from = cursorOf(group, place);
      const targets = {
        offset: () => (goal.kind === "offset" ? goal.offset : 0),
        shift: () => Math.min(end, Math.max(start, from.offset + (goal.kind === "shift" ? goal.by : 0))),
        time: () => Math.max(start, offsetAtTime(of, goal.kind === "time" ? goal.timeMs : 0)),
        anchor: () => (goal.kind === "anchor" && goal.anchor === "latest" ? end : start),
      };
      const offset = targets[goal.kind]();
      if (offset < start || offset > end) throw outOfRange(name, partition, offset, start, end);
      return { ...place, from, to: { offset, finished: [] } };
    });
  }

  #move(group: ModelGroup, moves: readonly Move[], undo: readonly PlacedCursor[]): number {
    this.#set(group, { ...reassign(group.state, moves), undo }, true);
    for (const { stream, partition, to } of moves) this.#setCursor(group, { stream, partition, ...to });
    const { position } = this.#state;
    this.#open(group);
    return position;
  }

  #changes(moves: readonly Move[]): CursorChange[] {
    return moves.map(({ stream, partition, from, to }) => {
      const name = this.#streamById(stream)?.name ?? "";
      return { stream: name, partition, fromOffset: from.offset, toOffset: to.offset };
    });
  }

  #assignment(group: ModelGroup, member: GroupMember): Omit<HeartbeatResponse, "memberEpoch"> {
    return {
      partitions: this.#assigned(group, member),
      paused: group.state.paused,
      releasing: this.#describeHoldings(releasing(member)),
    };
  }

  #assigned(group: ModelGroup, member: GroupMember): AssignedPartition[] {
    return allowed(member).flatMap(({ stream, partition, epoch }) => {
      const name = this.#streamById(stream)?.name;
      const cursor = cursorMessage(cursorOf(group, { stream, partition }));
      return name === undefined ? [] : [{ stream: name, partition, epoch, cursor }];
    });
  }

  #describe(group: ModelGroup): { group: Group; cursors: GroupCursor[] } {
    const { state } = group;
    const cursors = this.#describeCursors(group);
    const described = {
      group: state.name,
      type: state.type,
      state: state.members.length === 0 ? "empty" : isMoving(state) ? "moving" : "stable",
      paused: state.paused,
      epoch: state.epoch,
      createdAt: state.createdMs,
      members: state.members.map((member) => ({
        memberId: member.id,
        label: member.label,
        epoch: member.epoch,
        streams: [...member.streams],
        holding: this.#describeHoldings(member.holding),
        joinedAt: member.joinedMs,
        lastHeartbeatAt: group.heardMs.get(member.id),
        sessionTimeoutMs: member.sessionMs,
        rebalanceTimeoutMs: member.rebalanceMs,
      })),
      lagRecords: cursors.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
      lagMs: cursors.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
    };
    return { group: described, cursors };
  }

  #describeHoldings(holdings: readonly PartitionId[]): { stream: string; partitions: number[] }[] {
    const streams = [...this.#state.streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return streams.flatMap(({ name, number }) => {
      const held = holdings.filter(({ stream }) => stream === number).map(({ partition }) => partition);
      return held.length === 0 ? [] : [{ stream: name, partitions: held.sort((a, b) => a - b) }];
    });
  }

  #describeCursors(group: ModelGroup): GroupCursor[] {
    const named = new Set(group.state.members.flatMap(({ streams }) => streams));
    const met = new Set([...group.state.begun, ...group.cursors.map(({ stream }) => stream)]);
    const streams = [...this.#state.streams.values()]
      .filter(({ name, number }) => named.has(name) || met.has(number))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return streams.flatMap((stream) =>
      stream.partitions.map((_, partition) => this.#describeCursor(group, stream, partition)),
    );
  }

  #describeCursor(group: ModelGroup, stream: ModelStream, partition: number): GroupCursor {
    const { name, number, partitions } = stream;
    const place = { stream: number, partition };
    const { earliestOffset, nextOffset, batches } = partitions[partition]!;
    const cursor = cursorOf(group, place);
    const lagRecords = unfinished(cursor, earliestOffset, nextOffset);
    const from = Math.max(cursor.offset, earliestOffset);
    const oldest = batches.find((batch) => batch.nextOffset > from);
    const holder = group.state.members.find(({ holding }) => holding.some((held) => isSamePartition(held, place)));
    return {
      stream: name,
      partition,
      cursor: cursorMessage(cursor),
      endOffset: nextOffset,
      lagRecords,
      lagMs: lagRecords === 0 || oldest === undefined ? 0 : this.#nowMs - oldest.committedMs,
      memberId: holder?.id ?? "",
      committedAt: group.cursors.find((known) => isSamePartition(known, place))?.committedMs,
      heldBack: openUntilOf(group, stream, partition) < Math.max(1, nextOffset),
    };
  }
}

function releaseKey({ id }: GroupMember, held: Holding): string {
  return `${partitionKey(held)} ${held.epoch} ${id}`;
}

function cursorOf(group: ModelGroup, place: PartitionId): CursorState {
  const { offset, finished } = group.cursors.find((known) => isSamePartition(known, place)) ?? nowhere;
  return { offset, finished };
}

function openOf(group: ModelGroup, stream: ModelStream): number {
  return openPartitions(stream.partitions.length, stream.growths, isFinishedBy(group, stream));
}

function openUntilOf(group: ModelGroup, stream: ModelStream, partition: number): number {
  return openUntil(partition, stream.partitions.length, stream.growths, isFinishedBy(group, stream));
}

function isFinishedBy(group: ModelGroup, { number: stream, partitions }: ModelStream): IsFinished {
  return (partition, end) => {
    const start = partitions[partition]?.earliestOffset ?? 0;
    return unfinished(cursorOf(group, { stream, partition }), start, end) === 0;
  };
}

function cursorMessage({ offset, finished }: CursorState): Cursor {
  const firsts = finished.filter((_, index) => index % 2 === 0);
  return {
    offset,
    finished: firsts.map((firstOffset, index) => ({ firstOffset, lastOffset: finished[2 * index + 1]! })),
  };
}

function outOfRange(stream: string, partition: number, offset: number, earliest: number, end: number): FlowMeshError {
  return new FlowMeshError("offset_out_of_range", { stream, partition, offset, earliest, end });
}
