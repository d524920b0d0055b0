import type { Durability, NewRecordInit } from "@flowmesh/contract";
import type { BatchBuilder, Fabric, FlowMeshError } from "@flowmesh/fabric";
import { decodeBatches, patchProducer } from "@flowmesh/fabric/internal";
import type { BuilderPool } from "./builder-pool.ts";
import { type OutgoingRecord, recordTakenBack } from "./outgoing-record.ts";
import type { Receipt } from "./receipt.ts";

/** Memory of a batch that begins. */
const firstBytes = 1024;

/** By which the server recognises a batch that it has seen: its producer and the sequence of its first record. */
export interface BatchIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

/** Where a batch goes, and with which durability. */
export interface Destination {
  readonly stream: string;
  readonly partition: number;
  readonly durability: Durability | undefined;
}

/** A record on its way, and who waits for its fate. */
export interface PendingRecord {
  readonly record: OutgoingRecord;
  readonly receipt: Receipt;
  /** Its place in its call. */
  readonly index: number;
  /** When it is given up, by its clock's monotonic time; undefined: counted from when it comes into a batch. */
  readonly deadlineMs?: number | undefined;
}

/** What is the same for all records of a batch. */
export interface BatchKind {
  /** When it is given up, by its clock's monotonic time. */
  readonly deadlineMs: number;
  /** Offset that its first record must get. */
  readonly expectedOffset: number | undefined;
  /** The partition that its records were published to; undefined: theirs was chosen, by their keys or by turns. */
  readonly placedIn: number | undefined;
  /** The number of partitions by which keys chose this one. */
  readonly partitionCount: number;
}

/** Who sends batches, and hears how each attempt ended. */
export interface BatchSender {
  batchWritten(batch: OutgoingBatch): void;
  batchFailed(batch: OutgoingBatch, reason: unknown): void;
}

const noReceipts: Receipt[] = [];
const noIndexes: number[] = [];

/** Records of one partition that travel together, and share their fate. */
export abstract class OutgoingBatch {
  readonly kind: BatchKind;
  /** Why the last attempt failed. */
  error: FlowMeshError | undefined;
  identity: BatchIdentity | undefined;
  /** Bytes that it counts against the client's memory. */
  bytes = 0;
  /** Made with the first record, so that a batch of one has lists of one. */
  #receipts: Receipt[] = noReceipts;
  #indexes: number[] = noIndexes;

  constructor(kind: BatchKind) {
    this.kind = kind;
  }

  get deadlineMs(): number {
    return this.kind.deadlineMs;
  }

  /** Nothing else of its partition may be under way beside it. */
  abstract get isAlone(): boolean;
  /** It carries a producer and sequences. */
  abstract get isSequenced(): boolean;
  get count(): number {
    return this.#receipts.length;
  }

  add({ record, receipt, index }: PendingRecord): void {
    this.append(record);
    this.bytes += record.bytes;
    if (this.#receipts.length === 0) {
      this.#receipts = [receipt];
      this.#indexes = [index];
    } else {
      this.#receipts.push(receipt);
      this.#indexes.push(index);
    }
  }

  /** Sends it. Tells every record where it is, and then the sender; or, when that failed, only the sender. */
  abstract send(fabric: Fabric, destination: Destination, timeoutMs: number, sender: BatchSender): void;

