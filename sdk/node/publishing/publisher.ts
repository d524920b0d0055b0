import { type Durability, limits } from "@flowmesh/contract";
import { type Fabric, FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { nextTick } from "@flowmesh/fabric/internal";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { Backoff } from "../remote/backoff.ts";
import type { Value } from "../value.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { BufferBudget } from "./buffer-budget.ts";
import { BuilderPool } from "./builder-pool.ts";
import type { Lane, LaneOptions, Producer } from "./lane.ts";
import { type OutgoingRecord, outgoingRecord, type PublishOptions, type PublishRecord } from "./outgoing-record.ts";
import { type PublishResult, type Receipt, SharedReceipt, SingleReceipt } from "./receipt.ts";
import { SharedProducer } from "./shared-producer.ts";
import { StreamLanes, type StreamLanesOwner } from "./stream-lanes.ts";

/** How a client publishes. */
export interface PublisherOptions {
  /** False: every record is a batch and a call of its own. Default true. */
  readonly batching?: boolean | undefined;
  /** How long a batch waits for more records before it is sent, in milliseconds, at most 60000. Default 0: until the end of the turn of the event loop. */
  readonly lingerMs?: number | undefined;
  /** A batch is sent when it has so many bytes. Default 262144, at most 8388608. */
  readonly batchBytes?: number | undefined;
  /** Batches of one partition that may be under way at once. Default 5 (255 without batching), at most 255. */
  readonly maxInFlight?: number | undefined;
  /** Bytes of records that are not written yet: beyond them publishing waits, and beyond twice as many it is refused with `buffer_full`. Default 67108864. */
  readonly bufferBytes?: number | undefined;
  /** How long a record is tried before its publish is rejected, in milliseconds, at most 300000. Default 30000. */
  readonly publishTimeoutMs?: number | undefined;
  /**
   * When publishes and commits are answered: `always` after the sync, so that they survive a loss of power; `interval` after the write, with a sync within 100 ms;
   * `memory` when ordered. Default: as the server is configured, which by default is `always`.
   */
  readonly durability?: Durability | undefined;
}

/** The names of the options. */
export const publisherOptionNames: OptionNames<PublisherOptions> = {
  batching: true,
  lingerMs: true,
  batchBytes: true,
  maxInFlight: true,
  bufferBytes: true,
  publishTimeoutMs: true,
  durability: true,
};

/** Streams of which a client remembers how to publish to them: some two kilobytes each. From so many on it forgets half of those that are idle. */
const streamsKept = 10_000;

/** One less than the batches a partition remembers of a producer, so that all of them can be sent again. */
const inFlightMax = limits.producerBatches.value - 1;

/** Publishes the records of one client: gathers them into batches, sends these in order, and tells every record where it is. */
export class Publisher implements StreamLanesOwner {
  readonly fabric: Fabric;
  readonly clock: Clock;
  readonly options: LaneOptions;
  readonly durability: Durability | undefined;
  readonly builders: BuilderPool = new BuilderPool();
  readonly newBackoff: () => Backoff;
  readonly #budget: BufferBudget;
  readonly #streams = new Map<string, StreamLanes>();
  #lanesOfTurn: Lane[] = [];
  readonly #lingering: { readonly lane: Lane; readonly dueMs: number }[] = [];
  /** Serves all lanes, until a stream is forgotten; lanes keep that of their own time. */
  #sharedProducer: SharedProducer = new SharedProducer(() => this.openProducer());
  /** Records that were taken and whose fate is not known. */
  #unsettled = 0;
  #waitingForQuiet: (() => void)[] = [];
  #isClosed = false;

  /** `newBackoff`: what paces the attempts of one lane. @throws FlowMeshError `configuration_invalid` */
  constructor(
    fabric: Fabric,
    options: PublisherOptions,
    { clock, random }: ClientWorld,
    newBackoff: () => Backoff = () => new Backoff(undefined, undefined, random),
  ) {
    checkOptionNames(options, publisherOptionNames, "connect");
    this.fabric = fabric;
    this.clock = clock;
    this.newBackoff = newBackoff;
    const isBatching = options.batching ?? true;
    this.options = {
      isBatching,
      lingerMs: bounded("lingerMs", options.lingerMs ?? 0, 0, 60_000),
      batchBytes: bounded("batchBytes", options.batchBytes ?? 262_144, 1, limits.recordValueBytes.max),
      maxInFlight: bounded("maxInFlight", options.maxInFlight ?? (isBatching ? 5 : inFlightMax), 1, inFlightMax),
      timeoutMs: bounded(
        "publishTimeoutMs",
        options.publishTimeoutMs ?? limits.deadlineMs.value,
        1,
        limits.deadlineMs.max,
      ),
    };
    this.durability = options.durability;
    const bufferBytes = options.bufferBytes ?? limits.clientBufferBytes.value;
    this.#budget = new BufferBudget(bounded("bufferBytes", bufferBytes, 1, Number.MAX_SAFE_INTEGER));
  }

  publish(stream: string, value: Value, options: PublishOptions | undefined): Promise<PublishResult> {
    return new Promise((resolve, reject) => {
      this.#assertRoom();
      this.#take(stream, outgoingRecord(value, this.clock, options), new SingleReceipt(resolve, reject), 0);
    });
  }

  publishMany(stream: string, records: readonly PublishRecord[]): Promise<PublishResult[]> {
    return new Promise((resolve, reject) => {
      this.#assertRoom();
      if (records.length === 0) resolve([]);
      // All are checked before the first one is sent.
      const outgoing = records.map((record, index) => outgoingRecord(record.value, this.clock, record, index));
      const receipt = new SharedReceipt(records.length, resolve, reject);
      for (let index = 0; index < outgoing.length; index += 1) this.#take(stream, outgoing[index]!, receipt, index);
    });
  }

  /** Resolves when all records taken so far are written or refused. */
  flush(): Promise<void> {
    if (this.#unsettled === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForQuiet.push(resolve));
  }

  /** Takes no more records, and waits for the fate of those it has. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.flush();
  }

  // As owner of the lanes

  afterTurn(lane: Lane): void {
    const { lingerMs } = this.options;
    if (lingerMs > 0) {
      if (this.#lingering.push({ lane, dueMs: this.clock.monotonicMs() + lingerMs }) === 1) this.#lingerLater(lingerMs);
    } else if (this.#lanesOfTurn.push(lane) === 1) nextTick(() => this.#endTurn());
  }

  async openProducer(): Promise<Producer> {
    const { producerId, producerEpoch } = await this.fabric.streams.openProducer({});
    return { producerId, producerEpoch };
  }

  settled(records: number, bytes: number): void {
    this.#unsettled -= records;
    this.#budget.give(bytes);
    if (this.#unsettled > 0) return;
    for (const resolve of this.#waitingForQuiet.splice(0)) resolve();
  }

  forget(lanes: StreamLanes): void {
    if (this.#streams.get(lanes.name) !== lanes) return;
    this.#streams.delete(lanes.name);
    // Lanes that come after these begin at sequence 0 again, which must not look like what these have sent.
    this.#sharedProducer = new SharedProducer(() => this.openProducer());
  }

  #take(stream: string, record: OutgoingRecord, receipt: Receipt, index: number): void {
    this.#unsettled += 1;
    const pending = { record, receipt, index };
    if (this.#budget.tryTake(record.bytes)) this.#lanes(stream).add(pending);
    else this.#budget.wait(record.bytes, () => this.#lanes(stream).add(pending));
  }

  #lanes(stream: string): StreamLanes {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    if (this.#streams.size >= streamsKept) this.#forgetIdle();
    const lanes = new StreamLanes(this, stream, this.#sharedProducer);
    this.#streams.set(stream, lanes);
    return lanes;
  }

  #forgetIdle(): void {
    const idle = [...this.#streams.values()].filter(({ isIdle }) => isIdle);
    for (const lanes of idle.slice(0, streamsKept / 2)) this.forget(lanes);
  }

  #endTurn(): void {
    const lanes = this.#lanesOfTurn;
    this.#lanesOfTurn = [];
    for (const lane of lanes) lane.turnEnded();
  }

  #lingerLater(ms: number): void {
    this.clock.after(ms, () => {
      const nowMs = this.clock.monotonicMs();
      while (this.#lingering.length > 0 && this.#lingering[0]!.dueMs <= nowMs)
        this.#lingering.shift()!.lane.turnEnded();
      const next = this.#lingering[0];
      if (next !== undefined) this.#lingerLater(Math.max(1, Math.ceil(next.dueMs - nowMs)));
    });
  }

  #assertRoom(): void {
    if (this.#isClosed) throw new FlowMeshError("closed", { what: "client" });
    if (this.#budget.isOverfull) throw new FlowMeshError("buffer_full", { size: this.#budget.bytes });
  }
}

function bounded(key: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const problem = `is ${value}; whole numbers from ${least} to ${most} are allowed`;
  throw new FlowMeshError("configuration_invalid", { key, origin: "the options", problem });
}
