import type { Mesh } from "@flowmesh/client";
import { type OperationInit, PutScheduleRequest } from "@flowmesh/contract";
import { fromJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { jsonInput } from "../publishing/json-input.ts";

/** Flags that say what a schedule does. */
export interface EffectFlags {
  readonly enqueue?: string;
  readonly publish?: string;
  readonly key?: string;
  readonly commit?: string;
  readonly create?: boolean;
}

/** Adds them to a command. */
export function addEffectOptions(command: Command): void {
  command
    .option("--enqueue <queue>", "enqueue the value as a job")
    .option("--publish <stream>", "publish the value as a record")
    .option("--key <key>", "key of the job or record")
    .option("--create", "create the queue or stream if it is missing")
    .option(
      "--commit <file>",
      "commit the operations that a file of JSON says, as REST takes them; - is standard input",
    );
}

/** What the flags say that it does; undefined unless they say one thing. @throws FlowMeshError `message_malformed` */
export async function operationsOf(
  flags: EffectFlags,
  value: string | undefined,
): Promise<readonly OperationInit[] | undefined> {
  const { enqueue, publish, commit } = flags;
  if ([enqueue, publish, commit].filter((each) => each !== undefined).length !== 1) return undefined;
  return commit === undefined ? [operationOf(flags, value)] : await operationsIn(commit);
}

/** Makes the queue or stream of the effect, where that is wished. */
export async function createTarget(mesh: Mesh, { create, enqueue, publish }: EffectFlags): Promise<void> {
  if (create && enqueue !== undefined) await mesh.queues.ensure(enqueue);
  if (create && publish !== undefined) await mesh.streams.ensure(publish);
}

function operationOf({ enqueue, publish, key }: EffectFlags, value: string | undefined): OperationInit {
  const item = { key: key && Buffer.from(key), value: value === undefined ? undefined : Buffer.from(value) };
  if (enqueue !== undefined) return { enqueue: { queue: enqueue, jobs: [{ ...item, key: item.key || undefined }] } };
  return { publish: { stream: publish, records: [{ ...item, key: item.key || undefined }] } };
}

/** The operations of a file: a list, or an object that has them, as the body of a commit does. @throws FlowMeshError `message_malformed` */
function operationsIn(file: string): Promise<readonly OperationInit[]> {
  return jsonInput(file, (json) => {
    const operations = Array.isArray(json) ? json : (json as { operations?: unknown }).operations;
    return fromJson(PutScheduleRequest, { operations }).operations;
  });
}
