import type {
  EnqueueRequestInit,
  EnqueueResponse,
  QueuesService,
  RateSettings,
  ReserveRequestInit,
  ReserveResponse,
} from "@flowmesh/contract";
import type { Fabric } from "../fabric.ts";
import { interceptFabric } from "./intercepted-fabric.ts";
import { forJobs, queuesOf } from "./jobs-in-state.ts";
import { after, type Mutant, unary } from "./mutant.ts";

/** A reserve that does something when it has no jobs to give, and then looks again. */
function whenEmpty(change: (queues: QueuesService, queue: string) => Promise<void>): Mutant["mutate"] {
  return unary("reserve", (next, { queues }) => async (request, options) => {
    const { queue = "" } = request as ReserveRequestInit;
    const answer = (await next(request, options)) as ReserveResponse;
    if (answer.jobs.length > 0) return answer;
    await change(queues, queue);
    return next(request, options);
  });
}

const holding: readonly Mutant[] = [
  {
    name: "who waits at a paused queue is given jobs",
    fact: "pauseQueue",
    mutate: whenEmpty(async (queues, queue) => {
      await queues.resumeQueue({ queue });
    }),
  },
  {
    name: "a limit of jobs at a time does not count those that others hold",
    fact: "createQueue<settings.concurrency",
    mutate: whenEmpty(async (queues, queue) => {
      await queues.updateQueue({ queue, settings: { concurrency: 0 } });
    }),
  },
  {
    name: "a rate lets one more go each time that it is asked",
    fact: "createQueue<settings.rate",
    mutate: whenEmpty(async (queues, queue) => {
      await queues.updateQueue({ queue, settings: { rate: { limit: 0 } } });
    }),
  },
  {
    name: "a delay is over when there is nothing else to do",
    fact: "enqueue<jobs.delayMs",
    mutate: whenEmpty(async (queues, queue) => {
      for (const { job } of (await queues.listJobs({ queue, state: "delayed" })).jobs)
        await queues.runJob({ queue, job });
    }),
  },
  {
    name: "a dedupe id is forgotten once its job has ended",
    fact: "enqueue<jobs.dedupeId",
    mutate: unary("enqueue", (next, { queues }) => async (request, options) => {
      const answer = (await next(request, options)) as EnqueueResponse;
      const { queue = "", jobs = [] } = request as EnqueueRequestInit;
      const [first] = answer.jobs;
      if (jobs.length !== 1 || !first?.duplicate) return answer;
      const { job } = await queues.getJob({ queue, job: first.job }).catch(() => ({ job: undefined }));
      const hasEnded = job === undefined || job.endedAt !== undefined;
      return hasEnded ? next({ queue, jobs: [{ ...jobs[0], dedupeId: "" }] }, options) : answer;
    }),
  },
  {
    name: "a dedupe id is remembered for ever",
    fact: "enqueue<jobs.dedupeId",
    mutate: unary("enqueue", (next) => {
      const known = new Map<string, string>();
      return async (request, options) => {
        const { queue = "", jobs = [] } = request as EnqueueRequestInit;
        const id = jobs.length === 1 ? `${queue} ${jobs[0]?.dedupeId}` : "";
        const job = jobs[0]?.dedupeId ? known.get(id) : undefined;
        if (job !== undefined) return { position: 0, jobs: [{ job, duplicate: true }] };
        const answer = (await next(request, options)) as EnqueueResponse;
        if (jobs[0]?.dedupeId) known.set(id, answer.jobs[0]?.job ?? "");
        return answer;
      };
    }),
  },
];

const lives: readonly Mutant[] = [
  {
    name: "a restart forgets that a queue is paused",
    mutate: after("reopen", async (fabric) => {
      for (const queue of await queuesOf(fabric)) await fabric.queues.resumeQueue({ queue });
    }),
  },
  {
    name: "a restart lets all delayed jobs go at once",
    mutate: after("reopen", (fabric) => forJobs(fabric, "delayed", (of) => fabric.queues.runJob(of))),
  },
  {
    name: "a restart lets all jobs that wait for their next attempt go at once",
    mutate: after("reopen", (fabric) => forJobs(fabric, "retrying", (of) => fabric.queues.runJob(of))),
  },
  { name: "a restart forgets how many jobs a rate has let go", mutate: rateForgotten() },
  { name: "a restart counts the jobs that are being worked on as not handed out", mutate: leasesForgotten("released") },
  { name: "a restart counts as a failed attempt", mutate: leasesForgotten("failed") },
  {
    name: "a restart brings jobs back that are done",
    mutate: after("reopen", (fabric) =>
      forJobs(fabric, "done", ({ queue }) => fabric.queues.enqueue({ queue, jobs: [{}] })),
    ),
  },
  {
    name: "a loss of power takes jobs that were acknowledged",
    mutate: after("crash", async (fabric) => {
      for (const queue of await queuesOf(fabric)) await fabric.queues.purgeQueue({ queue });
    }),
  },
  {
    name: "a collection brings jobs back that are done",
    mutate: (under) => {
      const retain = async (): Promise<void> => {
        await under.retain?.();
        const { fabric } = under;
        await forJobs(fabric, "done", ({ queue }) => fabric.queues.enqueue({ queue, jobs: [{}] }));
      };
      return { ...under, ...(under.retain && { retain }) };
    },
  },
];

/** The first reserve after a restart finds the rate unused. */
function rateForgotten(): Mutant["mutate"] {
  return after("reopen", async (fabric) => {
    const { queues } = await fabric.queues.listQueues({ pageSize: 1000 });
    for (const { queue, settings } of queues) {
      const rate = settings?.rate as RateSettings;
      if (rate.limit > 0) await fabric.queues.updateQueue({ queue, settings: { rate: { ...rate, limit: 1000 } } });
    }
  });
}

/** A restart ends the leases that were told. */
function leasesForgotten(how: "released" | "failed"): Mutant["mutate"] {
  return (under) => {
    const held = new Map<string, { queue: string; job: string; lease: string }>();
    const noting = (fabric: Fabric): Fabric =>
      interceptFabric(fabric, {
        unary: (method, next) => async (request, options) => {
          const answer = await next(request, options);
          const { queue = "" } = request as ReserveRequestInit;
          if (method.property === "reserve")
            for (const { job, lease } of (answer as ReserveResponse).jobs)
              held.set(`${queue} ${job}`, { queue, job, lease });
          return answer;
        },
      });
    const end = async (fabric: Fabric): Promise<void> => {
      for (const { queue, job, lease } of held.values())
        await fabric.queues.settle({ queue, outcomes: [{ job, lease, [how]: {} }] }).catch(() => undefined);
    };
    return after("reopen", end)({ ...under, fabric: noting(under.fabric) });
  };
}

/** Fabrics whose queues break a promise that no single field shows. */
export const queueMutants: readonly Mutant[] = [...holding, ...lives];
