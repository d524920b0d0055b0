import type { Mesh, StreamOptions } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeOne } from "../output/write.ts";
import { type Change, changeShape, creation } from "../streams/change.ts";
import { addStreamOptions, type StreamFlags, streamOptionsOf, streamRequestOf } from "../streams/stream-flags.ts";
import { streamShape } from "../streams/stream-shape.ts";
import { tellPartitions } from "../streams/tell-partitions.ts";

interface CreateFlags extends StreamFlags {
  readonly ifMissing?: boolean;
}

export function streamCreate(command: Command): void {
  addStreamOptions(command, true);
  command.option("--if-missing", "leave a stream of this name as it is").action(async (name: string) => {
    const flags = command.optsWithGlobals<CreateFlags>();
    const options = streamOptionsOf(flags);
    if (flags.curl) {
      const line = curlLine(serverAddress(flags.url), methods.createStream, streamRequestOf(name, options));
      return writeData(`${line}\n`);
    }
    await withMesh(flags.url, async (mesh) => {
      if (flags.dryRun) return writeOne(await preview(mesh, name, options), changeShape, flags);
      const admin = mesh.streams;
      const stream = await (flags.ifMissing ? admin.ensure(name, options) : admin.create(name, options));
      if (flags.ifMissing) tellPartitions(name, stream.partitions.length, options.partitions);
      await writeOne(stream, streamShape, flags);
    });
  });
}

async function preview(mesh: Mesh, name: string, options: StreamOptions): Promise<Change> {
  try {
    await mesh.streams.get(name);
  } catch (error) {
    if (isFlowMeshError(error, "stream_not_found")) return creation(name, options);
    throw error;
  }
  throw new FlowMeshError("stream_exists", { stream: name });
}
