import type {
  EnqueueRequestInit,
  Job,
  JobOutcomeInit,
  ListJobsResponse,
  QueuesService,
  ReservedJob,
  ReserveRequestInit,
  ReserveResponse,
  SettleRequestInit,
} from "@flowmesh/contract";
import { isFlowMeshError } from "../errors.ts";
import type { Fabric } from "../fabric.ts";
import { interceptFabric, type UnaryCall } from "./intercepted-fabric.ts";
import { forJobs } from "./jobs-in-state.ts";
import { type Mutant, onFabric, unary } from "./mutant.ts";

/** Jobs of an answer to a reserve, in another order or others. */
function handedOut(change: (jobs: ReservedJob[]) => ReservedJob[]): Mutant["mutate"] {
  return unary("reserve", (next) => async (request, options) => {
    const answer = (await next(request, options)) as ReserveResponse;
    return { ...answer, jobs: change(answer.jobs) };
  });
}

/** Outcomes that are taken for others. */
function outcomes(change: (outcome: JobOutcomeInit) => JobOutcomeInit): Mutant["mutate"] {
  return unary("settle", (next) => (request, options) => {
    const { outcomes: told = [], ...rest } = request as SettleRequestInit;
    return next({ ...rest, outcomes: told.map(change) }, options);
  });
}

/** Something is done for each job that was settled. */
function onceSettled(
  change: (queues: QueuesService, job: { queue: string; job: string }) => Promise<void>,
): UnaryChange {
  return (next, { queues }) =>
    async (request, options) => {
      const answer = await next(request, options);
      const { queue = "", outcomes: told = [] } = request as SettleRequestInit;
      for (const { job = "" } of told) await change(queues, { queue, job }).catch(() => undefined);
      return answer;
    };
}

type UnaryChange = (next: UnaryCall, fabric: Fabric) => UnaryCall;

const leases: readonly Mutant[] = [
  {
    name: "an extend answers at once though it is to wait for news",
    fact: "extend<waitMs",
    mutate: unary("extend", (next) => (request, options) => next({ ...request, waitMs: 0 }, options)),
  },
  {
    name: "a worker that leaves takes jobs, and its reserves go on waiting",
    fact: "reserve<leaving",
    mutate: unary("reserve", (next) => (request, options) => next({ ...request, leaving: false }, options)),
  },
  {
    name: "an outcome that comes after the lease was lost is accepted",
    fact: "settle:lease_lost",
    mutate: unary(
      "settle",
      (next, { queues }) =>
        (request, options) =>
          next(request, options).catch(async (error: unknown) => {
            const { queue = "", outcomes: told = [] } = request as SettleRequestInit;
            if (!isFlowMeshError(error, "lease_lost")) throw error;
            for (const { job = "" } of told) await queues.removeJob({ queue, job }).catch(() => undefined);
            return { position: 0, lost: [] };
          }),
    ),
  },
  {
    name: "a job that is given back has used an attempt",
    fact: "settle<outcomes.released",
    mutate: outcomes(({ released, ...rest }) =>
      released === undefined ? { ...rest } : { ...rest, failed: { retryAfterMs: 0 } },
    ),
  },
  {
    name: "a worker's outcome counts also when its job was to be cancelled",
    fact: "cancelJob",
    mutate: unary(
      "settle",
      onceSettled(async (queues, of) => {
        const { job } = await queues.getJob(of);
        if (job?.state === "cancelled") await queues.retryJob(of);
      }),
    ),
  },
  {
    name: "two workers are given the same job",
    fact: "reserve",
    mutate: onFabric((fabric) => {
      let last: ReservedJob | undefined;
      const twice = (next: UnaryCall): UnaryCall => {
        return async (request, options) => {
          const answer = (await next(request, options)) as ReserveResponse;
          const jobs = answer.jobs.length === 4 && last !== undefined ? [last, ...answer.jobs.slice(1)] : answer.jobs;
          last = jobs.at(-1) ?? last;
          return { ...answer, jobs };
        };
      };
      return interceptFabric(fabric, { unary: (method, next) => (method.property === "reserve" ? twice(next) : next) });
    }),
  },
  {
    name: "the attempts of a job that is tried again by hand go on where they were",
    fact: "retryJob",
    mutate: unary("reserve", (next, { queues }) => async (request, options) => {
      const { queue = "" } = request as ReserveRequestInit;
      const answer = (await next(request, options)) as ReserveResponse;
      const jobs: ReservedJob[] = [];
      for (const reserved of answer.jobs) {
        const { job } = await queues.getJob({ queue, job: reserved.job });
        jobs.push({ ...reserved, attempt: Math.max(reserved.attempt, job?.attempts.length ?? 0) });
      }
      return { ...answer, jobs };
    }),
  },
];

