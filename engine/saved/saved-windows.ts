import type { CommitHeads } from "../commit/commit-intent.ts";
import { type LogOperation, readOperations } from "../commit/operation.ts";
import type { IndexChange, IndexStore } from "../index-store/index-store.ts";
import { encodeOperations, padded, scan } from "./rows.ts";

/** Of the dedupe ids and idempotency keys whose record stands in a segment. */
export function windowKey(segment: number): string {
  return `w/${padded(segment)}`;
}

export function windowChange(
  { streams, idempotency }: Pick<CommitHeads, "streams" | "idempotency">,
  segment: number,
): IndexChange {
  const operations: LogOperation[] = [];
  for (const { id, dedupe } of streams.all()) {
    for (const [hash, entry] of dedupe.standingIn(segment))
      operations.push({ kind: "dedupe", stream: id, hash, ...entry });
  }
  for (const operation of idempotency.standingIn(segment)) operations.push(operation);
  const count = Buffer.alloc(4);
  count.writeUInt32LE(operations.length);
  const value = operations.length === 0 ? undefined : Buffer.concat([count, encodeOperations(operations)]);
  return { key: windowKey(segment), value };
}

/** Gives the heads the windows of the segments from `firstSegment` on; returns the keys of the others. */
export function restoreWindows(
  store: IndexStore,
  { streams, idempotency }: CommitHeads,
  firstSegment: number,
): string[] {
  const unneeded: string[] = [];
  for (const { key, value } of scan(store, "w/")) {
    const segment = Number(key.slice(2));
    if (segment < firstSegment) {
      unneeded.push(key);
      continue;
    }
    for (const operation of readOperations(value.subarray(4), value.readUInt32LE(0))) {
      if (operation.kind === "dedupe" && streams.findById(operation.stream) !== undefined)
        streams.apply(operation, 0, operation.timeMs, segment);
      else idempotency.apply(operation, 0, 0, segment);
    }
  }
  return unneeded;
}
