/** Refusals that many decisions have in common. */
import { type Limits, limits } from "@flowmesh/contract";
import { FlowMeshError } from "./errors.ts";

/**
 * That there would be more of something than may be.
 * @param what there would be too much of, such as "the number of queues"
 * @param limit where it is not the product's
 */
export function limitExceeded(
  name: keyof Limits,
  what: string,
  value: number,
  limit: number = limits[name].value,
): FlowMeshError {
  const documented = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return new FlowMeshError("limit_exceeded", { what, value, limit, name: documented });
}

/**
 * Of what the caller decided on, it must be the revision that he decided on; undefined: whichever it is.
 * @throws FlowMeshError `revision_mismatch`
 */
export function checkRevision(
  kind: "stream" | "bucket" | "queue" | "schedule",
  name: string,
  actual: number,
  expected: number | undefined,
): void {
  if (expected === undefined || expected === actual) return;
  throw new FlowMeshError("revision_mismatch", { what: `${kind} ${name}`, [kind]: name, actual, expected });
}

/**
 * Of the idempotency keys that may be remembered at one time, those that may be for longer than `answered_key_window_ms`: a tenth is left to the others, which clients make for their own retries, so
 * that nobody who fills the memory for a day keeps all from writing.
 */
export function longKeysMax(limit: number): number {
  return limit - Math.floor(limit / 10);
}
