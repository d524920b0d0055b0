/** A worker as jobs know it. */
export interface KnownWorker {
  readonly id: string;
  readonly label: string;
  /** Jobs that it has, or had last. */
  jobs: number;
  /** When it was last heard of; undefined: not since the start. */
  seenMs: number | undefined;
}

/** Numbers in place of workers' ids, for as long as some job names the worker. */
export class WorkerNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #workers: (KnownWorker | undefined)[] = [];
  readonly #free: number[] = [];

  /** The worker's number, a new one if no job knows it. */
  numberOf(id: string, label: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined && this.#workers[known]?.label === label) return known;
    const number = this.#free.pop() ?? this.#workers.length;
    this.#workers[number] = { id, label, jobs: 0, seenMs: undefined };
    this.#numbers.set(id, number);
    return number;
  }

  /** By number; undefined: it names nobody. */
  all(): readonly (KnownWorker | undefined)[] {
    return this.#workers;
  }

  /** Gives a worker the number that it had; `restored` follows when all have theirs. */
  restore(number: number, { id, label }: Pick<KnownWorker, "id" | "label">): void {
    this.#workers[number] = { id, label, jobs: 0, seenMs: undefined };
    this.#numbers.set(id, number);
  }

  /** Numbers of workers that no job names are free. */
  restored(): void {
    for (let number = 0; number < this.#workers.length; number++) {
      const worker = this.#workers[number];
      if (worker !== undefined && worker.jobs > 0) continue;
      this.#workers[number] = undefined;
      this.#free.push(number);
      if (worker !== undefined && this.#numbers.get(worker.id) === number) this.#numbers.delete(worker.id);
    }
  }

  get(number: number): KnownWorker | undefined {
    return this.#workers[number];
  }

  /** The worker was heard of; one that no job knows is nobody. */
  seen(id: string, nowMs: number): void {
    const worker = this.#workers[this.#numbers.get(id) ?? -1];
    if (worker !== undefined) worker.seenMs = nowMs;
  }

  /** So many jobs more name the worker, or less. */
  count(number: number, by: number): void {
    const worker = this.#workers[number];
    if (worker === undefined) return;
    worker.jobs += by;
    if (worker.jobs > 0) return;
    this.#workers[number] = undefined;
    this.#free.push(number);
    if (this.#numbers.get(worker.id) === number) this.#numbers.delete(worker.id);
  }
}

/** How many jobs of one queue name each worker. */
export class WorkersOfQueue {
  readonly #workers: WorkerNumbers;
  /** By worker, but of the one that was counted last, which mostly is the next one too. */
  readonly #jobs = new Map<number, number>();
  #last = -1;
  #jobsOfLast = 0;

  constructor(workers: WorkerNumbers) {
    this.#workers = workers;
  }

  count(number: number, by: 1 | -1): void {
    if (number !== this.#last) this.#turnTo(number);
    this.#jobsOfLast += by;
    this.#workers.count(number, by);
  }

  #turnTo(number: number): void {
    if (this.#jobsOfLast > 0) this.#jobs.set(this.#last, this.#jobsOfLast);
    this.#jobsOfLast = this.#jobs.get(number) ?? 0;
    this.#last = number;
    this.#jobs.delete(number);
  }

  /** The queue is gone, and with it all its jobs. */
  clear(): void {
    this.#turnTo(-1);
    for (const [number, jobs] of this.#jobs) this.#workers.count(number, -jobs);
    this.#jobs.clear();
  }
}
