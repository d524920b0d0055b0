/** Jobs that are enqueued, handed out and finished, over and over. */
export interface JobWork {
  readonly value: Buffer;
  /** Jobs that are enqueued together, and where one says so also taken and finished together. */
  readonly batchJobs: number;
  /** Batches on their way, from being enqueued until their last job is finished. */
  readonly inFlight: number;
  /** Handlers of a worker that run at one time. */
  readonly concurrency: number;
}

/** Tells when as many jobs have been finished as were enqueued up to some moment, whichever they are. */
export class JobsFinished {
  #finished = 0;
  #expected = 0;
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  add(): void {
    this.#finished += 1;
    while (this.#waiting[0] !== undefined && this.#waiting[0].at <= this.#finished) this.#waiting.shift()!.resolve();
  }

  /** To be called once for every batch. */
  after(jobs: number): Promise<void> {
    this.#expected += jobs;
    const at = this.#expected;
    return new Promise((resolve) => this.#waiting.push({ at, resolve }));
  }
}
