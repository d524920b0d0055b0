import type { JobEditInit } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import { queueName } from "./names.ts";
import type { Edit, Operate, Step } from "./step.ts";

/** Steps that begin operations on many jobs, and change how they go on. */
export type OperationStep =
  | Operate
  | (Step & { readonly do: "pause operation" | "resume operation" | "stop operation" });

/** Makes the call of such a step. */
export function ofOperation({ operations }: Fabric, step: OperationStep): Promise<object> {
  const queue = queueName(step.queue);
  if (step.do === "operate") return operations.startOperation(requestOf(queue, step));
  const operation = String(step.operation);
  switch (step.do) {
    case "pause operation":
      return operations.pauseOperation({ queue, operation });
    case "resume operation":
      return operations.resumeOperation({ queue, operation });
    case "stop operation":
      return operations.stopOperation({ queue, operation, reason: "enough" });
  }
}

function requestOf(queue: string, step: Operate): Parameters<Fabric["operations"]["startOperation"]>[0] {
  const { action, state, error, isDry, edit, to, rate, ramp, stopOnFailurePercent } = step;
  return {
    queue,
    action,
    filter: { state, error },
    dryRun: isDry,
    edit: edit === undefined ? undefined : edits[edit],
    toQueue: to === undefined ? "" : queueName(to),
    rate,
    ramp: [...(ramp ?? [])],
    stopOnFailurePercent,
  };
}

const edits: Readonly<Record<Edit, JobEditInit>> = {
  value: { value: Buffer.from("edited") },
  // No value is JSON but this one, so that most jobs are passed over.
  patch: { mergePatch: Buffer.from('{"patched":true}') },
  key: { key: Buffer.from("key-2"), headers: [{ name: "edited", value: Buffer.from("yes") }] },
};
