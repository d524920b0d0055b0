import type { Stream } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { streamShape } from "../streams/stream-shape.ts";

interface ListFlags extends OutputOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly curl?: boolean;
}

export function streamLs(command: Command): void {
  command
    .option("--prefix <text>", "only streams whose names begin so")
    .option("--curl", "print the REST call instead of making it")
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listStreams, { prefix })}\n`);
      const streams = await withMesh(url, async (mesh) => {
        const found: Stream[] = [];
        for await (const stream of mesh.streams.list({ prefix })) found.push(stream);
        return found;
      });
      await writeRows(streams, streamShape, flags);
      if (streams.length === 0 && process.stdout.isTTY)
        say(`No streams. Make one: ${typedCommand()} stream create <name>`);
    });
}
