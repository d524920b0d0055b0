import type { Header, JobOrigin } from "@flowmesh/contract";
import type { BatchRecord } from "../batch/batch-record.ts";
import { withNotes } from "../queues/job-record.ts";
import type { CheckedJobEdit } from "./check-operation-requests.ts";

/** What a job carries. */
export interface JobContent {
  readonly key?: Uint8Array | undefined;
  readonly value?: Uint8Array | undefined;
  readonly headers: readonly Header[];
  readonly orderingKey: string;
  readonly origin?: JobOrigin | undefined;
}

/** The record of a job that takes the place of another one, with that one's content as far as the edit says nothing else. Undefined: its value cannot be patched. */
export function recordInPlaceOf(
  retryOf: string,
  content: JobContent,
  edit: CheckedJobEdit | undefined,
  timestampMs: number,
): BatchRecord | undefined {
  const value = valueAfter(content.value, edit);
  if (value === "unpatched") return undefined;
  const replaced = new Set(edit?.headers.map(({ name }) => name));
  const headers = [...content.headers.filter(({ name }) => !replaced.has(name)), ...(edit?.headers ?? [])];
  const record: BatchRecord = { key: edit?.key ?? content.key, value, timestampMs, headers };
  return withNotes(record, { orderingKey: content.orderingKey, retryOf, origin: content.origin });
}

function valueAfter(
  value: Uint8Array | undefined,
  edit: CheckedJobEdit | undefined,
): Uint8Array | undefined | "unpatched" {
  if (edit?.value !== undefined) return edit.value;
  if (edit?.mergePatch === undefined) return value;
  return mergePatched(value, edit.mergePatch) ?? "unpatched";
}

/** A JSON value that was changed by a merge patch; undefined when it is no JSON. */
export function mergePatched(value: Uint8Array | undefined, patch: unknown): Uint8Array | undefined {
  try {
    const before: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value ?? new Uint8Array(0)));
    return Buffer.from(JSON.stringify(merged(before, patch)));
  } catch {
    return undefined;
  }
}

/** JSON merge patch, RFC 7396. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
