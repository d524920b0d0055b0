import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";
import { limitExceeded } from "../refusals.ts";
import { balance } from "./balance.ts";
import {
  allowed,
  type GroupMember,
  type GroupState,
  type Holding,
  isSamePartition,
  type PartitionId,
  partitionKey,
  type StreamCatalog,
} from "./group-state.ts";

/**
 * How members come, go and pass partitions on, as functions from one state of a group to the next. A partition that is to move is first wanted back: its member
 * may no longer work on it (`allowed`), says with a heartbeat that it has let go, and only then the other one gets it. So nobody stops who keeps what it has, and
 * nobody is given what somebody else still works on. Who does not let go in time loses it (`takeBack`). The model is that of KIP-848.
 *
 * A function that changes nothing returns the state that it was given.
 */

/** Who joins. */
export interface Joining {
  readonly id: string;
  readonly label: string;
  readonly streams: readonly string[];
  readonly sessionMs: number;
  readonly rebalanceMs: number;
}

/**
 * A member joins, or joins again: it keeps what it held, but as a new assignment, so that whoever used its id before is fenced.
 * @throws FlowMeshError stream_not_found, limit_exceeded
 */
export function join(
  state: GroupState,
  joining: Joining,
  catalog: StreamCatalog,
  { nowMs, membersMax = limits.groupMembers.value }: { readonly nowMs: number; readonly membersMax?: number },
): GroupState {
  const streams = joining.streams.map((stream) => {
    const found = catalog.find(stream);
    if (found === undefined) throw new FlowMeshError("stream_not_found", { stream });
    return found.id;
  });
  const before = state.members.find(({ id }) => id === joining.id);
  if (before === undefined && state.members.length >= membersMax)
    throw limitExceeded("groupMembers", `the number of members of group ${state.name}`, membersMax + 1, membersMax);
  const epoch = state.epoch + 1;
  const member: GroupMember = {
    ...joining,
    joinedMs: nowMs,
    joinEpoch: epoch,
    epoch,
    holding: (before?.holding ?? []).map((held) => ({ ...held, epoch })),
    target: before?.target ?? [],
  };
  const members = [...state.members.filter(({ id }) => id !== joining.id), member].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const begun = [...new Set([...state.begun.filter((id) => catalog.isThere(id)), ...streams])];
  return settle(rebalance({ ...state, epoch, begun, members }, catalog), state);
}

/**
 * A member says what it still works on: what is wanted back and is not among it goes to others.
 * @throws FlowMeshError member_unknown, member_fenced
 */
export function heartbeat(
  state: GroupState,
  id: string,
  memberEpoch: number,
  holding: readonly PartitionId[],
): GroupState {
  const member = findMember(state, id);
  if (memberEpoch < member.joinEpoch || memberEpoch > member.epoch) {
    const problem = "another one joined with its id meanwhile";
    throw new FlowMeshError("member_fenced", { group: state.name, member: id, epoch: memberEpoch, problem });
  }
  const kept = new Set([...allowed(member), ...holding].map(partitionKey));
  const holdsOn = (held: Holding): boolean => kept.has(partitionKey(held));
  // Only who has heard that something is wanted back can have let go of it.
  if (memberEpoch < member.epoch || member.holding.every(holdsOn)) return state;
  const changed = { ...member, holding: member.holding.filter(holdsOn) };
  const members = state.members.map((each) => (each === member ? changed : each));
  return settle({ ...state, epoch: state.epoch + 1, members }, state);
}

/** What members have held on to for too long, though it is wanted back, goes to others; they are to hear of it. */
export function takeBack(state: GroupState, isOverdue: (member: GroupMember, held: Holding) => boolean): GroupState {
  const epoch = state.epoch + 1;
  const members = state.members.map((member) => {
    const kept = new Set(allowed(member));
    const holding = member.holding.filter((held) => kept.has(held) || !isOverdue(member, held));
    return holding.length === member.holding.length ? member : { ...member, epoch, holding };
  });
  const isSame = members.every((member, index) => member === state.members[index]);
  return isSame ? state : settle({ ...state, epoch, members }, state);
}

/** Members leave, or are taken for dead; what they held goes to others at once. */
export function leave(state: GroupState, ids: readonly string[], catalog: StreamCatalog): GroupState {
  const members = state.members.filter(({ id }) => !ids.includes(id));
  if (members.length === state.members.length) return state;
  return settle(rebalance({ ...state, epoch: state.epoch + 1, members }, catalog), state);
}

/** Streams were created, deleted, or have more partitions. */
export function refresh(state: GroupState, catalog: StreamCatalog): GroupState {
  const next = rebalance({ ...state, epoch: state.epoch + 1 }, catalog);
  const isSame = next.members.every(({ target }, index) => sameList(target, state.members[index]?.target ?? []));
  return isSame ? state : settle(next, state);
}

/** Cursors were moved: who holds these partitions holds them anew, and what it commits of before is refused. */
export function reassign(state: GroupState, partitions: readonly PartitionId[]): GroupState {
  const epoch = state.epoch + 1;
  const keys = new Set(partitions.map(partitionKey));
  const isMoved = (held: Holding): boolean => keys.has(partitionKey(held));
  const members = state.members.map((member) =>
    member.holding.some(isMoved)
      ? { ...member, epoch, holding: member.holding.map((held) => (isMoved(held) ? { ...held, epoch } : held)) }
      : member,
  );
  return { ...state, epoch, members };
}

export function setPaused(state: GroupState, paused: boolean): GroupState {
  if (state.paused === paused) return state;
  const epoch = state.epoch + 1;
  return { ...state, paused, epoch, members: state.members.map((member) => ({ ...member, epoch })) };
}

/** @throws FlowMeshError member_unknown */
export function findMember(state: GroupState, id: string): GroupMember {
  const member = state.members.find((each) => each.id === id);
  if (member === undefined) throw new FlowMeshError("member_unknown", { group: state.name, member: id });
  return member;
}

function rebalance(state: GroupState, catalog: StreamCatalog): GroupState {
  const targets = balance(state.members, (name) => catalog.find(name));
  return { ...state, members: state.members.map((member, index) => ({ ...member, target: targets[index] ?? [] })) };
}

/** Gives out what nobody holds, and notes whose partitions have changed since `before`. */
function settle(state: GroupState, before: GroupState): GroupState {
  const { epoch } = state;
  const held = new Set(state.members.flatMap(({ holding }) => holding.map(partitionKey)));
  const earlierById = new Map(before.members.map((member) => [member.id, member]));
  const members = state.members.map((member) => {
    const free = member.target.filter((wanted) => !held.has(partitionKey(wanted)));
    const given = free.map((wanted) => ({ ...wanted, epoch }));
    for (const each of given) held.add(partitionKey(each));
    const next = given.length === 0 ? member : { ...member, holding: [...member.holding, ...given] };
    const earlier = earlierById.get(member.id);
    const isSame = earlier !== undefined && sameHoldings(allowed(earlier), allowed(next));
    return isSame || next.epoch === epoch ? next : { ...next, epoch };
  });
  return { ...state, members };
}

function sameList(one: readonly PartitionId[], other: readonly PartitionId[]): boolean {
  return one.length === other.length && one.every((each, index) => isSamePartition(each, other[index] as PartitionId));
}

function sameHoldings(one: readonly Holding[], other: readonly Holding[]): boolean {
  return sameList(one, other) && one.every(({ epoch }, index) => epoch === other[index]?.epoch);
}
