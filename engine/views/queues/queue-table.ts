import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type AfterLease, jobStates, rateAfter } from "@flowmesh/fabric/internal";
import type { BulkStateOperation, RedriveOperation } from "../../commit/bulk-operation.ts";
import type { CarriedJobsOperation, CarryingOperation, TextsOperation } from "../../commit/carried-jobs-operation.ts";
import { decodeJobTable, PLAIN_PRIORITY } from "../../commit/job-table.ts";
import { decodeKeyRates, encodeKeyRates } from "../../commit/key-rates.ts";
import { type LogOperation, payloadBytesOf } from "../../commit/operation.ts";
import type { PlacedCommit } from "../../commit/placed-commit.ts";
import {
  type JobsOperation,
  type LeaseOperation,
  type QueueState,
  type QueueStateOperation,
  queueStateOperation,
  type SettleLeasesOperation,
} from "../../commit/queue-operation.ts";
import type { AppendOperation } from "../../commit/stream-operation.ts";
import type { Random } from "../../random/random.ts";
import { QueueOperations } from "../operations/queue-operations.ts";
import { applyCarried, carriedBytes, carriedJobs } from "./carried-jobs.ts";
import { JobHomes } from "./job-homes.ts";
import { LeaseWatches } from "./lease-watches.ts";
import { QueueJobs } from "./queue-jobs.ts";
import { countOperation, noCounts, type QueueCounts } from "./queue-meter.ts";
import { NO_SLOT } from "./slot-table.ts";
import { type HeldLines, WorkNotes } from "./work-notes.ts";
import { WorkerNumbers, WorkersOfQueue } from "./worker-numbers.ts";

/** A queue as it was ordered. */
export interface TableQueue {
  readonly id: number;
  /** Absent while replay has met only its jobs: its state was carried forward. */
  state: QueueState | undefined;
  readonly jobs: QueueJobs;
  readonly operations: QueueOperations;
  readonly workers: WorkersOfQueue;
  /** Of active jobs. */
  readonly notes: WorkNotes;
  readonly watches: LeaseWatches;
  rateFullMs: number;
  /** Bytes of the largest of its jobs; those that are gone may count until it is empty. */
  largestBytes: number;
  /** Segment in which its state stands. */
  home: number;
  /** What became of its jobs since the engine was opened. */
  readonly counts: QueueCounts;
  /** Segments in which its jobs stand. */
  readonly homes: JobHomes;
  /** Position of the last commit that changed it or its jobs. */
  changed: number;
  /** Position up to which it was restored rather than replayed. */
  restoredTo: number;
}

/** A queue that has a name. */
export type NamedQueue = TableQueue & { readonly state: QueueState };

/**
 * Queues and their jobs as they were ordered. There is one table, the sequencer's: readers ask it too, and are answered once everything that they saw is durable.
 */
export class QueueTable {
  readonly workers: WorkerNumbers = new WorkerNumbers();
  /** Decides the jitter of retries. */
  readonly random: Random;
  /** Ids of queues deleted since they were last asked for. */
  readonly deleted: Set<number> = new Set();
  /** Position of the last commit that changed any queue. */
  changed: number = 0;
  /** Whether what is applied is new, and not only replayed. */
  isServing: boolean = false;
  /** Told of a queue whose jobs, operations or settings were changed. */
  readonly onChange: ((queue: TableQueue) => void)[] = [];
  readonly #byId = new Map<number, TableQueue>();
  readonly #lines: HeldLines;
  readonly #byName = new Map<string, NamedQueue>();

  /** @param jobLogsBytesMax of log lines of attempts under way that are held. Default: limit `job_logs_bytes` */
  constructor(random: Random, jobLogsBytesMax: number = limits.jobLogsBytes.value) {
    this.random = random;
    this.#lines = { bytes: 0, bytesMax: jobLogsBytesMax };
  }

  get count(): number {
    return this.#byName.size;
  }

  all(): IterableIterator<TableQueue> {
    return this.#byId.values();
  }

  findById(id: number): TableQueue | undefined {
    return this.#byId.get(id);
  }

