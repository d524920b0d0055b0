import { type BatchRecord, encodeBatch } from "@flowmesh/fabric";
import { type CheckedJob, type EnqueueStep, limitKeyOf, type QueueRules } from "@flowmesh/fabric/internal";
import { queueStream } from "../views/streams/hidden-stream.ts";
import type { AppendIntent } from "../views/streams/streams-head.ts";
import type { WorkTurns } from "../work-turns.ts";
import type { PlannedEnqueue } from "./commit-intent.ts";
import { keyHash } from "./idempotency.ts";
import { encodeJobTable, type NewJobTraits, PLAIN_PRIORITY } from "./job-table.ts";
import { plannedAppend } from "./plan-append.ts";

/** Hashes of the keys by which the jobs of an enqueue are limited, in their order; 0: none. */
export type LimitKeys = readonly number[];

/** How long jobs are looked at in one piece of work. */
const PIECE_MS = 5;

/**
 * The keys by which new jobs are limited, where an expression says what they are: values are looked into, which may take long, so it is done in turns.
 * @throws FlowMeshError expression_invalid
 */
export async function limitKeysOf(
  jobs: readonly CheckedJob[],
  rules: QueueRules,
  turns: WorkTurns,
): Promise<LimitKeys> {
  const keys: number[] = [];
  while (keys.length < jobs.length) {
    await turns.run((spentMs) => {
      do keys.push(limitHash(jobs[keys.length] as CheckedJob, rules));
      while (keys.length < jobs.length && spentMs() < PIECE_MS);
    });
  }
  return keys;
}

function limitHash(job: CheckedJob, rules: QueueRules): number {
  const key = limitKeyOf(rules, job);
  return key === undefined ? 0 : shortHash(key);
}

/**
 * Jobs as batches.
 * @param limits hashes of their limit keys, or the rules of their queue, which say what they are; undefined: there is no such queue
 */
export function plannedEnqueue(
  { queue, jobs, operation }: EnqueueStep,
  limits: LimitKeys | QueueRules | undefined,
): PlannedEnqueue {
  const keyOf = (job: CheckedJob, index: number): number =>
    limits === undefined ? 0 : "length" in limits ? (limits[index] as number) : limitHash(job, limits);
  const batches: AppendIntent[] = [];
  for (let from = 0; from < jobs.length; ) {
    const { dedupeId } = jobs[from] as CheckedJob;
    let to = from + 1;
    while (dedupeId === "" && jobs[to]?.dedupeId === "") to++;
    const together = from === 0 && to === jobs.length ? jobs : jobs.slice(from, to);
    const records = together.map(({ record }) => record);
    const bytes = records.map(bytesOf);
    const batch = encodeBatch(records, undefined, batchBytesOf(bytes));
    const largestBytes = Math.max(...bytes);
    const target = { stream: queueStream(queue), partition: 0, partitionCount: undefined, expectedOffset: undefined };
    const append = plannedAppend({ ...target, dedupeId, batch }, operation);
    const traits: NewJobTraits[] = [];
    for (let record = 0; record < together.length; record++) {
      const job = together[record] as CheckedJob;
      const limitKey = keyOf(job, from + record);
      if (!isPlain(job, limitKey)) traits.push(traitsOf(job, record, limitKey));
    }
    batches.push({ ...append, jobs: encodeJobTable(traits, largestBytes) });
    from = to;
  }
  return { kind: "enqueue", queue, batches, operation };
}

/** About what the head of a batch, and in front of each of its records, takes at most. */
const HEAD_BYTES = 64;
const RECORD_BYTES = 24;

/** Memory in which a batch of records of these sizes has room, as a rule. */
function batchBytesOf(records: readonly number[]): number {
  return records.reduce((sum, bytes) => sum + bytes + RECORD_BYTES, HEAD_BYTES);
}

/** Bytes that a job takes in an answer, about. */
function bytesOf({ key, value, headers }: BatchRecord): number {
  const ofHeaders = headers?.reduce((sum, header) => sum + header.name.length + (header.value?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + (ofHeaders ?? 0);
}

/** Whether nothing about it needs to be said, as of most jobs. */
function isPlain(job: CheckedJob, limitKey: number): boolean {
  const isAtOnce = job.delayMs === undefined && job.runAtMs === undefined;
  return (
    isAtOnce && job.priority === PLAIN_PRIORITY && job.orderingKey === "" && job.maxAttempts === 0 && limitKey === 0
  );
}

function traitsOf(job: CheckedJob, record: number, limitKey: number): NewJobTraits {
  const { priority, delayMs = 0, runAtMs = 0, orderingKey, maxAttempts } = job;
  const key = orderingKey === "" ? 0 : shortHash(orderingKey);
  return { record, priority, delayMs, runAtMs, key, maxAttempts, limitKey };
}

/** 52 bits of SHA-256, never 0. */
function shortHash(key: string): number {
  const hash = Buffer.from(keyHash(key), "latin1");
  return hash.readUIntLE(0, 6) + (hash.readUInt8(6) & 0x0f) * 2 ** 48 + 1;
}
