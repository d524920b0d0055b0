import type { CallOptions } from "@flowmesh/contract";
import type { Fabric } from "../../../fabric.ts";
import type { MethodCall } from "../every-state.ts";

interface OperationInit {
  readonly queue: string;
  readonly operation: string;
}

type OperationCall = (fabric: Fabric, of: OperationInit, options?: CallOptions) => Promise<unknown>;

/** A call of every method, on an operation that waits for its first job. */
const calls: readonly (readonly [method: string, call: OperationCall])[] = [
  ["startOperation", ({ operations }, { queue }, options) => operations.startOperation(retry(queue), options)],
  ["getOperation", ({ operations }, of, options) => operations.getOperation(of, options)],
  ["listOperations", ({ operations }, { queue }, options) => operations.listOperations({ queue }, options)],
  ["pauseOperation", ({ operations }, of, options) => operations.pauseOperation(of, options)],
  ["resumeOperation", ({ operations }, of, options) => operations.resumeOperation(of, options)],
  ["stopOperation", ({ operations }, of, options) => operations.stopOperation(of, options)],
  ["listDeadLetters", ({ deadLetters }, { queue }, options) => deadLetters.listDeadLetters({ prefix: queue }, options)],
  ["groupErrors", ({ deadLetters }, { queue }, options) => deadLetters.groupErrors({ queue }, options)],
];

function retry(queue: string) {
  return { queue, action: "retry", filter: { state: "cancelled" }, ramp: [1] } as const;
}

/** Makes the operation first; on a fabric that refuses that, the call itself is to say why. */
async function withOperation({ queues, operations }: Fabric, stream: string): Promise<OperationInit> {
  const queue = `${stream}-queue`;
  await queues.createQueue({ queue }).catch(() => undefined);
  const { jobs } = await queues.enqueue({ queue, jobs: [{}] }).catch(() => ({ jobs: [] }));
  await queues.cancelJob({ queue, job: jobs[0]?.job ?? "none" }).catch(() => undefined);
  const started = await operations.startOperation(retry(queue)).catch(() => undefined);
  return { queue, operation: started?.operation?.operation ?? "none" };
}

/** A call of every method of operations and dead letters. */
export const operationCalls: readonly MethodCall[] = calls.map(([method, call]) => [
  method,
  async (fabric, stream, options) => call(fabric, await withOperation(fabric, stream), options),
]);
