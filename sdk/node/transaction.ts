import type { CommitResponse, NewRecordInit, OperationInit } from "@flowmesh/contract";
import { newRecord } from "./publishing/outgoing-batch.ts";
import { outgoingRecord, type PublishOptions } from "./publishing/outgoing-record.ts";
import type { PublishResult } from "./publishing/receipt.ts";
import type { Value } from "./value.ts";

/** What a commit wrote. */
export interface CommitResult {
  /** The commit's number in the log's order. */
  readonly position: number;
  /** Where each record went, in the order of `tx.publish`. */
  readonly published: readonly PublishResult[];
}

/** Gathers what is to be written as one. Nothing is sent before the function that was given to `mesh.commit` has ended. */
export class Transaction {
  readonly #published: {
    readonly stream: string;
    readonly expectedOffset: number | undefined;
    readonly record: NewRecordInit;
  }[] = [];

  /** Adds a record. Options are those of `mesh.publish`. @throws FlowMeshError `record_too_large`, `field_invalid` */
  publish(stream: string, value: Value, options?: PublishOptions): void {
    const outgoing = outgoingRecord(value, options, this.#published.length);
    // The server gives the time where none was named: the same commit made again is then the same in all its bytes, as its idempotency key wants it.
    const timestamp = options?.timestamp === undefined ? undefined : outgoing.timestampMs;
    const record = { ...newRecord(outgoing), timestamp };
    this.#published.push({ stream, expectedOffset: outgoing.expectedOffset, record });
  }

  /** The operations as the contract has them; records that follow one another into one stream are one operation. */
  get operations(): OperationInit[] {
    const operations: { publish: { stream: string; records: NewRecordInit[]; expectedOffset: number | undefined } }[] =
      [];
    for (const { stream, expectedOffset, record } of this.#published) {
      const last = operations.at(-1)?.publish;
      const isNext = last?.stream === stream && last.expectedOffset === undefined && expectedOffset === undefined;
      if (isNext) last.records.push(record);
      else operations.push({ publish: { stream, records: [record], expectedOffset } });
    }
    return operations;
  }
}

/** What the response says, by record. */
export function commitResult(response: CommitResponse): CommitResult {
  return { position: response.position, published: response.results.flatMap(({ placements }) => placements) };
}
