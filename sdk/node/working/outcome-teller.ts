import { type Durability, type JobOutcomeInit, limits, type SettleResponse } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { Fifo } from "../consuming/fifo.ts";
import { describeFailure, type JobEnd } from "../queues/job-failure.ts";
import { Backoff } from "../remote/backoff.ts";
import type { ClientWorld } from "../world/client-world.ts";
import type { EndOfTurn } from "../world/end-of-turn.ts";
import { pause } from "../world/pause.ts";
import type { Work } from "./work.ts";

export interface OutcomeTellerOptions {
  readonly fabric: Fabric;
  readonly world: ClientWorld;
  readonly turn: EndOfTurn;
  readonly queue: string;
  readonly durability: Durability | undefined;
  /** What became of the job is known to the server, or counts for nothing any more. */
  told(work: Work): void;
  /** Told what no further try will mend. */
  failed(error: unknown): void;
}

interface Outcome {
  readonly work: Work;
  readonly end: JobEnd;
  readonly bytes: number;
}

const batchBytes = 4 * 1024 * 1024;

/** Tells what became of jobs: what ends while one call is under way goes with the next. Tries for as long as it takes; each outcome counts once. */
export class OutcomeTeller {
  readonly #options: OutcomeTellerOptions;
  readonly #outcomes = new Fifo<Outcome>();
  readonly #stopping = new AbortController();
  readonly #backoff: Backoff;
  /** Outcomes that are not told yet, those under way included, and their bytes. */
  pending = 0;
  pendingBytes = 0;
  #telling: Promise<void> | undefined;

  constructor(options: OutcomeTellerOptions) {
    this.#options = options;
    this.#backoff = new Backoff(undefined, undefined, options.world.random);
  }

  add(work: Work, end: JobEnd): void {
    const bytes = sizeOf(end);
    work.isEnding = true;
    this.#outcomes.push({ work, end, bytes });
    this.pending++;
    this.pendingBytes += bytes;
    this.#telling ??= this.#tellAll();
  }

  /** Resolves when all is told. */
  async idle(): Promise<void> {
    await this.#telling;
  }

  /** Tells nothing more: what was not told by now comes to an end with its lease. */
  giveUp(): void {
    this.#stopping.abort();
  }

  async #tellAll(): Promise<void> {
    // What ends in the same turn goes along.
    await this.#options.turn.wait();
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      await this.#tell(batch);
      for (const { work, bytes } of batch) {
        this.pending--;
        this.pendingBytes -= bytes;
        this.#options.told(work);
      }
    }
    this.#telling = undefined;
  }

  #take(): Outcome[] {
    const batch: Outcome[] = [];
    let bytes = 0;
    for (let next = this.#outcomes.peek(); next !== undefined; next = this.#outcomes.peek()) {
      if (batch.length === limits.queueJobs.value || (bytes > 0 && bytes + next.bytes > batchBytes)) break;
      bytes += next.bytes;
      batch.push(next);
      this.#outcomes.shift();
    }
    return batch;
  }

  /** Rejects never. */
  async #tell(batch: readonly Outcome[]): Promise<void> {
    const open = batch.filter(({ work }) => !work.isOver);
    if (open.length === 0) return;
    for (;;) {
      if (this.#stopping.signal.aborted) return;
      try {
        await this.#settle(open.map(({ work, end }) => outcomeOf(work, end)));
        this.#backoff.reset();
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        if (!isFlowMeshError(error) || !error.retryable) return this.#refused(open, error);
        await pause(this.#options.world.clock, this.#backoff.next(), this.#stopping.signal);
      }
    }
  }

  #settle(outcomes: JobOutcomeInit[]): Promise<SettleResponse> {
    const { fabric, queue, durability } = this.#options;
    return fabric.queues.settle({ queue, outcomes, durability }, { signal: this.#stopping.signal });
  }

  /** One that is refused must not hold up the others. */
  async #refused(batch: readonly Outcome[], error: unknown): Promise<void> {
    if (isFlowMeshError(error, "lease_lost") || isFlowMeshError(error, "queue_not_found")) return;
    if (batch.length > 1) {
      for (const outcome of batch) await this.#tell([outcome]);
      return;
    }
    const [{ work, end } = { work: undefined, end: undefined }] = batch;
    if (work === undefined || end?.done?.result === undefined) return this.#options.failed(error);
    await this.#tell([{ work, end: { failed: describeFailure(error) }, bytes: 0 }]);
  }
}

function outcomeOf({ job: { id: job, lease } }: Work, end: JobEnd): JobOutcomeInit {
  return { job, lease, ...end };
}

function sizeOf({ done, failed, dead }: JobEnd): number {
  const text = failed ?? dead;
  return (done?.result?.length ?? 0) + (text?.error?.length ?? 0) + (text?.stack?.length ?? 0) + 64;
}
