import type { Cursor, Group, GroupCursor, Member, StreamPartitions } from "@flowmesh/contract";
import { type CursorState, type GroupMember, isMoving, type PartitionId, unfinished } from "@flowmesh/fabric/internal";
import type { StreamsView, VisibleStream } from "../streams/streams-view.ts";
import { cursorKey, type TableGroup } from "./groups-table.ts";
import { type CursorOf, openToGroup, openUntilToGroup } from "./open-to-group.ts";

export interface DescribeOptions {
  readonly nowMs: number;
  /** When a member was heard of last. */
  readonly heardMs: (member: string) => number | undefined;
}

export interface DescribedGroup {
  readonly group: Group;
  readonly cursors: GroupCursor[];
}

/** A group as its readers see it. */
export function describeGroup(group: TableGroup, view: StreamsView, options: DescribeOptions): DescribedGroup {
  const { state } = group;
  const cursors = describeCursors(group, view, options.nowMs);
  const described = {
    group: state.name,
    type: state.type,
    state: state.members.length === 0 ? "empty" : isMoving(state) ? "moving" : "stable",
    paused: state.paused,
    epoch: state.epoch,
    createdAt: state.createdMs,
    members: state.members.map((member) => describeMember(member, view, options)),
    lagRecords: cursors.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
    lagMs: cursors.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
  };
  return { group: described, cursors };
}

export function describeCursor({ offset, finished }: CursorState): Cursor {
  const ranges = [];
  for (let at = 0; at < finished.length; at += 2)
    ranges.push({ firstOffset: finished[at] as number, lastOffset: finished[at + 1] as number });
  return { offset, finished: ranges };
}

function describeMember(member: GroupMember, view: StreamsView, { heardMs }: DescribeOptions): Member {
  return {
    memberId: member.id,
    label: member.label,
    epoch: member.epoch,
    streams: [...member.streams],
    holding: describeHoldings(member.holding, view),
    joinedAt: member.joinedMs,
    lastHeartbeatAt: heardMs(member.id) ?? member.joinedMs,
    sessionTimeoutMs: member.sessionMs,
    rebalanceTimeoutMs: member.rebalanceMs,
  };
}

/** Partitions by the names of their streams, in order. */
export function describeHoldings(holdings: readonly PartitionId[], view: StreamsView): StreamPartitions[] {
  const byStream = Map.groupBy(holdings, ({ stream }) => stream);
  const described = [...byStream].flatMap(([id, partitions]) => {
    const stream = view.findById(id)?.definition?.name;
    const numbers = partitions.map(({ partition }) => partition).sort((a, b) => a - b);
    return stream === undefined ? [] : [{ stream, partitions: numbers }];
  });
  return described.sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

/** Of every partition of the streams that the group has begun in or has a cursor in, and of those that a member names. */
function describeCursors(group: TableGroup, view: StreamsView, nowMs: number): GroupCursor[] {
  const ids = new Set([...group.state.begun, ...[...group.cursors.values()].map(({ stream }) => stream)]);
  for (const name of group.state.members.flatMap(({ streams }) => streams)) {
    const id = view.find(name)?.definition?.id;
    if (id !== undefined) ids.add(id);
  }
  const holders = new Map(
    group.state.members.flatMap(({ id, holding }) => holding.map((held) => [keyOf(held), id] as const)),
  );
  const cursors: GroupCursor[] = [];
  for (const id of ids) {
    const stream = view.findById(id);
    if (stream?.definition === undefined) continue;
    for (const partition of stream.partitions.keys())
      cursors.push(describePartition(group, view, { stream: id, partition }, { holders, nowMs }));
  }
  return cursors.sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.partition - b.partition));
}

function describePartition(
  group: TableGroup,
  view: StreamsView,
  place: PartitionId,
  { holders, nowMs }: { holders: ReadonlyMap<string, string>; nowMs: number },
): GroupCursor {
  const known = group.cursors.get(keyOf(place));
  const cursor = known?.cursor ?? { offset: 0, finished: [] };
  const stream = view.findById(place.stream);
  const { index, startOffset = 0, endOffset = 0 } = stream?.partitions[place.partition] ?? {};
  const lagRecords = unfinished(cursor, startOffset, endOffset);
  const oldestMs = lagRecords > 0 ? index?.commitTimeOf(Math.max(cursor.offset, startOffset)) : undefined;
  return {
    stream: stream?.definition?.name ?? "",
    partition: place.partition,
    cursor: describeCursor(cursor),
    endOffset,
    lagRecords,
    lagMs: oldestMs === undefined ? 0 : Math.max(0, nowMs - oldestMs),
    memberId: holders.get(keyOf(place)) ?? "",
    committedAt: known?.timeMs,
    heldBack: stream !== undefined && openUntilOf(stream, place.partition, group.cursors) < Math.max(1, endOffset),
  };
}

/** How many partitions of a stream are open to a group with these cursors. */
export function openOf({ definition, partitions }: VisibleStream, cursors: TableGroup["cursors"]): number {
  return definition === undefined ? 0 : openToGroup({ definition, partitions }, cursorsIn(definition.id, cursors));
}

/** Up to which offset a partition is open to a group with these cursors. */
export function openUntilOf(
  { definition, partitions }: VisibleStream,
  partition: number,
  cursors: TableGroup["cursors"],
): number {
  if (definition === undefined || definition.growths.length === 0) return Number.POSITIVE_INFINITY;
  return openUntilToGroup({ definition, partitions }, partition, cursorsIn(definition.id, cursors));
}

function cursorsIn(stream: number, cursors: TableGroup["cursors"]): CursorOf {
  return (partition) => cursors.get(cursorKey(stream, partition))?.cursor ?? { offset: 0, finished: [] };
}

function keyOf({ stream, partition }: PartitionId): string {
  return cursorKey(stream, partition);
}
