import type { QueuesService, RecordProgress } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import {
  entryId,
  formatLineageId,
  jobId,
  type LineageCommit,
  type LineageId,
  type LineageSource,
  type LineageThing,
  parseLineageId,
  presentVersion,
  recordId,
  recordState,
  standingOfGone,
  type ThingState,
  unknown,
  visibleVersions,
} from "@flowmesh/fabric/internal";
import type { LineageEffect, LineageOperation, OriginCause } from "../../commit/lineage-operation.ts";
import type { Log } from "../../log/log.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { GroupsTable, TableGroup } from "../groups/groups-table.ts";
import { encodeKey } from "../kv/key-encoding.ts";
import type { KvTable, VisibleBucket } from "../kv/kv-table.ts";
import type { QueueTable } from "../queues/queue-table.ts";
import { isHiddenStream, queueStream } from "../streams/hidden-stream.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import { causedByTextRows, causedRows } from "./lineage-rows.ts";
import { effectsOf, type LineageTable } from "./lineage-table.ts";

/** What the lineage of an engine is read from. */
export interface LineageSourceParts {
  readonly table: LineageTable;
  readonly view: StreamsView;
  /** As readers see them. */
  readonly groups: GroupsTable;
  readonly kv: KvTable;
  readonly queues: QueueTable;
  readonly jobs: Pick<QueuesService, "getJob">;
  readonly log: Log;
  readonly turns: WorkTurns;
  readonly nowMs: () => number;
}

/** Stands for the name of a resource that was deleted. */
const NO_NAME = "?";

/** What an engine knows of lineage. */
export class EngineLineageSource implements LineageSource {
  readonly #parts: LineageSourceParts;

  constructor(parts: LineageSourceParts) {
    this.#parts = parts;
  }

  /** @throws FlowMeshError starting, while the index is made again */
  checkAvailable(): void {
    this.#parts.kv.checkAvailable();
  }

  find(id: LineageId): LineageThing {
    switch (id.kind) {
      case "record":
        return this.#findRecord(id);
      case "job":
        return this.#findJob(id);
      case "entry":
        return this.#findEntry(id);
      default:
        return { id, resource: "" };
    }
  }

  madeBy({ id: { kind, partition, number }, resource }: LineageThing): LineageCommit | undefined {
    if (resource === "" || number === undefined) return undefined;
    const operation = this.#parts.table.reader.madeBy({ kind, resource: Number(resource), partition }, number);
    return operation && this.#commitOf(operation);
  }

  *retriedBy({ id: { kind, number }, resource }: LineageThing): Generator<LineageCommit> {
    if (kind !== "job" || resource === "" || number === undefined) return;
    for (const operation of this.#parts.table.reader.retriedBy(Number(resource), number))
      yield this.#commitOf(operation);
  }

  *causedBy({ id, resource }: LineageThing): Generator<LineageCommit> {
    const { kind, partition, number } = id;
    const rows =
      resource === "" || number === undefined
        ? causedByTextRows(formatLineageId(id))
        : causedRows(kind, Number(resource), partition, number);
    for (const operation of this.#parts.table.reader.causedIn(rows)) yield this.#commitOf(operation);
  }

  async at(position: number): Promise<LineageCommit | undefined> {
    const { table, log } = this.#parts;
    const known = table.reader.commit(position);
    if (known !== undefined) return this.#commitOf(known);
    const entry = await log.entryAt(position);
    if (entry === undefined) return undefined;
    const { timeMs, operations } = entry;
    return this.#commitOf({
      kind: "lineage",
      position,
      timeMs,
      causes: [],
      correlation: "",
      effects: effectsOf(operations),
    });
  }

  async state(thing: LineageThing): Promise<ThingState> {
    switch (thing.id.kind) {
      case "record":
        return this.#recordState(thing);
      case "job":
        return this.#jobState(thing);
      case "entry":
        return this.#entryState(thing);
      default:
        return { isThere: true };
    }
  }

  turn<Result>(work: () => Result): Promise<Result> {
    return this.#parts.turns.run(work);
  }

