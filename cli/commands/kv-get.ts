import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { bucketShape } from "../kv/bucket-shape.ts";
import { curlLine } from "../output/curl.ts";
import { formatOne, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function kvGet(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", "\nThe value of an entry is printed by: flowmesh get <bucket> <key>")
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<GetFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getBucket, { bucket: name })}\n`);
      const format = outputFormat(flags);
      const bucket = await withMesh(flags.url, ({ buckets }) => buckets.get(name));
      // People see all of it at once.
      await writeData(await formatOne(bucket, bucketShape, format === "table" ? "wide" : format));
    });
}
