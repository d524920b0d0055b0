import type { RetryEdit } from "@flowmesh/client";
import { editedJob, systemWorld } from "@flowmesh/client/internal";
import { methods, RetryJobRequest } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { mergePatched, parseMergePatch } from "@flowmesh/fabric/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeOne } from "../output/write.ts";
import { headersOf } from "../publishing/publish-flags.ts";
import { jobShape } from "../queues/job-shape.ts";

interface EditFlags extends OutputOptions {
  readonly url?: string;
  readonly value?: string;
  readonly mergePatch?: string;
  readonly key?: string;
  readonly header?: readonly string[];
  readonly delay?: string;
  readonly curl?: boolean;
}

export function dlqEdit(command: Command): void {
  command
    .option("--value <value>", "give it this value")
    .option("--merge-patch <json>", 'change its JSON value by a merge patch, as {"to":"ann","old":null}')
    .option("-k, --key <key>", "give it this key")
    .option(
      "-H, --header <name=value>",
      "give it this header, and no others; may be given several times",
      (text, all: readonly string[] = []) => [...all, text],
    )
    .option("--delay <duration>", "not before so much time has passed, as 10m")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
What is not given stays as it was. It becomes a job of its own, which is shown; the dead one is gone.

Examples:
  flowmesh dlq edit emails 17 --merge-patch '{"to":"ann@example.com"}'
  flowmesh dlq edit @billing 3 --value '{"total":12}'`,
    )
    .action(async (queue: string, job: string) => {
      const flags = command.optsWithGlobals<EditFlags>();
      const { value, mergePatch, key, header, delay } = flags;
      if (value !== undefined && mergePatch !== undefined)
        throw usageError("give either --value or --merge-patch", command);
      if ([value, mergePatch, key, header].every((given) => given === undefined))
        throw usageError("there is nothing to change: give --value, --merge-patch, --key or --header", command);
      const patch = mergePatch === undefined ? undefined : parsedPatch(mergePatch);
      await withMesh(flags.url, async ({ queues }) => {
        const content =
          mergePatch === undefined ? value : patchedValue(queue, job, (await queues.job(queue, job)).value, patch);
        const edit = { value: content, key, headers: headersOf(header), delay };
        if (flags.curl) return writeData(`${retryLine(flags.url, queue, job, edit)}\n`);
        const edited = await queues.retry(queue, job, edit);
        await writeOne(await queues.job(queue, edited), jobShape, flags);
      });
    });
}

function retryLine(url: string | undefined, queue: string, job: string, edit: RetryEdit): string {
  const request = RetryJobRequest.encode({ queue, job, edit: editedJob(edit, systemWorld.clock) });
  const json = toJson(RetryJobRequest, RetryJobRequest.decode(request));
  return curlLine(serverAddress(url), methods.retryJob, json as object);
}

/** @throws FlowMeshError `field_invalid` */
function parsedPatch(text: string): unknown {
  try {
    return parseMergePatch(Buffer.from(text));
  } catch (cause) {
    throw new FlowMeshError("field_invalid", {
      field: "--merge-patch",
      problem: `must be JSON: ${(cause as Error).message}`,
    });
  }
}

/** @throws FlowMeshError `field_invalid` */
function patchedValue(queue: string, job: string, value: Uint8Array | undefined, patch: unknown): Uint8Array {
  const patched = mergePatched(value, patch);
  if (patched !== undefined) return patched;
  throw new FlowMeshError("field_invalid", {
    field: "--merge-patch",
    problem: `is for JSON, which the value of job ${job} in queue ${queue} is not; give --value`,
  });
}
