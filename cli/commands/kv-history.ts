import { methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { revisionShape } from "../kv/entry-shape.ts";
import { writeEntries } from "../kv/write-entries.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData } from "../output/write.ts";

interface HistoryFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function kvHistory(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      "\nOldest first, deletes and expiries too. How many are kept is a setting of the bucket: flowmesh kv edit --history",
    )
    .action(async (bucket: string, key: string) => {
      const flags = command.optsWithGlobals<HistoryFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getHistory, { bucket, key })}\n`);
      await withMesh(flags.url, async (mesh) => {
        const revisions = await mesh.kv(bucket).history(key);
        if (revisions.length === 0) throw new FlowMeshError("key_not_found", { bucket, key });
        await writeEntries(revisions, revisionShape, flags);
      });
    });
}
