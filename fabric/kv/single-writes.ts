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

/** Writes of single entries, for implementations that commit: each is a commit of one operation. */
export class SingleWrites {
  readonly #commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>;

  constructor(commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>) {
    this.#commit = commit;
  }

  async put({ idempotencyKey, durability, ...put }: PutRequestInit, options?: CallOptions): Promise<PutResponse> {
    const { position, entry } = await this.#write({ put }, { idempotencyKey, durability }, options);
    return { revision: entry.revision, position };
  }

  async delete(request: DeleteRequestInit, options?: CallOptions): Promise<DeleteResponse> {
    const { idempotencyKey, durability, ...operation } = request;
    const { position, entry } = await this.#write({ delete: operation }, { idempotencyKey, durability }, options);
    return { deleted: entry.deleted, revision: entry.revision, position };
  }

  async increment(request: IncrementRequestInit, options?: CallOptions): Promise<IncrementResponse> {
    const { idempotencyKey, durability, ...increment } = request;
    const { position, entry } = await this.#write({ increment }, { idempotencyKey, durability }, options);
    return { value: entry.value, revision: entry.revision, position };
  }

  async #write(
    operation: OperationInit,
    how: Pick<CommitRequestInit, "idempotencyKey" | "durability">,
    options: CallOptions | undefined,
  ): Promise<{ position: number; entry: EntryResult }> {
    const { position, results } = await this.#commit({ operations: [operation], ...how }, options);
    const entry = results[0]?.entry;
    if (entry === undefined) throw new Error("a commit of one entry has no result");
    return { position, entry };
  }
}
