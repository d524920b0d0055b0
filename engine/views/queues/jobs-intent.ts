import type { JobState } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type JobOfQueue, jobStates } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import type { JobAction } from "../../commit/queue-operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import { forgetting } from "./forget-jobs.ts";
import { offsetOf } from "./lease-intents.ts";
import type { NamedQueue, QueueTable } from "./queue-table.ts";

/** What is asked of one job. */
export type JobWish = "cancel" | "run" | "retry" | "remove";

const wished: Readonly<
  Record<
    JobWish,
    { action: JobAction | "redrive"; from: readonly JobState[]; already: readonly JobState[]; as: string }
  >
> = {
  cancel: {
    action: "cancel",
    from: ["waiting", "delayed", "active", "retrying"],
    already: ["cancelled"],
    as: "cancelled",
  },
  run: { action: "run", from: ["delayed", "retrying"], already: ["waiting"], as: "run at once" },
  retry: { action: "redrive", from: ["dead", "cancelled"], already: [], as: "tried again" },
  remove: {
    action: "remove",
    from: ["waiting", "delayed", "retrying", "done", "dead", "cancelled"],
    already: [],
    as: "removed",
  },
};

/** State of a job, in which this may be asked of it. @throws FlowMeshError job_not_found, job_state_invalid */
export function checkedState({ jobs, state: { name: queue } }: NamedQueue, job: string, wish: JobWish): JobState {
  const state = jobs.stateOf(offsetOf(job));
  if (state === undefined) throw new FlowMeshError("job_not_found", { queue, job });
  const { from, already, as } = wished[wish];
  if (!already.includes(state) && !from.includes(state))
    throw new FlowMeshError("job_state_invalid", { queue, job, state, wanted: as });
  return state;
}

/** @throws FlowMeshError queue_not_found, job_not_found, job_state_invalid */
export class JobIntent implements Intent<{ position: number; state: JobState }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #queues: QueueTable;
  readonly #of: JobOfQueue;
  readonly #wish: JobWish;

  constructor(queues: QueueTable, of: JobOfQueue, wish: JobWish) {
    this.#queues = queues;
    this.#of = of;
    this.#wish = wish;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): { position: number; state: JobState } {
    const { queue: name, job } = this.#of;
    const queue = this.#queues.get(name);
    const offset = offsetOf(job);
    const state = checkedState(queue, job, this.#wish);
    const { action, already } = wished[this.#wish];
    const waitsForTime = this.#wish === "run" && queue.jobs.isDelayedToo(offset, timeMs);
    if (already.includes(state) && !waitsForTime) return { position: position - 1, state };
    operations.push(
      action === "redrive"
        ? { kind: "redrive", queue: queue.id, operation: 0, offsets: [offset] }
        : { kind: "jobs", queue: queue.id, action, offsets: [offset] },
    );
    if (action === "cancel" && state !== "active")
      operations.push(...forgetting(queue, timeMs, { finished: [offset], dead: [] }));
    return { position, state: state === "active" ? "active" : action === "cancel" ? "cancelled" : "waiting" };
  }
}

const JOBS_A_COMMIT = 10_000;
const JOB_BYTES = 8;

/** Removes jobs in some states, as many as one commit takes. @throws FlowMeshError queue_not_found */
export class PurgeIntent implements Intent<{ position: number; jobs: number; isLast: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #queues: QueueTable;
  readonly #name: string;
  readonly #states: readonly JobState[];
  readonly #jobsMax: number;

  constructor(queues: QueueTable, name: string, states: readonly JobState[], bytesMax: number) {
    this.#queues = queues;
    this.#name = name;
    this.#states = states;
    this.#jobsMax = Math.min(JOBS_A_COMMIT, Math.floor(bytesMax / JOB_BYTES));
  }

  order(
    position: number,
    _timeMs: number,
    operations: LogOperation[],
  ): { position: number; jobs: number; isLast: boolean } {
    const { jobs, id } = this.#queues.get(this.#name);
    const offsets: number[] = [];
    for (const state of jobStates) {
      if (!this.#states.includes(state)) continue;
      for (const offset of jobs.inState(state)) {
        if (offsets.length === this.#jobsMax) break;
        offsets.push(offset);
      }
    }
    if (offsets.length > 0) operations.push({ kind: "jobs", queue: id, action: "remove", offsets });
    const isLast = offsets.length < this.#jobsMax;
    return { position: offsets.length === 0 ? position - 1 : position, jobs: offsets.length, isLast };
  }
}
