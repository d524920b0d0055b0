import { limits } from "@flowmesh/contract";
import { BatchReader, type Fabric } from "@flowmesh/fabric";
import { type Clock, toldWithPlace } from "@flowmesh/fabric/internal";
import type { Codec } from "../definitions/codec.ts";
import { type Chunk, ChunkProgress } from "./chunks.ts";
import { Message } from "./message.ts";
import type { ReadOptions } from "./read-range.ts";
import type { Reading } from "./reading.ts";

/** Bytes of messages after which an array is given: what small compressed batches grow to must not all be in memory at once. */
const arrayBytes = limits.readBytes.max;

/**
 * The messages of a chunk in arrays, none of them empty.
 * @throws FlowMeshError `records_malformed`, `capability_missing`, behind the messages before it
 */
export function* messagesOf<Data>(chunk: Chunk, stream: string, codec?: Codec<Data>): Generator<Message<Data>[], void> {
  const reader = new BatchReader(chunk.batches, { fromOffset: chunk.from });
  let messages: Message<Data>[] = [];
  let [bytes, next] = [0, chunk.from];
  let failure: unknown;
  try {
    while (reader.next() && reader.offset < chunk.until) {
      messages.push(new Message(chunk.partition, reader).readBy(codec));
      bytes += reader.size;
      next = reader.offset + 1;
      if (bytes < arrayBytes) continue;
      yield messages;
      [messages, bytes] = [[], 0];
    }
  } catch (error) {
    failure = toldWithPlace(error, reader, stream, chunk.partition, next);
  }
  if (messages.length > 0) yield messages;
  if (failure !== undefined) throw failure;
}

/** What `readChunks` gives as messages in arrays, at most `limit` of them, none of the arrays empty. It reads by itself: a generator over another costs each message more. */
export async function* messageBatches<Data>(
  fabric: Fabric,
  { stream, codec }: { readonly stream: string; readonly codec?: Codec<Data> | undefined },
  options: ReadOptions,
  clock: Clock,
): AsyncGenerator<Message<Data>[], void> {
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  if (left === 0) return;
  const progress = await ChunkProgress.begin(fabric, stream, options, clock);
  if (progress.isDone) return;
  for await (const response of fabric.streams.subscribe(progress.request, { signal: options.signal })) {
    const chunk = progress.take(response);
    for (const messages of chunk === undefined ? [] : messagesOf(chunk, stream, codec)) {
      if (messages.length >= left) {
        yield messages.slice(0, left);
        return;
      }
      left -= messages.length;
      yield messages;
    }
    if (progress.isDone) return;
  }
}

/** One message after the other; written by hand because a generator would cost several times as much for each. */
export class MessageIterator<Data> implements AsyncIterableIterator<Message<Data>, undefined> {
  readonly #batches: Reading<Message<Data>[]>;
  #messages: readonly Message<Data>[] = [];
  #at = 0;
  readonly #nextAgain = (): Promise<IteratorResult<Message<Data>, undefined>> => this.next();
  #fetching: Promise<unknown> | undefined;

  constructor(batches: Reading<Message<Data>[]>) {
    this.#batches = batches;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Message<Data>, undefined>> {
    if (this.#at < this.#messages.length) return Promise.resolve({ done: false, value: this.#messages[this.#at++]! });
    // One after the other: a second call may come before the first one's messages are there.
    if (this.#fetching !== undefined) return this.#fetching.then(this.#nextAgain, this.#nextAgain);
    const next = this.#fetch();
    this.#fetching = next;
    return next;
  }

  async return(): Promise<IteratorResult<Message<Data>, undefined>> {
    this.#messages = [];
    return (await this.#batches.return()) as IteratorResult<Message<Data>, undefined>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #fetch(): Promise<IteratorResult<Message<Data>, undefined>> {
    try {
      const result = await this.#batches.next();
      if (result.done === true) return result;
      this.#messages = result.value;
      this.#at = 1;
      return { done: false, value: this.#messages[0]! };
    } finally {
      this.#fetching = undefined;
    }
  }
}
