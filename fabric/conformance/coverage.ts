import type { AnyMethod, ErrorReason } from "@flowmesh/contract";
import type { Field } from "@flowmesh/contract/internal";
import { isFlowMeshError } from "../errors.ts";
import type { Fabric } from "../fabric.ts";
import { fabricMethods, interceptFabric } from "./intercepted-fabric.ts";

/**
 * What the suite must have a case for, and what a run of it has really seen. A fact is written
 *
 *   append                     the method was called and answered
 *   append:batch_malformed     it was refused for this reason
 *   append<dedupeId            it was called with this field set; fields of parts after a dot: `publish<records.key`
 */
export type Fact = string;

/** Reasons that every method has beside its own: it may be called on a fabric that was closed, and with a time for the call that is out of bounds. */
const ofEveryMethod: readonly ErrorReason[] = ["closed"];
/** Reasons that a method has because of the fields that it takes. */
const ofFields: Readonly<Record<string, ErrorReason>> = {
  stream: "name_invalid",
  bucket: "name_invalid",
  queue: "name_invalid",
  schedule: "name_invalid",
  atLeast: "deadline_exceeded",
  waitMs: "deadline_exceeded",
};
/** Reasons that follow from neither. */
const more: Readonly<Record<string, readonly ErrorReason[]>> = {
  listStreams: ["field_invalid"],
  getStream: ["field_invalid"],
  publish: ["field_invalid", "commit_empty"],
  append: ["field_invalid", "capability_missing"],
  read: ["field_invalid"],
  fetch: ["field_invalid"],
  subscribe: ["field_invalid"],
  findOffsets: ["field_invalid"],
  commit: ["field_invalid"],
  listBuckets: ["field_invalid"],
  getBucket: ["field_invalid"],
  put: ["field_invalid"],
  delete: ["field_invalid"],
  increment: ["field_invalid"],
  get: ["field_invalid"],
  getMany: ["field_invalid"],
  listEntries: ["field_invalid"],
  getHistory: ["field_invalid"],
  watch: ["field_invalid"],
  getSchedule: ["field_invalid"],
  listSchedules: ["field_invalid"],
  deleteSchedule: ["field_invalid"],
  getQueue: ["field_invalid"],
  listQueues: ["field_invalid"],
  updateQueue: ["field_invalid"],
  deleteQueue: ["field_invalid"],
  getJob: ["field_invalid"],
  cancelJob: ["field_invalid"],
  runJob: ["field_invalid"],
  retryJob: ["field_invalid"],
  removeJob: ["field_invalid"],
  explainJob: ["field_invalid"],
};

/** Every method, and every reason that it documents or has in common with others. */
export function requiredFacts(): Fact[] {
  return fabricMethods.flatMap((method) => {
    const ofItsFields = method.request.fields.flatMap(({ property }) => ofFields[property] ?? []);
    const reasons = new Set([...method.errors, ...ofEveryMethod, ...ofItsFields, ...(more[method.property] ?? [])]);
    return [method.property, ...[...reasons].map((reason) => `${method.property}:${reason}`)];
  });
}

/** The same fabric, which tells what it sees. */
export function observeFabric(fabric: Fabric, see: (fact: Fact) => void): Fabric {
  const refused = (method: AnyMethod, error: unknown): void => {
    if (isFlowMeshError(error)) see(`${method.property}:${error.reason}`);
  };
  return interceptFabric(fabric, {
    unary: (method, next) => async (request, options) => {
      for (const path of pathsSet(method.request.fields, request)) see(`${method.property}<${path}`);
      try {
        const response = await next(request, options);
        see(method.property);
        return response;
      } catch (error) {
        refused(method, error);
        throw error;
      }
    },
    stream: (method, next) =>
      async function* (request, options) {
        for (const path of pathsSet(method.request.fields, request)) see(`${method.property}<${path}`);
        try {
          for await (const response of next(request, options)) {
            see(method.property);
            yield response;
          }
        } catch (error) {
          refused(method, error);
          throw error;
        }
      },
  });
}

/** Paths of the fields that are set in a message: neither absent nor empty nor zero. */
function pathsSet(fields: readonly Field[], message: object): string[] {
  return fields.flatMap(({ property, message: nested }) => {
    const value: unknown = message[property as keyof typeof message];
    if (value === undefined || value === 0 || value === "" || value === false) return [];
    if (nested === undefined) return [property];
    const parts = [value].flat() as object[];
    const inner = parts.flatMap((part) => pathsSet(nested().fields, part));
    return [property, ...new Set(inner.map((path) => `${property}.${path}`))];
  });
}
