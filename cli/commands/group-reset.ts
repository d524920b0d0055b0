import type { CursorChange, Mesh } from "@flowmesh/client";
import { type ResetGoal, resetGoal } from "@flowmesh/client/internal";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { cursorMoveShape } from "../groups/cursor-move-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { canAsk, confirm } from "../output/confirm.ts";
import { curlLine } from "../output/curl.ts";
import { escapeControls } from "../output/escape.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { formatRows, type OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { counted } from "../values/counted.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface ResetFlags extends OutputOptions {
  readonly url?: string;
  readonly to: string;
  readonly partition?: readonly number[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly curl?: boolean;
}

const readPartition = wholeNumber(0);

export function groupReset(command: Command): void {
  command
    .requiredOption(
      "--to <place>",
      "earliest, latest, an offset, a time as 2026-11-03T14:00:00Z, a time ago as 2h, or so many records on or back as +10, -100",
    )
    .option(
      "--partition <n>",
      "only this partition; may be given several times (default: all)",
      (text, all: readonly number[] = []) => [...all, readPartition(text)],
    )
    .option("--dry-run", "say which cursors would be moved from where to where, and move none")
    .option("-y, --yes", "do not ask; needed where nobody can be asked")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Members may be at work: what they still finish of before does not count, and they go on from the new cursors. "flowmesh group undo" takes the last reset back.

Examples:
  flowmesh group reset billing orders --to earliest --dry-run      what would be done
  flowmesh group reset billing orders --to 2h                      everything of the last two hours again
  flowmesh group reset billing orders --to -100 --partition 3      the last 100 records of a partition again
  flowmesh group reset billing orders --to latest --yes            skip what waits, without a question`,
    )
    .action(async (name: string, stream: string) => {
      const flags = command.optsWithGlobals<ResetFlags>();
      const goal = resetGoal(flags.to, "--to");
      if (flags.curl) return writeData(`${curlOf(name, stream, goal, flags)}\n`);
      if (!flags.dryRun && !flags.yes && !canAsk()) {
        throw usageError(
          "nobody can be asked here: add --yes to reset, or --dry-run to see what that would do",
          command,
        );
      }
      await withMesh(flags.url, (mesh) => reset(mesh, name, stream, goal, flags));
    });
}

async function reset(
  { groups }: Mesh,
  name: string,
  stream: string,
  goal: ResetGoal,
  flags: ResetFlags,
): Promise<void> {
  const { partition: partitions, dryRun = false, yes = false } = flags;
  // A time ago means the same time behind the question as before it.
  const to = goal.time === undefined ? flags.to : new Date(goal.time);
  if (!dryRun && !yes) {
    const changes = await groups.reset(name, stream, to, { partitions, preview: true });
    if (!(await isWanted(name, changes))) {
      say("Nothing was moved.");
      process.exitCode = exitCodes.failure;
      return;
    }
  }
  const changes = await groups.reset(name, stream, to, { partitions, preview: dryRun });
  await writeRows(changes, cursorMoveShape(name, dryRun), flags);
  if (!dryRun && process.stdout.isTTY) say(`To take it back: ${typedCommand()} group undo ${escapeControls(name)}`);
}

/** Shows on the terminal what would be moved, beside what goes to standard output. */
async function isWanted(name: string, changes: readonly CursorChange[]): Promise<boolean> {
  say(await formatRows(changes, cursorMoveShape(name, true), "table"));
  return confirm(`Move ${counted(changes.length, "cursor")} of group ${escapeControls(name)}?`);
}

function curlOf(name: string, stream: string, { time, ...goal }: ResetGoal, flags: ResetFlags): string {
  const { url, partition: partitions, dryRun: preview } = flags;
  const when = time === undefined ? undefined : new Date(time).toISOString();
  const request = { group: name, stream, partitions, ...goal, time: when, preview };
  return curlLine(serverAddress(url), methods.resetGroup, request);
}
