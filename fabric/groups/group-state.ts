/**
 * What a group is at one moment: never changed in place, so that a state can be decided on, written down as a whole, and compared. Streams are named by number
 * where a partition is meant, and by name where a member asked for them, because a name can be given to another stream.
 */
export interface GroupState {
  readonly id: number;
  readonly name: string;
  readonly type: "modern";
  readonly createdMs: number;
  /** Rises with every change. */
  readonly epoch: number;
  /** Numbers of the streams that it has begun in. */
  readonly begun: readonly number[];
  readonly paused: boolean;
  /** In order of their ids. */
  readonly members: readonly GroupMember[];
  /** Cursors before the last reset. */
  readonly undo: readonly PlacedCursor[];
}

export interface GroupMember {
  readonly id: string;
  readonly label: string;
  readonly streams: readonly string[];
  readonly sessionMs: number;
  /** How long it may hold on to what is wanted back. */
  readonly rebalanceMs: number;
  readonly joinedMs: number;
  /** When it joined last; what calls itself this member and has an older epoch is somebody else. */
  readonly joinEpoch: number;
  /** When what it may hold changed last. */
  readonly epoch: number;
  /** What it was given and has not let go of. No partition is held by two. */
  readonly holding: readonly Holding[];
  /** What it is to hold once others have let go. */
  readonly target: readonly PartitionId[];
}

export interface PartitionId {
  readonly stream: number;
  readonly partition: number;
}

/** A partition in the hands of a member. */
export interface Holding extends PartitionId {
  /** When it was given, or its cursor was moved by a reset. */
  readonly epoch: number;
}

/** How far a group has come in a partition. */
export interface CursorState {
  /** First offset that is not finished. */
  readonly offset: number;
  /** First and last offsets of ranges above that are finished, rising. */
  readonly finished: readonly number[];
}

export interface PlacedCursor extends PartitionId, CursorState {}

/** What a group must know of streams. */
export interface StreamCatalog {
  find(name: string): CatalogStream | undefined;
  isThere(id: number): boolean;
}

export interface CatalogStream {
  readonly id: number;
  /** Those that are open to the group (`openPartitions`). */
  readonly partitions: number;
}

/** A group that nobody has joined. */
export function newGroup(id: number, name: string, nowMs: number): GroupState {
  return { id, name, type: "modern", createdMs: nowMs, epoch: 0, begun: [], paused: false, members: [], undo: [] };
}

export function isSamePartition(one: PartitionId, other: PartitionId): boolean {
  return one.stream === other.stream && one.partition === other.partition;
}

/** The same number for the same partition. */
export function partitionKey({ stream, partition }: PartitionId): number {
  return stream * 65_536 + partition;
}

/** What a member may work on: it holds it and is to keep it. */
export function allowed({ holding, target }: GroupMember): readonly Holding[] {
  const wanted = new Set(target.map(partitionKey));
  return holding.filter((held) => wanted.has(partitionKey(held)));
}

/** What a member holds and is to give up. */
export function releasing({ holding, target }: GroupMember): readonly Holding[] {
  const wanted = new Set(target.map(partitionKey));
  return holding.filter((held) => !wanted.has(partitionKey(held)));
}

/** Whether partitions are on their way from member to member. */
export function isMoving({ members }: GroupState): boolean {
  return members.some((member) => {
    const kept = allowed(member).length;
    return kept < member.holding.length || kept < member.target.length;
  });
}
