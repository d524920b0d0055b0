import type {
  CallOptions,
  Cursor,
  GroupsService,
  LineageService,
  Placement,
  QueuesService,
  RecordProgress,
  WhereRequestInit,
  WhereResponse,
} from "@flowmesh/contract";
import { batchCount } from "../../batch/batch-header.ts";
import { checkAtLeast } from "../../check-requests.ts";
import { isFlowMeshError } from "../../errors.ts";
import { presentVersion } from "../../kv/entry-versions.ts";
import {
  type CheckedOrigin,
  correlationId,
  entryId,
  jobId,
  type LineageId,
  operationId,
  recordId,
} from "../../lineage/lineage-id.ts";
import {
  type LineageCommit,
  type LineageSource,
  type LineageThing,
  standingOfGone,
  type ThingState,
  thingKey,
} from "../../lineage/lineage-source.ts";
import { recordState } from "../../lineage/record-progress.ts";
import { answerWhere, unknown } from "../../lineage/where.ts";
import type { CommitStep, StepResult } from "../../record-publishing.ts";
import { BucketReading } from "./model-bucket.ts";
import type { ModelCalls } from "./model-calls.ts";
import type { ModelState } from "./model-state.ts";

/** A commit with what it wrote. */
export interface ModelLineageCommit extends LineageCommit {
  readonly effects: readonly LineageThing[];
  /** Of the effects those that were there before, and are tried again. */
  readonly retried?: readonly LineageThing[];
  /** It named causes or a correlation id. */
  readonly isNamed: boolean;
}

/** What a commit named: of an entry without a revision the one before what the commit itself writes. */
export function namedOrigin(state: ModelState, { causes, correlation }: CheckedOrigin): NamedOrigin {
  return { causes: causes.map((cause) => causeOf(state, cause)), correlation };
}

type NamedOrigin = Pick<LineageCommit, "causes" | "correlation">;

/** What a commit wrote, and what it named as its causes before it did. */
export function noteLineage(
  state: ModelState,
  commit: {
    readonly steps: readonly CommitStep[];
    readonly ofSteps: readonly (StepResult | undefined)[];
    readonly origin: NamedOrigin | undefined;
  },
  nowMs: number,
): void {
  const { steps, ofSteps, origin } = commit;
  const effects = steps.flatMap((step, at) => effectsOf(state, step, ofSteps[at]));
  state.lineage.push({
    position: state.position,
    timeMs: nowMs,
    causes: origin?.causes ?? [],
    correlation: origin?.correlation ?? "",
    effects,
    isNamed: origin !== undefined,
  });
}

/** What an operation on many jobs did in one step. */
export function noteBulk(
  state: ModelState,
  done: {
    readonly queue: string;
    readonly operation: number;
    readonly made: readonly LineageThing[];
    readonly retried: readonly LineageThing[];
  },
  nowMs: number,
): void {
  const { queue, operation, made, retried } = done;
  if (made.length + retried.length === 0) return;
  state.lineage.push({
    position: state.position + 1,
    timeMs: nowMs,
    causes: [{ id: operationId(queue, operation), resource: "" }],
    correlation: "",
    effects: [...made, ...retried],
    retried,
    isNamed: true,
  });
}

function effectsOf(state: ModelState, step: CommitStep, result: StepResult | undefined): LineageThing[] {
  if (step.kind === "append") {
    const { offset, duplicate } = result as Placement;
    const resource = state.stream(step.stream).id;
    const count = duplicate ? 0 : batchCount(step.batch);
    return Array.from({ length: count }, (_, at) => ({
      id: recordId(step.stream, step.partition, offset + at),
      resource,
    }));
  }
  if (step.kind === "enqueue") {
    const resource = state.queues.get(step.queue)?.id ?? "";
    const placed = (result as readonly Placement[]).filter(({ duplicate }) => !duplicate);
    return placed.map(({ offset }) => ({ id: jobId(step.queue, offset), resource }));
  }
  if (step.kind !== "put" && step.kind !== "increment" && step.kind !== "delete") return [];
  const { revision } = result as { readonly revision: number };
  return revision === 0
    ? []
    : [{ id: entryId(step.bucket, step.key, revision), resource: state.buckets.get(step.bucket).id }];
}

