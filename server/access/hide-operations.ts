import { type AnyMethod, type ListOperationsResponse, methods } from "@flowmesh/contract";
import type { Handler } from "../dispatch/handlers.ts";
import type { Access } from "./access.ts";
import type { Credential } from "./credential.ts";

/** Handlers whose lists of operations have none on jobs of a queue that their caller may not read. */
export function hideOperations(handlers: ReadonlyMap<AnyMethod, Handler>, access: Access): Map<AnyMethod, Handler> {
  const list = methods.listOperations as unknown as AnyMethod;
  const handle = handlers.get(list);
  if (handle === undefined || access.isOpen) return new Map(handlers);
  const { permission } = methods.getOperation;
  const hiding: Handler = async (request, options) => {
    const { credential } = options as { readonly credential?: Credential };
    const response = (await (handle(request, options) as Promise<object>)) as ListOperationsResponse;
    const seen = response.operations.filter(({ queue: name }) =>
      access.permits({ permission, on: "one", name }, credential),
    );
    return { ...response, operations: seen };
  };
  return new Map([...handlers, [list, hiding]]);
}
