import type { Command } from "commander";
import { withMesh } from "../instance/with-mesh.ts";
import { entryShape } from "../kv/entry-shape.ts";
import { writeEntries } from "../kv/write-entries.ts";
import type { OutputOptions } from "../output/format.ts";

interface ExportFlags extends OutputOptions {
  readonly url?: string;
}

export function kvExport(command: Command): void {
  command
    .addHelpText(
      "after",
      `
A line an entry, in the order of the keys, each as it was when it was read: what is written meanwhile may be in it or not. The history is not.

Examples:
  flowmesh kv export prices > prices.ndjson
  flowmesh kv export prices EUR/ | flowmesh kv import copy --create`,
    )
    .action(async (bucket: string, prefix: string | undefined) => {
      const { url } = command.optsWithGlobals<ExportFlags>();
      await withMesh(url, (mesh) => writeEntries(mesh.kv(bucket).list({ prefix }), entryShape, { output: "ndjson" }));
    });
}
