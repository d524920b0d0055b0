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

/** Whether a write says more of the commit that it is than when it is answered; or something that is to be refused. */
export function isMarked({ idempotencyKey, causation, correlation }: CommitMarksInit): boolean {
  return !isEmpty(idempotencyKey) || !isEmpty(correlation) || !(causation === undefined || isNone(causation));
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === "";
}

function isNone(list: readonly unknown[]): boolean {
  return Array.isArray(list) && list.length === 0;
}
