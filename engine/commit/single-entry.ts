import type { EntryResult } from "@flowmesh/contract";
import type { EntryStep } from "@flowmesh/fabric/internal";
import { EntryOrder } from "../views/kv/entry-order.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import type { LogOperation } from "./operation.ts";
import type { Intent } from "./sequencer.ts";

/** What the caller is told of a commit of one entry. */
export type EntryAnswer<Response> = (position: number, entry: EntryResult) => Response;

/** A write of one entry that is a commit by itself, as most are: without what a commit of several steps needs. */
export class SingleEntry<Response> implements Intent<Response> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged: boolean;
  readonly frees: boolean;
  readonly #table: KvTable;
  readonly #step: EntryStep;
  readonly #answer: EntryAnswer<Response>;

  constructor(
    table: KvTable,
    durability: "always" | "interval" | "memory",
    step: EntryStep,
    answer: EntryAnswer<Response>,
  ) {
    const isDelete = step.kind === "delete";
    this.durability = durability;
    this.privileged = isDelete;
    this.frees = isDelete;
    this.#table = table;
    this.#step = step;
    this.#answer = answer;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): Response {
    const entry = new EntryOrder(this.#table, { position, timeMs, operations }).order(this.#step);
    return this.#answer(operations.length === 0 ? position - 1 : position, entry);
  }
}
