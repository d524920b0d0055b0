import {
  type AnyMethod,
  type CommitCursorsRequest,
  type CursorOperation,
  type FetchRequest,
  type JoinGroupRequest,
  type ListOperationsRequest,
  methods,
  type Operation,
  type PutScheduleRequest,
  type ResetGroupRequest,
  type StartOperationRequest,
  type WhereRequest,
} from "@flowmesh/contract";
import { groupOfDeadLetters } from "@flowmesh/fabric/internal";
import type { Need } from "./grants.ts";
import { needToRead } from "./lineage-access.ts";

/** The methods that do alone what an operation of a commit does. Every kind of operation must stand here, or its commits are refused. */
const methodsOfOperations: Readonly<Record<keyof Operation, AnyMethod>> = {
  append: methods.append as unknown as AnyMethod,
  publish: methods.publish as unknown as AnyMethod,
  cursor: methods.commitCursors as unknown as AnyMethod,
  put: methods.put as unknown as AnyMethod,
  delete: methods.delete as unknown as AnyMethod,
  increment: methods.increment as unknown as AnyMethod,
  check: methods.get as unknown as AnyMethod,
  enqueue: methods.enqueue as unknown as AnyMethod,
  settle: methods.settle as unknown as AnyMethod,
  deadLetter: methods.commitCursors as unknown as AnyMethod,
  checkOffset: methods.getStream as unknown as AnyMethod,
  checkLease: methods.settle as unknown as AnyMethod,
};

/** Everything that a call needs permission for. */
export function needsOf(method: AnyMethod, request: object): readonly Need[] {
  if (method.permission !== "") return [needOf(method, request), ...(needsBeside.get(method.name)?.(request) ?? [])];
  return needsOfOperations((request as { readonly operations: readonly Operation[] }).operations);
}

function needsOfOperations(operations: readonly Operation[] = []): readonly Need[] {
  return operations.flatMap((operation) => [
    ...Object.entries(operation)
      .filter(([, content]) => content !== undefined)
      .map(([kind, content]) => needOf(methodsOfOperations[kind as keyof Operation], content as object)),
    ...[operation.cursor, operation.deadLetter].filter((content) => content !== undefined).map(toLookAt),
  ]);
}

/**
 * What a call names beside its resource. Who could put any stream into a group of his own would learn whether it is there and how far it is; who could read for
 * any group, how far that one is. Who could move jobs into any queue would enqueue there.
 */
const needsBeside: ReadonlyMap<string, (request: object) => readonly Need[]> = new Map(
  Object.entries({
    [methods.joinGroup.name]: (request: object) =>
      ((request as JoinGroupRequest).streams ?? []).map((name) => ({ permission: "streams:read", on: "one", name })),
    [methods.commitCursors.name]: (request: object) => ((request as CommitCursorsRequest).cursors ?? []).map(toLookAt),
    [methods.resetGroup.name]: (request: object) =>
      (request as ResetGroupRequest).stream === "" ? [] : [toLookAt(request as ResetGroupRequest)],
    [methods.putSchedule.name]: (request: object) => needsOfOperations((request as PutScheduleRequest).operations),
    [methods.startOperation.name]: (request: object) => toStart(request as StartOperationRequest),
    [methods.listOperations.name]: toListOf,
    [methods.read.name]: toReadForGroup,
    [methods.fetch.name]: toReadForGroup,
    [methods.subscribe.name]: toReadForGroup,
    [methods.where.name]: (request: object) => needToRead((request as WhereRequest).id),
  }),
);

/** Jobs that are moved are enqueued in the other queue; a dry run shows jobs. */
function toStart({ queue, dryRun, toQueue }: StartOperationRequest): Need[] {
  const needs: Need[] = [];
  if (toQueue !== "") needs.push({ permission: methods.enqueue.permission, on: "one", name: toQueue });
  if (dryRun) needs.push({ permission: methods.listJobs.permission, on: "one", name: queue });
  return needs;
}

function toLookAt({ stream }: Pick<CursorOperation, "stream">): Need {
  return { permission: "streams:get", on: "one", name: stream };
}

/** Of one queue; of all the answer has what the caller may see. */
function toListOf(request: object): readonly Need[] {
  const { queue: name } = request as ListOperationsRequest;
  return name === "" ? [] : [{ permission: methods.getOperation.permission, on: "one", name }];
}

function toReadForGroup(request: object): readonly Need[] {
  const { group } = request as FetchRequest;
  return group === "" ? [] : [{ permission: "groups:join", on: "one", name: group }];
}

function needOf({ permission, resource }: AnyMethod, request: object): Need {
  const fields = request as Readonly<Record<string, string | undefined>>;
  // Who consumes for a group works on its dead letters too.
  const group = permission === methods.reserve.permission ? groupOfDeadLetters(fields.queue ?? "") : undefined;
  if (group !== undefined) return { permission: methods.commitCursors.permission, on: "one", name: group };
  if (resource === "*") return { permission, on: "any", name: "" };
  if (resource !== "") return { permission, on: "one", name: fields[resource] ?? "" };
  return { permission, on: "prefix", name: fields.prefix ?? "" };
}
