import type { Mesh, Message, ReadOptions } from "@flowmesh/client";
import { parseMoment, parseTimeMs } from "@flowmesh/client/internal";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import type { OutputOptions } from "../output/format.ts";
import { watchReader } from "../output/reader-watch.ts";
import { typedCommand } from "../output/typed-command.ts";
import { usageError } from "../output/usage-error.ts";
import { say } from "../output/write.ts";
import { recordFormatHelp } from "../record-formats/record-format.ts";
import { type GroupStart, showHanded } from "../tail/group-tail.ts";
import { isBehind } from "../tail/is-behind.ts";
import { lastRecords } from "../tail/last-records.ts";
import { type RecordWriter, recordWriter } from "../tail/record-writer.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface TailFlags extends OutputOptions {
  readonly url?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly number?: number;
  readonly follow?: boolean;
  readonly partition?: number;
  readonly group?: string;
  readonly format?: string;
}

const lastByDefault = 10;
const lastMost = 100_000;

export function tail(command: Command): void {
  command
    .option(
      "--from <place>",
      "begin at earliest, latest, a time as 2026-11-03T14:00:00Z, a time ago as 2h, or an offset (with --partition)",
    )
    .option("--to <place>", "end before this place, which is written as for --from, and do not follow")
    .option("--since <time>", "begin at this time, as 1h (ago), yesterday 14:00 or 2026-11-03")
    .option(
      "-n, --number <count>",
      "the last so many records (default: 10); those before --to; with --from or --since: end after so many",
      wholeNumber(0),
    )
    .option("-f, --follow", "go on with what is published (the default, unless --to is given)")
    .option("--no-follow", "end with the last record that is there now")
    .option("--partition <n>", "only this partition", wholeNumber(0))
    .option(
      "--group <group>",
      "as a member of this group: what it is handed, each record finished once it is shown; --from earliest or latest is for a stream new to the group",
    )
    .option("--format <format>", `how records are written, which pub --format reads: ${recordFormatHelp}`)
    .addHelpText(
      "after",
      `
Examples:
  flowmesh tail orders                              the last 10, then what comes
  flowmesh tail orders --since 1h --no-follow       what was written in the last hour
  flowmesh tail orders --from 4711 --partition 2    from an offset of a partition on
  flowmesh tail orders --json | jq .value           every record as a line of JSON
  flowmesh tail orders --format '%k\\t%v\\n'          key and value of each, with a tab between
  flowmesh tail orders --group audit                what the group audit has not finished, shared with its members`,
    )
    .action(async (stream: string) => {
      const flags = command.optsWithGlobals<TailFlags>();
      const from = placeOf(flags, command);
      const start = flags.group === undefined ? undefined : groupStartOf(flags, command);
      const write = await recordWriter(stream, flags);
      const signal = interruption();
      watchReader(signal);
      const connection = new ConnectionTalk(() => signal.aborted);
      signal.addEventListener("abort", () => {
        if (start !== undefined && connection.isLost)
          say("waiting for the server, to leave the group; once more ends at once");
      });
      try {
        await withMesh(
          flags.url,
          (mesh) =>
            start === undefined
              ? show(mesh, stream, from, flags, write, signal)
              : showHanded(mesh, stream, { ...start, limit: flags.number, signal }, write),
          { onConnection: connection.listen },
        );
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
}

/** @throws FlowMeshError `usage_invalid` for flags that do not go together, `field_invalid` */
function placeOf(flags: TailFlags, command: Command): string | undefined {
  const { from, since, to, follow, number = 0 } = flags;
  if (from !== undefined && since !== undefined) throw usageError("give either --from or --since", command);
  if (to !== undefined && follow === true)
    throw usageError("--to names an end, so --follow cannot go beyond it", command);
  if (from === undefined && since === undefined && number > lastMost) {
    throw usageError(`the last ${lastMost} records are the most that can be shown; give --from or --since`, command);
  }
  if (to !== undefined) parseMoment(to, "--to");
  if (from !== undefined) parseMoment(from, "--from");
  const isOfLast = to === undefined || flags.number !== undefined;
  if (since === undefined) return from ?? (isOfLast ? undefined : "earliest");
  parseTimeMs(since, "--since");
  return since;
}

/** A group knows by itself what comes next. @throws FlowMeshError `usage_invalid` */
function groupStartOf(flags: TailFlags, command: Command): GroupStart {
  const { group = "", from = "earliest", since, to, follow, partition } = flags;
  const problem = "with --group the group says which records come: ";
  if (since !== undefined) throw usageError(`${problem}--since goes by "${typedCommand()} group reset"`, command);
  if (to !== undefined || follow === false) throw usageError(`${problem}there is no end but Ctrl-C and -n`, command);
  if (partition !== undefined) throw usageError(`${problem}--partition cannot be given`, command);
  if (from === "earliest" || from === "latest") return { group, from };
  throw usageError(
    `${problem}--from is earliest or latest; "${typedCommand()} group reset" moves it elsewhere`,
    command,
  );
}

async function show(
  mesh: Mesh,
  stream: string,
  from: string | undefined,
  flags: TailFlags,
  write: RecordWriter,
  signal: AbortSignal,
): Promise<void> {
  const { to, partition, number } = flags;
  const live = flags.follow ?? to === undefined;
  if (from !== undefined && to !== undefined && isBehind(from, to))
    say(`there is nothing between: it begins at ${from}, which is behind its end, ${to}`);
  if (from !== undefined) {
    return writeAll(mesh.batches(stream, { from, until: to, partition, live, limit: number, signal }), write);
  }
  const { messages, next } = await lastRecords(mesh, stream, { partition, until: to, count: number ?? lastByDefault });
  if (messages.length > 0) await write(messages);
  if (live) await writeAll(mesh.batches(stream, { from: next, partition, live, signal } satisfies ReadOptions), write);
}

async function writeAll(batches: AsyncIterable<readonly Message[]>, write: RecordWriter): Promise<void> {
  for await (const messages of batches) await write(messages);
}
