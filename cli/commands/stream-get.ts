import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { formatOne, formatRows, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { partitionShape } from "../streams/partition-shape.ts";
import { streamShape } from "../streams/stream-shape.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function streamGet(command: Command): void {
  command.option("--curl", "print the REST call instead of making it").action(async (name: string) => {
    const flags = command.optsWithGlobals<GetFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getStream, { stream: name })}\n`);
    const format = outputFormat(flags);
    const stream = await withMesh(flags.url, (mesh) => mesh.streams.get(name));
    if (format !== "table" && format !== "wide") return writeData(await formatOne(stream, streamShape, format));
    // People see all of it at once.
    await writeData(await formatOne(stream, streamShape, "wide"));
    await writeData(`\n${await formatRows(stream.partitions, partitionShape, "table")}`);
  });
}
