import type { AppendResponse } from "@flowmesh/contract";
import type { AppendIntent, StreamsHead } from "../views/streams/streams-head.ts";
import type { LogOperation } from "./operation.ts";
import type { Intent } from "./sequencer.ts";

/** One batch that is a commit by itself, as most are: without what a commit of several steps needs. */
export class SingleAppend implements Intent<AppendResponse> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = false;
  readonly #streams: StreamsHead;
  readonly #append: AppendIntent;

  constructor(streams: StreamsHead, durability: "always" | "interval" | "memory", append: AppendIntent) {
    this.#streams = streams;
    this.durability = durability;
    this.#append = append;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): AppendResponse {
    const { offset, duplicateOf } = this.#streams.order(this.#append, position, timeMs, undefined, operations);
    return { position: duplicateOf ?? position, offset, duplicate: duplicateOf !== undefined };
  }
}
