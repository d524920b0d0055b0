import type { Mesh, Stream } from "@flowmesh/client";
import { errorCodes, methods } from "@flowmesh/contract";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import type { OutputOptions } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { changeShape, deletion } from "../streams/change.ts";
import { confirm } from "../streams/confirm.ts";

interface RemoveFlags extends OutputOptions {
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly curl?: boolean;
}

export function streamRm(command: Command): void {
  command
    .option("--dry-run", "say what would be deleted, and delete nothing")
    .option("-y, --yes", "do not ask; needed where nobody can be asked")
    .option("--curl", "print the REST calls instead of making them")
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<RemoveFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(names.map((stream) => `${curlLine(address, methods.deleteStream, { stream })}\n`).join(""));
      }
      const mayAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
      if (!flags.dryRun && !flags.yes && !mayAsk) {
        throw usageError(
          "nobody can be asked here: add --yes to delete, or --dry-run to see what that would do",
          command,
        );
      }
      await withMesh(flags.url, (mesh) => remove(mesh, [...new Set(names)], flags));
    });
}

/** Streams that are not there hold up nothing: the others are deleted, and the exit code tells. */
async function remove(mesh: Mesh, names: readonly string[], flags: RemoveFlags): Promise<void> {
  const failures = new Failures(flags.json === true);
  const streams = await failures.collect(names, (name) => mesh.streams.get(name));
  if (streams.length > 0 && !flags.dryRun && !flags.yes && !(await confirm(question(streams)))) {
    say("Nothing was deleted.");
    process.exitCode = exitCodes.failure;
    return;
  }
  const deleted = flags.dryRun
    ? streams
    : await failures.collect(streams, async (stream) => {
        await mesh.streams.delete(stream.stream);
        return stream;
      });
  await writeRows(
    deleted.map((stream) => deletion(stream, flags.dryRun === true)),
    changeShape,
    flags,
  );
  if (failures.first !== undefined) {
    process.exitCode = deleted.length > 0 ? exitCodes.partial : errorCodes[failures.first.code].exit;
  }
}

/** Tells each failure as it comes, and remembers the first. */
class Failures {
  first: FlowMeshError | undefined;
  readonly #asJson: boolean;

  constructor(asJson: boolean) {
    this.#asJson = asJson;
  }

  async collect<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = [];
    for (const item of items) {
      try {
        results.push(await act(item));
      } catch (error) {
        if (!isFlowMeshError(error)) throw error;
        this.first ??= error;
        reportError(error, this.#asJson);
      }
    }
    return results;
  }
}

function question(streams: readonly Stream[]): string {
  const facts = streams.map((stream) => `${stream.stream} (${deletion(stream, false).what})`);
  return `Delete for good: ${facts.join(", ")}?`;
}
