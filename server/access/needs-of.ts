import { type AnyMethod, methods, type Operation } from "@flowmesh/contract";
import type { Need } from "./grants.ts";

/** The methods that do alone what an operation of a commit does. Every kind of operation must stand here, or its commits are refused. */
const methodsOfOperations: Readonly<Record<keyof Operation, AnyMethod>> = {
  append: methods.append as unknown as AnyMethod,
  publish: methods.publish as unknown as AnyMethod,
  cursor: methods.commitCursors as unknown as AnyMethod,
};

/** Everything that a call needs permission for. */
export function needsOf(method: AnyMethod, request: object): readonly Need[] {
  if (method.permission !== "") return [needOf(method, request)];
  const { operations } = request as { readonly operations: readonly Operation[] };
  return operations.flatMap((operation) =>
    Object.entries(operation)
      .filter(([, content]) => content !== undefined)
      .map(([kind, content]) => needOf(methodsOfOperations[kind as keyof Operation], content as object)),
  );
}

function needOf({ permission, resource }: AnyMethod, request: object): Need {
  const fields = request as Readonly<Record<string, string | undefined>>;
  if (resource === "*") return { permission, on: "any", name: "" };
  if (resource !== "") return { permission, on: "one", name: fields[resource] ?? "" };
  return { permission, on: "prefix", name: fields.prefix ?? "" };
}
