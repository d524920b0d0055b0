import { type AnyMethod, type LineageNode, methods, type WhereResponse } from "@flowmesh/contract";
import type { Handler } from "../dispatch/handlers.ts";
import type { Access } from "./access.ts";
import type { Credential } from "./credential.ts";
import type { Need } from "./grants.ts";
import { needToRead } from "./lineage-access.ts";

/**
 * Handlers whose answers about lineage hold nothing that their caller may not read: a record, job or entry of another resource is there, as a part of the tree, without its id
 * and without anything that is known of it.
 */
export function hideLineage(handlers: ReadonlyMap<AnyMethod, Handler>, access: Access): Map<AnyMethod, Handler> {
  const where = methods.where as unknown as AnyMethod;
  const handle = handlers.get(where);
  if (handle === undefined || access.isOpen) return new Map(handlers);
  const hiding: Handler = async (request, options) => {
    const { credential } = options as { readonly credential?: Credential };
    const response = (await (handle(request, options) as Promise<object>)) as WhereResponse;
    const may = (needs: readonly Need[]): boolean => needs.every((need) => access.permits(need, credential));
    return { ...response, nodes: response.nodes.map((node) => seen(node, may)) };
  };
  return new Map([...handlers, [where, hiding]]);
}

function seen(node: LineageNode, may: (needs: readonly Need[]) => boolean): LineageNode {
  const mayRead = (id: string): boolean => may(needToRead(id));
  if (!mayRead(node.id)) return hidden(node);
  const groups = node.groups.filter(({ group }) => may([{ permission: "groups:get", on: "one", name: group }]));
  return { ...node, causes: node.causes.filter(mayRead), groups };
}

function hidden({ kind, depth }: LineageNode): LineageNode {
  return {
    id: "",
    kind,
    presence: "hidden",
    depth,
    causes: [],
    asked: false,
    position: 0,
    writtenAt: undefined,
    correlation: "",
    groups: [],
    job: undefined,
    entry: undefined,
  };
}
