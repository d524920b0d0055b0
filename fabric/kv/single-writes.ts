import type {
  CallOptions,
  CommitRequestInit,
  CommitResponse,
  DeleteRequestInit,
  DeleteResponse,
  EntryResult,
  IncrementRequestInit,
  IncrementResponse,
  OperationInit,
  PutRequestInit,
  PutResponse,
} from "@flowmesh/contract";
import { type CommitMarksInit, unmarked } from "../unmarked.ts";

/** Writes of single entries, for implementations that commit: each is a commit of one operation. */
export class SingleWrites {
  readonly #commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>;

  constructor(commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>) {
    this.#commit = commit;
  }

  async put(request: PutRequestInit, options?: CallOptions): Promise<PutResponse> {
    const { marks, operation: put } = unmarked(request);
    const { position, entry } = await this.#write({ put }, marks, options);
    return { revision: entry.revision, position };
  }

  async delete(request: DeleteRequestInit, options?: CallOptions): Promise<DeleteResponse> {
    const { marks, operation } = unmarked(request);
    const { position, entry } = await this.#write({ delete: operation }, marks, options);
    return { deleted: entry.deleted, revision: entry.revision, position };
  }

  async increment(request: IncrementRequestInit, options?: CallOptions): Promise<IncrementResponse> {
    const { marks, operation: increment } = unmarked(request);
    const { position, entry } = await this.#write({ increment }, marks, options);
    return { value: entry.value, revision: entry.revision, position };
  }

  async #write(
    operation: OperationInit,
    marks: CommitMarksInit,
    options: CallOptions | undefined,
  ): Promise<{ position: number; entry: EntryResult }> {
    const { position, results } = await this.#commit({ operations: [operation], ...marks }, options);
    const entry = results[0]?.entry;
    if (entry === undefined) throw new Error("a commit of one entry has no result");
    return { position, entry };
  }
}
