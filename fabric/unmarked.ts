import type { CommitRequestInit } from "@flowmesh/contract";

/** What a write by itself has in common with a commit. */
export type CommitMarksInit = Pick<CommitRequestInit, "idempotencyKey" | "durability" | "causation" | "correlation">;

/** A write of its own, taken apart into what it does and what it says of the commit that it is. */
export function unmarked<Request extends CommitMarksInit>({
  idempotencyKey,
  durability,
  causation,
  correlation,
  ...operation
}: Request): { readonly operation: Omit<Request, keyof CommitMarksInit>; readonly marks: CommitMarksInit } {
  return { operation, marks: { idempotencyKey, durability, causation, correlation } };
}
