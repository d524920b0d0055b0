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

/** A lease is extended at least so many times before it would end, and so often in any case: a job that is cancelled is to end soon. */
const beatsPerLease = 3;
const beatMsMax = 1000;
/** Until progress and log lines are sent, and how much of them one call takes. */
const newsMs = 500;
const newsBytesMax = 1024 * 1024;

/**
 * Keeps the leases of a worker's jobs from ending, from when they are begun until they are let go of. What is to be said at one moment travels in one call. Where
 * nothing was heard from the server for as long as a lease lasts, it is given up, for the server will have given the job to somebody else.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #held = new Set<Work>();
  /** To be extended in this turn, and who waits to learn whether the server has heard it. */
  #asked = new Map<Work, ((isHeard: boolean) => void)[]>();
  #timer: Timer | undefined;
  #timerMs = 0;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** Begins an attempt. @returns whether the job is still ours, and not cancelled */
  async begin(work: Work): Promise<boolean> {
    this.#held.add(work);
    while (!work.signal.aborted && !(await this.#extend(work))) await pause(this.#options.clock, newsMs, work.signal);
    this.#arm(beatMs(work));
    return !work.signal.aborted;
  }

  /** There is something to be told, soon. */
  tellSoon(): void {
    this.#arm(newsMs);
  }

  /** Tells what there is to be told of a job before its end is. */
  async tell(work: Work): Promise<void> {
    if (work.hasNews && !work.isOver) await this.#extend(work);
  }

  letGo(work: Work): void {
    this.#held.delete(work);
  }

  /** To be called at the end. */
  stop(): void {
    this.#held.clear();
    this.#timer?.cancel();
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

  #arm(afterMs: number): void {
    const atMs = this.#options.clock.monotonicMs() + afterMs;
    if (this.#timer !== undefined && this.#timerMs <= atMs) return;
    this.#timer?.cancel();
    this.#timerMs = atMs;
    this.#timer = this.#options.clock.after(afterMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    this.#timer = undefined;
    const held = [...this.#held].filter(({ isOver }) => !isOver);
    if (held.length === 0) return;
    this.#arm(Math.min(...held.map(beatMs)));
    await Promise.all(held.map((work) => this.#extend(work)));
  }

  /** Rejects never. */
  async #send(works: readonly Work[]): Promise<boolean> {
    const { fabric, clock, queue, workerId } = this.#options;
    const leases = works.map((work) => work.takeNews());
    const sentMs = clock.monotonicMs();
    const timeoutMs = Math.max(1, Math.floor(Math.min(...works.map(({ leaseMs }) => leaseMs)) / beatsPerLease));
    try {
      const answer = await fabric.queues.extend({ queue, workerId, leases }, { timeoutMs });
      this.#hear(works, sentMs, answer);
      return true;
    } catch (error) {
      this.#notHeard(works, leases, error);
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
      work.heldUntilMs = sentMs + work.leaseMs;
      // What was let go of meanwhile has ended in good order, and what is being committed may have.
      if (!this.#held.has(work) || work.isCommitting) continue;
      if (isLost.has(work.job.id)) this.#lose(work, "it ended, or was taken away");
      else if (isCancelled.has(work.job.id)) work.abort(cancelledError(work));
    }
  }

  #notHeard(works: readonly Work[], leases: readonly LeaseExtensionInit[], error: unknown): void {
    const nowMs = this.#options.clock.monotonicMs();
    const isGone = isFlowMeshError(error, "queue_not_found");
    const mayPass = isFlowMeshError(error) && error.retryable;
    works.forEach((work, index) => {
      work.notTold(leases[index]!);
      if (isGone || nowMs >= work.heldUntilMs) this.#lose(work, (error as Error).message);
    });
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

function beatMs({ leaseMs }: Work): number {
  return Math.min(beatMsMax, leaseMs / beatsPerLease);
}

function cancelledError({ job: { queue, id: job } }: Work): FlowMeshError {
  return new FlowMeshError("job_failed", { job, queue, state: "cancelled", problem: "it was cancelled meanwhile" });
}
