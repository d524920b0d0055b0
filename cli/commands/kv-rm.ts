import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { contentsOf, deletedBucketShape } from "../kv/bucket-shape.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";

export function kvRm(command: Command): void {
  addRemovalOptions(command);
  command
    .addHelpText("after", "\nAn entry is deleted by: flowmesh kv del <bucket> <key>")
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<RemovalFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(names.map((bucket) => `${curlLine(address, methods.deleteBucket, { bucket })}\n`).join(""));
      }
      checkRemovalFlags(flags, command);
      await withMesh(flags.url, ({ buckets }) =>
        removeAll(
          names,
          {
            get: (name) => buckets.get(name),
            remove: ({ bucket }) => buckets.delete(bucket),
            describe: (bucket) => `${bucket.bucket} (${contentsOf(bucket)})`,
            write: (removed) => writeRows(removed, deletedBucketShape(flags.dryRun === true), flags),
          },
          flags,
        ),
      );
    });
}
