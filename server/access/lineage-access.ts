import { isFlowMeshError } from "@flowmesh/fabric";
import { type LineageId, type LineageKind, parseLineageId } from "@flowmesh/fabric/internal";
import type { Need } from "./grants.ts";

/** What lets somebody see things of a kind; the others belong to nobody. */
const permissions: Readonly<Partial<Record<LineageKind, string>>> = {
  record: "streams:read",
  job: "queues:read",
  entry: "kv:read",
  schedule: "schedules:get",
  operation: "queues:read",
};

/** What a caller needs to see what an id names: the permission to read it. Of an id that is none, whoever handles it says so. */
export function needToRead(text: string): readonly Need[] {
  const id = idOf(text);
  const permission = id && permissions[id.kind];
  return permission === undefined ? [] : [{ permission, on: "one", name: id?.name ?? "" }];
}

function idOf(text: string): LineageId | undefined {
  try {
    return parseLineageId("id", text);
  } catch (error) {
    if (isFlowMeshError(error)) return undefined;
    throw error;
  }
}
