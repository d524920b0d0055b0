import { errorCodes } from "@flowmesh/contract";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { type EntryChange, readEntry } from "../kv/entry-envelope.ts";
import { ImportRun, importShape } from "../kv/import-run.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import { escapeControls } from "../output/escape.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { say, writeOne } from "../output/write.ts";
import { inputContents } from "../publishing/input-contents.ts";

interface ImportFlags extends OutputOptions {
  readonly url?: string;
  readonly file?: string;
  readonly create?: boolean;
}

export function kvImport(command: Command): void {
  command
    .option("-f, --file <path>", "the file with the lines; - is standard input (the default)")
    .option("--create", "create the bucket if it is missing")
    .addHelpText(
      "after",
      `
A line is {"key":"EUR/USD","value":{"bid":1.17}}; valueText or valueBase64 for what is no JSON, expiresAt for when it ends (null: never; without it the bucket says),
"kind":"deleted" to delete. Entries that are there are overwritten, others stay; those whose time is over are left out.

Examples:
  flowmesh kv import prices -f prices.ndjson
  flowmesh kv export prices | flowmesh kv import copy --create`,
    )
    .action(async (bucket: string) => {
      const flags = command.optsWithGlobals<ImportFlags>();
      const { listen: onConnection } = new ConnectionTalk();
      await withMesh(
        flags.url,
        async (mesh) => {
          await (flags.create ? mesh.buckets.ensure(bucket) : mesh.buckets.get(bucket));
          const refused = new Refused(outputFormat(flags).endsWith("json"));
          await importAll(new ImportRun(mesh, bucket, refused.tell), refused, flags);
        },
        { onConnection },
      );
    });
}

/** Tells which lines are refused, and why. */
class Refused {
  first: FlowMeshError | undefined;
  readonly #asJson: boolean;

  constructor(asJson: boolean) {
    this.#asJson = asJson;
  }

  readonly tell = (line: number, error: FlowMeshError): void => {
    this.first ??= error;
    say(
      this.#asJson ? JSON.stringify({ line, error: error.toWire() }) : `line ${line}: ${escapeControls(error.message)}`,
    );
  };
}

/** What was written by then is told also where the rest cannot be. */
async function importAll(run: ImportRun, refused: Refused, flags: ImportFlags): Promise<void> {
  const signal = interruption();
  let failure: FlowMeshError | undefined;
  try {
    await readAll(run, flags.file, signal);
    await run.flush();
  } catch (error) {
    if (signal.aborted) process.exitCode = exitCodes.interrupted;
    else if (isFlowMeshError(error)) failure = error;
    else throw error;
  }
  const { put, deleted, failed } = run.summary;
  const isNothing = put + deleted === 0;
  if (!isNothing || (failure === undefined && failed === 0)) await writeOne(run.summary, importShape, flags);
  if (failure !== undefined) reportError(failure, outputFormat(flags).endsWith("json"));
  const reason = failure ?? refused.first;
  if (reason !== undefined) process.exitCode ??= isNothing ? errorCodes[reason.code].exit : exitCodes.partial;
}

/** Writes what came together at once, as who writes the lines may wait for it. */
async function readAll(run: ImportRun, file: string | undefined, signal: AbortSignal): Promise<void> {
  for await (const lines of inputContents(file, { kind: "ndjson" }, signal)) {
    for (const { number, bytes } of lines) {
      const change = read(run, number, bytes);
      if (change !== undefined) await run.add(number, change);
    }
    await run.flush();
  }
}

/** Undefined: the line is refused. */
function read(run: ImportRun, number: number, line: Buffer): EntryChange | undefined {
  try {
    return readEntry(line);
  } catch (error) {
    run.refuse(number, error);
    return undefined;
  }
}
