import { createHash } from "node:crypto";
import type { AnyMethod } from "@flowmesh/contract";

/**
 * The entity tag of an answer that is one resource which says how often it was changed; undefined for any other. It holds the revision, by which a write can be
 * made conditional, and a digest of the answer, of which more changes than the settings.
 */
export function entityTagOf(method: AnyMethod, response: object, body: Uint8Array): string | undefined {
  if (method.verb !== "GET" || method.resource === "") return undefined;
  const revision = revisionIn(method, response as Readonly<Record<string, unknown>>);
  if (revision === undefined) return undefined;
  return `"${revision}-${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"`;
}

/** Whether an `If-None-Match` header names the tag, so that the client has this answer already. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((each) => each.trim() === "*" || each.trim().replace(/^W\//, "") === tag);
}

function revisionIn(method: AnyMethod, response: Readonly<Record<string, unknown>>): number | undefined {
  for (const { kind, repeated, property } of method.response.fields) {
    if (kind !== "message" || repeated) continue;
    const { revision, epoch } = (response[property] ?? {}) as { revision?: number; epoch?: number };
    if (revision !== undefined || epoch !== undefined) return revision ?? epoch;
  }
  return undefined;
}
