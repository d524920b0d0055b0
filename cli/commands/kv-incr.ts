import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ttlOf } from "../kv/bucket-flags.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeOne } from "../output/write.ts";

interface IncrementFlags extends OutputOptions {
  readonly url?: string;
  readonly ttl?: string;
  readonly create?: boolean;
  readonly curl?: boolean;
}

interface Sum {
  readonly bucket: string;
  readonly key: string;
  readonly value: number;
}

export function kvIncr(command: Command): void {
  command
    .option("--ttl <duration>", "how long it lives from now on, as 10m; 0 is for ever (default: it keeps its time)")
    .option("--create", "create the bucket if it is missing")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
An entry that is not there counts as 0; without a number 1 is added. Nobody's part is lost, however many count at once.

Examples:
  flowmesh kv incr visits home
  flowmesh kv incr stock apples -3`,
    )
    .action(async (bucket: string, key: string, text: string | undefined) => {
      const flags = command.optsWithGlobals<IncrementFlags>();
      const by = summandOf(text, command);
      const ttlMs = ttlOf(flags.ttl);
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.increment, { bucket, key, by, ttlMs });
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, async (mesh) => {
        if (flags.create) await mesh.buckets.ensure(bucket);
        const value = await mesh.kv(bucket).increment(key, by, { ttlMs });
        await writeOne({ bucket, key, value }, sumShape, flags);
      });
    });
}

/** @throws FlowMeshError `usage_invalid` */
function summandOf(text: string = "1", command: Command): number {
  const by = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(by)) return by;
  throw usageError(`what is added is ${JSON.stringify(text)}, which is no whole number`, command);
}

/** A script takes the sum as it stands. */
const sumShape: Shape<Sum> = {
  columns: [{ title: "VALUE", value: ({ value }) => value }],
  toJson: ({ bucket, key, value }) => ({ bucket, key, value }),
};
