import { type Durability, limits, type ReservedJob } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { checkWhole, newUuid } from "@flowmesh/fabric/internal";
import { Fifo } from "../consuming/fifo.ts";
import { Ending } from "../ending.ts";
import { GatheredWrites } from "../handler-writes.ts";
import { lineageId } from "../lineage/lineage-id.ts";
import { endOfFailure, type JobEnd } from "../queues/job-failure.ts";
import { encodeResult } from "../queues/job-result.ts";
import { Backoff } from "../remote/backoff.ts";
import type { CommitResult, Transaction } from "../transaction.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { EndOfTurn } from "../world/end-of-turn.ts";
import { aborted, pause } from "../world/pause.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { OutcomeTeller } from "./outcome-teller.ts";
import { Work } from "./work.ts";
import type { WorkContext, WorkerSettings, WorkHandler } from "./worker-options.ts";

/** What a worker works with. */
export interface WorkerParts {
  readonly fabric: Fabric;
  readonly world: ClientWorld;
  readonly durability: Durability | undefined;
  /** Commits writes. */
  readonly commit: (write: (tx: Transaction) => void | Promise<void>) => Promise<CommitResult>;
}

/** Jobs that were fetched and not begun, and outcomes that are not told, from which on nothing more is fetched or begun. */
const fetchedBytesMax = 8 * 1024 * 1024;
const untoldMax = 1000;
const untoldBytesMax = 8 * 1024 * 1024;
/** Beyond what a reserve waits for jobs. */
const answerMs = 10_000;
/** How long a worker that ends waits for the answer to its last reserve, and how often it asks for it: what it asks may overtake the reserve. */
const lastAnswerMs = 2000;
const leaveEveryMs = 20;
/** How long a handler whose signal is aborted has to come to an end, and what it ended with to be told. */
const abortedMs = 5000;

/**
 * A worker of a queue. Begins by itself; `stop` ends it in good order. Leases are extended while handlers run, and what became of jobs is told together. A lost
 * connection is made up for: work goes on as long as its lease may be held.
 */
