import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { entryShape, keyShape } from "../kv/entry-shape.ts";
import { writeEntries } from "../kv/write-entries.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData } from "../output/write.ts";

interface KeysFlags extends OutputOptions {
  readonly url?: string;
  readonly values?: boolean;
  readonly curl?: boolean;
}

export function kvKeys(command: Command): void {
  command
    .option("--values", "also what they hold; long values are cut in tables")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
In the order of the bytes of the keys; JSON is a line an entry.

Examples:
  flowmesh kv keys prices
  flowmesh kv keys prices EUR/ --values
  flowmesh kv keys prices -o name | wc -l`,
    )
    .action(async (bucket: string, prefix: string | undefined) => {
      const flags = command.optsWithGlobals<KeysFlags>();
      const keysOnly = flags.values !== true;
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.listEntries, { bucket, prefix, keysOnly });
        return writeData(`${line}\n`);
      }
      const shape = keysOnly ? keyShape : entryShape;
      await withMesh(flags.url, (mesh) => writeEntries(mesh.kv(bucket).list({ prefix, keysOnly }), shape, flags));
    });
}
