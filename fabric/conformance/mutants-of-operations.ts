import type {
  CommitRequestInit,
  PauseOperationRequestInit,
  SettleRequestInit,
  StartOperationRequestInit,
  StopOperationRequestInit,
} from "@flowmesh/contract";
import type { Fabric } from "../fabric.ts";
import { forJobs } from "./jobs-in-state.ts";
import { after, type Mutant, unary } from "./mutant.ts";

/** Ends all operations that have not ended. */
async function stopAll({ operations }: Fabric): Promise<void> {
  const { operations: running } = await operations.listOperations({ running: true, pageSize: 1000 });
  for (const { queue, operation } of running) await operations.stopOperation({ queue, operation });
}

/** Commits without one kind of operation. */
function commitWithout(kind: "deadLetter" | "cursor", where: (request: CommitRequestInit) => boolean) {
  return unary("commit", (next) => (request, options) => {
    const { operations = [], ...rest } = request as CommitRequestInit;
    if (!where(request as CommitRequestInit)) return next(request, options);
    return next({ ...rest, operations: operations.filter((operation) => operation[kind] === undefined) }, options);
  });
}

const givesUp = ({ operations = [] }: CommitRequestInit): boolean =>
  operations.length > 1 && operations.some(({ deadLetter }) => deadLetter !== undefined);

export const operationMutants: readonly Mutant[] = [
  {
    name: "a redrive makes new jobs of the old ones",
    fact: "startOperation",
    mutate: unary("startOperation", (next) => (request, options) => {
      const { action, edit } = request as StartOperationRequestInit;
      return next(action === "retry" && edit === undefined ? { ...request, edit: {} } : request, options);
    }),
  },
  {
    name: "a job that dies again is tried again by the operation that tried it again",
    fact: "startOperation",
    mutate: unary("settle", (next, { queues, operations }) => async (request, options) => {
      const answer = await next(request, options);
      const { queue = "", outcomes = [] } = request as SettleRequestInit;
      const { operations: known } = await operations.listOperations({ queue }).catch(() => ({ operations: [] }));
      for (const { job = "", dead } of outcomes)
        if (dead !== undefined && known.length > 0) await queues.retryJob({ queue, job }).catch(() => undefined);
      return answer;
    }),
  },
  {
    name: "a dry run is none",
    fact: "startOperation<dryRun",
    mutate: unary("startOperation", (next) => async (request, options) => {
      const answer = await next(request, options);
      if ((request as StartOperationRequestInit).dryRun) await next({ ...request, dryRun: false }, options);
      return answer;
    }),
  },
  {
    name: "jobs that a stopped operation has not come to are tried again all the same",
    fact: "stopOperation",
    mutate: unary("stopOperation", (next, { queues, ...fabric }) => async (request, options) => {
      const answer = await next(request, options);
      const { queue: of } = request as StopOperationRequestInit;
      await forJobs({ queues, ...fabric }, "dead", async ({ queue, job }) => {
        if (queue === of) await queues.retryJob({ queue, job });
      });
      return answer;
    }),
  },
  {
    name: "a paused operation goes on",
    fact: "pauseOperation",
    mutate: unary("pauseOperation", (next, { operations }) => async (request, options) => {
      const paused = await next(request, options);
      await operations.resumeOperation(request as PauseOperationRequestInit);
      return paused;
    }),
  },
  {
    name: "operations end with a restart",
    fact: "startOperation",
    mutate: after("reopen", stopAll),
  },
  {
    name: "a record that is given up is no dead letter, and its cursor goes on",
    fact: "commit<operations.deadLetter",
    mutate: commitWithout("deadLetter", givesUp),
  },
  {
    name: "a record that is given up is a dead letter, and its cursor stays before it",
    fact: "commit<operations.deadLetter",
    mutate: commitWithout("cursor", givesUp),
  },
];
