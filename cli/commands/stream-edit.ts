import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeOne } from "../output/write.ts";
import { alteration, changeShape } from "../streams/change.ts";
import { addStreamOptions, type StreamFlags, streamOptionsOf, streamRequestOf } from "../streams/stream-flags.ts";
import { streamShape } from "../streams/stream-shape.ts";

export function streamEdit(command: Command): void {
  addStreamOptions(command, false);
  command.action(async (name: string) => {
    const flags = command.optsWithGlobals<StreamFlags>();
    const options = streamOptionsOf(flags);
    if (Object.values(options).every((value) => value === undefined)) {
      throw usageError("there is nothing to change: give at least one setting", command);
    }
    if (flags.curl) {
      const line = curlLine(serverAddress(flags.url), methods.updateStream, streamRequestOf(name, options));
      return writeData(`${line}\n`);
    }
    await withMesh(flags.url, async (mesh) => {
      if (flags.dryRun) await writeOne(alteration(await mesh.streams.get(name), options), changeShape, flags);
      else await writeOne(await mesh.streams.update(name, options), streamShape, flags);
    });
  });
}
