import type { Header, JobOrigin } from "@flowmesh/contract";
import type { BatchRecord } from "../batch/batch-record.ts";
import { withNotes } from "../queues/job-record.ts";
import type { CheckedJobEdit } from "./check-operation-requests.ts";
import { mergePatched } from "./merge-patch.ts";

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
