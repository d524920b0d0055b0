import { limits } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import type { Backoff } from "../remote/backoff.ts";
import type { BuilderPool } from "./builder-pool.ts";
import {
  type BatchIdentity,
  type BatchKind,
  type BatchSender,
  DedupedBatch,
  type Destination,
  EncodedBatch,
  type OutgoingBatch,
  type PendingRecord,
} from "./outgoing-batch.ts";
import type { OutgoingRecord } from "./outgoing-record.ts";

/** How records become batches, and how many of those are under way. */
export interface LaneOptions {
  /** Each record is a batch and a call of its own when false. */
  readonly isBatching: boolean;
  readonly lingerMs: number;
  readonly batchBytes: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
}

/** A producer: an id that was handed out once, and is used by one lane or by lanes of different partitions. */
export interface Producer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** What a lane asks of the publisher that it belongs to. */
export interface LaneOwner {
  readonly fabric: Fabric;
  readonly clock: Clock;
  readonly options: LaneOptions;
  readonly builders: BuilderPool;
  /** Calls the lane's `turnEnded` at the end of this turn of the event loop. */
  afterTurn(lane: Lane): void;
  /** A producer id for this lane. `isFirst`: it has had none yet. */
  openProducer(isFirst: boolean): Promise<Producer>;
  /** A batch that was begun at `openedMs` was closed: more records will go into another one. */
  closedBatch(lane: Lane, openedMs: number): void;
  /** Records were written or refused, and take memory no more. */
  settled(records: number, bytes: number): void;
  /** The stream, or this partition of it, is not there. */
  vanished(): void;
  /** The number of partitions by which keys choose theirs. */
  readonly partitionCount: number;
  /** The stream has another number of partitions: its keys are to choose anew. */
  partitionsChanged(partitionCount: number): void;
  /** A lane that drains has nothing under way any more. */
  drained(): void;
}

/** While one batch that was not full is under way, another may go; beyond that records gather. */
const partialBatchesMax = 2;
const sequences = 2 ** 31;
/** From here on a record travels alone, so that a server with a lower limit refuses only it. */
const recordBytesAlone = limits.recordValueBytes.value;

/**
 * The way of one partition's records from this client to the fabric, in order.
 *
 *   open       the batch that takes records; it is closed when full, or when its turn of the event loop (or linger) has ended and few batches are under way
 *   ready      closed batches that wait to be sent
 *   in flight  sent, not answered
 *
 * Every batch carries a producer and the sequence of its first record, so that one sent twice is written once. The server takes a producer's batches only without
 * a gap. From that follows what happens after a failure: nothing more is sent until every batch in flight is answered; then those that failed for good are told
 * so, and the others go out again in their order. Those before the first gap keep their sequences, as they may have been written, or will be by an old copy that is
 * still on its way somewhere. Those behind it cannot have been written, and never will be under their old sequences; they get new ones of a producer that was never
 * used before, so that no old copy of them is taken for a new batch. A gap is where a batch failed for good; or where a batch is out of order although nothing
 * before it has to go out again.
 *
 * A partition takes any sequence of a producer that it does not know. Until the first batch of a producer is answered, it is therefore alone.
 *
 * When partitions are added, a batch whose keys chose among fewer is refused, which leaves a gap too: it was not written, and never will be. The lane then drains:
 * it sends only what may have been written already, until its fate is known. What is left can be taken back, for keys to choose again.
 */
export class Lane implements BatchSender {
  readonly destination: Destination;
  readonly #owner: LaneOwner;
  readonly #backoff: Backoff;
  #open: OutgoingBatch | undefined;
  #isOpenDue = false;
  #ready: OutgoingBatch[] = [];
  #inFlight: OutgoingBatch[] = [];
  #failedCount = 0;
  #producer: Producer | undefined;
  #hadProducer = false;
  #knownProducerId = -1;
  #nextSequence = 0;
  /** Nothing is sent: a repair, a back-off or the opening of a producer is under way. */
  #isHeld = false;
  #isDraining = false;

  constructor(owner: LaneOwner, destination: Destination, backoff: Backoff) {
    this.#owner = owner;
    this.#backoff = backoff;
    this.destination = destination;
  }

  add(pending: PendingRecord): void {
    const { record } = pending;
    const batch = this.#batchFor(pending);
    batch.add(pending);
    if (!this.#owner.options.isBatching || travelsAlone(record)) {
      this.#close();
      this.#pump();
    } else if (batch.count === 1) this.#owner.afterTurn(this);
  }

  /** What was added in a turn (or while lingering) may go. */
  turnEnded(): void {
    this.#isOpenDue = true;
    this.#pump();
  }

