import { isEntryWrite } from "./kv-operation.ts";
import { hasPayload, type LogOperation } from "./operation.ts";

/** A commit with its place. */
export interface PlacedCommit {
  readonly position: number;
  readonly timeMs: number;
  readonly segment: number;
  readonly payloadByte: number;
  readonly operations: readonly LogOperation[];
}

/**
 * The commit without what it writes to entries, which concerns nobody else: most of what there is, as puts of one turn come together. All of it where payloads
 * of other operations would be looked for in the wrong place, as those of entries may stand before them.
 */
export function besideEntries(commit: PlacedCommit): PlacedCommit {
  if (!commit.operations.some(isEntryWrite)) return commit;
  const operations = commit.operations.filter((operation) => !isEntryWrite(operation));
  return operations.some(hasPayload) ? commit : { ...commit, operations };
}
