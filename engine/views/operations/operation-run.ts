import { nextMove } from "@flowmesh/fabric/internal";
import type { Clock } from "../../clock/clock.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { JobReader } from "../queues/job-reader.ts";
import { offsetOf } from "../queues/lease-intents.ts";
import type { NamedQueue } from "../queues/queue-table.ts";
import { JobMatcher } from "./job-matcher.ts";
import { JobScanner } from "./job-scanner.ts";
import type { OperationHeads } from "./operation-intents.ts";
import type { TableOperation } from "./queue-operations.ts";
import { contentBytes, STEP_BYTES, STEP_JOBS, type StepCandidate, StepIntent } from "./step-intent.ts";

/** What operations run on. */
export interface RunGround {
  readonly heads: OperationHeads;
  readonly reader: JobReader;
  readonly sequencer: Sequencer;
  readonly clock: Clock;
}

/** Jobs that are read at a time, and their bytes together, unless one alone has more. */
const READ_AT_ONCE = 50;
const READ_BYTES = 1 << 20;

/**
 * One operation that runs: it looks at the jobs a piece at a time, and has them changed a step at a time. What it knows beyond the log, where it is and what it passed over,
 * is found again after a restart by beginning anew: jobs that it has changed are not meant any more.
 */
export class OperationRun {
  readonly #ground: RunGround;
  readonly #queue: NamedQueue;
  readonly #id: number;
  readonly #scanner: JobScanner;
  readonly #matcher: JobMatcher;
  readonly #refusal: TableOperation["refusal"];
  #found: StepCandidate[] = [];
  #foundBytes = 0;
  #passedOver = 0;
  #skipped = 0;
  /** Its rate allows nothing before. */
  #opensMs = 0;
  #isStopped = false;
  #wake: () => void = asleep;

  constructor(ground: RunGround, queue: NamedQueue, { state, asked, refusal }: TableOperation) {
    this.#refusal = refusal;
    this.#ground = ground;
    this.#queue = queue;
    this.#id = state.id;
    const { filter } = asked;
    const first = filter.fromJob === "" ? 0 : offsetOf(filter.fromJob);
    const end = filter.toJob === "" ? state.endOffset : Math.min(state.endOffset, Math.max(0, offsetOf(filter.toJob)));
    this.#scanner = new JobScanner(queue.jobs, filter.state, first, end);
    this.#matcher = new JobMatcher(queue, asked, ground.heads.queues.workers, ground.reader);
  }

  /** Jobs that it looked at and did not change, since it began or the engine was opened. */
  get passedOver(): number {
    return this.#passedOver + this.#skipped;
  }

  /** Something has changed that it may wait for. */
  wake(): void {
    this.#wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** Resolves when it has ended, is paused or was stopped. */
  async run(): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    for (let operation = this.#present; operation !== undefined; operation = this.#present) {
      const { asked, state } = operation;
      const nowMs = this.#ground.sequencer.nowMs();
      const waitMs = this.#opensMs - nowMs;
      if (waitMs > 0) await this.#untilWoken(waitMs);
      // That their time has come stands nowhere in the log: after a start jobs that waited are seen as delayed until then.
      else if (this.#queue.jobs.due.nextMs <= nowMs) await this.#untilWoken(Number.POSITIVE_INFINITY);
      else if (this.#found.length === 0 && !this.#scanner.isAtEnd) await this.#look();
      else if (nextMove(asked, state.progress, this.#found.length === 0) !== "wait") await this.#step();
      else await this.#untilWoken(Number.POSITIVE_INFINITY);
    }
  }

  /** Undefined: it does not run. */
  get #present(): TableOperation | undefined {
    if (this.#isStopped) return undefined;
    const operation = this.#ground.heads.queues.findById(this.#queue.id)?.operations.find(this.#id);
    return operation?.state.progress.state === "running" ? operation : undefined;
  }

  /** Finds jobs for the next step, also while those of this one are waited for: whether there are more decides how it goes on. */
  async #look(): Promise<void> {
    const { heads, sequencer } = this.#ground;
    await sequencer.whenVisible(heads.queues.changed);
    while (this.#found.length < STEP_JOBS && this.#foundBytes < STEP_BYTES && !this.#scanner.isAtEnd) {
      const offsets = this.#scanner.next(readAtOnce(this.#queue));
      const matches = await Promise.all(offsets.map((offset) => this.#matcher.match(offset, sequencer.nowMs())));
      for (const match of matches) {
        if (match === "other") this.#passedOver++;
        else if (match === "skipped") this.#skipped++;
        else this.#add(match);
      }
      await this.#turn();
      if (this.#present === undefined) return;
    }
  }

  #add(candidate: StepCandidate): void {
    this.#found.push(candidate);
    this.#foundBytes += contentBytes(candidate);
  }

  async #step(): Promise<void> {
    const { heads, sequencer } = this.#ground;
    const step = {
      queue: this.#queue,
      operation: this.#id,
      candidates: this.#found,
      isLookedThrough: this.#scanner.isAtEnd,
      skipped: this.#skipped,
    };
    const { used, move, opensMs } = await sequencer.submit(new StepIntent(heads, step), this);
    this.#found = this.#found.slice(used);
    if (this.#found.length === 0) this.#foundBytes = 0;
    this.#opensMs = move === "rate" ? opensMs : 0;
  }

  /** Resolves when something has changed, or so much time has passed. */
  #untilWoken(ms: number): Promise<void> {
    const { clock } = this.#ground;
    return new Promise((resolve) => {
      const timer = ms < Number.POSITIVE_INFINITY ? clock.after(ms, () => this.#wake()) : undefined;
      const wake = (): void => {
        this.#wake = asleep;
        timer?.cancel();
        resolve();
      };
      this.#wake = wake;
    });
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#ground.clock.soon(resolve));
  }
}

const asleep = (): void => undefined;

/** How many jobs of a queue are looked at together. */
export function readAtOnce({ largestBytes }: NamedQueue): number {
  return Math.min(READ_AT_ONCE, Math.max(1, Math.floor(READ_BYTES / Math.max(1, largestBytes))));
}
