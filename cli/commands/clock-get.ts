import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { clockShape } from "../clock/clock-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function clockGet(command: Command): void {
  command.option("--curl", "print the REST call instead of making it").action(async () => {
    const flags = command.optsWithGlobals<GetFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getClock, {})}\n`);
    await writeOne(await withMesh(flags.url, ({ clock }) => clock.now()), clockShape, flags);
  });
}
