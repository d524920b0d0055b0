import { type LeaseExtensionInit, limits } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Clock, Timer } from "@flowmesh/fabric/internal";
import { pause } from "../world/pause.ts";
import type { Work } from "./work.ts";

export interface LeaseKeeperOptions {
  readonly fabric: Fabric;
  readonly clock: Clock;
  readonly queue: string;
  readonly workerId: string;
  /** Told what no further try will mend. */
  failed(error: unknown): void;
}

/** Parts of a lease: that a worker waits for news of it before it is extended again, at most until jobs that were begun meanwhile are watched too, and until an answer counts as lost. */
const waitsPerLease = 4;
const gapsPerLease = 12;
const answersPerLease = 3;
const gapMsMax = 200;
/** Until progress and log lines are sent, and how much of them one call takes. */
const newsMs = 500;
const newsBytesMax = 1024 * 1024;

/**
 * Keeps the leases of a worker's jobs from ending, from when they are begun until they are let go of, and hears at once when one is lost or its job cancelled: each call that extends leases waits
 * for such news, and the next one follows its answer. Where nothing was heard from the server for as long as a lease lasts, it is given up, for the server will have given
 * the job to somebody else.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #held = new Set<Work>();
  /** Those of which a call waits for news. */
  readonly #watched = new Set<Work>();
  readonly #stopping = new AbortController();
  /** To be extended in this turn, and who waits to learn whether the server has heard it. */
  #asked = new Map<Work, ((isHeard: boolean) => void)[]>();
  #telling: Timer | undefined;
  #watching: Timer | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** Begins an attempt. @returns whether the job is still ours, and not cancelled */
  async begin(work: Work): Promise<boolean> {
    this.#held.add(work);
    while (!work.signal.aborted && !(await this.#extend(work))) await pause(this.#options.clock, newsMs, work.signal);
    this.#watchSoon(work);
    return !work.signal.aborted;
  }

  /** There is something to be told, soon. */
  tellSoon(): void {
    this.#telling ??= this.#options.clock.after(newsMs, () => {
      this.#telling = undefined;
      for (const work of this.#held) void this.tell(work);
    });
  }

  /** Tells what there is to be told of a job before its end is. */
  async tell(work: Work): Promise<void> {
    if (work.hasNews && !work.isOver) await this.#extend(work);
  }

  letGo(work: Work): void {
    this.#held.delete(work);
    this.#watched.delete(work);
  }

  /** To be called at the end. */
  stop(): void {
    this.#held.clear();
    this.#stopping.abort();
    this.#telling?.cancel();
    this.#watching?.cancel();
  }

  #extend(work: Work): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#asked.size === 0) this.#options.clock.soon(() => this.#sendAsked());
      const waiting = this.#asked.get(work) ?? [];
      waiting.push(resolve);
      this.#asked.set(work, waiting);
    });
  }

  #sendAsked(): void {
    const asked = [...this.#asked];
    this.#asked = new Map();
    for (const part of inParts(asked)) {
      void this.#send(part.map(([work]) => work)).then((isHeard) => {
        for (const [, waiting] of part) for (const resolve of waiting) resolve(isHeard);
      });
    }
  }

  /** What is begun in a short time is watched by one call; a short job has ended by then. */
  #watchSoon({ leaseMs }: Work): void {
    const afterMs = Math.min(gapMsMax, leaseMs / gapsPerLease);
    this.#watching ??= this.#options.clock.after(afterMs, () => {
      this.#watching = undefined;
      this.#watch();
    });
  }

  #watch(): void {
    const unwatched = [...this.#held].filter((work) => !this.#watched.has(work) && !work.isOver);
    // Of those that are to end already there is no news to wait for.
    const isEnding = ({ signal }: Work): boolean => signal.aborted;
    for (const works of [unwatched.filter(isEnding), unwatched.filter((work) => !isEnding(work))])
      for (let first = 0; first < works.length; first += limits.queueJobs.value)
        void this.#watchThese(works.slice(first, first + limits.queueJobs.value), isEnding(works[0]!));
  }

  /** Extends leases, and waits for news of them, or only until it is time again. Rejects never. */
  async #watchThese(works: readonly Work[], isQuiet: boolean): Promise<void> {
    for (const work of works) this.#watched.add(work);
    const leases = works.map(({ job: { id: job, lease } }) => ({ job, lease }));
    const waitMs = Math.floor(Math.min(limits.waitMs.value, shortestMs(works) / waitsPerLease));
    await this.#call(works, leases, isQuiet ? 0 : waitMs);
    if (isQuiet) await pause(this.#options.clock, waitMs, this.#stopping.signal);
    for (const work of works) this.#watched.delete(work);
    const [held] = works.filter((work) => this.#held.has(work));
    if (held !== undefined) this.#watchSoon(held);
  }

  /** Rejects never. */
  async #send(works: readonly Work[]): Promise<boolean> {
    const news = works.map((work) => work.takeNews());
    const isHeard = await this.#call(works, news, 0);
    if (!isHeard) works.forEach((work, index) => void work.notTold(news[index]!));
    return isHeard;
  }

  /** Rejects never. */
  async #call(works: readonly Work[], leases: LeaseExtensionInit[], waitMs: number): Promise<boolean> {
    const { fabric, clock, queue, workerId } = this.#options;
    const sentMs = clock.monotonicMs();
    const patienceMs = waitMs + shortestMs(works) / answersPerLease;
    const leftMs = Math.min(...works.map(({ heldUntilMs }) => heldUntilMs)) - sentMs;
    const timeoutMs = Math.max(1, Math.floor(waitMs === 0 ? patienceMs : Math.min(patienceMs, leftMs)));
    const { signal } = this.#stopping;
    try {
      const answer = await fabric.queues.extend({ queue, workerId, leases, waitMs }, { timeoutMs, signal });
      this.#hear(works, sentMs, answer);
      return true;
    } catch (error) {
      if (!signal.aborted) this.#notHeard(works, error);
      return false;
    }
  }

  #hear(
    works: readonly Work[],
    sentMs: number,
    { lost, cancelled }: { readonly lost: readonly string[]; readonly cancelled: readonly string[] },
  ): void {
    const isLost = new Set(lost);
    const isCancelled = new Set(cancelled);
    for (const work of works) {
      work.heldUntilMs = Math.max(work.heldUntilMs, sentMs + work.leaseMs);
      // What was let go of meanwhile has ended in good order, and what is being told may have.
      if (!this.#held.has(work) || work.isEnding) continue;
      if (isLost.has(work.job.id)) this.#lose(work, "it ended, or was taken away");
      else if (isCancelled.has(work.job.id)) work.abort(cancelledError(work));
    }
  }

  #notHeard(works: readonly Work[], error: unknown): void {
    const nowMs = this.#options.clock.monotonicMs();
    const isGone = isFlowMeshError(error, "queue_not_found");
    const mayPass = isFlowMeshError(error) && error.retryable;
    for (const work of works) if (isGone || nowMs >= work.heldUntilMs) this.#lose(work, (error as Error).message);
    if (!isGone && !mayPass) this.#options.failed(error);
  }

  #lose(work: Work, problem: string): void {
    const { queue, id: job, lease } = work.job;
    this.letGo(work);
    work.lose(new FlowMeshError("lease_lost", { queue, job, lease, problem }));
  }
}

/** Parts that fit into one call each. */
function* inParts<Rest>(asked: readonly (readonly [Work, Rest])[]): Generator<(readonly [Work, Rest])[]> {
  let part: (readonly [Work, Rest])[] = [];
  let bytes = 0;
  for (const each of asked) {
    const { newsBytes } = each[0];
    if (part.length === limits.queueJobs.value || (part.length > 0 && bytes + newsBytes > newsBytesMax)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(each);
    bytes += newsBytes;
  }
  if (part.length > 0) yield part;
}

function shortestMs(works: readonly Work[]): number {
  return Math.min(...works.map(({ leaseMs }) => leaseMs));
}

function cancelledError({ job: { queue, id: job } }: Work): FlowMeshError {
  return new FlowMeshError("job_failed", { job, queue, state: "cancelled", problem: "it was cancelled meanwhile" });
}
