import type { CallOptions, QueuesService } from "@flowmesh/contract";
import type { Fabric } from "../../../fabric.ts";
import type { MethodCall } from "../every-state.ts";

interface JobInit {
  readonly queue: string;
  readonly job: string;
}

type QueueCall = (queues: QueuesService, queue: string, options?: CallOptions) => Promise<unknown>;
type JobCall = (queues: QueuesService, job: JobInit, options?: CallOptions) => Promise<unknown>;

/** A call of every method that is about a queue, on one that is there. */
const ofQueues: readonly (readonly [method: string, call: QueueCall])[] = [
  ["createQueue", (queues, queue, options) => queues.createQueue({ queue: `${queue}-new` }, options)],
  ["getQueue", (queues, queue, options) => queues.getQueue({ queue }, options)],
  ["listQueues", (queues, queue, options) => queues.listQueues({ prefix: queue }, options)],
  ["updateQueue", (queues, queue, options) => queues.updateQueue({ queue, settings: { concurrency: 2 } }, options)],
  ["pauseQueue", (queues, queue, options) => queues.pauseQueue({ queue }, options)],
  ["resumeQueue", (queues, queue, options) => queues.resumeQueue({ queue }, options)],
  ["purgeQueue", (queues, queue, options) => queues.purgeQueue({ queue }, options)],
  ["enqueue", (queues, queue, options) => queues.enqueue({ queue, jobs: [{}] }, options)],
  ["reserve", (queues, queue, options) => queues.reserve({ queue, workerId: "worker" }, options)],
  ["listJobs", (queues, queue, options) => queues.listJobs({ queue }, options)],
  ["listWorkers", (queues, queue, options) => queues.listWorkers({ queue }, options)],
  ["deleteQueue", (queues, queue, options) => queues.deleteQueue({ queue }, options)],
];

/** A call of every method that is about a job, on one that waits. */
const ofJobs: readonly (readonly [method: string, call: JobCall])[] = [
  ["getJob", (queues, job, options) => queues.getJob(job, options)],
  ["explainJob", (queues, job, options) => queues.explainJob(job, options)],
  ["runJob", (queues, job, options) => queues.runJob(job, options)],
  ["cancelJob", (queues, job, options) => queues.cancelJob(job, options)],
  ["removeJob", (queues, job, options) => queues.removeJob(job, options)],
  [
    "retryJob",
    async (queues, job, options) => {
      await queues.cancelJob(job).catch(() => undefined);
      return queues.retryJob(job, options);
    },
  ],
  [
    "settle",
    async (queues, job, options) => {
      const outcome = { job: job.job, lease: await leaseOn(queues, job.queue), done: {} };
      return queues.settle({ queue: job.queue, outcomes: [outcome] }, options);
    },
  ],
  [
    "extend",
    async (queues, { queue, job }, options) => {
      const leases = [{ job, lease: await leaseOn(queues, queue) }];
      return queues.extend({ queue, workerId: "worker", leases }, options);
    },
  ],
];

async function leaseOn(queues: QueuesService, queue: string): Promise<string> {
  const { jobs } = await queues.reserve({ queue, workerId: "worker" }).catch(() => ({ jobs: [] }));
  return jobs[0]?.lease ?? "none";
}

/** Makes the queue first; on a fabric that refuses that, the call itself is to say why. */
async function withQueue({ queues }: Fabric, stream: string): Promise<string> {
  const queue = `${stream}-queue`;
  await queues.createQueue({ queue }).catch(() => undefined);
  return queue;
}

async function withJob(fabric: Fabric, stream: string): Promise<JobInit> {
  const queue = await withQueue(fabric, stream);
  const { jobs } = await fabric.queues.enqueue({ queue, jobs: [{}] }).catch(() => ({ jobs: [] }));
  return { queue, job: jobs[0]?.job ?? "none" };
}

/** A call of every method of queues. */
export const queueCalls: readonly MethodCall[] = [
  ...ofQueues.map(
    ([method, call]): MethodCall => [
      method,
      async (fabric, stream, options) => call(fabric.queues, await withQueue(fabric, stream), options),
    ],
  ),
  ...ofJobs.map(
    ([method, call]): MethodCall => [
      method,
      async (fabric, stream, options) => call(fabric.queues, await withJob(fabric, stream), options),
    ],
  ),
];