  names(): string[] {
    return [...this.#byName.keys()].sort();
  }

  find(name: string): NamedQueue | undefined {
    return this.#byName.get(name);
  }

  /** @throws FlowMeshError queue_not_found */
  get(name: string): NamedQueue {
    const queue = this.#byName.get(name);
    if (queue === undefined) throw new FlowMeshError("queue_not_found", { queue: name });
    return queue;
  }

  /** Applies what was ordered, or what replay finds. */
  apply({ operations, position, timeMs, segment, payloadByte }: PlacedCommit): void {
    let byte = payloadByte;
    for (const operation of operations) {
      this.#apply(operation, { position, timeMs, segment, byte });
      if (this.isServing) countOperation(operation, (queue) => this.#byId.get(queue)?.counts);
      byte += payloadBytesOf(operation);
    }
  }

  /**
   * Operations with the present state of the queues, of their jobs, and of operations on these, that stand in a segment that is meant.
   * @param bytesMax of one with jobs, unless one job alone has more
   */
  *carried(
    isMeant: (segment: number) => boolean,
    bytesMax: number,
  ): Generator<QueueStateOperation | BulkStateOperation | CarryingOperation> {
    for (const queue of this.#byId.values()) {
      if (queue.state === undefined) continue;
      if (isMeant(queue.home)) yield queueStateOperation(stateNow(queue, queue.state));
      const isCarried = [...queue.homes].some(({ segment }) => isMeant(segment));
      yield* carriedJobs(queue, this.workers, isMeant, bytesMax);
      // How jobs ended that are carried, or are none any more, is not told to operations when the log is replayed. Where these do not fit here, a later commit has them.
      yield* queue.operations.carried((segment) => isCarried || isMeant(segment));
    }
  }

  /** About how many bytes the jobs take that stand in the segments meant, when they are carried. */
  carriedBytes(isMeant: (segment: number) => boolean): number {
    let bytes = 0;
    for (const queue of this.#byId.values()) bytes += carriedBytes(queue, isMeant);
    return bytes;
  }

  /** Bytes of the texts of attempts that lie in a segment or settled file. */
  textBytesIn(place: number): number {
    let bytes = 0;
    for (const { jobs } of this.#byId.values()) bytes += jobs.texts.bytesIn(place);
    return bytes;
  }

  /** The queue of an id, made if there is none. */
  shell(id: number, segment: number): TableQueue {
    let queue = this.#byId.get(id);
    if (queue === undefined) {
      const operations = new QueueOperations();
      const workers = new WorkersOfQueue(this.workers);
      const jobs = new QueueJobs(
        (worker, by) => workers.count(worker, by),
        (operation, end) => operations.ended(operation, end),
      );
      const places = { home: segment, homes: new JobHomes(), counts: noCounts(), changed: 0, restoredTo: 0 };
      const notes = new WorkNotes(this.#lines);
      const watches = new LeaseWatches();
      queue = {
        id,
        state: undefined,
        jobs,
        workers,
        operations,
        notes,
        watches,
        rateFullMs: 0,
        largestBytes: 0,
        ...places,
      };
      this.#byId.set(id, queue);
    }
    return queue;
  }

  /** Gives a queue its state. Of several of one name the newest has it. */
  name(queue: TableQueue, state: QueueState): void {
    queue.state = state;
    queue.jobs.keys.setLimits(state.rules);
    for (const { hash, fullMs } of decodeKeyRates(state.keyRates)) queue.jobs.keys.setRate(hash, fullMs);
    const holder = this.#byName.get(state.name);
    if (holder === undefined || holder.id <= queue.id) this.#byName.set(state.name, queue as NamedQueue);
  }

  /** A queue as it was saved, but its jobs. */
  restore(state: QueueState, home: number, changed: number): TableQueue {
    const queue = this.shell(state.id, home);
    this.name(queue, state);
    queue.rateFullMs = state.rateFullMs;
    queue.largestBytes = state.largestBytes;
    queue.changed = changed;
    queue.restoredTo = changed;
    this.changed = Math.max(this.changed, changed);
    return queue;
  }

  #apply(operation: LogOperation, place: Place): void {
    switch (operation.kind) {
      case "append":
        if (operation.jobs !== undefined)
          this.#change(operation.stream, place, (queue) => enqueue(queue, operation, place));
        break;
      case "queue":
        this.#change(operation.state.id, place, (queue) => this.#define(queue, operation.state, place));
        break;
      case "unqueue":
        this.#delete(operation.queue, place);
        break;
      case "lease":
        this.#change(operation.queue, place, (queue) => this.#lease(queue, operation, place));
        break;
      case "settle":
        this.#change(operation.queue, place, (queue) => settle(queue, operation, place));
        break;
      case "jobs":
        this.#change(operation.queue, place, (queue) => changeJobs(queue, operation, place));
        break;
      case "redrive":
        this.#change(operation.queue, place, (queue) => redrive(queue, operation));
        break;
      case "bulk":
        this.#change(operation.state.queue, place, ({ operations }) => operations.put(operation.state, place.segment));
        break;
      case "bulkProgress":
        this.#change(operation.queue, place, ({ operations }) =>
          operations.progressed(operation.operation, operation.progress),
        );
        break;
      case "unbulk":
        this.#change(operation.queue, place, ({ operations }) => operations.remove(operation.operation));
        break;
      case "carried":
        this.#change(operation.queue, place, (queue) => this.#carry(queue, operation, place));
        break;
      case "texts":
        this.#change(operation.queue, place, (queue) => moveTexts(queue, operation));
        break;
      case "release":
        for (const { homes } of this.#byId.values()) homes.forgetBefore(operation.firstSegment);
        break;
    }
  }

  #change(id: number, { position, segment }: Place, change: (queue: TableQueue) => void): void {
    const queue = this.shell(id, segment);
    if (position <= queue.restoredTo) return;
    queue.jobs.ended.rank = position;
    change(queue);
    queue.changed = position;
    this.changed = position;
    for (const tell of this.onChange) tell(queue);
  }

  #carry(queue: TableQueue, operation: CarriedJobsOperation, { segment, timeMs }: Place): void {
    queue.operations.jobsCarried();
    if (operation.isPresent !== true) applyCarried(queue, this.workers, operation, timeMs);
    if (operation.encoded.length === 0) queue.homes.remove(operation.from, operation.to);
    else queue.homes.set(operation.from, operation.to, segment);
  }

  #define(queue: TableQueue, state: QueueState, { segment }: Place): void {
    this.name(queue, state);
    queue.home = segment;
    queue.rateFullMs = Math.max(queue.rateFullMs, state.rateFullMs);
    queue.largestBytes = Math.max(queue.largestBytes, state.largestBytes);
  }

  #delete(id: number, { position }: Place): void {
    const queue = this.#byId.get(id);
    if (queue === undefined) return;
    this.#byId.delete(id);
    queue.notes.clear();
    queue.watches.end();
    queue.workers.clear();
    const name = queue.state?.name ?? "";
    if (this.#byName.get(name) === queue) this.#byName.delete(name);
    this.deleted.add(id);
    this.changed = position;
    for (const tell of this.onChange) tell(queue);
  }

  #lease(queue: TableQueue, operation: LeaseOperation, { position, timeMs }: Place): void {
    const { workerId, label, leaseMs, ahead, runs } = operation;
    const worker = this.workers.numberOf(workerId, label);
    for (const run of runs) queue.jobs.lease(run, { position, leaseMs, worker, ahead }, timeMs);
    const jobs = runs.reduce((sum, { start, end }) => sum + end - start, 0);
    if (queue.state !== undefined)
      queue.rateFullMs = rateAfter(queue.state.rules.rate, { fullMs: queue.rateFullMs }, jobs, timeMs).fullMs;
  }
}

