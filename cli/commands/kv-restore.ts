import type { Mesh } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { withMesh } from "../instance/with-mesh.ts";
import { ttlOf } from "../kv/bucket-flags.ts";
import { writtenShape } from "../kv/written-shape.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeOne } from "../output/write.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface RestoreFlags extends OutputOptions {
  readonly url?: string;
  readonly revision: number;
  readonly ttl?: string;
}

export function kvRestore(command: Command): void {
  command
    .requiredOption(
      "--revision <n>",
      "the revision whose value is written again: see flowmesh kv history",
      wholeNumber(1),
    )
    .option("--ttl <duration>", "how long it lives, as 10m; 0 is for ever (default: as its bucket says)")
    .addHelpText(
      "after",
      "\nWrites a new revision; the history stays. Refused when somebody else writes the entry at that moment.",
    )
    .action(async (bucket: string, key: string) => {
      const flags = command.optsWithGlobals<RestoreFlags>();
      const ttlMs = ttlOf(flags.ttl);
      await withMesh(flags.url, async (mesh) => {
        const written = await restore(mesh, { bucket, key, revision: flags.revision, ttlMs });
        await writeOne({ bucket, key, ...written }, writtenShape, flags);
      });
    });
}

interface Restoring {
  readonly bucket: string;
  readonly key: string;
  readonly revision: number;
  readonly ttlMs: number | undefined;
}

/** @throws FlowMeshError `revision_not_kept`, also for a delete, and `revision_mismatch` */
async function restore(mesh: Mesh, { bucket, key, revision, ttlMs }: Restoring) {
  const entries = mesh.kv(bucket);
  const present = await entries.get(key);
  const then = await entries.get(key, { revision });
  if (then?.value === undefined) throw new FlowMeshError("revision_not_kept", { bucket, key, revision });
  return entries.put(key, then.value, { expectedRevision: present?.revision ?? 0, ttlMs });
}
