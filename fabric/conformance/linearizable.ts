/**
 * Whether a history of calls that overlapped could have come from calls made one after the other, each at some moment between its beginning and its end (Herlihy and Wing,
 * "Linearizability", 1990). The search is Wing and Gong's ("Testing and verifying concurrent objects", 1993) with Lowe's memory of what was tried ("Testing for
 * linearizability", 2017), as Porcupine does it. Histories of different objects are checked apart: that is enough, says the first paper.
 */
export interface Call<Asked> {
  readonly asked: Asked;
  /** Moments in one order: no two are equal. */
  readonly begun: number;
  /** Infinity while nobody knows how it ended: then it took effect at any later moment, or never. */
  readonly ended: number;
}

/** What one call after the other would do. */
export interface Sequential<State, Asked> {
  readonly initial: State;
  /** The state afterwards; undefined when the call could not have been answered as it was. */
  next(state: State, asked: Asked): State | undefined;
  /** Equal for equal states. */
  keyOf(state: State): string;
}

/** Whether there is such an order. */
export function isLinearizable<State, Asked>(calls: readonly Call<Asked>[], model: Sequential<State, Asked>): boolean {
  return new Search(calls, model).from(model.initial, 0n);
}

class Search<State, Asked> {
  readonly #calls: readonly Call<Asked>[];
  readonly #model: Sequential<State, Asked>;
  readonly #tried: Set<string> = new Set();
  /** Calls that must have taken effect. */
  readonly #answered: bigint;

  constructor(calls: readonly Call<Asked>[], model: Sequential<State, Asked>) {
    this.#calls = calls.toSorted((a, b) => a.begun - b.begun);
    this.#model = model;
    let answered = 0n;
    for (const [index, { ended }] of this.#calls.entries())
      if (ended !== Number.POSITIVE_INFINITY) answered |= 1n << BigInt(index);
    this.#answered = answered;
  }

  /** Whether the calls that are not in `done` can follow on a state. */
  from(state: State, done: bigint): boolean {
    if ((done & this.#answered) === this.#answered) return true;
    const name = `${done} ${this.#model.keyOf(state)}`;
    if (this.#tried.has(name)) return false;
    this.#tried.add(name);
    for (const index of this.#mayBeNext(done)) {
      const next = this.#model.next(state, (this.#calls[index] as Call<Asked>).asked);
      if (next !== undefined && this.from(next, done | (1n << BigInt(index)))) return true;
    }
    return false;
  }

  /** Those that began before any other of them ended. */
  #mayBeNext(done: bigint): number[] {
    const left = [...this.#calls.keys()].filter((index) => ((done >> BigInt(index)) & 1n) === 0n);
    const firstEnd = Math.min(...left.map((index) => (this.#calls[index] as Call<Asked>).ended));
    return left.filter((index) => (this.#calls[index] as Call<Asked>).begun < firstEnd);
  }
}
