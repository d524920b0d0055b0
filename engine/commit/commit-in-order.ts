import type { LogOperation } from "./operation.ts";

/** A commit that is being decided. */
export interface CommitInOrder {
  readonly position: number;
  readonly timeMs: number;
  /** Takes what is decided. */
  readonly operations: LogOperation[];
  /** A queue of dead letters that is to be made before; nothing else was wrong so far. */
  missingQueue?: string;
}