  fail(error: FlowMeshError): void {
    for (let at = 0; at < this.#receipts.length; at += 1) this.#receipts[at]!.failed(this.#indexes[at]!, error);
  }

  /** Its records in their order, to go into other batches. It is not to be sent any more. */
  takeBack(): PendingRecord[] {
    const { deadlineMs } = this;
    return this.records().map((record, at) => {
      return { record, receipt: this.#receipts[at]!, index: this.#indexes[at]!, deadlineMs };
    });
  }

  protected abstract append(record: OutgoingRecord): void;

  protected abstract records(): OutgoingRecord[];

  protected written(at: number, partition: number, offset: number, duplicate: boolean): void {
    this.#receipts[at]!.written(this.#indexes[at]!, partition, offset, duplicate);
  }
}

/** One encoded batch. */
export class EncodedBatch extends OutgoingBatch {
  readonly isSequenced: boolean;
  readonly #pool: BuilderPool;
  readonly #builder: BatchBuilder;
  #encoded: Uint8Array | undefined;
  #encodedFor: BatchIdentity | undefined;
  /** Whether a key chose the partition of one of its records. */
  #isByKey = false;

  constructor(kind: BatchKind, isSequenced: boolean, pool: BuilderPool) {
    super(kind);
    this.isSequenced = isSequenced;
    this.#pool = pool;
    this.#builder = pool.take(firstBytes);
  }

  override get isAlone(): boolean {
    return this.kind.expectedOffset !== undefined || !this.isSequenced;
  }

  override send(fabric: Fabric, destination: Destination, timeoutMs: number, sender: BatchSender): void {
    const { expectedOffset } = this.kind;
    const { stream, partition, durability } = destination;
    const partitionCount = this.#isByKey ? this.kind.partitionCount : undefined;
    const isFirstAttempt = this.#encoded === undefined;
    const batch = this.#encode();
    const request = { stream, partition, expectedOffset, partitionCount, durability, batch };
    fabric.streams.append(request, { timeoutMs }).then(
      ({ offset }) => {
        for (let at = 0; at < this.count; at += 1) this.written(at, partition, offset + at, false);
        // The bytes of an earlier attempt may still be on their way out.
        if (isFirstAttempt) this.#pool.give(this.#builder, batch);
        sender.batchWritten(this);
      },
      (reason: unknown) => sender.batchFailed(this, reason),
    );
  }

  protected override append(record: OutgoingRecord): void {
    this.#isByKey ||= record.key != null && record.partition === undefined;
    this.#builder.append(record);
  }

  protected override records(): OutgoingRecord[] {
    const { expectedOffset, placedIn } = this.kind;
    const decoded = decodeBatches(this.#encode(), { checkCrc: false });
    return Array.from(decoded, (record) => recordTakenBack(record, placedIn, expectedOffset));
  }

  #encode(): Uint8Array {
    const { identity } = this;
    if (this.#encoded === undefined) this.#encoded = this.#builder.finish(identity);
    else if (identity !== undefined && identity !== this.#encodedFor) {
      // As above: what was sent is not changed.
      this.#encoded = Buffer.from(this.#encoded);
      patchProducer(this.#encoded, 0, identity.producerId, identity.producerEpoch, identity.baseSequence);
    }
    this.#encodedFor = identity;
    return this.#encoded;
  }
}

/** Records with dedupe ids: the server decides about each, and encodes those that it writes. */
export class DedupedBatch extends OutgoingBatch {
  readonly isSequenced = false;
  readonly isAlone = true;
  readonly #records: OutgoingRecord[] = [];

  override send(fabric: Fabric, destination: Destination, timeoutMs: number, sender: BatchSender): void {
    const { stream, partition, durability } = destination;
    const { expectedOffset } = this.kind;
    // The server chooses for keys, by the number of partitions that there is when it writes.
    const records = this.#records.map((record) => newRecord(record, record.key == null ? partition : record.partition));
    fabric.streams.publish({ stream, records, expectedOffset, durability }, { timeoutMs }).then(
      ({ placements }) => {
        placements.forEach((place, at) => {
          this.written(at, place.partition, place.offset, place.duplicate);
        });
        sender.batchWritten(this);
      },
      (reason: unknown) => sender.batchFailed(this, reason),
    );
  }

  protected override append(record: OutgoingRecord): void {
    this.#records.push(record);
  }

  protected override records(): OutgoingRecord[] {
    return this.#records;
  }
}

/** The record as the contract has it. */
export function newRecord(record: OutgoingRecord, partition: number | undefined = record.partition): NewRecordInit {
  return {
    key: record.key ?? undefined,
    value: record.value ?? undefined,
    headers: record.headers?.map(({ name, value }) => ({ name, value: value ?? undefined })),
    timestamp: record.timestampMs,
    partition,
    dedupeId: record.dedupeId,
  };
}
