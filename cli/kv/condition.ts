import type { Command } from "commander";
import { usageError } from "../output/usage-error.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags that say when a write is to be refused. */
export interface ConditionFlags {
  readonly ifRevision?: number;
  readonly ifAbsent?: boolean;
}

/** Adds the one of a revision to a command. */
export function addIfRevision(command: Command, done: string): void {
  command.option(
    "--if-revision <n>",
    `only if the entry's revision is this one, so that nobody else's change is ${done}; 0: only if there is none`,
    wholeNumber(0),
  );
}

/** The revision that the entry must have; 0: there must be none. @throws FlowMeshError `usage_invalid` for both at once */
export function expectedRevisionOf({ ifRevision, ifAbsent }: ConditionFlags, command: Command): number | undefined {
  if (ifAbsent !== true) return ifRevision;
  if (ifRevision !== undefined) throw usageError("give either --if-revision or --if-absent", command);
  return 0;
}
