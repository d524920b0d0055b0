import type { Firing, Schedule, ScheduleState } from "@flowmesh/contract";
import { CommitRequest, type Operation } from "@flowmesh/contract";
import type { SchedulePlan } from "./check-schedule-requests.ts";
import { describeTimes } from "./schedule-times.ts";

/** What is told of a schedule beside its plan. */
export interface ScheduleFacts {
  readonly name: string;
  readonly id: string;
  readonly createdMs: number;
  readonly revision: number;
  readonly paused: boolean;
  /** Infinity: it has finished. */
  readonly nextMs: number;
  readonly fired: number;
  readonly failed: number;
  readonly skipped: number;
  readonly firings: readonly Firing[];
}

export function stateOfSchedule({ paused, nextMs }: Pick<ScheduleFacts, "paused" | "nextMs">): ScheduleState {
  if (nextMs === Number.POSITIVE_INFINITY) return "finished";
  return paused ? "paused" : "active";
}

/** A schedule as lists tell it. Without a plan damage has taken what it does. */
export function describeSchedule(facts: ScheduleFacts, plan: SchedulePlan | undefined): Schedule {
  const { name, id, createdMs, revision, nextMs, fired, failed, skipped } = facts;
  const state = stateOfSchedule(facts);
  const windowMs = plan?.missedWindowMs ?? 0;
  return {
    schedule: name,
    id,
    times: plan && describeTimes(plan.times),
    operations: [],
    missed: plan?.missed ?? "unspecified",
    missedWindowMs: windowMs === Number.POSITIVE_INFINITY ? 0 : windowMs,
    keepFinishedMs: plan?.keepFinishedMs ?? 0,
    state,
    createdAt: createdMs,
    revision,
    nextAt: state === "active" ? nextMs : undefined,
    fired,
    failed,
    skipped,
    firings: [],
  };
}

/** A schedule with all that is known of it. */
export function describeWholeSchedule(facts: ScheduleFacts, plan: SchedulePlan): Schedule {
  return { ...describeSchedule(facts, plan), operations: whole(plan), firings: [...facts.firings] };
}

/** As an answer carries them: with every field. */
function whole({ operations }: SchedulePlan): Operation[] {
  return CommitRequest.decode(CommitRequest.encode({ operations })).operations;
}
