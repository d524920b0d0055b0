import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { nodeShape } from "../lineage/node-shape.ts";
import { treeLines } from "../lineage/tree-lines.ts";
import { outputColors } from "../output/colors.ts";
import { curlLine } from "../output/curl.ts";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface WhereFlags extends OutputOptions {
  readonly url?: string;
  readonly causes?: boolean;
  readonly effects?: boolean;
  readonly depth?: number;
  readonly number: number;
  readonly curl?: boolean;
}

export function where(command: Command): void {
  command
    .option("--causes", "only what it was caused by")
    .option("--effects", "only what it caused")
    .option("--depth <generations>", "so many generations at most, up to 64", wholeNumber(1))
    .option("-n, --number <count>", "so many records, jobs and entries at most", wholeNumber(1), 1000)
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
An id is stream/partition@offset, queue#job, bucket/key or bucket/key@revision, a position, schedule:<name>,
operation:<queue>/<id>, or a correlation id. A key that is a number is written kv:bucket/7, so that it is not taken for a record.

Examples:
  flowmesh where orders/0@17            what became of an order
  flowmesh where emails#4 --causes      why there is this e-mail
  flowmesh where schedule:nightly       all that a schedule has done
  flowmesh where order-4711 --json | jq -r '.[] | select(.job.state == "dead") | .id'`,
    )
    .action(async (id: string) => {
      const flags = command.optsWithGlobals<WhereFlags>();
      const { depth, number: limit, url, causes, effects } = flags;
      if (causes && effects) throw usageError("--causes and --effects cannot be used together", command);
      const direction = causes ? "causes" : effects ? "effects" : undefined;
      if (flags.curl) {
        const request = { id, direction, depth, pageSize: Math.min(limit, 1000) };
        return writeData(`${curlLine(serverAddress(url), methods.where, request)}\n`);
      }
      const { nodes, truncated } = await withMesh(url, (mesh) => mesh.where(id, { direction, depth, limit }));
      const format = outputFormat(flags);
      if (format !== "table") await writeRows(nodes, nodeShape, flags);
      else await writeData(`${treeLines(nodes, outputColors()).join("\n")}\n`);
      if (truncated && process.stderr.isTTY) say("There is more: --depth, or -n");
    });
}
