import assert from "node:assert/strict";
import type { JobState } from "@flowmesh/contract";
import { isFlowMeshError } from "../../../errors.ts";
import type { CaseContext } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** What can be asked of one job. */
const wishes = ["cancelJob", "runJob", "retryJob", "removeJob"] as const;

type Wish = (typeof wishes)[number];

/** In which state each wish leaves a job; what is not named is refused. */
const outcomes: Readonly<Record<string, { readonly [Name in Wish]?: JobState | "gone" }>> = {
  waiting: { cancelJob: "cancelled", runJob: "waiting", removeJob: "gone" },
  delayed: { cancelJob: "cancelled", runJob: "waiting", removeJob: "gone" },
  active: { cancelJob: "active" },
  retrying: { cancelJob: "cancelled", runJob: "waiting", removeJob: "gone" },
  done: { removeJob: "gone" },
  dead: { retryJob: "waiting", removeJob: "gone" },
  cancelled: { cancelJob: "cancelled", retryJob: "waiting", removeJob: "gone" },
};

/** A new job in this state. */
async function jobIn({ queues, enqueue, reserve, settle }: CaseContext, queue: string, state: string): Promise<string> {
  const [job] = await enqueue(queue, [state], state === "delayed" ? { delayMs: 3_600_000 } : { priority: 9 });
  if (state === "cancelled") await queues.cancelJob({ queue, job: job! });
  if (["waiting", "delayed", "cancelled"].includes(state)) return job!;
  const [held] = await reserve(queue);
  assert.equal(held?.job, job);
  if (state === "retrying") await settle(queue, held!, { failed: { retryAfterMs: 3_600_000 } });
  if (state === "done") await settle(queue, held!, { done: {} });
  if (state === "dead") await settle(queue, held!, { dead: {} });
  return job!;
}

async function stateAfter({ queues }: CaseContext, queue: string, job: string): Promise<JobState | "gone" | undefined> {
  try {
    return (await queues.getJob({ queue, job })).job?.state;
  } catch (error) {
    if (isFlowMeshError(error, "job_not_found")) return "gone";
    throw error;
  }
}

/** What can be asked of a job in each of its states. */
export const queueStateCases: readonly ConformanceCase[] = Object.entries(outcomes).map(([state, allowed]) => ({
  name: `a job that is ${state} may be asked for ${Object.keys(allowed).join(", ")} and for nothing else`,
  async run(context) {
    const { queues } = context;
    for (const wish of wishes) {
      const queue = await context.queue();
      const job = await jobIn(context, queue, state);
      assert.equal(await stateAfter(context, queue, job), state);
      const after = allowed[wish];
      if (after === undefined)
        await expectRefusal(queues[wish]({ queue, job }), "job_state_invalid", { queue, job, state });
      else await queues[wish]({ queue, job });
      assert.equal(await stateAfter(context, queue, job), after ?? state, wish);
    }
  },
}));
