import { entryId, formatLineageId, jobId, recordId } from "@flowmesh/fabric/internal";
import type { Cause } from "./step.ts";

/** The one group that gives records up. */
export const groupName = "group";

/** A bucket's name. */
export function bucketName(bucket: number): string {
  return `bucket-${bucket}`;
}

/** A queue's name; the last one has the dead letters of the group. */
export function queueName(queue: number): string {
  return queue === 2 ? `@${groupName}` : `queue-${queue}`;
}

/** A stream's name. */
export function streamName(stream: number): string {
  return `stream-${stream}`;
}

/** A key's name. */
export function keyName(key: number): string {
  return `${key % 2 === 0 ? "ü" : "key"}/${key}`;
}

/** The entry that a part is of. */
export function entryOf(part: { readonly do?: string; readonly bucket: number; readonly key: number }): {
  bucket: string;
  key: string;
} {
  const key = part.do === "add" ? `count/${part.key}` : keyName(part.key);
  return { bucket: bucketName(part.bucket), key };
}

/** A correlation id. */
export function correlationName(correlation: number): string {
  return `correlation-${correlation}`;
}

/** A job or a revision that no run comes to. */
const NEVER = 1_000_000;

/** The id by which a write names a cause. Of what is not there nobody promises for how long it is known: then one that never was is named. */
export function causeName(cause: Cause, isThere: boolean): string {
  switch (cause.of) {
    case "record":
      return formatLineageId(recordId(streamName(cause.stream), 0, cause.offset));
    case "job":
      return formatLineageId(jobId(queueName(cause.queue), isThere ? cause.job : NEVER));
    case "entry":
      return formatLineageId(entryId(bucketName(cause.bucket), keyName(cause.key), isThere ? undefined : NEVER));
  }
}
