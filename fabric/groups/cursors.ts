import { type CursorInit, limits, type OffsetRangeInit } from "@flowmesh/contract";
import { checkList, checkWhole, fieldInvalid } from "../check-fields.ts";
import { FlowMeshError } from "../errors.ts";
import { limitExceeded } from "../refusals.ts";
import { type CursorState, type GroupState, isSamePartition, type PartitionId } from "./group-state.ts";
import { findMember } from "./membership.ts";

/**
 * The cursor of a request; ranges that touch each other or the offset are joined.
 * @throws FlowMeshError field_invalid
 */
export function checkCursor(field: string, cursor: CursorInit | undefined): CursorState {
  if (cursor === undefined) throw fieldInvalid(field, "is needed");
  const ranges = checkList(`${field}.finished`, cursor.finished);
  const limit = limits.finishedRanges.value;
  if (ranges.length > limit) throw fieldInvalid(`${field}.finished`, `must have at most ${limit} ranges`);
  let offset = checkWhole(`${field}.offset`, cursor.offset ?? 0, { min: 0 });
  const finished: number[] = [];
  let above = offset;
  for (const [index, range] of ranges.entries()) {
    const [first, last] = checkRange(`${field}.finished[${index}]`, range, above);
    if (first === offset) offset = last + 1;
    else if (first === above && finished.length > 0) finished[finished.length - 1] = last;
    else finished.push(first, last);
    above = last + 1;
  }
  return { offset, finished };
}

function checkRange(field: string, range: OffsetRangeInit, above: number): [first: number, last: number] {
  const first = checkWhole(`${field}.first_offset`, range.firstOffset ?? 0, { min: 0 });
  const last = checkWhole(`${field}.last_offset`, range.lastOffset ?? 0, { min: 0 });
  if (last < first) throw fieldInvalid(`${field}.last_offset`, "must not be below first_offset");
  if (first < above) throw fieldInvalid(field, "must lie above the cursor's offset and above the range before it");
  return [first, last];
}

/** Where a cursor ends, the ranges above it included: behind the last offset that it says is finished. */
export function cursorEnd({ offset, finished }: CursorState): number {
  return finished.length === 0 ? offset : (finished.at(-1) as number) + 1;
}

/**
 * What is finished by one or the other. A cursor that comes late takes nothing back.
 * @throws FlowMeshError limit_exceeded when more ranges remain above the offset than a cursor holds
 */
export function mergeCursors(one: CursorState, other: CursorState): CursorState {
  let offset = Math.max(one.offset, other.offset);
  const finished: number[] = [];
  for (const [first, last] of inOrder(one.finished, other.finished)) {
    if (last < offset) continue;
    const end = finished.length - 1;
    if (first <= offset) offset = last + 1;
    else if (end >= 0 && first <= (finished[end] as number) + 1)
      finished[end] = Math.max(finished[end] as number, last);
    else finished.push(first, last);
  }
  const value = finished.length / 2;
  if (value <= limits.finishedRanges.value) return { offset, finished };
  throw limitExceeded("finishedRanges", "the number of ranges that are finished above the cursor", value);
}

/** The ranges of both by their first offsets. */
function* inOrder(one: readonly number[], other: readonly number[]): Generator<[first: number, last: number], void> {
  let [atOne, atOther] = [0, 0];
  while (atOne < one.length || atOther < other.length) {
    const isOne = (one[atOne] ?? Number.POSITIVE_INFINITY) <= (other[atOther] ?? Number.POSITIVE_INFINITY);
    if (isOne) yield [one[atOne++] as number, one[atOne++] as number];
    else yield [other[atOther++] as number, other[atOther++] as number];
  }
}

/** How many offsets from `from` up to `end` the cursor says are not finished. */
export function unfinished({ offset, finished }: CursorState, from: number, end: number): number {
  let count = Math.max(0, end - Math.max(offset, from));
  for (let at = 0; at < finished.length; at += 2) {
    const [first, last] = [finished[at] as number, finished[at + 1] as number];
    count -= Math.max(0, Math.min(last + 1, end) - Math.max(first, from));
  }
  return count;
}

/** Who sets a cursor, and from which assignment. */
export interface CursorOwner {
  /** Empty: nobody of the group. */
  readonly memberId: string;
  readonly epoch: number;
}

/**
 * Whether a cursor may be set: by the member that holds the partition since the epoch that it names; or by anybody while the group has no members.
 * @throws FlowMeshError group_not_empty, member_unknown, member_fenced
 */
export function checkOwner(state: GroupState, { memberId, epoch }: CursorOwner, partition: PartitionId): void {
  if (memberId === "") {
    if (state.members.length === 0) return;
    throw new FlowMeshError("group_not_empty", { group: state.name, members: state.members.length });
  }
  const held = findMember(state, memberId).holding.find((each) => isSamePartition(each, partition));
  if (held?.epoch === epoch) return;
  const problem =
    held === undefined
      ? `partition ${partition.partition} is not assigned to it`
      : `its cursor of partition ${partition.partition} belongs to an earlier assignment`;
  throw new FlowMeshError("member_fenced", { group: state.name, member: memberId, epoch, problem });
}
