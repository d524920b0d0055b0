import { parseTime } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { epochProblem } from "./epoch-ms.ts";

/** Takes a record's key from a field of its JSON value; `a.b` is field `b` of field `a`. Null is no key. @throws FlowMeshError `field_invalid` */
export function keyIn(value: unknown, path: string): string | undefined {
  const found = fieldIn(value, path);
  if (found === null) return undefined;
  if (typeof found === "string") return found;
  if (typeof found === "number" || typeof found === "boolean") return String(found);
  throw invalid(path, "is a list or an object, which is no key");
}

/** Takes a record's time from a field of its JSON value: RFC 3339, or milliseconds since 1970. @throws FlowMeshError `field_invalid`, also for seconds */
export function timestampIn(value: unknown, path: string): number {
  const found = fieldIn(value, path);
  const ms = typeof found === "string" ? parseTime(found) : found;
  if (typeof ms === "number" && Number.isFinite(ms)) {
    const problem = typeof found === "number" ? epochProblem(found) : undefined;
    if (problem !== undefined) throw invalid(path, problem);
    return Math.floor(ms);
  }
  throw invalid(path, "is neither a time like 2026-11-03T14:00:00Z nor milliseconds since 1970");
}

function fieldIn(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || Array.isArray(at)) throw invalid(path, "is not there");
    at = Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined;
  }
  if (at === undefined) throw invalid(path, "is not there");
  return at;
}

function invalid(path: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field: path, problem });
}
