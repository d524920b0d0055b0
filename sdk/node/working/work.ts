import { type LeaseExtensionInit, limits, type ReservedJob } from "@flowmesh/contract";
import { Job } from "../queues/job.ts";

/** A job that this worker holds, from when it is fetched until its end is told. */
export class Work {
  readonly job: Job;
  /** What it takes of the memory for jobs that were fetched in advance. */
  readonly bytes: number;
  readonly leaseMs: number;
  /** By the client's clock: the lease may have ended then, unless it is extended before. */
  heldUntilMs: number;
  /** Its end was told by the handler's own commit, or its lease is not ours any more: nothing is to be told of it. */
  isOver = false;
  /** Its end is being told, by the handler's own commit or behind it: whether the lease was held is told by the answer to that. */
  isEnding = false;
  /** It is to be given back, without an attempt, if its handler throws. */
  isGivenUp = false;
  readonly #ending = new AbortController();
  #progress: number | undefined;
  #lines: string[] = [];

  constructor(queue: string, reserved: ReservedJob, leaseMs: number, nowMs: number) {
    this.job = new Job(queue, reserved);
    this.leaseMs = leaseMs;
    this.heldUntilMs = nowMs + leaseMs;
    this.bytes = (reserved.value?.length ?? 0) + (reserved.key?.length ?? 0) + overheadBytes;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** It is somebody else's, or nobody's. */
  lose(error: unknown): void {
    this.isOver = true;
    this.#ending.abort(error);
  }

  /** The handler should come to an end. */
  abort(reason: unknown): void {
    this.#ending.abort(reason);
  }

  /** Whether there is something that the server was not told yet. */
  get hasNews(): boolean {
    return this.#progress !== undefined || this.#lines.length > 0;
  }

  /** About what it takes to tell it. */
  get newsBytes(): number {
    return this.#lines.reduce((sum, line) => sum + 3 * line.length, 0);
  }

  noteProgress(percent: number): void {
    this.#progress = percent;
  }

  noteLine(line: string): void {
    this.#lines.push(line.slice(0, limits.jobLogLineBytes.value));
    if (this.#lines.length > limits.jobLogLines.value) this.#lines.shift();
  }

  /** What the server is to be told; it counts as told until `notTold`. */
  takeNews(): LeaseExtensionInit {
    const { id: job, lease } = this.job;
    const news = { job, lease, progress: this.#progress, log: this.#lines };
    this.#progress = undefined;
    this.#lines = [];
    return news;
  }

  notTold({ progress, log = [] }: LeaseExtensionInit): void {
    this.#progress ??= progress;
    this.#lines = [...log, ...this.#lines].slice(-limits.jobLogLines.value);
  }
}

/** More than any job needs beside its parts. */
const overheadBytes = 512;
