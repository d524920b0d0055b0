import { randomUUID } from "node:crypto";
import { CommitRequest, CommitResponse, methods } from "@flowmesh/contract";
import { fromJson, toJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";
import { jsonInput } from "../publishing/json-input.ts";

interface CommitFlags extends OutputOptions {
  readonly url?: string;
  readonly idempotencyKey?: string;
  readonly curl?: boolean;
}

export function commit(command: Command): void {
  command
    .option("--idempotency-key <key>", "sent again with this key, it gives the first answer and writes nothing")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
The file has what REST takes: a list of operations, or {"operations":[...]} with causation, correlation and the like beside
it. All of them are written, or none. Without a file, or with -, it is read from standard input.

Examples:
  flowmesh commit order.json
  flowmesh commit <<'END'
  [ {"put":{"bucket":"states","key":"order-7","value":{"state":"paid"}}},
    {"publish":{"stream":"paid","records":[{"key":"ann","value":{"order":7}}]}},
    {"enqueue":{"queue":"emails","jobs":[{"value":{"to":"ann@example.com"}}]}} ]
  END`,
    )
    .action(async (file = "-") => {
      const flags = command.optsWithGlobals<CommitFlags>();
      const given = await jsonInput(file, (json) =>
        fromJson(CommitRequest, Array.isArray(json) ? { operations: json } : json),
      );
      const request = { ...given, idempotencyKey: flags.idempotencyKey ?? (given.idempotencyKey || randomUUID()) };
      if (flags.curl) {
        const json = toJson(CommitRequest, CommitRequest.decode(CommitRequest.encode(request))) as object;
        return writeData(`${curlLine(serverAddress(flags.url), methods.commit, json)}\n`);
      }
      await withMesh(flags.url, async ({ fabric }) => writeOne(await fabric.commit(request), commitShape, flags));
    });
}

const commitShape: Shape<CommitResponse> = {
  columns: [
    { title: "POSITION", value: ({ position }) => position },
    { title: "OPERATIONS", value: ({ results }) => results.length },
  ],
  toJson: (response) => toJson(CommitResponse, response),
};