const retries: readonly Mutant[] = [
  {
    name: "a bare failure is tried again at once, until the attempts are used up",
    fact: "settle<outcomes.failed",
    mutate: outcomes(({ failed, ...rest }) =>
      failed === undefined ? { ...rest } : { ...rest, failed: { retryAfterMs: 0, ...failed } },
    ),
  },
  {
    name: "the first failure is the last",
    fact: "settle<outcomes.failed",
    mutate: outcomes(({ failed, ...rest }) => (failed === undefined ? { ...rest } : { ...rest, dead: failed })),
  },
  {
    name: "dead jobs are there, and nobody sees them",
    fact: "listJobs",
    mutate: unary("listJobs", (next) => async (request, options) => {
      const page = (await next(request, options)) as ListJobsResponse;
      return { ...page, jobs: page.jobs.filter(({ state }) => state !== "dead") };
    }),
  },
  {
    name: "dead jobs are not counted",
    fact: "getQueue",
    mutate: unary("getQueue", (next) => async (request, options) => {
      const { queue } = (await next(request, options)) as Awaited<ReturnType<QueuesService["getQueue"]>>;
      return { queue: queue && { ...queue, counts: queue.counts && { ...queue.counts, dead: 0 } } };
    }),
  },
  {
    name: "a job that is tried again goes behind those that were never begun",
    fact: "settle<outcomes.failed",
    mutate: handedOut((jobs) => jobs.toSorted((a, b) => Math.sign(a.attempt - 1) - Math.sign(b.attempt - 1))),
  },
  {
    name: "a job that is tried again has the priority of one that names none",
    fact: "settle<outcomes.failed",
    mutate: handedOut((jobs) => jobs.map((job) => (job.attempt > 1 ? { ...job, priority: 5 } : job))),
  },
  {
    name: "jobs above a lowered number of attempts are dead at once",
    fact: "updateQueue<settings.maxAttempts",
    mutate: unary("updateQueue", (next, fabric) => async (request, options) => {
      const answer = await next(request, options);
      const { queue: of } = answer as Awaited<ReturnType<QueuesService["updateQueue"]>>;
      await forJobs(fabric, "retrying", async ({ queue, job }) => {
        const { job: found } = await fabric.queues.getJob({ queue, job });
        if (queue === of?.queue && isAbove(found)) await fabric.queues.cancelJob({ queue, job });
      });
      return answer;
    }),
  },
  {
    name: "jobs above a lowered number of attempts are never handed out",
    fact: "updateQueue<settings.maxAttempts",
    mutate: handedOut((jobs) => jobs.filter(({ attempt, maxAttempts }) => attempt <= maxAttempts)),
  },
  {
    name: "a time before the next attempt that no timer of Node's takes is over at once",
    fact: "settle<outcomes.failed.retryAfterMs",
    mutate: outcomes((outcome) =>
      (outcome.failed?.retryAfterMs ?? 0) >= 2 ** 31 ? { ...outcome, failed: { retryAfterMs: 0 } } : outcome,
    ),
  },
  {
    name: "a delay that no timer of Node's takes is over at once",
    fact: "enqueue<jobs.delayMs",
    mutate: unary("enqueue", (next) => (request, options) => {
      const { jobs = [], ...rest } = request as EnqueueRequestInit;
      const soon = jobs.map((job) => ((job.delayMs ?? 0) >= 2 ** 31 ? { ...job, delayMs: 0 } : job));
      return next({ ...rest, jobs: soon }, options);
    }),
  },
];

function isAbove(job: Job | undefined): boolean {
  return job !== undefined && job.attemptsUsed >= job.maxAttempts;
}

/** Fabrics that do with leases and attempts what no worker expects. */
export const jobMutants: readonly Mutant[] = [...leases, ...retries];
