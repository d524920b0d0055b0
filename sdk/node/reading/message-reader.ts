import { BatchReader } from "@flowmesh/fabric";
import type { Chunk } from "./chunks.ts";
import { Message } from "./message.ts";
import type { Reading } from "./reading.ts";

/** The messages of a chunk. */
export function messagesOf(chunk: Chunk): Message[] {
  const messages: Message[] = [];
  const reader = new BatchReader(chunk.batches, { fromOffset: chunk.from });
  while (reader.next() && reader.offset < chunk.until) messages.push(new Message(chunk.partition, reader));
  return messages;
}

/** The messages of all chunks in arrays, at most `limit` of them, none of the arrays empty. */
export async function* messageBatches(chunks: AsyncIterable<Chunk>, limit: number): AsyncGenerator<Message[], void> {
  let left = limit;
  if (left === 0) return;
  for await (const chunk of chunks) {
    const messages = messagesOf(chunk);
    if (messages.length >= left) {
      yield messages.slice(0, left);
      return;
    }
    left -= messages.length;
    if (messages.length > 0) yield messages;
  }
}

/** One message after the other; written by hand because a generator would cost several times as much for each. */
export class MessageIterator implements AsyncIterableIterator<Message, undefined> {
  readonly #batches: Reading<Message[]>;
  #messages: readonly Message[] = [];
  #at = 0;
  #fetching: Promise<unknown> = Promise.resolve();

  constructor(batches: Reading<Message[]>) {
    this.#batches = batches;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    if (this.#at < this.#messages.length) return Promise.resolve({ done: false, value: this.#messages[this.#at++]! });
    // One after the other: a second call may come before the first one's messages are there.
    const next = this.#fetching.then(() => this.#fetch());
    this.#fetching = next.catch(() => {});
    return next;
  }

  async return(): Promise<IteratorResult<Message, undefined>> {
    this.#messages = [];
    return (await this.#batches.return()) as IteratorResult<Message, undefined>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #fetch(): Promise<IteratorResult<Message, undefined>> {
    if (this.#at < this.#messages.length) return { done: false, value: this.#messages[this.#at++]! };
    const result = await this.#batches.next();
    if (result.done === true) return result;
    this.#messages = result.value;
    this.#at = 1;
    return { done: false, value: this.#messages[0]! };
  }
}
