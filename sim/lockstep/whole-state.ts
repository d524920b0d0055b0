import { type GetHistoryResponse, limits } from "@flowmesh/contract";
import { decodeBatches, type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { entryId, formatLineageId, jobId, recordId } from "@flowmesh/fabric/internal";
import { lineageLines } from "./lineage-lines.ts";
import { line, type Plain, plain } from "./plain.ts";

/** What of the whole state is read. */
export interface Reading {
  /** A restart gives leases a fresh term. */
  readonly withoutLeases: boolean;
  /** Causes are named, so who reads it all looks what caused what. */
  readonly withLineage: boolean;
}

/** Everything that a client can read, one line for each thing. */
export async function wholeState(
  fabric: Fabric,
  nowMs: number,
  { withoutLeases, withLineage }: Reading,
): Promise<string[]> {
  const without = withoutLeases ? ofLeases : undefined;
  const ids: string[] = [];
  return [
    ...(await streamLines(fabric, ids)),
    ...(await bucketLines(fabric, nowMs, ids)),
    ...(await queueLines(fabric, without, ids)),
    ...(await operationLines(fabric)),
    ...(withLineage ? await lineageLines(fabric, ids) : []),
  ];
}

/** A stream that only fills the log: its records come and go. */
export const fillerName = "filler";

const ofLeases: ReadonlySet<string> = new Set(["leaseEndsAt", "progress", "log"]);
const pageSize = 1000;

/** Adds the ids of what it finds, as those below do. */
async function streamLines({ streams }: Fabric, ids: string[]): Promise<string[]> {
  const lines: string[] = [];
  const { streams: listed } = await streams.listStreams({ pageSize });
  for (const { stream, partitions } of listed) {
    if (stream === fillerName) continue;
    for (const { partition, earliestOffset, nextOffset } of partitions) {
      const records: Plain[] = [];
      for (let offset = earliestOffset; offset < nextOffset; ) {
        const fetched = await streams.fetch({ stream, partition, offset });
        for (const record of decodeBatches(fetched.batches, { fromOffset: offset })) {
          records.push([record.offset, plain(record.value)]);
          ids.push(formatLineageId(recordId(stream, partition, record.offset)));
        }
        offset = fetched.nextOffset;
      }
      lines.push(line(`${stream}/${partition} from ${earliestOffset}`, records));
    }
  }
  return lines;
}

async function bucketLines(fabric: Fabric, nowMs: number, ids: string[]): Promise<string[]> {
  const { kv } = fabric;
  const lines: string[] = [];
  const { buckets } = await kv.listBuckets({ pageSize });
  for (const described of buckets) {
    const { bucket } = described;
    const { lastRevision, entries: count, ...rest } = described;
    lines.push(line(bucket, plain(rest)), line(`${bucket} in all`, [lastRevision, count]));
    const { entries } = await kv.listEntries({ bucket, pageSize });
    for (const entry of entries) {
      lines.push(line(`${bucket} has`, plain(entry)));
      ids.push(formatLineageId(entryId(bucket, entry.key, entry.revision)));
    }
    for (const key of keys) {
      const { changes } = await keptHistory(fabric, bucket, key, nowMs);
      if (changes.length > 0) lines.push(line(`${bucket} had ${key}`, plain(changes)));
    }
  }
  return lines;
}

const keys = ["ü/0", "key/1", "ü/2", "key/3", "ü/4", "key/5", "count/0", "count/1"];

/** The revisions of a key, without those up to a delete so long ago that it may be forgotten. */
export async function keptHistory(
  { kv }: Fabric,
  bucket: string,
  key: string,
  nowMs: number,
): Promise<GetHistoryResponse> {
  const history = await kv.getHistory({ bucket, key, pageSize }).catch(nothing);
  const forgottenMs = nowMs - limits.kvDeletesMs.value + 60_000;
  const forgotten = history.changes.findLastIndex(
    ({ kind, writtenAt = 0 }) => kind !== "put" && writtenAt < forgottenMs,
  );
  return { ...history, changes: history.changes.slice(forgotten + 1) };
}

function nothing(error: unknown): GetHistoryResponse {
  if (isFlowMeshError(error, "key_not_found")) return { changes: [], nextPageToken: "" };
  throw error;
}

async function queueLines(
  { queues }: Fabric,
  without: ReadonlySet<string> | undefined,
  ids: string[],
): Promise<string[]> {
  const lines: string[] = [];
  const { queues: listed } = await queues.listQueues({ pageSize });
  for (const described of listed) {
    const { queue } = described;
    const { counts, oldestWaitingAt, ...rest } = described;
    lines.push(line(queue, plain(rest)), line(`${queue} in all`, plain({ counts, oldestWaitingAt })));
    const { jobs } = await queues.listJobs({ queue, pageSize });
    for (const job of jobs) {
      // Only who was worked on has attempts, which lists do not show.
      const whole = job.workerId === "" ? job : (await queues.getJob({ queue, job: job.job })).job;
      lines.push(line(`${queue} has`, plain(whole, without)));
      ids.push(formatLineageId(jobId(queue, job.job)));
    }
  }
  return lines;
}

async function operationLines({ operations, deadLetters }: Fabric): Promise<string[]> {
  const { operations: listed } = await operations.listOperations({ pageSize });
  const { sources } = await deadLetters.listDeadLetters({ pageSize });
  return [
    ...listed.map((told) => line(`operation ${told.queue}/${told.operation}`, plain(told))),
    ...sources.map((source) => line(`dead letters of ${source.queue} in all`, plain(source))),
  ];
}