  /** From now on only what was sent already is sent, again, until its fate is known; then the owner's `drained` is called, unless it is so at once. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Nothing that may have been written is under way. */
  get isDrained(): boolean {
    return this.#inFlight.length === 0 && this.#ready[0]?.identity === undefined;
  }

  /** It has nothing, and nothing is under way. */
  get isIdle(): boolean {
    return this.#open === undefined && this.#ready.length === 0 && this.#inFlight.length === 0 && !this.#isHeld;
  }

  /** What was not sent, or refused because partitions were added, in its order; the lane goes on without it. */
  takeBack(): PendingRecord[] {
    const batches = this.#open === undefined ? this.#ready : [...this.#ready, this.#open];
    this.#ready = [];
    this.#open = undefined;
    this.#isOpenDue = false;
    this.#isDraining = false;
    return batches.flatMap((batch) => batch.takeBack());
  }

  #batchFor({ record, deadlineMs }: PendingRecord): OutgoingBatch {
    const { options, fabric, clock } = this.#owner;
    const isDeduped = record.dedupeId !== undefined;
    const open = this.#open;
    if (open !== undefined) {
      const isOfAnotherKind =
        travelsAlone(record) || open instanceof DedupedBatch !== isDeduped || open.kind.placedIn !== record.partition;
      if (!isOfAnotherKind && open.bytes + record.bytes <= options.batchBytes) return open;
      this.#close();
      this.#pump();
    }
    const kind: BatchKind = {
      deadlineMs: deadlineMs ?? clock.monotonicMs() + options.timeoutMs,
      expectedOffset: record.expectedOffset,
      placedIn: record.partition,
      partitionCount: this.#owner.partitionCount,
    };
    this.#open = isDeduped
      ? new DedupedBatch(kind)
      : new EncodedBatch(kind, fabric.capabilities.producers, this.#owner.builders);
    return this.#open;
  }