  #findRecord(id: LineageId): LineageThing {
    const { name, partition, number = 0 } = id;
    const stream = isHiddenStream(name) ? undefined : this.#parts.view.find(name);
    if (stream?.definition === undefined) throw unknown(id, `there is no stream ${name}`);
    const { endOffset } = stream.partitions[partition] ?? {};
    if (endOffset === undefined) throw unknown(id, `stream ${name} has no partition ${partition}`);
    if (number >= endOffset) throw unknown(id, `the next record gets offset ${endOffset}`);
    return { id, resource: String(stream.definition.id) };
  }

  #findJob(id: LineageId): LineageThing {
    const { name, number = 0 } = id;
    const queue = this.#parts.queues.find(name);
    const jobs = this.#parts.view.find(queueStream(name))?.partitions[0];
    if (queue === undefined || jobs === undefined) throw unknown(id, `there is no queue ${name}`);
    if (number >= jobs.endOffset) throw unknown(id, `queue ${name} has had no such job`);
    return { id, resource: String(queue.id) };
  }

  #findEntry(id: LineageId): LineageThing {
    const { name, key } = id;
    const bucket = this.#parts.kv.findVisible(name);
    if (bucket === undefined) throw unknown(id, `there is no bucket ${name}`);
    const versions = this.#parts.kv.versions(bucket, encodeKey(key));
    const number = id.number ?? versions.at(-1)?.revision;
    const isOfKey = versions.some(({ revision }) => revision === number) || this.#wrote(bucket.id, key, number);
    if (number === undefined || !isOfKey) throw unknown(id, `bucket ${name} has no such revision of the entry`);
    return { id: { ...id, number }, resource: String(bucket.id) };
  }

  /** Whether a revision that is not kept is known to have been of this key. */
  #wrote(bucket: number, key: string, revision: number | undefined): boolean {
    if (revision === undefined) return false;
    const made = this.#parts.table.reader.madeBy({ kind: "entry", resource: bucket, partition: 0 }, revision);
    return made?.effects.some((effect) => effect.first === revision && effect.key === key) ?? false;
  }

  #recordState({ id: { partition: number, number: offset = 0 }, resource }: LineageThing): ThingState {
    const partition = this.#parts.view.findById(Number(resource))?.partitions[number];
    if (partition === undefined || offset < partition.startOffset) return { isThere: false };
    const groups = this.#groupsAt(Number(resource), number, { offset, startOffset: partition.startOffset });
    return { isThere: true, writtenMs: partition.index.commitTimeOf(offset), groups };
  }

  /** The groups that have to do with a partition, and how far each is. */
  #groupsAt(
    stream: number,
    partition: number,
    at: { readonly offset: number; readonly startOffset: number },
  ): RecordProgress[] {
    const name = this.#parts.view.findById(stream)?.definition?.name ?? "";
    const progress: RecordProgress[] = [];
    for (const group of this.#parts.groups.all()) {
      if (!reads(group, stream, name)) continue;
      const holder = group.state.members.find(({ holding }) =>
        holding.some((held) => held.stream === stream && held.partition === partition),
      );
      const cursor = this.#parts.groups.cursor(group, stream, partition);
      const state = recordState(cursor, { ...at, isHeld: holder !== undefined });
      progress.push({ group: group.state.name, state, memberId: holder?.id ?? "" });
    }
    return progress.sort((one, other) => (one.group < other.group ? -1 : 1));
  }

  async #jobState({ id: { name, number = 0 }, resource }: LineageThing): Promise<ThingState> {
    const { queues, jobs } = this.#parts;
    const queue = queues.find(name);
    if (String(queue?.id) !== resource || queue?.jobs.stateOf(number) === undefined) return { isThere: false };
    try {
      const { job } = await jobs.getJob({ queue: name, job: String(number) });
      if (job === undefined) return { isThere: false };
      const { state, attemptsUsed, maxAttempts, workerId, error, enqueuedAt } = job;
      return { isThere: true, writtenMs: enqueuedAt, job: { state, attemptsUsed, maxAttempts, workerId, error } };
    } catch (error) {
      if (isFlowMeshError(error, "job_damaged")) return { isThere: true };
      if (isFlowMeshError(error, "job_not_found") || isFlowMeshError(error, "queue_not_found"))
        return { isThere: false };
      throw error;
    }
  }

  #entryState({ id: { key, number }, resource }: LineageThing): ThingState {
    const { kv, nowMs } = this.#parts;
    const bucket = kv.findById(Number(resource));
    if (bucket?.visible === undefined) return { isThere: false };
    const versions = kv.versions(bucket, encodeKey(key));
    const seen = visibleVersions(versions, (bucket as VisibleBucket).visible.history, nowMs());
    const version = seen.find(({ revision }) => revision === number);
    const latestRevision = presentVersion(versions, nowMs())?.revision ?? 0;
    if (version === undefined) return { isThere: false, entry: standingOfGone(latestRevision) };
    const latest = latestRevision === number || versions.at(-1) === version;
    const { position, timeMs: writtenMs, kind } = version;
    return { isThere: true, position, writtenMs, entry: { latest, kind, latestRevision } };
  }

  #commitOf({ position, timeMs, causes, correlation, effects }: LineageOperation): LineageCommit {
    return {
      position,
      timeMs,
      correlation,
      causes: causes.map(thingOfCause),
      effects: this.#thingsOf(effects),
    };
  }

  *#thingsOf(effects: readonly LineageEffect[]): Generator<LineageThing> {
    for (const effect of effects)
      for (let at = 0; at < effect.count; at++) yield this.#thingOf(effect, effect.first + at);
  }

  #thingOf({ kind, resource, partition, key }: LineageEffect, number: number): LineageThing {
    const { view, queues, kv } = this.#parts;
    const of = String(resource);
    if (kind === "record")
      return { id: recordId(view.findById(resource)?.definition?.name ?? NO_NAME, partition, number), resource: of };
    if (kind === "job" || kind === "again")
      return { id: jobId(queues.findById(resource)?.state?.name ?? NO_NAME, number), resource: of };
    return { id: entryId(kv.findById(resource)?.visible?.name ?? NO_NAME, key, number), resource: of };
  }
}

function thingOfCause({ resource, text }: OriginCause): LineageThing {
  return { id: parseLineageId("cause", text), resource: resource === 0 ? "" : String(resource) };
}

function reads({ cursors, state }: TableGroup, stream: number, name: string): boolean {
  if (state.members.some(({ streams }) => streams.includes(name))) return true;
  for (const cursor of cursors.values()) if (cursor.stream === stream) return true;
  return false;
}
