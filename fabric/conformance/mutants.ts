/**
 * Fabrics that each break one promise, to prove that the suite would notice. They come from a table: from the contract's fields and errors those that drop or change one of
 * them, and by hand those that break what no single field shows.
 */
import { type AnyMethod, type ErrorReason, errors } from "@flowmesh/contract";
import type { Field } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "../errors.ts";
import { type Fact, requiredFacts } from "./coverage.ts";
import { fabricMethods, interceptFabric, type StreamCall, type UnaryCall } from "./intercepted-fabric.ts";
import { pathsOf, withChanged } from "./message-paths.ts";
import { type Mutant, onFabric } from "./mutant.ts";
import { mutantsByHand } from "./mutants-by-hand.ts";
import { jobMutants } from "./mutants-of-jobs.ts";
import { kvMutants } from "./mutants-of-kv.ts";
import { operationMutants } from "./mutants-of-operations.ts";
import { queueMutants } from "./mutants-of-queues.ts";
import { scheduleMutants } from "./mutants-of-schedules.ts";

/** Changes that nothing but a loss of power, or another observer, could show. */
const unnoticeable: ReadonlySet<string> = new Set([
  // When the writer is answered; what is acknowledged early could be lost, which the simulation looks for.
  "publish forgets the request's durability",
  "append forgets the request's durability",
  "commit forgets the request's durability",
  "commitCursors forgets the request's durability",
  "put forgets the request's durability",
  "delete forgets the request's durability",
  "increment forgets the request's durability",
  "enqueue forgets the request's durability",
  "settle forgets the request's durability",
  // Jitter is chance.
  "previewSchedule forgets the request's times.jitterMs",
  // A queue that is new has no jobs.
  "createQueue answers with queue.oldestWaitingAt one too high",
  // An operation goes on right behind its start.
  "startOperation answers with position one too high",
  // Which jobs a dry run shows is not said.
  "startOperation answers with samples backwards",
]);

/** Every mutant. */
export function allMutants(): Mutant[] {
  const fromContract = fabricMethods.flatMap((method) => [...forgetting(method), ...changing(method)]);
  const fromErrors = requiredFacts().flatMap(failing);
  const byHand = [
    ...mutantsByHand,
    ...kvMutants,
    ...jobMutants,
    ...queueMutants,
    ...operationMutants,
    ...scheduleMutants,
  ];
  return [...fromErrors, ...fromContract, ...byHand].filter(
    ({ name }) => !unnoticeable.has(name) && !notThere.some((part) => part.test(name)),
  );
}

/** Parts that lists and samples leave out, the end of operations that go on; and operations of schedules, which are looked at as a whole. */
const notThere: readonly RegExp[] = [
  /^listJobs answers with jobs\.attempts/,
  /^startOperation answers with samples\.attempts/,
  /^groupErrors answers with groups\.sample\.(attempts|headers|value|result|dueAt|leaseEndsAt)/,
  /^listSchedules answers with schedules\.(operations|firings)/,
  /^(start|pause|resume)Operation answers with operation\.endedAt/,
  /^listOperations answers with operations\.edit/,
  /^(put|get)Schedule .*\boperations\.\w/,
];

/** The method acts as if a field had not been given. */
function forgetting(method: AnyMethod): Mutant[] {
  return pathsOf(method.request.fields).map(({ path }) => {
    const forget = (request: object): object => withChanged(request, path, () => undefined);
    return {
      name: `${method.property} forgets the request's ${path.join(".")}`,
      fact: `${method.property}<${path.join(".")}`,
      mutate: onCalls(method, {
        unary: (next) => (request, options) => next(forget(request), options),
        stream: (next) => (request, options) => next(forget(request), options),
      }),
    };
  });
}

/** The method answers with something else in one field. */
function changing(method: AnyMethod): Mutant[] {
  return pathsOf(method.response.fields).flatMap(({ path, field }) =>
    changesOf(field).map(([what, change]) => {
      const changed = (response: object): object => withChanged(response, path, change);
      return {
        name: `${method.property} answers with ${path.join(".")} ${what}`,
        fact: method.property,
        mutate: onCalls(method, {
          unary: (next) => async (request, options) => changed(await next(request, options)),
          stream: (next) =>
            async function* (request, options) {
              for await (const response of next(request, options)) yield changed(response);
            },
        }),
      };
    }),
  );
}

type ValueChange = readonly [what: string, change: (value: unknown) => unknown];

function changesOf({ kind, repeated }: Field): readonly ValueChange[] {
  if (repeated) {
    return [
      ["without its last", (list) => (list as unknown[]).slice(0, -1)],
      ["backwards", (list) => (list as unknown[]).toReversed()],
    ];
  }
  if (kind === "bool") return [["turned round", (value) => !value]];
  if (kind === "string") return [["changed", (text) => `${text}x`]];
  if (kind === "enum") return [["not said", () => "unspecified"]];
  if (kind === "bytes") return [["emptied", () => new Uint8Array(0)]];
  if (kind === "message") return [["left out", () => undefined]];
  return [["one too high", (value) => (typeof value === "number" ? value + 1 : value)]];
}

/** The method does not refuse, or refuses for another reason, or does not say why in details. */
function failing(fact: Fact): Mutant[] {
  const [property, reason] = fact.split(":") as [string, ErrorReason?];
  const method = fabricMethods.find((each) => each.property === property);
  if (method === undefined || reason === undefined) return [];
  const handled = (error: unknown, otherwise: (error: FlowMeshError) => object): object => {
    if (!isFlowMeshError(error, reason)) throw error;
    return otherwise(error);
  };
  const mutant = (what: string, otherwise: (error: FlowMeshError) => object): Mutant => ({
    name: `${property} ${what} ${reason}`,
    fact,
    mutate: onCalls(method, {
      unary: (next) => async (request, options) => {
        return next(request, options).catch((error: unknown) => handled(error, otherwise));
      },
      stream: (next) =>
        async function* (request, options) {
          try {
            yield* next(request, options);
          } catch (error) {
            yield handled(error, otherwise);
          }
        },
    }),
  });
  const refuseWith =
    (wire: Partial<ReturnType<FlowMeshError["toWire"]>>) =>
    (error: FlowMeshError): object => {
      throw FlowMeshError.fromWire({ ...error.toWire(), ...wire });
    };
  const other = reason === "closed" ? "stopping" : "closed";
  const mutants = [
    mutant("passes over", () => method.response.decode(new Uint8Array(0))),
    mutant("gives another reason than", refuseWith({ reason: other, code: errors[other].code })),
    mutant("gives another code than that of", refuseWith({ code: "internal" })),
  ];
  return errors[reason].params.length === 0
    ? mutants
    : [...mutants, mutant("gives no details of", refuseWith({ details: {} }))];
}

/** A change of one method's calls, on the fabric and on those that come after it. */
function onCalls(
  method: AnyMethod,
  { unary, stream }: { unary: (next: UnaryCall) => UnaryCall; stream: (next: StreamCall) => StreamCall },
): Mutant["mutate"] {
  return onFabric((fabric) =>
    interceptFabric(fabric, {
      unary: (called, next) => (called.property === method.property ? unary(next) : next),
      stream: (called, next) => (called.property === method.property ? stream(next) : next),
    }),
  );
}