/** Where an operation stands, and its payload. */
interface Place {
  readonly position: number;
  readonly timeMs: number;
  readonly segment: number;
  readonly byte: number;
}

function enqueue(
  queue: TableQueue,
  { baseOffset, records, jobs: table }: AppendOperation,
  { timeMs, segment }: Place,
): void {
  const { jobs } = queue;
  queue.homes.set(baseOffset, baseOffset + records, segment);
  if (jobs.isEmpty) queue.largestBytes = 0;
  const { largestBytes, jobs: special } = decodeJobTable(table ?? NO_TABLE);
  queue.largestBytes = Math.max(queue.largestBytes, largestBytes);
  let next = 0;
  const plain = (until: number): void => {
    if (until > next) jobs.enqueue(PLAIN_PRIORITY, baseOffset + next, baseOffset + until);
  };
  for (const { record, delayMs, runAtMs, ...traits } of special) {
    plain(record);
    const dueMs = delayMs > 0 ? timeMs + delayMs : runAtMs;
    jobs.enqueueSpecial(baseOffset + record, { ...traits, dueMs }, timeMs);
    next = record + 1;
  }
  plain(records);
}

const NO_TABLE = new Uint8Array(4);

function settle(queue: TableQueue, { ends }: SettleLeasesOperation, { segment, byte, timeMs }: Place): void {
  const { jobs, notes, watches } = queue;
  let at = byte;
  for (let index = 0; index < ends.count; index++) {
    const offset = ends.offset(index);
    const told = ends.told(index);
    const payloadBytes = ends.textBytes(index);
    const text = payloadBytes === 0 ? undefined : { segment, byte: at, payloadBytes, payloadCrc: ends.textCrc(index) };
    at += payloadBytes;
    const state = jobStates[ends.state(index)] as AfterLease["state"];
    const after = { state, attempts: ends.attempts(index), dueMs: ends.dueMs(index) };
    jobs.settle(offset, after, told, timeMs, text);
    notes.delete(offset);
    if (told) watches.settled(offset);
    else watches.news(offset);
  }
}

function moveTexts({ jobs: { slots, texts, snapshot } }: TableQueue, { jobs }: TextsOperation): void {
  for (const { offset, places } of jobs) {
    const slot = slots.find(offset);
    if (slot === NO_SLOT) continue;
    snapshot.slotWillChange(slot);
    texts.remove(slots.text[slot] as number);
    slots.text[slot] = places.reduce((last, place) => texts.add(place, last), 0);
  }
}

function changeJobs({ jobs, watches }: TableQueue, { action, offsets }: JobsOperation, { timeMs }: Place): void {
  if (action === "remove") jobs.remove(offsets, timeMs);
  else if (action === "run") for (const offset of offsets) jobs.run(offset);
  else
    for (const offset of offsets) {
      jobs.cancel(offset, timeMs);
      watches.news(offset);
    }
}

function redrive({ jobs }: TableQueue, { offsets, operation }: RedriveOperation): void {
  for (const offset of offsets) jobs.redrive(offset, operation);
}

/** The state with what has changed beside it. */
export function stateNow({ rateFullMs, largestBytes, jobs }: TableQueue, state: QueueState): QueueState {
  return { ...state, rateFullMs, largestBytes, keyRates: encodeKeyRates(jobs.keys.rates()) };
}
