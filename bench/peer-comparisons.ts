import type { Comparison } from "./comparison.ts";
import type { Arena } from "./comparisons.ts";
import type { EntryWork } from "./entry-work.ts";
import { gets, puts } from "./flowmesh/entry-contenders.ts";
import { batchedJobs, workedJobs } from "./flowmesh/job-contenders.ts";
import type { JobWork } from "./job-work.ts";
import { bullmqJobs } from "./peers/bullmq-contenders.ts";
import { redisGets, redisJobs, redisPuts, redisWays } from "./peers/redis-contenders.ts";

const jobWork: Omit<JobWork, "value"> = { batchJobs: 100, inFlight: 16, concurrency: 500 };
const entryWork: Omit<EntryWork, "value"> = { entries: 10_000, inFlight: 64 };
/** Redis is machine code from its first call on, V8 compiles what is used, and a heap that grows meets memory that the system clears first: seven seconds of puts until both are over. */
const warmupSeconds = 7;
const afterWarmup = `after ${warmupSeconds} s of the same with each`;

/** What is measured beside Redis, by the word that chooses it. Without a Redis FlowMesh stands alone, and its targets are not looked at. */
export function peerComparisons(arena: Arena): Record<string, Comparison> {
  return { jobs: jobs(arena), puts: putsBeside(arena), gets: getsBeside(arena) };
}

function jobs({ flowmesh, redis, recordBytes }: Arena): Comparison {
  const work: JobWork = { ...jobWork, value: Buffer.alloc(recordBytes, 97) };
  const peers = redis === undefined ? [] : [redisJobs(redis, work), bullmqJobs(redis, work)];
  const batched = batchedJobs(flowmesh, work);
  return {
    name: "job lifecycle",
    unit: "jobs/s",
    settings: `enqueued, handed out and finished; ${work.batchJobs} jobs of ${recordBytes} bytes a batch, ${work.inFlight} batches in flight, all in one process; ${afterWarmup}`,
    warmupSeconds,
    contenders: [...peers, batched, workedJobs(flowmesh, work)],
    targets: [
      { contender: batched.name, ratioMin: 2 },
      { contender: batched.name, ratioMin: 10, of: "BullMQ, addBulk and Worker" },
    ].filter(() => redis !== undefined),
  };
}

function putsBeside({ flowmesh, redis, recordBytes }: Arena): Comparison {
  const work: EntryWork = { ...entryWork, value: Buffer.alloc(recordBytes, 97) };
  const peers = redis === undefined ? [] : redisWays.map((way) => redisPuts(redis, way, work));
  const contender = puts(flowmesh, work);
  return {
    name: "entries put",
    unit: "puts/s",
    settings: entrySettings(work),
    warmupSeconds,
    contenders: [...peers, contender],
    targets: redis === undefined ? [] : [{ contender: contender.name, ratioMin: 1 }],
  };
}

function getsBeside({ flowmesh, redis, recordBytes }: Arena): Comparison {
  const work: EntryWork = { ...entryWork, value: Buffer.alloc(recordBytes, 97) };
  const peers = redis === undefined ? [] : redisWays.map((way) => redisGets(redis, way, work));
  const contender = gets(flowmesh, work);
  return {
    name: "entries got",
    unit: "gets/s",
    settings: entrySettings(work),
    warmupSeconds,
    contenders: [...peers, contender],
    targets: redis === undefined ? [] : [{ contender: contender.name, ratioMin: 0.7 }],
  };
}

function entrySettings({ value, entries, inFlight }: EntryWork): string {
  return `values of ${value.length} bytes, ${entries} entries, ${inFlight} calls in flight, 1 connection; ${afterWarmup}`;
}
