import type { IncomingHttpHeaders } from "node:http";
import type { AnyMethod } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";

/**
 * Puts into a request what HTTP says in headers of its own: `Idempotency-Key`, and the revision of the entity tag in `If-Match`, or that there is nothing yet, by
 * `If-None-Match: *`. A method that cannot keep what such
 * a header promises refuses it.
 * @throws FlowMeshError `field_invalid`
 */
export function applyConditions(method: AnyMethod, request: object, headers: IncomingHttpHeaders): void {
  const key = headers["idempotency-key"];
  if (key !== undefined) applyKey(method, request as Marked, unquoted(String(key)));
  const tag = headers["if-match"]?.trim();
  if (tag === "*" && method.verb === "PUT") throw refusal("If-Match", `must name a revision for ${method.name}`);
  if (tag !== undefined && tag !== "*") applyTag(method, request as Marked, tag);
  const absent = headers["if-none-match"];
  if (absent !== undefined && method.verb !== "GET") applyAbsence(method, request as Marked, absent.trim());
}

interface Marked {
  idempotencyKey?: string;
  expectedRevision?: number | undefined;
}

function applyKey(method: AnyMethod, request: Marked, key: string): void {
  if (!hasField(method, "idempotencyKey")) {
    // What may be sent again as it is needs none, and it does no harm.
    if (method.retry === "safe") return;
    throw refusal("Idempotency-Key", `is not taken by ${method.name}`);
  }
  if (key === "") throw refusal("Idempotency-Key", "must not be empty");
  if (request.idempotencyKey !== "" && request.idempotencyKey !== key) {
    throw refusal("Idempotency-Key", "says another key than idempotencyKey");
  }
  request.idempotencyKey = key;
}

function applyTag(method: AnyMethod, request: Marked, tag: string): void {
  if (!hasField(method, "expectedRevision")) throw refusal("If-Match", `is not taken by ${method.name}`);
  const revision = /^(?:W\/)?"(\d{1,15})(?:-[\w-]*)?"$/.exec(tag)?.[1];
  if (revision === undefined) throw refusal("If-Match", "must be one entity tag, as ETag gave it, or *");
  expectRevision(request, Number(revision), "If-Match");
}

/** `If-None-Match: *` asks that there is nothing yet. */
function applyAbsence(method: AnyMethod, request: Marked, tag: string): void {
  if (method.verb !== "PUT") throw refusal("If-None-Match", `is not taken by ${method.name}`);
  if (tag !== "*") throw refusal("If-None-Match", `must be * for ${method.name}`);
  expectRevision(request, 0, "If-None-Match");
}

function expectRevision(request: Marked, expected: number, header: string): void {
  if (request.expectedRevision !== undefined && request.expectedRevision !== expected) {
    throw refusal(header, "says another revision than expectedRevision");
  }
  request.expectedRevision = expected;
}

/** It may be a string as structured fields have them (RFC 9651), or stand as it is. */
function unquoted(text: string): string {
  const quoted = /^"(.*)"$/s.exec(text)?.[1];
  return quoted === undefined ? text : quoted.replaceAll(/\\(["\\])/g, "$1");
}

function hasField(method: AnyMethod, property: string): boolean {
  return method.request.fields.some((field) => field.property === property);
}

function refusal(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
