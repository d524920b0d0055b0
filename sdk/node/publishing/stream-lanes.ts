import type { Durability, Stream } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError, partitionOfKey } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import type { Backoff } from "../remote/backoff.ts";
import type { BuilderPool } from "./builder-pool.ts";
import { Lane, type LaneOptions, type LaneOwner, type Producer } from "./lane.ts";
import type { PendingRecord } from "./outgoing-batch.ts";
import type { OutgoingRecord } from "./outgoing-record.ts";
import type { SharedProducer } from "./shared-producer.ts";

/** What the lanes of a stream ask of the publisher. */
export interface StreamLanesOwner {
  readonly fabric: Fabric;
  readonly clock: Clock;
  readonly options: LaneOptions;
  readonly durability: Durability | undefined;
  readonly builders: BuilderPool;
  readonly newBackoff: () => Backoff;
  afterTurn(lane: Lane): void;
  openProducer(): Promise<Producer>;
  settled(records: number, bytes: number): void;
  /** Records for this stream from now on are another's. */
  forget(lanes: StreamLanes): void;
}

/** How old what is known of a stream may be; then it is asked again, beside the publishing. */
const knowledgeMs = 15_000;

/**
 * The records of one stream: finds out its partitions, chooses one for each record, and hands it to that partition's lane.
 *
 * When partitions are added, keys move to other lanes, and must not overtake there what they have in the old ones. So records that come wait, the lanes drain, what
 * they have left is taken back from them, and all of it is placed anew, before what came meanwhile. The server refuses what keys have placed by another number than
 * there is, so nothing slips in between.
 */
export class StreamLanes implements LaneOwner {
  readonly name: string;
  readonly #owner: StreamLanesOwner;
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #sharedProducer: SharedProducer;
  /** Records that came before the stream was known, or while the lanes drain. */
  #waiting: PendingRecord[] | undefined = [];
  /** 0: not known yet. */
  #partitions = 0;
  /** How many partitions there will be when the lanes are drained. */
  #coming: number | undefined;
  #honoursDedupe = true;
  #askedMs = 0;
  /** Where records without a key go, until a batch of them is closed. */
  #turn = 0;

  /** `sharedProducer`: one that no lane of a stream of this name used before. */
  constructor(owner: StreamLanesOwner, name: string, sharedProducer: SharedProducer) {
    this.#owner = owner;
    this.name = name;
    this.#sharedProducer = sharedProducer;
    if (owner.fabric.capabilities.producers) sharedProducer.openSoon();
    this.#ask();
  }

