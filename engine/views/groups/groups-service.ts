import {
  type AssignedPartition,
  type CallOptions,
  type CommitCursorsRequestInit,
  type CommitCursorsResponse,
  type CursorChange,
  type DeleteGroupRequestInit,
  type DeleteGroupResponse,
  type GetGroupRequestInit,
  type GetGroupResponse,
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
import {
  allowed,
  type CheckedHeartbeat,
  type CheckedReset,
  checkAtLeast,
  checkCommitCursors,
  checkGroupName,
  checkHeartbeat,
  checkJoinGroup,
  checkListStreams,
  checkMemberId,
  checkResetGroup,
  findMember,
  type GroupMember,
  type Holding,
  heartbeat,
  type PartitionId,
  refresh,
  releasing,
  type StreamCatalog,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import { waitToBeWoken } from "../../clock/wake.ts";
import type { Commits } from "../../commit/commits.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { Random } from "../../random/random.ts";
import type { PartitionReader } from "../streams/partition-reader.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import { type DescribedGroup, describeCursor, describeGroup, describeHoldings, openOf } from "./describe-group.ts";
import {
  DeleteGroupIntent,
  type GroupHeads,
  HeartbeatIntent,
  JoinIntent,
  LeaveIntent,
  type MoveGoal,
  type MoveOutcome,
  PauseIntent,
  RefreshIntent,
  ResetIntent,
  TakeBackIntent,
  UndoResetIntent,
} from "./group-intents.ts";
import type { GroupsTable, TableGroup } from "./groups-table.ts";
import { Releases } from "./releases.ts";
import { Sessions } from "./sessions.ts";

/** What the groups of an engine are made of. */
export interface GroupsParts {
  readonly sequencer: Sequencer;
  readonly heads: GroupHeads;
  readonly groups: GroupsTable;
  readonly view: StreamsView;
  readonly reader: PartitionReader;
  readonly commits: Commits;
  readonly random: Random;
  readonly scope: CallScope;
  readonly onError: (error: unknown) => void;
}

/** The contract's groups on the engine: changes become intents for the sequencer, answers come from what is durable. */
export class EngineGroups implements GroupsService {
  readonly #parts: GroupsParts;
  readonly #sessions: Sessions;
  readonly #releases: Releases;
  /** Members of each group as they were when it was looked at last. */
  readonly #members = new Map<number, readonly string[]>();
  readonly #waiting = new Map<number, Set<() => void>>();
  /** Groups from which partitions are held back: what they finish may open them. */
  readonly #heldBack = new Set<number>();

  constructor(parts: GroupsParts) {
    this.#parts = parts;
    this.#sessions = new Sessions(parts.scope.clock, (group) => this.#expire(group));
    this.#releases = new Releases(parts.scope.clock, (group) => this.#takeBack(group));
    parts.groups.listen({ changed: (group) => this.#changed(group), cursorSet: (group) => this.#mayOpen(group) });
  }

  /** Takes up the members that were there before. */
  start(): void {
    for (const group of this.#parts.groups.all()) {
      this.#changed(group);
      this.#refresh(group);
    }
  }

  stop(): void {
    this.#sessions.stop();
    this.#releases.stop();
  }

  /** A stream was created or deleted, or has more partitions. */
  streamChanged(name: string): void {
    for (const group of this.#parts.groups.all())
      if (group.state.members.some(({ streams }) => streams.includes(name))) this.#refresh(group);
  }

  joinGroup(request: JoinGroupRequestInit, options?: CallOptions): Promise<JoinGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const checked = checkJoinGroup(request);
      const joining = { ...checked, memberId: checked.memberId || this.#newMemberId() };
      this.#heard(joining.group, joining.memberId);
      await this.#parts.sequencer.submit(new JoinIntent(this.#parts.heads, joining), options?.caller);
      const group = this.#parts.groups.get(joining.group);
      const member = findMember(group.state, joining.memberId);
      this.#sessions.heard(group.state.id, member.id);
      this.#noteHeldBack(group);
      return {
        memberId: member.id,
        memberEpoch: member.epoch,
        heartbeatIntervalMs: Math.min(limits.heartbeatIntervalMs.value, Math.floor(member.sessionMs / 3)),
        ...this.#assignment(group, member),
      };
    });
  }

  heartbeat(request: HeartbeatRequestInit, options?: CallOptions): Promise<HeartbeatResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const beat = checkHeartbeat(request);
      const { state } = this.#parts.groups.get(beat.group);
      const { sessionMs } = findMember(state, beat.memberId);
      const holding = this.#numbered(beat);
      const isChange = heartbeat(state, beat.memberId, beat.memberEpoch, holding) !== state;
      this.#sessions.heard(state.id, beat.memberId);
      // Retention may have removed what was waited for.
      this.#mayOpen(this.#parts.groups.get(beat.group));
      if (isChange) {
        const intent = new HeartbeatIntent(this.#parts.heads, beat.group, beat.memberId, beat.memberEpoch, holding);
        await this.#parts.sequencer.submit(intent, options?.caller);
      }
      await this.#news(state.id, beat, Math.min(beat.waitMs, Math.floor(sessionMs / 2)), signal);
      const group = this.#parts.groups.get(beat.group);
      const member = findMember(group.state, beat.memberId);
      return { memberEpoch: member.epoch, ...this.#assignment(group, member) };
    });
  }

  leaveGroup(request: LeaveGroupRequestInit, options?: CallOptions): Promise<LeaveGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const id = checkMemberId(request.memberId);
      const intent = new LeaveIntent(this.#parts.heads, checkGroupName(request.group), () => [id]);
      await this.#parts.sequencer.submit(intent, options?.caller);
      return {};
    });
  }

  commitCursors(request: CommitCursorsRequestInit, options?: CallOptions): Promise<CommitCursorsResponse> {
    return this.#parts.scope.run(options, async () => {
      const operations = checkCommitCursors(request).map((cursor) => ({ cursor }));
      const { position } = await this.#parts.commits.commit({ operations, durability: request.durability }, options);
      return { position };
    });
  }

  getGroup(request: GetGroupRequestInit, options?: CallOptions): Promise<GetGroupResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const name = checkGroupName(request.group);
      const atLeast = checkAtLeast(request.atLeast);
      if (atLeast > 0) await this.#parts.sequencer.whenVisible(atLeast, signal);
      return this.#describe(this.#parts.groups.get(name));
    });
  }

  listGroups(request: ListGroupsRequestInit, options?: CallOptions): Promise<ListGroupsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { pageSize, after, prefix, atLeast } = checkListStreams(request);
      if (atLeast > 0) await this.#parts.sequencer.whenVisible(atLeast, signal);
      const { groups } = this.#parts;
      const names = groups.names().filter((name) => name > after && name.startsWith(prefix));
      const page = names.slice(0, pageSize);
      const nextPageToken = names.length > pageSize ? writeListToken(prefix, page.at(-1) ?? "") : "";
      return { groups: page.map((name) => this.#describe(groups.get(name)).group), nextPageToken };
    });
  }

  resetGroup(request: ResetGroupRequestInit, options?: CallOptions): Promise<ResetGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const reset = checkResetGroup(request);
      this.#parts.groups.get(reset.group);
      const goal = await this.#goal(reset);
      const intent = new ResetIntent(this.#parts.heads, reset.group, { ...reset, goal });
      return this.#afterMove(reset.group, await this.#parts.sequencer.submit(intent, options?.caller));
    });
  }

  undoReset(request: UndoResetRequestInit, options?: CallOptions): Promise<UndoResetResponse> {
    return this.#parts.scope.run(options, async () => {
      const name = checkGroupName(request.group);
      const intent = new UndoResetIntent(this.#parts.heads, name);
      return this.#afterMove(name, await this.#parts.sequencer.submit(intent, options?.caller));
    });
  }

  pauseGroup(request: PauseGroupRequestInit, options?: CallOptions): Promise<PauseGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const intent = new PauseIntent(this.#parts.heads, checkGroupName(request.group), true);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  resumeGroup(request: ResumeGroupRequestInit, options?: CallOptions): Promise<ResumeGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const intent = new PauseIntent(this.#parts.heads, checkGroupName(request.group), false);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  deleteGroup(request: DeleteGroupRequestInit, options?: CallOptions): Promise<DeleteGroupResponse> {
    return this.#parts.scope.run(options, async () => {
      const intent = new DeleteGroupIntent(this.#parts.heads, checkGroupName(request.group));
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  /** Who joins again is alive, also while that is being written down. */
  #heard(group: string, memberId: string): void {
    const known = this.#parts.groups.find(group);
    if (known !== undefined) this.#sessions.heard(known.state.id, memberId);
  }

  #changed(group: TableGroup): void {
    const { id, members } = group.state;
    const isThere = this.#parts.groups.findById(id) === group;
    const state = isThere ? group.state : { ...group.state, members: [] };
    this.#sessions.follow(this.#members.get(id) ?? [], state);
    this.#releases.follow(state);
    if (isThere)
      this.#members.set(
        id,
        members.map((member) => member.id),
      );
    else this.#members.delete(id);
    for (const notify of this.#waiting.get(id) ?? []) notify();
  }

  #expire(id: number): void {
    const group = this.#parts.groups.findById(id);
    if (group === undefined) return;
    const silent = (): string[] => this.#sessions.silent(group.state);
    this.#submit(new LeaveIntent(this.#parts.heads, group.state.name, silent));
  }

  #takeBack(id: number): void {
    const group = this.#parts.groups.findById(id);
    if (group === undefined) return;
    const isOverdue = (member: GroupMember, held: Holding): boolean => this.#releases.isOverdue(id, member, held);
    this.#submit(new TakeBackIntent(this.#parts.heads, group.state.name, isOverdue));
  }

  #afterMove(name: string, outcome: MoveOutcome): { position: number; changes: CursorChange[] } {
    const group = this.#parts.groups.find(name);
    if (group !== undefined) this.#noteHeldBack(group);
    return this.#changes(outcome);
  }

  #mayOpen(group: TableGroup): void {
    if (this.#heldBack.has(group.state.id)) this.#refresh(group);
  }

  #noteHeldBack({ state, cursors }: TableGroup): void {
    const { view } = this.#parts;
    const isHeldBack = state.members.some(({ streams }) =>
      streams.some((name) => {
        const stream = view.find(name);
        return stream?.definition !== undefined && openOf(stream, cursors) < stream.definition.partitions;
      }),
    );
    if (isHeldBack) this.#heldBack.add(state.id);
    else this.#heldBack.delete(state.id);
  }

  #refresh(group: TableGroup): void {
    const { state } = group;
    this.#noteHeldBack(group);
    if (state.members.length === 0 || refresh(state, this.#catalogOf(group)) === state) return;
    this.#submit(new RefreshIntent(this.#parts.heads, state.name));
  }

  #submit(intent: LeaveIntent | RefreshIntent | TakeBackIntent): void {
    this.#parts.sequencer.submit(intent, this).catch((error) => this.#parts.onError(error));
  }

  #catalogOf({ cursors }: TableGroup): StreamCatalog {
    const { view } = this.#parts;
    return {
      find: (name) => {
        const stream = view.find(name);
        return stream?.definition && { id: stream.definition.id, partitions: openOf(stream, cursors) };
      },
      isThere: (id) => view.findById(id)?.definition !== undefined,
    };
  }

  /** Partitions of streams that are there; what is not cannot be held. */
  #numbered({ holding }: CheckedHeartbeat): PartitionId[] {
    return holding.flatMap(({ stream, partition }) => {
      const definition = this.#parts.view.find(stream)?.definition;
      return definition === undefined ? [] : [{ stream: definition.id, partition }];
    });
  }

  /** Waits until the member's epoch is another one than it knows. */
  async #news(id: number, beat: CheckedHeartbeat, waitMs: number, signal: AbortSignal): Promise<void> {
    const isNews = (): boolean => {
      const member = this.#parts.groups.findById(id)?.state.members.find((each) => each.id === beat.memberId);
      return member === undefined || member.epoch !== beat.memberEpoch;
    };
    if (waitMs <= 0 || isNews()) return;
    await waitToBeWoken(this.#parts.scope.clock, waitMs, signal, (wake) => {
      const notify = (): void => {
        if (isNews()) wake();
      };
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting.add(notify));
      return () => {
        waiting.delete(notify);
        if (waiting.size === 0) this.#waiting.delete(id);
      };
    });
  }

  /** What a member is told. */
  #assignment(group: TableGroup, member: GroupMember): Omit<HeartbeatResponse, "memberEpoch"> {
    return {
      partitions: this.#assigned(group, member),
      paused: group.state.paused,
      releasing: describeHoldings(releasing(member), this.#parts.view),
    };
  }

  #assigned(group: TableGroup, member: GroupMember): AssignedPartition[] {
    return allowed(member).flatMap(({ stream, partition, epoch }) => {
      const name = this.#parts.view.findById(stream)?.definition?.name;
      if (name === undefined) return [];
      return [
        { stream: name, partition, epoch, cursor: describeCursor(this.#parts.groups.cursor(group, stream, partition)) },
      ];
    });
  }

  async #goal({ stream, partitions, goal }: CheckedReset): Promise<MoveGoal> {
    switch (goal.kind) {
      case "offset":
        return () => goal.offset;
      case "shift":
        return ({ offset }, _partition, start, end) => Math.min(end, Math.max(start, offset + goal.by));
      case "anchor":
        return (_cursor, _partition, start, end) => (goal.anchor === "latest" ? end : start);
      case "time": {
        const { view, reader } = this.#parts;
        const wanted = partitions.length > 0 ? partitions : [...view.get(stream).partitions.keys()];
        const found = new Map<number, number>();
        for (const partition of wanted) found.set(partition, await reader.offsetAt(stream, partition, goal.timeMs));
        return (_cursor, partition, start, end) => Math.max(start, found.get(partition) ?? end);
      }
    }
  }

  #changes({ position, moves }: MoveOutcome): { position: number; changes: CursorChange[] } {
    const changes = moves.map(({ stream, partition, from, to }) => {
      const name = this.#parts.view.findById(stream)?.definition?.name ?? "";
      return { stream: name, partition, fromOffset: from.offset, toOffset: to.offset };
    });
    return { position, changes };
  }

  #describe(group: TableGroup): DescribedGroup {
    const { view, sequencer } = this.#parts;
    const { id } = group.state;
    return describeGroup(group, view, {
      nowMs: sequencer.nowMs(),
      heardMs: (member) => this.#sessions.heardWallMs(id, member),
    });
  }

  #newMemberId(): string {
    const bytes = Buffer.alloc(16);
    this.#parts.random.fill(bytes);
    return bytes.toString("hex");
  }
}
