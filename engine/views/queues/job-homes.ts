/** Jobs of neighbouring offsets whose present state follows from what stands from this segment on. */
export interface JobsHome {
  readonly from: number;
  readonly to: number;
  readonly segment: number;
}

/**
 * In which segment of the log the oldest thing stands that decides about jobs: what enqueued them, or carried them since. Kept as stretches of offsets, as neighbours came
 * and were carried together.
 */
export class JobHomes {
  /** In order, none of them empty. */
  #stretches: JobsHome[] = [];

  [Symbol.iterator](): IterableIterator<JobsHome> {
    return this.#stretches[Symbol.iterator]();
  }

  /** The jobs [from, to) stand in this segment now. */
  set(from: number, to: number, segment: number): void {
    const last = this.#stretches.at(-1);
    if (last === undefined || from >= last.to) {
      if (last?.segment === segment && last.to === from) this.#stretches.splice(-1, 1, { ...last, to });
      else this.#stretches.push({ from, to, segment });
      return;
    }
    const stretches: JobsHome[] = [];
    for (const stretch of this.#stretches)
      if (stretch.from < from) stretches.push({ ...stretch, to: Math.min(stretch.to, from) });
    stretches.push({ from, to, segment });
    for (const stretch of this.#stretches)
      if (stretch.to > to) stretches.push({ ...stretch, from: Math.max(stretch.from, to) });
    this.#stretches = joined(stretches);
  }

  /** None of [from, to) is a job any more. */
  remove(from: number, to: number): void {
    this.set(from, to, 0);
    this.forgetBefore(1);
  }

  /** Forgets what stood in segments that were given back: none of it is a job any more. */
  forgetBefore(firstSegment: number): void {
    if (this.#stretches.some(({ segment }) => segment < firstSegment))
      this.#stretches = this.#stretches.filter(({ segment }) => segment >= firstSegment);
  }
}

function joined(stretches: readonly JobsHome[]): JobsHome[] {
  const all: JobsHome[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (last !== undefined && last.to === stretch.from && last.segment === stretch.segment)
      all.splice(-1, 1, { ...last, to: stretch.to });
    else all.push(stretch);
  }
  return all;
}
