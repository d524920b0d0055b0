import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { addBucketOptions, type BucketFlags, bucketOptionsOf, bucketRequestOf } from "../kv/bucket-flags.ts";
import { bucketShape } from "../kv/bucket-shape.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeOne } from "../output/write.ts";

interface CreateFlags extends BucketFlags {
  readonly ifMissing?: boolean;
}

export function kvCreate(command: Command): void {
  addBucketOptions(command, true);
  command.option("--if-missing", "leave a bucket of this name as it is").action(async (name: string) => {
    const flags = command.optsWithGlobals<CreateFlags>();
    const options = bucketOptionsOf(flags);
    if (flags.curl) {
      const line = curlLine(serverAddress(flags.url), methods.createBucket, bucketRequestOf(name, options));
      return writeData(`${line}\n`);
    }
    await withMesh(flags.url, async ({ buckets }) => {
      const bucket = await (flags.ifMissing ? buckets.ensure(name, options) : buckets.create(name, options));
      await writeOne(bucket, bucketShape, flags);
    });
  });
}
