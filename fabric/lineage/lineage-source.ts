import type { EntryStanding, JobProgress, RecordProgress } from "@flowmesh/contract";
import type { LineageId } from "./lineage-id.ts";

/** Something that was written, or that causes what is. */
export interface LineageThing {
  readonly id: LineageId;
  /** Which stream, queue or bucket it is of, so that another one of the same name is never meant. Empty: of none that is known. */
  readonly resource: string;
}

/** A commit that named its causes or a correlation id. */
export interface LineageCommit {
  readonly position: number;
  readonly timeMs: number;
  readonly causes: readonly LineageThing[];
  /** Empty: none. */
  readonly correlation: string;
  /** What it wrote, in order. */
  readonly effects: Iterable<LineageThing>;
}

/** What something is by now. */
export interface ThingState {
  readonly isThere: boolean;
  /** Where they are known without its commit having named causes. */
  readonly position?: number | undefined;
  readonly writtenMs?: number | undefined;
  /** Of a record. */
  readonly groups?: readonly RecordProgress[];
  readonly job?: JobProgress | undefined;
  readonly entry?: EntryStanding | undefined;
}

/** What an implementation knows of lineage; everything that is told of it follows from this. */
export interface LineageSource {
  /**
   * What an id names now; the id with its revision where it said none.
   * @throws FlowMeshError `lineage_unknown` for what was never written
   */
  find(id: LineageId): LineageThing;
  /** The commit that wrote it, if that named causes. */
  madeBy(thing: LineageThing): LineageCommit | undefined;
  /** Commits that had it, a job, tried again and named causes, in their order. */
  retriedBy(thing: LineageThing): Iterable<LineageCommit>;
  /** Commits that it caused, in their order; of a correlation id those that name it. */
  causedBy(thing: LineageThing): Iterable<LineageCommit>;
  /** The commit at a position, whether it named causes or not. */
  at(position: number): Promise<LineageCommit | undefined>;
  state(thing: LineageThing): Promise<ThingState>;
  /** Does a piece of work when its turn has come. */
  turn<Result>(work: () => Result): Promise<Result>;
}

/** What a revision that is not kept any more is by now: one that was replaced, or of an entry that is not there. */
export function standingOfGone(latestRevision: number): EntryStanding | undefined {
  return latestRevision === 0 ? undefined : { latest: false, kind: "unspecified", latestRevision };
}

/** Tells things apart. */
export function thingKey({ id, resource }: LineageThing): string {
  const { kind, name, key, partition, number } = id;
  return `${kind} ${resource === "" ? name : resource} ${partition} ${number} ${resource === "" ? key : ""}`;
}
