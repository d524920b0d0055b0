import type { Mesh } from "@flowmesh/client";
import { type OperationInit, PutScheduleRequest } from "@flowmesh/contract";
import { fromJson, JsonMappingError } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { usageError } from "../output/usage-error.ts";
import { inputContents } from "../publishing/input-contents.ts";
import { putSchedule } from "../schedules/put-schedule.ts";
import { addScheduleOptions, checkTimesFlags, requestOfFlags, type ScheduleFlags } from "../schedules/times-flags.ts";

interface AddFlags extends ScheduleFlags {
  readonly enqueue?: string;
  readonly publish?: string;
  readonly key?: string;
  readonly commit?: string;
  readonly create?: boolean;
}

export function scheduleAdd(command: Command): void {
  command
    .option("--enqueue <queue>", "enqueue the value as a job")
    .option("--publish <stream>", "publish the value as a record")
    .option("--key <key>", "key of the job or record")
    .option("--create", "create the queue or stream if it is missing")
    .option(
      "--commit <file>",
      "commit the operations that a file of JSON says, as REST takes them; - is standard input",
    );
  addScheduleOptions(command);
  command
    .addHelpText(
      "after",
      `
Each firing is one commit; its records and jobs say in headers which firing it is.

Examples:
  flowmesh schedule add report '{"kind":"daily"}' --enqueue reports --create --cron '0 9 * * MON-FRI' --zone Europe/Berlin
  flowmesh schedule add tick now --publish ticks --create --every 5m
  flowmesh schedule add reminder '{"to":"ann"}' --enqueue emails --at 'tomorrow 09:00'
  flowmesh schedule add close --commit close.json --at 2026-12-31T23:00:00Z`,
    )
    .action(async (name: string, value: string | undefined) => {
      const flags = command.optsWithGlobals<AddFlags>();
      const { enqueue, publish, commit } = flags;
      if ([enqueue, publish, commit].filter((each) => each !== undefined).length !== 1)
        throw usageError("say what it does: one of --enqueue, --publish and --commit", command);
      checkTimesFlags(flags, command);
      const operations = commit === undefined ? [operationOf(flags, value)] : await operationsIn(commit);
      const request = { schedule: name, ...requestOfFlags(flags), operations, expectedRevision: 0 };
      await putSchedule(request, flags, (mesh) => createTarget(mesh, flags));
    });
}

async function createTarget(mesh: Mesh, { create, enqueue, publish }: AddFlags): Promise<void> {
  if (create && enqueue !== undefined) await mesh.queues.ensure(enqueue);
  if (create && publish !== undefined) await mesh.streams.ensure(publish);
}

function operationOf({ enqueue, publish, key }: AddFlags, value: string | undefined): OperationInit {
  const item = { key: key && Buffer.from(key), value: value === undefined ? undefined : Buffer.from(value) };
  if (enqueue !== undefined) return { enqueue: { queue: enqueue, jobs: [{ ...item, key: item.key || undefined }] } };
  return { publish: { stream: publish, records: [{ ...item, key: item.key || undefined }] } };
}

/** The operations of a file: a list, or an object that has them, as the body of a commit does. @throws FlowMeshError `message_malformed` */
async function operationsIn(file: string): Promise<readonly OperationInit[]> {
  let text = "";
  for await (const [content] of inputContents(file === "-" ? undefined : file, { kind: "raw" }, interruption()))
    text = Buffer.from(content!.bytes).toString();
  try {
    const json: unknown = JSON.parse(text);
    return fromJson(PutScheduleRequest, {
      operations: Array.isArray(json) ? json : (json as { operations?: unknown }).operations,
    }).operations;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof JsonMappingError)) throw error;
    throw new FlowMeshError("message_malformed", { format: file, problem: error.message }, { cause: error });
  }
}
