import { type CallOptions, type CommitRequestInit, type CommitResponse, limits } from "@flowmesh/contract";
import { type Capabilities, type Fabric, FlowMeshError } from "@flowmesh/fabric";
import { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock/clock.ts";
import { SteadyClock } from "./clock/steady-clock.ts";
import { type Collecting, makeCollector } from "./collect/make-collector.ts";
import { Commits } from "./commit/commits.ts";
import { IdleMarks } from "./commit/idle-marks.ts";
import { besideEntries, type PlacedCommit } from "./commit/placed-commit.ts";
import { type OrderedCommit, Sequencer } from "./commit/sequencer.ts";
import { type EngineOptions, usualEngineMemory } from "./engine-options.ts";
import { applyToHeads, applyToViews, type EngineState, loadState, type VisibleState } from "./engine-state.ts";
import type { EngineDamage, EngineStatus } from "./engine-status.ts";
import { FullDiskNotices } from "./full-disk-notices.ts";
import { IndexDamaged } from "./index-store/index-store.ts";
import type { EngineParts } from "./inspect.ts";
import { Log, type LogListener, type LogOptions } from "./log/log.ts";
import { asNewerVersion } from "./log/newer-version.ts";
import { DiskRefused } from "./log/refusals.ts";
import type { SyncTimes } from "./log/sync-meter.ts";
import { IndexUpkeep, rebuildingError } from "./saved/index-upkeep.ts";
import { knownLog } from "./saved/saved-meta.ts";
import { removeStrangers } from "./settled/settled-strangers.ts";
import { GroupBarrier } from "./views/groups/group-barrier.ts";
import { EngineGroups } from "./views/groups/groups-service.ts";
import { KvExpiry } from "./views/kv/kv-expiry.ts";
import { EngineKv } from "./views/kv/kv-service.ts";
import { ValueReader } from "./views/kv/value-reader.ts";
import type { EngineLineage } from "./views/lineage/engine-lineage.ts";
import { makeLineage } from "./views/lineage/make-lineage.ts";
import { makeQueues, type QueueServices } from "./views/queues/make-queues.ts";
import type { EngineQueues } from "./views/queues/queues-service.ts";
import { makeSchedules } from "./views/schedules/make-schedules.ts";
import type { EngineSchedules } from "./views/schedules/schedules-service.ts";
import { lostOffsets } from "./views/streams/lost-offsets.ts";
import { PartitionReader } from "./views/streams/partition-reader.ts";
import { EngineStreams } from "./views/streams/streams-service.ts";
import { Timers } from "./views/timers/timers.ts";
import { WorkTurns } from "./work-turns.ts";

const LOG_SEGMENTS = 16;
const SEGMENT_BYTES = 32 * 1024 * 1024;

/**
 * Opens an engine: recovers the log, derives its views, and serves.
 * @throws FlowMeshError data_version_newer, data_index_newer
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return Engine.open(options);
}

/**
 * The embedded implementation of `Fabric`: one log, one sequencer, views. Everything it knows of time, randomness and disk comes in as arguments.
 * Besides the promises of `Fabric`: a failed write or sync ends all acknowledgements, and `failure` tells.
 */
export class Engine implements Fabric {
  readonly capabilities: Capabilities;
  readonly streams: EngineStreams;
  readonly groups: EngineGroups;
  readonly kv: EngineKv;
  readonly queues: EngineQueues;
  readonly schedules: EngineSchedules;
  readonly lineage: EngineLineage;
  readonly operations: QueueServices["operations"];
  readonly deadLetters: QueueServices["deadLetters"];
  /** Resolves when the log could not be written. Nothing is acknowledged any more, and the process should end. */
  readonly failure: Promise<FlowMeshError>;
  readonly #options: EngineOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #state: EngineState;
  readonly #visible: VisibleState;
  readonly #sequencer: Sequencer;
  readonly #collecting: Collecting;
  readonly #commits: Commits;
  readonly #expiry: KvExpiry;
  readonly #timers: Timers;
  readonly #scope: CallScope;
  readonly #failing: PromiseWithResolvers<FlowMeshError> = Promise.withResolvers();
  #failed: FlowMeshError | undefined;
  #closing: Promise<void> | undefined;
  readonly #marks: IdleMarks;
  readonly #upkeep: IndexUpkeep;
  readonly #notices: FullDiskNotices;

  private constructor(options: EngineOptions, log: Log, state: EngineState, turns: WorkTurns) {
    const { random } = options;
    const { heads, view } = state;
    this.#options = options;
    const clock = new SteadyClock(options.clock, state.lastTimeMs, (behindMs) => this.#clockBehind(behindMs));
    this.#clock = clock;
    this.#log = log;
    this.#state = state;
    this.#visible = { ...state, settledFiles: log.settled };
    this.failure = this.#failing.promise;
    this.#scope = new CallScope(clock);
    this.#notices = new FullDiskNotices({ clock, tell: (event) => options.onEvent?.(event) });
    const sequencer = new Sequencer({
      clock,
      writer: log.writer,
      lastTimeMs: state.lastTimeMs,
      path: options.path ?? "the data folder",
      mayWriteEntries: () => this.#upkeep.mayTakeKeys(),
      onOrdered: (commit) => this.#ordered(commit),
      onDurable: (commit) => this.#durable(commit),
    });
    this.#sequencer = sequencer;
    this.#marks = new IdleMarks({ clock, writer: log.writer, sequencer });
    this.#upkeep = this.#newUpkeep(sequencer);
    const table = heads.kv;
    const values = new ValueReader(log.reader);
    this.#collecting = this.#newCollecting(sequencer, values, turns);
    this.#commits = new Commits({ sequencer, heads, view, clock, turns, durability: options.durability ?? "always" });
    const reader = new PartitionReader(view, log.reader, log.damages, turns);
    this.streams = new EngineStreams({
      sequencer,
      head: heads.streams,
      view,
      reader,
      barrier: new GroupBarrier(state.groups, view),
      commits: this.#commits,
      random,
      scope: this.#scope,
    });
    this.groups = new EngineGroups({
      sequencer,
      heads,
      groups: state.groups,
      view,
      reader,
      commits: this.#commits,
      random,
      scope: this.#scope,
      onError: (error) => this.#event("group not changed", { error }),
    });
    this.kv = new EngineKv({ sequencer, table, reader: values, commits: this.#commits, random, scope: this.#scope });
    this.#timers = new Timers(clock, () => sequencer.nowMs());
    ({
      queues: this.queues,
      operations: this.operations,
      deadLetters: this.deadLetters,
    } = this.#newQueues(sequencer, turns));
    this.schedules = this.#newSchedules(sequencer, turns);
    this.lineage = makeLineage({ state, jobs: this.queues, log, sequencer, turns, scope: this.#scope });
    this.#expiry = this.#newExpiry(sequencer, turns);
    this.capabilities = capabilitiesOf(options);
  }

  /** As `openEngine`. */
  static async open(options: EngineOptions): Promise<Engine> {
    const { disk, index } = options;
    let log: Log | undefined;
    let opened: Engine | undefined;
    try {
      log = await Log.open(logOptions(options));
      const turns = new WorkTurns(options.clock);
      const { keysInMemory, jobLogsBytes } = options.memory ?? usualEngineMemory;
      const parts = { turns, random: options.random, keysInMemory, jobLogsBytes };
      const state = await loadState(log, index, parts, () => {
        opened?.rebuildIndex();
        return rebuildingError();
      });
      await removeStrangers(log, state.heads.settled);
      opened = new Engine(options, log, state, turns);
    } catch (error) {
      for (const part of [log, index, disk]) await part?.close().catch(() => undefined);
      throw asNewerVersion(error, options.path ?? "the data folder");
    }
    opened.#start();
    return opened;
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.#scope.run(options, () => this.#commits.commit(request, options));
  }

  status(): EngineStatus {
    const { writer, epoch, firstSegment, spareSegments, segmentBytes, damages } = this.#log;
    return {
      state: this.#stateName(),
      durability: this.#options.durability ?? "always",
      visiblePosition: this.#sequencer.visiblePosition,
      streams: this.#state.view.count,
      epoch,
      firstSegment,
      lastSegment: writer.segment.number,
      spareSegments,
      segmentBytes,
      damages: damages.all.length,
      settledFiles: this.#state.heads.settled.size,
      settledBytes: this.#log.settled.bytes,
      written: {
        acceptedBytes: this.#sequencer.bytes.accepted,
        carriedBytes: this.#sequencer.bytes.carried,
        settledBytes: this.#collecting.settler.writtenBytes,
      },
    };
  }

  /** The `batches` of a response are not used any more by anybody: their memory serves the next read. To call it is allowed, not asked for. */
  giveBack(batches: Uint8Array): void {
    this.#log.reader.giveBack(batches);
  }

  /** How long the syncs of commits took since the engine was opened. */
  syncTimes(): SyncTimes {
    return this.#log.writer.syncMeter.times;
  }

  /** What it is made of, for tests and simulation, which look and change nothing. */
  inspect(): EngineParts {
    return { log: this.#log, state: this.#state, sequencer: this.#sequencer };
  }

  /** Damage that recovery, replay or a read has met. */
  damages(): EngineDamage[] {
    return this.#log.damages.all.map((damage) => ({ ...damage, offsets: lostOffsets(this.#state.view, damage) }));
  }

  /** Applies retention and gives back segments now, instead of within a second. */
  collect(): Promise<void> {
    return this.#collecting.collector.run();
  }

  /** Syncs what was ordered, and resolves when nothing waits for its sync. */
  async whenQuiet(): Promise<void> {
    do {
      await this.#sequencer.whenQuiet();
      // What it was read for is done behind it.
      await this.#log.reader.whenIdle();
    } while (!this.#sequencer.isQuiet);
  }

  /** Throws away what is saved in the index store and saves it again from the log. Reads of older records are refused with `starting` meanwhile. */
  rebuildIndex(): void {
    this.#upkeep.rebuild();
  }

  /** Syncs what was taken, answers it, and closes disk and index. What comes later is refused with `closed`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #newUpkeep(sequencer: Sequencer): IndexUpkeep {
    return new IndexUpkeep({
      clock: this.#clock,
      log: this.#log,
      state: this.#state,
      sequencer,
      keysInMemory: (this.#options.memory ?? usualEngineMemory).keysInMemory,
      onSaved: () => this.#collecting.collector.request(),
      onEvent: (what, details) => this.#event(what, details),
      onFailed: (error) => this.#fail(error),
    });
  }

  #newCollecting(sequencer: Sequencer, values: ValueReader, turns: WorkTurns): Collecting {
    const { logSegments = LOG_SEGMENTS } = this.#options;
    const parts = { clock: this.#clock, log: this.#log, sequencer, state: this.#state, turns, values, logSegments };
    return makeCollector({
      ...parts,
      savedFloor: () => this.#upkeep.floor,
      whenMayTakeKeys: () => this.#upkeep.whenMayTakeKeys(),
      onEvent: (what, details) => this.#event(what, details),
      onError: (error) => this.#collectionFailed(error),
    });
  }

  #newQueues(sequencer: Sequencer, turns: WorkTurns): QueueServices {
    const { random, durability } = this.#options;
    const { heads, view } = this.#state;
    return makeQueues({
      sequencer,
      heads,
      view,
      log: this.#log,
      commits: this.#commits,
      turns,
      clock: this.#clock,
      timers: this.#timers,
      random,
      scope: this.#scope,
      durability: durability ?? "always",
      onError: (error) => this.#event("queues not served", { error }),
    });
  }

  #newSchedules(sequencer: Sequencer, turns: WorkTurns): EngineSchedules {
    const { random } = this.#options;
    return makeSchedules({
      sequencer,
      table: this.#state.heads.schedules,
      log: this.#log.reader,
      commits: this.#commits,
      clock: this.#clock,
      timers: this.#timers,
      turns,
      random,
      scope: this.#scope,
      onError: (error) => this.#event("schedule not fired", { error }),
    });
  }

  #newExpiry(sequencer: Sequencer, turns: WorkTurns): KvExpiry {
    const { kv: table } = this.#state.heads;
    const onError = (error: unknown): void => this.#event("expiry not written", { error });
    return new KvExpiry({ table, sequencer, clock: this.#clock, timers: this.#timers, turns, onError });
  }

  #start(): void {
    const listener: LogListener = {
      written: (position) => this.#sequencer.written(position),
      synced: (position) => this.#sequencer.synced(position),
      idle: () => this.#marks.schedule(),
      failed: (error) => this.#fail(error),
      sealed: (segment) => {
        this.#event("segment sealed", { segment: segment.number });
        this.#upkeep.save();
        this.#collecting.collector.request();
      },
      roomChanged: () => {
        this.#notices.changed(this.#log.full);
        if (this.#log.full) this.#collecting.collector.noticeCommit();
        else this.#event("segment ready", { spares: this.#log.spareSegments });
        this.#sequencer.drain();
      },
      mayRoll: () => this.#upkeep.mayRoll(),
    };
    this.#log.start(listener);
    this.#collecting.collector.start();
    this.groups.start();
    this.#expiry.start();
    this.queues.start();
    this.schedules.start();
    this.#upkeep.save();
  }

  #ordered(commit: OrderedCommit): void {
    const others = besideEntries(commit);
    applyToHeads(this.#state.heads, commit, others);
    for (const operation of others.operations)
      if (operation.kind === "release") this.#log.announceRelease(operation.firstSegment);
  }

  #durable(commit: OrderedCommit): void {
    const others = besideEntries(commit);
    const gone = this.#streamsDeletedBy(others);
    applyToViews(this.#state.heads, this.#visible, commit, others);
    this.#state.lineage.apply(commit);
    if (commit.operations.length > 0) this.#collecting.collector.noticeCommit();
    this.#upkeep.noticeWrite();
    for (const operation of others.operations) {
      if (operation.kind === "unsettled") this.#log.settled.drop(operation.file);
      if (operation.kind === "define") this.groups.streamChanged(operation.definition.name);
      if (operation.kind !== "release") continue;
      this.#event("segments released", { firstSegment: operation.firstSegment });
      this.#log.release(operation.firstSegment);
    }
    for (const name of gone) this.groups.streamChanged(name);
  }

  /** Their names, before they are forgotten. */
  #streamsDeletedBy({ operations }: PlacedCommit): string[] {
    const names: string[] = [];
    for (const operation of operations) {
      if (operation.kind !== "delete") continue;
      const name = this.#state.view.findById(operation.stream)?.definition?.name;
      if (name !== undefined) names.push(name);
    }
    return names;
  }

  /** What refuses a commit is tried again; a disk that fails ends the engine, as it would in the log. */
  #collectionFailed(error: unknown): void {
    this.#event("collection failed", { error }, error instanceof DiskRefused);
    if (error instanceof IndexDamaged) this.rebuildIndex();
    else if (error instanceof Error && "code" in error && error.code === "EIO") this.#fail(error);
  }

  #fail(cause: Error): void {
    if (this.#failed !== undefined) return;
    this.#failed = new FlowMeshError("log_failed", { problem: cause.message }, { cause });
    this.#marks.stop();
    this.#upkeep.stop();
    this.#log.writer.stop().catch(() => undefined);
    this.#event("log failed", { error: cause });
    this.#sequencer.fail(this.#failed);
    this.#failing.resolve(this.#failed);
  }

  async #close(): Promise<void> {
    this.#scope.close();
    this.groups.stop();
    this.#expiry.stop();
    this.queues.stop();
    this.schedules.stop();
    this.#timers.stop();
    this.#marks.stop();
    this.#upkeep.stop();
    this.#notices.stop();
    await this.#collecting.collector.stop();
    await this.#sequencer.whenQuiet();
    if (this.#failed === undefined) await this.#marks.markEnd();
    this.#sequencer.refuse(new FlowMeshError("closed", { what: "fabric" }));
    await this.#upkeep.whenIdle();
    if (this.#failed === undefined) await this.#upkeep.noteEnd();
    await this.#log.close();
    await this.#options.index.close();
    await this.#options.disk.close();
  }

  #stateName(): EngineStatus["state"] {
    if (this.#failed !== undefined) return "failed";
    if (this.#closing !== undefined) return "stopping";
    return this.#log.full ? "disk_full" : "serving";
  }

  #clockBehind(behindMs: number): void {
    const what = "the machine's clock is behind the log: until it has caught up, delays take twice as long";
    this.#options.onEvent?.({ what, details: { behindMs }, isNotice: true });
  }

  #event(what: string, details: Readonly<Record<string, unknown>>, isNotice: boolean = false): void {
    this.#notices.tell(isNotice ? { what, details, isNotice } : { what, details });
  }
}

function capabilitiesOf({ persistent }: EngineOptions): Capabilities {
  return {
    commitScope: "fabric",
    idempotencyKeys: true,
    dedupe: true,
    producers: true,
    kv: true,
    queues: true,
    schedules: true,
    lineage: true,
    expectedOffset: true,
    groups: true,
    persistent: persistent ?? true,
  };
}

function logOptions(options: EngineOptions): LogOptions {
  const { memory = usualEngineMemory } = options;
  return {
    disk: options.disk,
    clock: options.clock,
    random: options.random,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    groupBytes: options.groupBytes ?? limits.groupBytes.value,
    ringSegments: memory.ringSegments,
    readBufferBytes: memory.readBufferBytes,
    reserveSegments: options.reserveSegments ?? 4,
    spareSegments: options.spareSegments ?? 1,
    path: options.path ?? "the data folder",
    known: knownLog(options.index),
  };
}
