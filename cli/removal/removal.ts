import { errorCodes } from "@flowmesh/contract";
import type { Command } from "commander";
import { canAsk, confirm } from "../output/confirm.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { say } from "../output/write.ts";
import { Failures } from "./failures.ts";

/** Flags of the commands that delete things by their names. */
export interface RemovalFlags extends OutputOptions {
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly curl?: boolean;
}

/** How things of one kind are deleted. */
export interface Removal<Item> {
  readonly get: (name: string) => Promise<Item>;
  readonly remove: (item: Item) => Promise<void>;
  /** For the question: the name, and what goes with it. */
  readonly describe: (item: Item) => string;
  readonly write: (items: readonly Item[]) => Promise<void>;
}

/** Adds them to a command. */
export function addRemovalOptions(command: Command): void {
  command
    .option("--dry-run", "say what would be deleted, and delete nothing")
    .option("-y, --yes", "do not ask; needed where nobody can be asked")
    .option("--curl", "print the REST calls instead of making them");
}

/** @throws FlowMeshError `usage_invalid` where a yes is needed, and neither given nor to be had */
export function checkRemovalFlags(flags: RemovalFlags, command: Command): void {
  if (flags.dryRun || flags.yes || canAsk()) return;
  throw usageError("nobody can be asked here: add --yes to delete, or --dry-run to see what that would do", command);
}

/** What is not there holds up nothing: the others are deleted, and the exit code tells. Each name is looked at once. */
export async function removeAll<Item>(
  names: readonly string[],
  { get, remove, describe, write }: Removal<Item>,
  flags: RemovalFlags,
): Promise<void> {
  const failures = new Failures(outputFormat(flags).endsWith("json"));
  const found = await failures.collect([...new Set(names)], get);
  const mayDelete = flags.dryRun || flags.yes || found.length === 0;
  if (!mayDelete && !(await confirm(`Delete for good: ${found.map(describe).join(", ")}?`))) {
    say("Nothing was deleted.");
    process.exitCode = exitCodes.failure;
    return;
  }
  const removed = flags.dryRun
    ? found
    : await failures.collect(found, async (item) => {
        await remove(item);
        return item;
      });
  if (removed.length > 0 || failures.first === undefined) await write(removed);
  if (failures.first !== undefined) {
    process.exitCode = removed.length > 0 ? exitCodes.partial : errorCodes[failures.first.code].exit;
  }
}
