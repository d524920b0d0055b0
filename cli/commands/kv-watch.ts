import type { Mesh, WatchOptions } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { changeShape } from "../kv/entry-shape.ts";
import { entryWriter } from "../kv/write-entries.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { watchReader } from "../output/reader-watch.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData } from "../output/write.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface WatchFlags extends OutputOptions {
  readonly url?: string;
  readonly fromRevision?: number;
  readonly new?: boolean;
  readonly number?: number;
  readonly curl?: boolean;
}

export function kvWatch(command: Command): void {
  command
    .option(
      "--from-revision <n>",
      "only what was written behind this revision, as another watch showed it last",
      wholeNumber(0),
    )
    .option("--new", "only what is written from now on")
    .option("-n, --number <count>", "end after so many", wholeNumber(1))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
It goes on until Ctrl-C, also after a lost connection, without loss or doubles. Who is slow is spared what was replaced meanwhile, beyond the bucket's history, but
never the last change of a key. JSON is a line a change, which flowmesh kv import makes again in another bucket.

Examples:
  flowmesh kv watch prices EUR/
  flowmesh kv watch prices --json --from-revision 4711 | jq .value
  flowmesh kv watch prices --json | flowmesh kv import copy --create`,
    )
    .action(async (bucket: string, prefix: string | undefined) => {
      const flags = command.optsWithGlobals<WatchFlags>();
      if (flags.new === true && flags.fromRevision !== undefined)
        throw usageError("give either --new or --from-revision", command);
      if (flags.curl) {
        const request = { bucket, prefix, afterRevision: flags.fromRevision, onlyNew: flags.new };
        return writeData(`${curlLine(serverAddress(flags.url), methods.watch, request)}\n`);
      }
      const signal = interruption();
      watchReader(signal);
      const { listen: onConnection } = new ConnectionTalk(() => signal.aborted);
      const from = flags.fromRevision ?? (flags.new === true ? "now" : "current");
      try {
        await withMesh(flags.url, (mesh) => show(mesh, bucket, { prefix, from, signal }, flags), { onConnection });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
}

async function show(mesh: Mesh, bucket: string, options: WatchOptions, flags: WatchFlags): Promise<void> {
  const write = entryWriter(changeShape, flags);
  let left = flags.number ?? Number.POSITIVE_INFINITY;
  for await (const entry of mesh.kv(bucket).watch(options)) {
    await write(entry);
    left -= 1;
    if (left === 0) return;
  }
}