export class Worker {
  readonly workerId: string;
  readonly #parts: WorkerParts;
  readonly #queue: string;
  readonly #settings: WorkerSettings;
  readonly #handler: WorkHandler;
  readonly #turn: EndOfTurn;
  readonly #leases: LeaseKeeper;
  readonly #outcomes: OutcomeTeller;
  readonly #ending: Ending;
  readonly #stopping = new AbortController();
  /** Ends the wait for jobs. */
  readonly #leaving = new AbortController();
  /** Fetched, in the order in which they should be worked on. */
  readonly #fetched = new Fifo<Work>();
  #fetchedBytes = 0;
  readonly #running = new Set<Work>();
  #wake: () => void = () => undefined;
  #drained: () => void = () => undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: WorkerParts, queue: string, settings: WorkerSettings, handler: WorkHandler) {
    const { fabric, world, durability } = parts;
    this.#parts = parts;
    this.#queue = queue;
    this.#settings = settings;
    this.#handler = handler;
    this.#turn = new EndOfTurn(world.clock);
    this.workerId = newUuid(world.random);
    const failed = (error: unknown): void => this.#fail(error);
    const { clock } = world;
    this.#leases = new LeaseKeeper({ fabric, clock, queue, workerId: this.workerId, failed });
    const told = (work: Work): void => this.#told(work);
    this.#outcomes = new OutcomeTeller({ fabric, world, turn: this.#turn, queue, durability, failed, told });
    this.#ending = new Ending(this.#run(), `the worker of queue ${JSON.stringify(queue)}`);
  }

  /** Settles when it has ended: resolves after `stop`, rejects when it cannot go on, as when its queue is not there. Who has asked for neither when that happens is warned by the process. */
  get ended(): Promise<void> {
    return this.#ending.watch();
  }

  /**
   * Fetches nothing more and gives back what was not begun; waits for the handlers that run, for as long as `stopTimeout`; aborts the signal of the others, and gives
   * back at no attempt's cost what they do not end within five seconds more. May be called twice.
   * @throws what ended it before
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #run(): Promise<void> {
    const fetching = this.#fetch().catch((error) => this.#fail(error));
    await aborted(this.#stopping.signal);
    this.#wake();
    await this.#leave(fetching);
    this.#leaving.abort();
    await fetching;
    for (let work = this.#shift(); work !== undefined; work = this.#shift()) this.#outcomes.add(work, { released: {} });
    await this.#end();
    this.#leases.stop();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Has the reserve that waits answered: jobs that are on their way are given back then. Those of an answer that nobody waits for would be this worker's until their leases end. */
  async #leave(fetching: Promise<void>): Promise<void> {
    const { fabric, world } = this.#parts;
    const request = { queue: this.#queue, workerId: this.workerId, leaving: true };
    const over = new AbortController();
    void fetching.then(() => over.abort());
    const giveUp = world.clock.after(lastAnswerMs, () => over.abort());
    while (!over.signal.aborted) {
      const told = fabric.queues.reserve(request, { timeoutMs: lastAnswerMs }).catch(() => undefined);
      await Promise.race([told, aborted(over.signal)]);
      await pause(world.clock, leaveEveryMs, over.signal);
    }
    giveUp.cancel();
  }

  /** Waits for handlers, at first for as long as they are given, then for those that are to end at once, and last for what is to be told. */
  async #end(): Promise<void> {
    const { clock } = this.#parts.world;
    const drained = this.#running.size === 0 ? Promise.resolve() : new Promise<void>((done) => (this.#drained = done));
    const abort = clock.after(this.#settings.stopTimeoutMs, () => this.#abortAll());
    const leave = clock.after(this.#settings.stopTimeoutMs + abortedMs, () => this.#leaveAll());
    await drained;
    abort.cancel();
    leave.cancel();
    const giveUp = clock.after(abortedMs, () => this.#outcomes.giveUp());
    await this.#outcomes.idle();
    giveUp.cancel();
  }

  #abortAll(): void {
    for (const work of this.#running) {
      work.isGivenUp = true;
      work.abort(new FlowMeshError("closed", { what: "worker" }));
    }
  }

  #leaveAll(): void {
    for (const work of this.#running) {
      if (work.isOver) continue;
      this.#outcomes.add(work, { released: {} });
    }
    this.#running.clear();
    this.#drained();
  }

  /** Ends it in good order, but with an error. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopping.abort();
    // Nothing that handlers finish can be told any more.
    if (isFlowMeshError(error, "closed")) this.#abortAll();
  }

  async #fetch(): Promise<void> {
    const { world } = this.#parts;
    const { signal } = this.#stopping;
    const backoff = new Backoff(undefined, undefined, world.random);
    for (;;) {
      // New jobs are asked for together with what is told of those that ended, and for all that ended in this turn.
      await this.#turn.wait();
      if (signal.aborted) return;
      const room = this.#room();
      if (room === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      try {
        await this.#reserve(room);
        backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        if (!isFlowMeshError(error) || !error.retryable) throw error;
        await pause(world.clock, backoff.next(), signal);
      }
    }
  }

  /** How many more jobs may be fetched. */
  #room(): number {
    if (this.#isBehind()) return 0;
    const { concurrency, prefetch } = this.#settings;
    const free = concurrency - this.#running.size - this.#fetched.length;
    const isFull = this.#fetchedBytes >= fetchedBytesMax;
    return Math.max(0, Math.min(limits.queueJobs.value, isFull ? free : free + prefetch));
  }

  /** Always in advance: an answer that is lost then costs no attempt, and neither does a crash before the handler was called. */
  async #reserve(maxJobs: number): Promise<void> {
    const { fabric, world } = this.#parts;
    const { label, leaseMs: asked } = this.#settings;
    const maxBytes = Math.max(1, fetchedBytesMax - this.#fetchedBytes);
    const waitMs = limits.waitMs.value;
    const request = { queue: this.#queue, workerId: this.workerId, label, leaseMs: asked, maxJobs, maxBytes };
    const options = { signal: this.#leaving.signal, timeoutMs: waitMs + answerMs };
    const { jobs, leaseMs } = await fabric.queues.reserve({ ...request, waitMs, ahead: true }, options);
    this.#take(jobs, leaseMs, world.clock.monotonicMs());
  }

  #take(jobs: readonly ReservedJob[], leaseMs: number, nowMs: number): void {
    for (const reserved of jobs) {
      const work = new Work(this.#queue, reserved, leaseMs, nowMs);
      this.#fetched.push(work);
      this.#fetchedBytes += work.bytes;
    }
    this.#begin();
  }

  #shift(): Work | undefined {
    const work = this.#fetched.shift();
    this.#fetchedBytes -= work?.bytes ?? 0;
    return work;
  }

  #isBehind(): boolean {
    return this.#outcomes.pending >= untoldMax || this.#outcomes.pendingBytes >= untoldBytesMax;
  }

  /** Begins what there is room for. */
  #begin(): void {
    while (this.#running.size < this.#settings.concurrency && !this.#isBehind() && !this.#stopping.signal.aborted) {
      const work = this.#shift();
      if (work === undefined) break;
      this.#running.add(work);
      void this.#work(work);
    }
    if (this.#room() > 0) this.#wake();
  }

  /** From the lease to the outcome. Rejects never. */
  async #work(work: Work): Promise<void> {
    const isOurs = await this.#leases.begin(work);
    const mustGo = !isOurs || this.#stopping.signal.aborted;
    const end: JobEnd | undefined = mustGo ? { released: {} } : await this.#attempt(work);
    // What it was left with at the end of the worker was told then.
    if (!this.#running.delete(work)) return;
    if (end === undefined || work.isOver) this.#leases.letGo(work);
    else this.#outcomes.add(work, end);
    this.#begin();
    if (this.#running.size === 0) this.#drained();
  }

  /** @returns nothing when the handler's own commit has told how it ended */
  async #attempt(work: Work): Promise<JobEnd | undefined> {
    const gathered = new GatheredWrites(this.#parts.world.clock);
    let end: JobEnd;
    try {
      const result = await this.#handler(work.job, this.#contextOf(work, gathered));
      await gathered.end();
      if (!gathered.isEmpty && !work.isOver) await this.#commit(work, gathered, () => undefined, result);
      end = { done: { result: work.isOver ? undefined : encodeResult(result) } };
    } catch (error) {
      await gathered.end();
      this.#settings.onError(error, work.job);
      end = work.isGivenUp ? { released: {} } : endOfFailure(error);
    }
    await this.#leases.tell(work);
    return work.isOver ? undefined : end;
  }

  #contextOf(work: Work, gathered: GatheredWrites): WorkContext {
    return {
      ...gathered.writes,
      attempt: work.job.attempt,
      traceparent: work.job.header("traceparent"),
      signal: work.signal,
      progress: (percent) => {
        work.noteProgress(checkWhole("progress", Math.round(percent), { min: 0, max: 100 }));
        this.#leases.tellSoon();
      },
      log: (line) => {
        work.noteLine(String(line));
        this.#leases.tellSoon();
      },
      commit: async (write, result) => {
        if (gathered.hasEnded || gathered.isTaken) throw new FlowMeshError("handler_ended", {});
        return this.#commit(work, gathered, write, result);
      },
    };
  }

  /** Tried again as it is after it failed, the effect could not be there twice: it holds only while the lease does, and ends it. There is no second one behind it. */
  #commit(
    work: Work,
    gathered: GatheredWrites,
    ...[write, result]: Parameters<WorkContext["commit"]>
  ): Promise<CommitResult> {
    return gathered.takenAlong((include) =>
      this.#commitEnd(work, async (tx) => {
        tx.causedBy(lineageId.job(work.job.queue, work.job.id));
        include(tx);
        await write(tx);
        tx.ack(work.job, result);
      }),
    );
  }

  async #commitEnd(work: Work, gather: (tx: Transaction) => Promise<void>): Promise<CommitResult> {
    await this.#leases.tell(work);
    work.isEnding = true;
    try {
      const done = await this.#parts.commit(gather);
      this.#leases.letGo(work);
      work.isOver = true;
      return done;
    } finally {
      work.isEnding = false;
    }
  }

  #told(work: Work): void {
    this.#leases.letGo(work);
    this.#begin();
  }
}
