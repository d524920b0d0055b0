import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";
import { changeShape, deletion } from "../streams/change.ts";

export function streamRm(command: Command): void {
  addRemovalOptions(command);
  command.action(async (names: string[]) => {
    const flags = command.optsWithGlobals<RemovalFlags>();
    if (flags.curl) {
      const address = serverAddress(flags.url);
      return writeData(names.map((stream) => `${curlLine(address, methods.deleteStream, { stream })}\n`).join(""));
    }
    checkRemovalFlags(flags, command);
    const isDryRun = flags.dryRun === true;
    await withMesh(flags.url, ({ streams }) =>
      removeAll(
        names,
        {
          get: (name) => streams.get(name),
          remove: ({ stream }) => streams.delete(stream),
          describe: (stream) => `${stream.stream} (${deletion(stream, false).what})`,
          write: (removed) =>
            writeRows(
              removed.map((stream) => deletion(stream, isDryRun)),
              changeShape,
              flags,
            ),
        },
        flags,
      ),
    );
  });
}