  #close(): void {
    const batch = this.#open;
    if (batch === undefined) return;
    this.#open = undefined;
    this.#isOpenDue = false;
    this.#ready.push(batch);
    this.#owner.closedBatch(this, batch.deadlineMs - this.#owner.options.timeoutMs);
  }

  #pump(): void {
    while (!this.#isHeld) {
      if (this.#isDraining && this.#ready[0]?.identity === undefined) {
        if (this.isDrained) this.#owner.drained();
        return;
      }
      if (this.#ready.length === 0 && this.#isOpenDue && this.#inFlight.length < partialBatchesMax) this.#close();
      const batch = this.#ready[0];
      if (batch === undefined || !this.#mayGo(batch)) return;
      if (batch.isSequenced && batch.identity === undefined && this.#producer === undefined) {
        this.#openProducer();
        return;
      }
      this.#ready.shift();
      this.#send(batch);
    }
  }

  #mayGo(batch: OutgoingBatch): boolean {
    const first = this.#inFlight[0];
    if (first === undefined) return true;
    if (batch.isAlone || first.isAlone) return false;
    const producerId = batch.identity?.producerId ?? this.#producer?.producerId;
    if (producerId !== this.#knownProducerId || producerId !== first.identity?.producerId) return false;
    return this.#inFlight.length < this.#owner.options.maxInFlight;
  }

  #send(batch: OutgoingBatch): void {
    this.#inFlight.push(batch);
    if (batch.isSequenced) batch.identity ??= this.#nextIdentity(batch.count);
    const leftMs = Math.max(1, Math.ceil(batch.deadlineMs - this.#owner.clock.monotonicMs()));
    batch.send(this.#owner.fabric, this.destination, leftMs, this);
  }

  #nextIdentity(count: number): BatchIdentity {
    const baseSequence = this.#nextSequence;
    this.#nextSequence = (baseSequence + count) % sequences;
    const { producerId, producerEpoch } = this.#producer!;
    return { producerId, producerEpoch, baseSequence };
  }

  // As sender of its batches

  batchWritten(batch: OutgoingBatch): void {
    // Nearly always they are answered in their order.
    if (this.#inFlight[0] === batch) this.#inFlight.shift();
    else this.#inFlight.splice(this.#inFlight.indexOf(batch), 1);
    if (batch.identity !== undefined) this.#knownProducerId = batch.identity.producerId;
    this.#backoff.reset();
    this.#owner.settled(batch.count, batch.bytes);
    if (this.#failedCount > 0) this.#repairWhenAnswered();
    else this.#pump();
  }

  batchFailed(batch: OutgoingBatch, reason: unknown): void {
    batch.error = asFlowMeshError(reason);
    this.#failedCount += 1;
    this.#isHeld = true;
    this.#repairWhenAnswered();
  }

  #repairWhenAnswered(): void {
    if (this.#failedCount === this.#inFlight.length) this.#repair();
  }

  #repair(): void {
    const failed = this.#inFlight;
    const again: OutgoingBatch[] = [];
    const renumbered: OutgoingBatch[] = [];
    const nowMs = this.#owner.clock.monotonicMs();
    let hasGap = false;
    let partitionCount: number | undefined;
    let pauseMs: number | undefined;
    const pause = (): number => (pauseMs ??= this.#backoff.next());
    for (const batch of failed) {
      const error = batch.error!;
      batch.error = undefined;
      const partitions = partitionsNow(error);
      const isRefused = partitions !== undefined;
      partitionCount = partitions ?? partitionCount;
      const hasLostItsPlace = isRefused || placeLosses.has(error.reason);
      const goesAgain = hasLostItsPlace || mayTryAgain(batch, error);
      // What could go again only when its time is over fails with what was wrong, and not with that its time is over.
      const goesMs = goesAgain && !hasLostItsPlace ? nowMs + pause() : nowMs;
      if (!goesAgain || goesMs >= batch.deadlineMs) {
        if (this.#giveUp(batch, error)) hasGap = true;
      } else if (hasGap || isRefused || (hasLostItsPlace && again.length === 0)) {
        hasGap = true;
        batch.identity = undefined;
        renumbered.push(batch);
      } else again.push(batch);
    }
    this.#inFlight = [];
    this.#failedCount = 0;
    if (hasGap) this.#producer = undefined;
    this.#ready.unshift(...again, ...renumbered);
    if (partitionCount !== undefined) this.#owner.partitionsChanged(partitionCount);
    if (again.length > 0) this.#holdFor(pause());
    else this.#release();
  }

  /** Tells a batch that it failed for good. True when that leaves a gap in the sequences. */
  #giveUp(batch: OutgoingBatch, error: FlowMeshError): boolean {
    batch.fail(error);
    this.#owner.settled(batch.count, batch.bytes);
    if (error.reason === "stream_not_found") this.#owner.vanished();
    if (batch.identity === undefined || mayHaveBeenWritten(error)) return false;
    if (error.reason !== "expected_offset_mismatch") return true;
    // It was alone, and is refused whenever it comes again: its sequence is free.
    this.#nextSequence = batch.identity.baseSequence;
    return false;
  }

  #openProducer(): void {
    this.#isHeld = true;
    this.#owner.openProducer(!this.#hadProducer).then(
      (producer) => {
        this.#hadProducer = true;
        this.#producer = producer;
        this.#nextSequence = 0;
        this.#release();
      },
      (reason: unknown) => this.#openingFailed(asFlowMeshError(reason)),
    );
  }

  #openingFailed(error: FlowMeshError): void {
    const nowMs = this.#owner.clock.monotonicMs();
    const isOver = (batch: OutgoingBatch) => !error.retryable || nowMs >= batch.deadlineMs;
    const over = this.#ready.filter(isOver);
    this.#ready = this.#ready.filter((batch) => !isOver(batch));
    for (const batch of over) {
      batch.fail(error);
      this.#owner.settled(batch.count, batch.bytes);
    }
    this.#holdFor(this.#backoff.next());
  }

  #holdFor(ms: number): void {
    this.#isHeld = true;
    this.#owner.clock.after(ms, () => this.#release());
  }

  #release(): void {
    this.#isHeld = false;
    this.#pump();
  }
}

function travelsAlone(record: OutgoingRecord): boolean {
  return record.expectedOffset !== undefined || record.bytes > recordBytesAlone;
}

/** With these the server has not written the batch, and takes it under a producer of its own only. */
const placeLosses: ReadonlySet<string> = new Set(["sequence_out_of_order", "producer_fenced", "producer_unknown"]);

/** How many partitions there are, where an error says that there are others than records were placed by: some were added, or another stream of the name was made. */
function partitionsNow({ reason, details }: FlowMeshError): number | undefined {
  return reason === "partitions_changed" || reason === "partition_not_found" ? Number(details.partitions) : undefined;
}

/** Whether a failure passes, and trying again cannot write the batch twice. */
function mayTryAgain(batch: OutgoingBatch, error: FlowMeshError): boolean {
  const isIdentified = batch.identity !== undefined || batch instanceof DedupedBatch;
  return error.retryable && (isIdentified || !mayHaveBeenWritten(error));
}

/** Whether a batch that failed so may have been written nevertheless. */
function mayHaveBeenWritten(error: FlowMeshError): boolean {
  return error.code === "deadline_exceeded" || error.code === "unavailable" || error.code === "internal";
}

function asFlowMeshError(reason: unknown): FlowMeshError {
  if (isFlowMeshError(reason)) return reason;
  return new FlowMeshError("internal", { reference: "client" }, { cause: reason });
}
