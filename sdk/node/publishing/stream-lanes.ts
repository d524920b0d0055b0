import type { Durability, Stream } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError, partitionOfKey } from "@flowmesh/fabric";
import type { Backoff } from "../remote/backoff.ts";
import type { BuilderPool } from "./builder-pool.ts";
import { Lane, type LaneOptions, type LaneOwner, type Producer } from "./lane.ts";
import type { OutgoingRecord } from "./outgoing-record.ts";
import type { Receipt } from "./receipt.ts";
import type { SharedProducer } from "./shared-producer.ts";

/** What the lanes of a stream ask of the publisher. */
export interface StreamLanesOwner {
  readonly fabric: Fabric;
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

interface Waiting {
  readonly record: OutgoingRecord;
  readonly receipt: Receipt;
  readonly index: number;
}

/** How old what is known of a stream may be; then it is asked again, beside the publishing. */
const knowledgeMs = 15_000;

/** The records of one stream: finds out its partitions, chooses one for each record, and hands it to that partition's lane. */
export class StreamLanes implements LaneOwner {
  readonly name: string;
  readonly #owner: StreamLanesOwner;
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #sharedProducer: SharedProducer;
  /** Records that came before the stream was known. */
  #waiting: Waiting[] | undefined = [];
  #partitions = 0;
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

  /** `record` has taken its room in the client's memory, which `settled` gives back. */
  add(record: OutgoingRecord, receipt: Receipt, index: number): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push({ record, receipt, index });
      return;
    }
    try {
      this.#laneFor(record).add(this.#plain(record), receipt, index);
    } catch (error) {
      this.#refuse(record, receipt, index, error);
    }
  }

  // As owner of the lanes

  get fabric(): Fabric {
    return this.#owner.fabric;
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

  openProducer(isFirst: boolean): Promise<Producer> {
    return isFirst ? this.#sharedProducer.get() : this.#owner.openProducer();
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

  #ask(): void {
    this.#askedMs = performance.now();
    this.fabric.streams.getStream({ stream: this.name }, { timeoutMs: this.options.timeoutMs }).then(
      ({ stream }) => this.#known(stream!),
      (error: unknown) => this.#unknown(error),
    );
  }

  #known(stream: Stream): void {
    this.#partitions = stream.partitions.length;
    this.#honoursDedupe = stream.settings?.dedupeWindowMs !== 0;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const { record, receipt, index } of waiting) this.add(record, receipt, index);
  }

  #unknown(error: unknown): void {
    const isGone = isFlowMeshError(error, "stream_not_found");
    if (this.#waiting === undefined && !isGone) return;
    this.#owner.forget(this);
    const waiting = this.#waiting ?? [];
    this.#waiting = [];
    for (const { record, receipt, index } of waiting) this.#refuse(record, receipt, index, error);
  }

  #refuse(record: OutgoingRecord, receipt: Receipt, index: number, error: unknown): void {
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
  #plain(record: OutgoingRecord): OutgoingRecord {
    return record.dedupeId === undefined || this.#honoursDedupe ? record : { ...record, dedupeId: undefined };
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
