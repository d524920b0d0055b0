import type { Entry, Mesh } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { entryLine, entryShape } from "../kv/entry-shape.ts";
import { shownValue } from "../kv/shown-value.ts";
import { curlLine } from "../output/curl.ts";
import { formatOne, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly revision?: number;
  readonly curl?: boolean;
}

export function get(command: Command): void {
  command
    .option("--revision <n>", "as it was at this revision, which must be kept", wholeNumber(1))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Into a pipe or a file the value goes as it is, to the last byte; on a terminal what could drive it is escaped.

Examples:
  flowmesh get prices EUR/USD
  flowmesh get photos face.jpg > face.jpg
  flowmesh get prices EUR/USD --json | jq .revision`,
    )
    .action(async (bucket: string, key: string) => {
      const flags = command.optsWithGlobals<GetFlags>();
      const { revision, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.get, { bucket, key, revision })}\n`);
      const entry = await withMesh(url, (mesh) => entryOf(mesh, bucket, key, revision));
      await writeData(await textOf(entry, flags));
    });
}

/** @throws FlowMeshError `key_not_found` */
async function entryOf(mesh: Mesh, bucket: string, key: string, revision: number | undefined): Promise<Entry> {
  const entry = await mesh.kv(bucket).get(key, { revision });
  if (entry === undefined) throw new FlowMeshError("key_not_found", { bucket, key });
  return entry;
}

async function textOf(entry: Entry, flags: GetFlags): Promise<string | Uint8Array> {
  const format = outputFormat(flags);
  if (flags.output === undefined && flags.json !== true)
    return process.stdout.isTTY ? shownValue(entry.value!) : entry.value!;
  return format.endsWith("json") ? entryLine(entry) : formatOne(entry, entryShape, format);
}
