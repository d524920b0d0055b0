import type { Fabric } from "@flowmesh/fabric";
import type { Codec } from "../definitions/codec.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { Reading } from "../reading/reading.ts";
import { Entry } from "./entry.ts";

/** What is watched. */
export interface WatchOptions {
  /** Only keys that begin so. Default: all. */
  readonly prefix?: string | undefined;
  /**
   * Where it begins: `current` with the entries that are there, `now` with what is written from now on, a number with what was written behind that revision, as
   * `watch.revision` told it. Default `current`.
   */
  readonly from?: "current" | "now" | number | undefined;
  /** Ends the watch; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const watchOptionNames: OptionNames<WatchOptions> = { prefix: true, from: true, signal: true };

/**
 * The changes of a bucket, one by one: first the entries that are there, in the order of their keys, then every write in order. Goes on by itself after a lost
 * connection, without loss or doubles. Who is slow is spared what was replaced meanwhile, beyond the bucket's history, but never the last change of a key.
 */
export class Watch<Data = unknown> implements AsyncIterableIterator<Entry<Data>, undefined> {
  /** Resolves when everything that was there has been given, and only what comes is still to follow. Stays open when the watch ends before. */
  readonly caughtUp: Promise<void>;
  readonly #entries: Reading<Entry<Data>>;
  readonly #codec: Codec<Data> | undefined;
  #revision: number | undefined;

  constructor(fabric: Fabric, bucket: string, options: WatchOptions, codec?: Codec<Data>) {
    checkOptionNames(options, watchOptionNames, "watch");
    this.#codec = codec;
    let tell: () => void = () => undefined;
    this.caughtUp = new Promise((resolve) => {
      tell = resolve;
    });
    const start = (signal: AbortSignal) => this.#run(fabric, bucket, { ...options, signal }, tell);
    this.#entries = new Reading(start, options.signal);
  }

  /** Every change up to this revision of the bucket has been given: another watch goes on behind it. Undefined until it has caught up. */
  get revision(): number | undefined {
    return this.#revision;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Entry<Data>, undefined>> {
    return this.#entries.next();
  }

  return(): Promise<IteratorResult<Entry<Data>, undefined>> {
    return this.#entries.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#run(
    fabric: Fabric,
    bucket: string,
    { prefix, from = "current", signal }: WatchOptions,
    tellCaughtUp: () => void,
  ): AsyncGenerator<Entry<Data>, void> {
    const afterRevision = typeof from === "number" ? from : undefined;
    const request = { bucket, prefix, afterRevision, onlyNew: from === "now" };
    for await (const { changes, revision, snapshot, caughtUp } of fabric.kv.watch(request, { signal })) {
      for (const change of changes) {
        if (!snapshot) this.#revision = change.revision;
        yield new Entry(change, this.#codec);
      }
      if (!snapshot) this.#revision = revision;
      if (caughtUp) tellCaughtUp();
    }
  }
}
