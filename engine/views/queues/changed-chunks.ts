/**
 * Which chunks of something were changed since it was last saved, so that a save writes these alone, one after the other, while it goes on being changed. What a save
 * writes is as it was when the save began: a chunk that is about to change before its turn has come is encoded first.
 */
export class ChangedChunks<Content> {
  readonly #encode: (chunk: number) => Content;
  #changed = new Set<number>();
  /** Chunks of the save under way that are still to be encoded. */
  #pending = new Set<number>();
  /** Chunks of the save under way that were encoded before their turn. */
  readonly #encoded = new Map<number, Content>();
  #saving: readonly number[] = [];
  /** The last one that was told of, and stands among the changed ones. */
  #last = -1;

  constructor(encode: (chunk: number) => Content) {
    this.#encode = encode;
  }

  /** To be told of each chunk before something in it changes. */
  willChange(chunk: number): void {
    if (chunk === this.#last) return;
    this.#last = chunk;
    if (this.#pending.delete(chunk)) this.#encoded.set(chunk, this.#encode(chunk));
    this.#changed.add(chunk);
  }

  /** A save begins: gives the chunks that it is to take, in their order. One that was never ended was in vain. */
  begin(): readonly number[] {
    this.end(true);
    this.#saving = [...this.#changed].sort((a, b) => a - b);
    this.#pending = this.#changed;
    this.#changed = new Set();
    this.#last = -1;
    return this.#saving;
  }

  /** The content of a chunk as it was when the save began; each is taken once. */
  take(chunk: number): Content {
    if (this.#pending.delete(chunk)) return this.#encode(chunk);
    const content = this.#encoded.get(chunk) as Content;
    this.#encoded.delete(chunk);
    return content;
  }

  /** The save is over. One that was in vain leaves its chunks to the next one. */
  end(wasInVain: boolean): void {
    if (wasInVain) for (const chunk of this.#saving) this.#changed.add(chunk);
    this.#saving = [];
    this.#pending.clear();
    this.#encoded.clear();
    this.#last = -1;
  }
}
