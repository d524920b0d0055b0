/** What `batches` and `chunks` give, piece by piece. Leaving it (`break`, or `return`) ends the read at once, also while it waits for what is published next. */
export class Reading<Piece> implements AsyncIterableIterator<Piece, undefined> {
  readonly #pieces: AsyncGenerator<Piece, void>;
  readonly #stop = new AbortController();
  /** Who has left the read is told of its end, not why it ended. */
  readonly #endOrThrow = (error: unknown): IteratorResult<Piece, undefined> => {
    if (this.#stop.signal.aborted && error === this.#stop.signal.reason) return { done: true, value: undefined };
    throw error;
  };

  /** `start` must end when its signal is aborted; `signal` is the caller's own. */
  constructor(start: (signal: AbortSignal) => AsyncGenerator<Piece, void>, signal: AbortSignal | undefined) {
    const stop = this.#stop.signal;
    this.#pieces = start(signal === undefined ? stop : AbortSignal.any([stop, signal]));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Piece, undefined>> {
    return this.#pieces.next().catch(this.#endOrThrow) as Promise<IteratorResult<Piece, undefined>>;
  }

  async return(): Promise<IteratorResult<Piece, undefined>> {
    this.#stop.abort();
    await this.#pieces.return();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
