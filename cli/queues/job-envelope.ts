import type { EnqueueJob } from "@flowmesh/client";
import { NewJob } from "@flowmesh/contract";
import { fromJson } from "@flowmesh/contract/internal";
import { exactValue, readObject } from "../record-formats/json-envelope.ts";
import { asHeaderList, withMissing } from "../record-formats/record-envelope.ts";

/**
 * Reads a job that is written as one JSON object, in the form of docs/rest.md: `value` (any JSON) or `valueBase64`, `key`, `headers`, `priority`, `delayMs`, `runAt`, `orderingKey`,
 * `dedupeId`, `maxAttempts`. Beyond that: `valueText` for a value that is text, and headers as an object. JSON is taken as it stands, with its numbers and blanks.
 * @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readJob(line: Buffer): EnqueueJob {
  return readObject(line, "job", ({ valueText, headers, ...rest }, text) => {
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
  });
}