function causeOf(state: ModelState, id: LineageId): LineageThing {
  const { kind, name, key } = id;
  if (kind === "record") return { id, resource: state.streams.get(name)?.id ?? "" };
  if (kind === "job") return { id, resource: state.queues.get(name)?.id ?? "" };
  const bucket = kind === "entry" ? state.buckets.find(name) : undefined;
  const number = id.number ?? bucket?.entries.get(key)?.at(-1)?.revision;
  return { id: { ...id, number }, resource: bucket?.id ?? "" };
}

/** Lineage of a model: a list of commits, looked through for everything. */
export class ModelLineage implements LineageService, LineageSource {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #services: { readonly groups: GroupsService; readonly queues: QueuesService };

  constructor(
    state: ModelState,
    calls: ModelCalls,
    services: { readonly groups: GroupsService; readonly queues: QueuesService },
  ) {
    this.#state = state;
    this.#calls = calls;
    this.#services = services;
  }

  where(request: WhereRequestInit, options?: CallOptions): Promise<WhereResponse> {
    return this.#calls.run("where", options, async (signal) => {
      const atLeast = checkAtLeast(request.atLeast);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      return answerWhere(this, request);
    });
  }

  find(id: LineageId): LineageThing {
    if (id.kind === "record") return this.#findRecord(id);
    if (id.kind === "job") return this.#findJob(id);
    return id.kind === "entry" ? this.#findEntry(id) : { id, resource: "" };
  }

  madeBy(thing: LineageThing): LineageCommit | undefined {
    const key = thingKey(thing);
    const isIn = (things: readonly LineageThing[]): boolean => things.some((each) => thingKey(each) === key);
    return this.#named.find(({ effects, retried = [] }) => isIn(effects) && !isIn(retried));
  }

  retriedBy(thing: LineageThing): LineageCommit[] {
    const key = thingKey(thing);
    return this.#named.filter(({ retried }) => retried?.some((each) => thingKey(each) === key));
  }

  causedBy(thing: LineageThing): LineageCommit[] {
    const key = thingKey(thing);
    return this.#named.filter(({ causes, correlation }) => {
      const belongsTo = correlation === "" ? [] : [{ id: correlationId(correlation), resource: "" }];
      return [...causes, ...belongsTo].some((cause) => thingKey(cause) === key);
    });
  }

  async at(position: number): Promise<LineageCommit | undefined> {
    return this.#state.lineage.find((commit) => commit.position === position);
  }

  async state({ id, resource }: LineageThing): Promise<ThingState> {
    if (id.kind === "record") return this.#recordState(id, resource);
    if (id.kind === "job") return this.#jobState(id, resource);
    return id.kind === "entry" ? this.#entryState(id, resource) : { isThere: true };
  }

  async turn<Result>(work: () => Result): Promise<Result> {
    return work();
  }

  get #named(): readonly ModelLineageCommit[] {
    return this.#state.lineage.filter(({ isNamed }) => isNamed);
  }

  #findRecord(id: LineageId): LineageThing {
    const { name, partition: number, number: offset = 0 } = id;
    const stream = this.#state.streams.get(name);
    if (stream === undefined) throw unknown(id, `there is no stream ${name}`);
    const partition = stream.partitions[number];
    if (partition === undefined) throw unknown(id, `stream ${name} has no partition ${number}`);
    if (offset >= partition.nextOffset) throw unknown(id, `the next record gets offset ${partition.nextOffset}`);
    return { id, resource: stream.id };
  }

  #findJob(id: LineageId): LineageThing {
    const queue = this.#state.queues.get(id.name);
    if (queue === undefined) throw unknown(id, `there is no queue ${id.name}`);
    if ((id.number ?? 0) >= queue.nextId) throw unknown(id, `queue ${id.name} has had no such job`);
    return { id, resource: queue.id };
  }

  #findEntry(id: LineageId): LineageThing {
    const bucket = this.#state.buckets.find(id.name);
    if (bucket === undefined) throw unknown(id, `there is no bucket ${id.name}`);
    const versions = bucket.entries.get(id.key) ?? [];
    const number = id.number ?? versions.at(-1)?.revision;
    const thing = { id: { ...id, number }, resource: bucket.id };
    const isOfKey = (of: LineageId): boolean => of.kind === "entry" && of.key === id.key && of.number === number;
    const wrote = this.#named.some(({ effects }) =>
      effects.some((effect) => effect.resource === bucket.id && isOfKey(effect.id)),
    );
    if (number !== undefined && (wrote || versions.some(({ revision }) => revision === number))) return thing;
    throw unknown(id, `bucket ${id.name} has no such revision of the entry`);
  }

  async #recordState(
    { name, partition: number, number: offset = 0 }: LineageId,
    resource: string,
  ): Promise<ThingState> {
    const stream = this.#state.streams.get(name);
    const partition = stream?.id === resource ? stream.partitions[number] : undefined;
    if (partition === undefined || offset < partition.earliestOffset) return { isThere: false };
    const batch = partition.batches.find(({ baseOffset, nextOffset }) => baseOffset <= offset && offset < nextOffset);
    const groups: RecordProgress[] = [];
    for (const group of [...this.#state.groups.keys()].sort()) {
      const { cursors } = await this.#services.groups.getGroup({ group });
      const of = cursors.find((cursor) => cursor.stream === name && cursor.partition === number);
      if (of === undefined) continue;
      const at = { startOffset: partition.earliestOffset, offset, isHeld: of.memberId !== "" };
      groups.push({ group, state: recordState(stateOf(of.cursor), at), memberId: of.memberId });
    }
    return { isThere: true, writtenMs: batch?.committedMs, groups };
  }

  async #jobState({ name, number }: LineageId, resource: string): Promise<ThingState> {
    if (this.#state.queues.get(name)?.id !== resource) return { isThere: false };
    try {
      const { job } = await this.#services.queues.getJob({ queue: name, job: String(number) });
      if (job === undefined) return { isThere: false };
      const { state, attemptsUsed, maxAttempts, workerId, error, enqueuedAt } = job;
      return { isThere: true, writtenMs: enqueuedAt, job: { state, attemptsUsed, maxAttempts, workerId, error } };
    } catch (error) {
      if (isFlowMeshError(error, "job_not_found")) return { isThere: false };
      throw error;
    }
  }

  #entryState({ name, key, number }: LineageId, resource: string): ThingState {
    const bucket = this.#state.buckets.find(name);
    if (bucket?.id !== resource) return { isThere: false };
    const nowMs = this.#calls.clock.nowMs();
    const versions = bucket.entries.get(key) ?? [];
    const version = new BucketReading(bucket, nowMs).versions(key).find(({ revision }) => revision === number);
    const latestRevision = presentVersion(versions, nowMs)?.revision ?? 0;
    if (version === undefined) return { isThere: false, entry: standingOfGone(latestRevision) };
    const latest = latestRevision === number || versions.at(-1) === version;
    const written = this.#state.lineage.find(({ effects }) =>
      effects.some((effect) => effect.resource === resource && effect.id.number === number),
    );
    const { writtenMs, kind } = version;
    return { isThere: true, position: written?.position, writtenMs, entry: { latest, kind, latestRevision } };
  }
}

function stateOf(cursor: Cursor | undefined): { offset: number; finished: number[] } {
  const finished = (cursor?.finished ?? []).flatMap(({ firstOffset, lastOffset }) => [firstOffset, lastOffset]);
  return { offset: cursor?.offset ?? 0, finished };
}
