import type { BucketDetails } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { bucketShape } from "../kv/bucket-shape.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { say, writeData, writeRows } from "../output/write.ts";

interface ListFlags extends OutputOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly curl?: boolean;
}

export function kvLs(command: Command): void {
  command
    .option("--prefix <text>", "only buckets whose names begin so")
    .option("--curl", "print the REST call instead of making it")
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listBuckets, { prefix })}\n`);
      const buckets = await withMesh(url, async (mesh) => {
        const found: BucketDetails[] = [];
        for await (const bucket of mesh.buckets.list({ prefix })) found.push(bucket);
        return found;
      });
      await writeRows(buckets, bucketShape, flags);
      if (buckets.length === 0 && process.stdout.isTTY)
        say(`No buckets. Make one: ${typedCommand()} kv create <bucket>`);
    });
}
