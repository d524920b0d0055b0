import type { EnqueueJob, JobDetails } from "@flowmesh/client";
import { Job as JobCodec, NewJob } from "@flowmesh/contract";
import { fromJson, toJson } from "@flowmesh/contract/internal";
import { exactLine, withValueText } from "../record-formats/exact-json.ts";
import { exactValue, readObject } from "../record-formats/json-envelope.ts";
import { asHeaderList, withMissing } from "../record-formats/record-envelope.ts";

/**
 * Reads a job that is written as one JSON object, in the form of docs/rest.md: `value` (any JSON) or `valueBase64`, `key`, `headers`, `priority`, `delayMs`, `runAt`, `orderingKey`,
 * `dedupeId`, `maxAttempts`. Beyond that: `valueText` for a value that is text, headers as an object, and what `flowmesh dlq export` tells of a job that died, which is not looked at. JSON is taken as it stands, with its numbers and blanks.
 * @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readJob(line: Buffer): EnqueueJob {
  return readObject(
    line,
    "job",
    ({ valueText, headers, job: _, error: _error, attemptsUsed: _used, endedAt: _ended, ...rest }, text) => {
      const headerList = asHeaderList(headers);
      const { value, delayMs, runAt, orderingKey, dedupeId, maxAttempts, ...job } = fromJson(NewJob, {
        ...rest,
        headers: headerList,
      });
      return {
        value: exactValue(text, { ...rest, valueText }, value),
        key: job.key,
        priority: job.priority,
        headers: job.headers.length === 0 ? undefined : withMissing(job.headers, headerList),
        delay: delayMs === 0 ? undefined : delayMs,
        runAt: runAt === undefined ? undefined : Math.ceil(runAt),
        orderingKey: orderingKey === "" ? undefined : orderingKey,
        dedupeId: dedupeId === "" ? undefined : dedupeId,
        maxAttempts: maxAttempts === 0 ? undefined : maxAttempts,
      };
    },
  );
}

/** A job that has ended as one line of JSON, which `readJob` reads. */
export function jobLine({
  job,
  key,
  value,
  headers,
  priority,
  orderingKey,
  maxAttempts,
  ...ended
}: JobDetails): string {
  const { error, attemptsUsed, endedAt } = ended;
  const told = { key, value, headers, priority, orderingKey, maxAttempts, job, error, attemptsUsed, endedAt };
  const names = new Set(Object.keys(told));
  const fields = toJson(JobCodec, { ...ended, ...told });
  const line = Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name.replace(/Base64$/, ""))));
  return `${exactLine(withValueText(line, value), value)}\n`;
}
