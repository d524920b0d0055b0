import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { addBucketOptions, type BucketFlags, bucketOptionsOf, bucketRequestOf } from "../kv/bucket-flags.ts";
import { bucketShape } from "../kv/bucket-shape.ts";
import { curlLine } from "../output/curl.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeOne } from "../output/write.ts";

export function kvEdit(command: Command): void {
  addBucketOptions(command, false);
  command
    .addHelpText(
      "after",
      "\nEntries that are there keep their time; of their revisions those beyond --history are not shown any more.",
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<BucketFlags>();
      const options = bucketOptionsOf(flags);
      if (Object.values(options).every((value) => value === undefined))
        throw usageError("there is nothing to change: give at least one setting", command);
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.updateBucket, bucketRequestOf(name, options));
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, async ({ buckets }) =>
        writeOne(await buckets.update(name, options), bucketShape, flags),
      );
    });
}
