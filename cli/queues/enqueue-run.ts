import type { EnqueueJob, JobHandle, Mesh } from "@flowmesh/client";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Shape } from "../output/format.ts";
import { isOfPlace } from "../publishing/publish-run.ts";
import { formatDuration } from "../values/duration.ts";

/** What became of many jobs. */
export interface EnqueueSummary {
  readonly queue: string;
  /** Those that were there already included. */
  readonly enqueued: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly elapsedMs: number;
  /** Ids of the first and the last one; empty without any. */
  readonly firstJob: string;
  readonly lastJob: string;
}

/** How it is shown. */
export const enqueueSummaryShape: Shape<EnqueueSummary> = {
  columns: [
    { title: "QUEUE", value: ({ queue }) => queue },
    { title: "ENQUEUED", value: ({ enqueued }) => enqueued },
    { title: "DUPLICATES", value: ({ duplicates }) => duplicates },
    { title: "FAILED", value: ({ failed }) => failed },
    { title: "TOOK", value: ({ elapsedMs }) => elapsedMs, shown: ({ elapsedMs }) => formatDuration(elapsedMs) },
    { title: "FIRST", value: ({ firstJob }) => firstJob },
    { title: "LAST", value: ({ lastJob }) => lastJob },
  ],
  toJson: (summary) => summary,
};

/** Hears of each job, by its line. */
export interface EnqueueWatcher {
  enqueued(line: number, job: JobHandle): void;
  failed(line: number, error: FlowMeshError): void;
}

interface Line {
  readonly number: number;
  readonly job: EnqueueJob;
}

const jobsAtOnce = 1000;
const bytesAtOnce = 4 * 1024 * 1024;

/** Enqueues jobs in the order of their lines, many with one commit. */
export class EnqueueRun {
  /** Why no more can be enqueued there, else why the first line was refused. */
  failure: FlowMeshError | undefined;
  readonly #mesh: Mesh;
  readonly #queue: string;
  readonly #watcher: EnqueueWatcher;
  readonly #startedMs = performance.now();
  #lines: Line[] = [];
  #bytes = 0;
  #summary = { enqueued: 0, duplicates: 0, failed: 0, firstJob: "", lastJob: "" };

  constructor(mesh: Mesh, queue: string, watcher: EnqueueWatcher) {
    this.#mesh = mesh;
    this.#queue = queue;
    this.#watcher = watcher;
  }

  /** Nothing more can be enqueued there. */
  get isHopeless(): boolean {
    return this.failure !== undefined && isOfPlace(this.failure);
  }

  async add(number: number, job: EnqueueJob, bytes: number): Promise<void> {
    if (this.#bytes + bytes > bytesAtOnce || this.#lines.length === jobsAtOnce) await this.flush();
    this.#lines.push({ number, job });
    this.#bytes += bytes;
  }

  /** Counts a line that is not enqueued. @throws what is no FlowMeshError */
  refuse(line: number, error: unknown): void {
    if (!isFlowMeshError(error)) throw error;
    if (this.failure === undefined || (isOfPlace(error) && !this.isHopeless)) this.failure = error;
    this.#summary.failed += 1;
    this.#watcher.failed(line, error);
  }

  /** Enqueues what was added. */
  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    if (lines.length > 0) await this.#enqueue(lines);
  }

  get summary(): EnqueueSummary {
    return { queue: this.#queue, ...this.#summary, elapsedMs: Math.round(performance.now() - this.#startedMs) };
  }

  /** One that is refused takes no other with it. */
  async #enqueue(lines: readonly Line[]): Promise<void> {
    try {
      const jobs = await this.#mesh.enqueueMany(
        this.#queue,
        lines.map(({ job }) => job),
      );
      for (const [at, job] of jobs.entries()) this.#count(lines[at]!.number, job);
    } catch (error) {
      const isOfOne = isFlowMeshError(error) && !isOfPlace(error);
      if (isOfOne && lines.length > 1 && !this.isHopeless) for (const line of lines) await this.#enqueue([line]);
      else for (const { number } of lines) this.refuse(number, error);
    }
  }

  #count(line: number, job: JobHandle): void {
    const { firstJob, enqueued, duplicates, failed } = this.#summary;
    this.#summary = {
      enqueued: enqueued + 1,
      duplicates: duplicates + (job.duplicate ? 1 : 0),
      failed,
      firstJob: firstJob || job.id,
      lastJob: job.id,
    };
    this.#watcher.enqueued(line, job);
  }
}