  /** The record has taken its room in the client's memory, which `settled` gives back. */
  add(pending: PendingRecord): void {
    if (this.#waiting !== undefined) this.#waiting.push(pending);
    else this.#place(pending);
  }

  /** The fate of all that was taken is known. */
  get isIdle(): boolean {
    return this.#waiting === undefined && this.#lanes.every((lane) => lane === undefined || lane.isIdle);
  }

  // As owner of the lanes

  get fabric(): Fabric {
    return this.#owner.fabric;
  }

  get clock(): Clock {
    return this.#owner.clock;
  }

  get options(): LaneOptions {
    return this.#owner.options;
  }

  get builders(): BuilderPool {
    return this.#owner.builders;
  }

  afterTurn(lane: Lane): void {
    this.#owner.afterTurn(lane);
  }

  async openProducer(isFirst: boolean): Promise<Producer> {
    try {
      return await (isFirst ? this.#sharedProducer.get() : this.#owner.openProducer());
    } catch (error) {
      if (!isFlowMeshError(error, "permission_missing")) throw error;
      // A producer belongs to no stream, so that the server names all of them; what its caller needs is this one.
      const details = { identity: "the caller", permission: "streams:publish", ...error.details, resource: this.name };
      throw new FlowMeshError("permission_missing", details, { cause: error });
    }
  }

  closedBatch(lane: Lane, openedMs: number): void {
    if (lane.destination.partition === this.#turn) this.#turn = (this.#turn + 1) % this.#partitions;
    if (openedMs - this.#askedMs > knowledgeMs) this.#ask();
  }

  settled(records: number, bytes: number): void {
    this.#owner.settled(records, bytes);
  }

  vanished(): void {
    this.#owner.forget(this);
  }

  get partitionCount(): number {
    return this.#partitions;
  }

  partitionsChanged(partitionCount: number): void {
    const isDraining = this.#coming !== undefined;
    this.#coming = partitionCount;
    if (isDraining) return;
    this.#waiting ??= [];
    for (const lane of this.#lanes) lane?.drain();
    this.drained();
  }

  drained(): void {
    const partitions = this.#coming;
    const lanes = this.#lanes.filter((lane) => lane !== undefined);
    if (partitions === undefined || !lanes.every(({ isDrained }) => isDrained)) return;
    this.#coming = undefined;
    this.#partitions = partitions;
    this.#turn %= partitions;
    this.#placeAll([...lanes.flatMap((lane) => lane.takeBack()), ...(this.#waiting ?? [])]);
  }

  #ask(): void {
    this.#askedMs = this.clock.monotonicMs();
    this.fabric.streams.getStream({ stream: this.name }, { timeoutMs: this.options.timeoutMs }).then(
      ({ stream }) => this.#known(stream!),
      (error: unknown) => this.#unknown(error),
    );
  }

  #known(stream: Stream): void {
    const partitions = stream.partitions.length;
    this.#honoursDedupe = stream.settings?.dedupeWindowMs !== 0;
    if (this.#partitions === 0) {
      this.#partitions = partitions;
      this.#placeAll(this.#waiting ?? []);
    } else if (partitions !== (this.#coming ?? this.#partitions)) this.partitionsChanged(partitions);
  }

  #unknown(error: unknown): void {
    const isGone = isFlowMeshError(error, "stream_not_found");
    if (this.#partitions > 0 && !isGone) return;
    this.#owner.forget(this);
    for (const pending of this.#waiting?.splice(0) ?? []) this.#refuse(pending, error);
  }

  #placeAll(records: readonly PendingRecord[]): void {
    this.#waiting = undefined;
    for (const pending of records) this.add(pending);
  }

  #place(pending: PendingRecord): void {
    try {
      this.#laneFor(pending.record).add(this.#plain(pending));
    } catch (error) {
      this.#refuse(pending, error);
    }
  }

  #refuse({ record, receipt, index }: PendingRecord, error: unknown): void {
    if (!isFlowMeshError(error)) throw error;
    receipt.failed(index, error);
    this.#owner.settled(1, record.bytes);
  }

  #laneFor(record: OutgoingRecord): Lane {
    const partition = this.#partitionOf(record);
    const known = this.#lanes[partition];
    if (known !== undefined) return known;
    const lane = new Lane(
      this,
      { stream: this.name, partition, durability: this.#owner.durability },
      this.#owner.newBackoff(),
    );
    this.#lanes[partition] = lane;
    return lane;
  }

  /** Where a stream remembers no dedupe ids they protect nothing, and sequences do. */
  #plain(pending: PendingRecord): PendingRecord {
    const { record } = pending;
    if (record.dedupeId === undefined || this.#honoursDedupe) return pending;
    const idBytes = Buffer.byteLength(record.dedupeId);
    this.#owner.settled(0, idBytes);
    return { ...pending, record: { ...record, dedupeId: undefined, bytes: record.bytes - idBytes } };
  }

  /** @throws FlowMeshError `partition_not_found`, `field_invalid` */
  #partitionOf(record: OutgoingRecord): number {
    const partitions = this.#partitions;
    const { partition, key, expectedOffset } = record;
    if (partition !== undefined) {
      if (partition < partitions) return partition;
      const details = { stream: this.name, partition, partitions, last: partitions - 1 };
      throw new FlowMeshError("partition_not_found", details);
    }
    if (key != null) return partitionOfKey(key, partitions);
    if (expectedOffset !== undefined && partitions > 1) {
      const problem = `needs a key or a partition: stream ${this.name} has ${partitions} partitions`;
      throw new FlowMeshError("field_invalid", { field: "expectedOffset", problem });
    }
    return this.#turn;
  }
}
