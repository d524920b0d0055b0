import type { JobOrigin } from "@flowmesh/contract";
import type { BatchRecord, BatchRecordHeader } from "../batch/batch-record.ts";

/**
 * A job as a record: what it carries, and in front of the headers one of our own with what only people ask for, as JSON; absent when there is nothing to say. What
 * decides about the job's way is no part of its record.
 */
export interface JobNotes {
  readonly orderingKey?: string | undefined;
  /** The job whose place it took. */
  readonly retryOf?: string | undefined;
  /** Of a dead letter of a group: the record that it was. */
  readonly origin?: JobOrigin | undefined;
}

/** Name of our header, which no job may have of its own. */
export const notesHeader = "flowmesh-job";

export function withNotes(record: BatchRecord, { orderingKey, retryOf, origin }: JobNotes): BatchRecord {
  const notes = { ...(orderingKey && { orderingKey }), ...(retryOf && { retryOf }), ...(origin && { origin }) };
  if (Object.keys(notes).length === 0) return record;
  const header: BatchRecordHeader = { name: notesHeader, value: Buffer.from(JSON.stringify(notes)) };
  return { ...record, headers: [header, ...(record.headers ?? [])] };
}

interface ReadHeader {
  readonly name: string;
  readonly value?: Uint8Array | null | undefined;
}

/** The notes of a job, and its own headers. */
export function readNotes<Header extends ReadHeader>(
  headers: readonly Header[],
): { notes: JobNotes; headers: readonly Header[] } {
  const [first, ...others] = headers;
  if (first?.name !== notesHeader) return { notes: {}, headers };
  return { notes: JSON.parse(Buffer.from(first.value ?? []).toString()) as JobNotes, headers: others };
}
