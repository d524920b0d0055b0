import { methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { addIfRevision, type ConditionFlags } from "../kv/condition.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface DeleteFlags extends OutputOptions, ConditionFlags {
  readonly url?: string;
  readonly curl?: boolean;
}

interface Deleted {
  readonly bucket: string;
  readonly key: string;
}

export function kvDel(command: Command): void {
  addIfRevision(command, "lost");
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      "\nDoes not ask. What the bucket keeps of its history can be written again by: flowmesh kv restore",
    )
    .action(async (bucket: string, key: string) => {
      const flags = command.optsWithGlobals<DeleteFlags>();
      const expectedRevision = flags.ifRevision;
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.delete, { bucket, key, expectedRevision });
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, async (mesh) => {
        const wasThere = await mesh.kv(bucket).delete(key, { expectedRevision });
        if (!wasThere) throw new FlowMeshError("key_not_found", { bucket, key });
      });
      await writeOne({ bucket, key }, deletedShape, flags);
    });
}

const deletedShape: Shape<Deleted> = {
  columns: [
    { title: "KEY", value: ({ key }) => key },
    { title: "ACTION", value: () => "deleted" },
    { title: "BUCKET", value: ({ bucket }) => bucket, isWide: true },
  ],
  toJson: ({ bucket, key }) => ({ bucket, key, action: "delete" }),
};
