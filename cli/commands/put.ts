import { methods, PutRequest } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ttlOf } from "../kv/bucket-flags.ts";
import { addIfRevision, type ConditionFlags, expectedRevisionOf } from "../kv/condition.ts";
import { inputValue } from "../kv/input-value.ts";
import { writtenShape } from "../kv/written-shape.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeOne } from "../output/write.ts";
import { durabilityHelp, parseDurability } from "../values/durability.ts";

interface PutFlags extends OutputOptions, ConditionFlags {
  readonly url?: string;
  readonly file?: string;
  readonly ttl?: string;
  readonly create?: boolean;
  readonly durability?: string;
  readonly curl?: boolean;
}

export function put(command: Command): void {
  command.option("-f, --file <path>", "the value is what this file holds, to the last byte; - is standard input");
  addIfRevision(command, "overwritten");
  command
    .option("--if-absent", "only if there is no such entry")
    .option("--ttl <duration>", "how long it lives, as 10m; 0 is for ever (default: as its bucket says)")
    .option("--create", "create the bucket if it is missing")
    .option("--durability <mode>", durabilityHelp("the server's"))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Without a value, or with - for it, the value is what standard input holds, to the last byte.

Examples:
  flowmesh put prices EUR/USD '{"bid":1.17}' --create
  flowmesh put photos face.jpg -f face.jpg
  flowmesh put locks nightly "$HOSTNAME" --if-absent --ttl 10m
  flowmesh put prices EUR/USD '{"bid":1.18}' --if-revision 7`,
    )
    .action(async (bucket: string, key: string, typed: string | undefined) => {
      const flags = command.optsWithGlobals<PutFlags>();
      if (typed !== undefined && flags.file !== undefined) throw usageError("give either a value or --file", command);
      const expectedRevision = expectedRevisionOf(flags, command);
      const ttlMs = ttlOf(flags.ttl);
      const durability = parseDurability(flags.durability);
      const value = await inputValue(typed, { key, file: flags.file });
      if (flags.curl) {
        const request = {
          ...toJson(PutRequest, { ...PutRequest.create(), value }),
          bucket,
          key,
          expectedRevision,
          ttlMs,
        };
        const set = Object.entries({ ...request, durability }).filter(([, content]) => content !== "");
        return writeData(`${curlLine(serverAddress(flags.url), methods.put, Object.fromEntries(set))}\n`);
      }
      await withMesh(
        flags.url,
        async (mesh) => {
          if (flags.create) await mesh.buckets.ensure(bucket);
          const written = await mesh.kv(bucket).put(key, value, { expectedRevision, ttlMs });
          await writeOne({ bucket, key, ...written }, writtenShape, flags);
        },
        { durability },
      );
    });
}
