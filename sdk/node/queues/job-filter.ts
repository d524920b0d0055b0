import type { JobEditInit, JobFilterInit } from "@flowmesh/contract";
import { instantMs } from "../instant.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { parseTimeMs } from "../moment.ts";
import { outgoingHeaders, type PublishOptions } from "../publishing/outgoing-record.ts";
import { encodeKey, encodeValue, type Key, type Value } from "../value.ts";

/** Which jobs of a queue are meant: those that are all that is named here. */
export interface JobFilter extends Omit<JobFilterInit, "key" | "fromTime" | "toTime"> {
  readonly key?: Key | undefined;
  /** Ended at this time or later; of jobs that have not ended, enqueued then: a Date, milliseconds since 1970, or text as `"2h ago"` or `"2026-11-03T14:00:00Z"`. */
  readonly fromTime?: Date | number | string | undefined;
  /** Before this time. */
  readonly toTime?: Date | number | string | undefined;
}

/** New content for each job; what is absent stays. */
export interface JobEdit {
  /** The whole value, as `enqueue` takes it. Not together with `mergePatch`. At most 65536 bytes. */
  readonly value?: Value | undefined;
  /** Changes the value, which must be JSON, as a JSON merge patch does (RFC 7396); bytes and text are JSON already. At most 65536 bytes. */
  readonly mergePatch?: object | string | undefined;
  readonly key?: Key | undefined;
  /** In the place of those of the same name. */
  readonly headers?: PublishOptions["headers"];
}

const filterNames: OptionNames<JobFilter> = {
  state: true,
  key: true,
  error: true,
  errorGroup: true,
  fromJob: true,
  toJob: true,
  fromTime: true,
  toTime: true,
  where: true,
};
const editNames: OptionNames<JobEdit> = { value: true, mergePatch: true, key: true, headers: true };

/** A misspelled filter would be none, and what is done then done to all jobs. @throws FlowMeshError `field_unknown`, `field_invalid` */
export function jobFilter(filter: JobFilter | undefined): JobFilterInit | undefined {
  if (filter === undefined) return undefined;
  checkOptionNames(filter, filterNames, "filter");
  const { key, fromTime, toTime, ...rest } = filter;
  return {
    ...rest,
    key: key === undefined ? undefined : encodeKey(key),
    fromTime: fromTime === undefined ? undefined : timeMs(fromTime, "filter.fromTime"),
    toTime: toTime === undefined ? undefined : timeMs(toTime, "filter.toTime"),
  };
}

/** @throws FlowMeshError `field_unknown`, `field_invalid`, `record_too_large` */
export function jobEdit(edit: JobEdit | undefined): JobEditInit | undefined {
  if (edit === undefined) return undefined;
  checkOptionNames(edit, editNames, "edit");
  const { value, mergePatch, key, headers } = edit;
  return {
    value: value === undefined ? undefined : encodeValue(value),
    mergePatch: mergePatch === undefined ? undefined : encodeValue(mergePatch),
    key: key === undefined ? undefined : encodeKey(key),
    headers: headers && outgoingHeaders(headers).map(({ name, value: of }) => ({ name, value: of ?? undefined })),
  };
}

function timeMs(time: Date | number | string, field: string): number {
  return typeof time === "string" ? parseTimeMs(time, field) : instantMs(time, field);
}
