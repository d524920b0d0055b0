import type { JobState, OperationAction, OperationState } from "@flowmesh/contract";

/**
 * How an operation goes on, the same for model and engine. It takes jobs until its ramp, or the end of them, says to wait for those that it took; when they have ended it
 * begins the next step of the ramp:
 *
 *   running   takes jobs, or waits for those of this step of the ramp
 *   paused    takes none
 *   done      it came to all jobs, or to the end of its ramp
 *   stopped   by hand, by too many failures, or because it cannot go on
 */

/** What an operation was begun with that decides how it goes on. */
export interface OperationPlan {
  /** How many jobs each step takes; 0: all that are left. Empty: all at once. */
  readonly ramp: readonly number[];
  /** Undefined: any share may fail again. */
  readonly stopOnFailurePercent: number | undefined;
}

/** How far an operation is. */
export interface OperationProgress {
  readonly state: Exclude<OperationState, "unspecified">;
  readonly stateReason: string;
  /** 0: it has not ended. */
  readonly endedMs: number;
  readonly changed: number;
  /** Of those that it changed: how many have ended since, in which way. */
  readonly succeeded: number;
  readonly failedAgain: number;
  readonly givenUp: number;
  readonly skipped: number;
  /** Which number of the ramp, from 0. */
  readonly step: number;
  /** Of the present step. */
  readonly stepChanged: number;
  readonly stepEnded: number;
  readonly stepFailed: number;
  /** When its rate is unused again. */
  readonly rateFullMs: number;
}

/** An operation that has just begun. */
export const begunOperation: OperationProgress = {
  state: "running",
  stateReason: "",
  endedMs: 0,
  changed: 0,
  succeeded: 0,
  failedAgain: 0,
  givenUp: 0,
  skipped: 0,
  step: 0,
  stepChanged: 0,
  stepEnded: 0,
  stepFailed: 0,
  rateFullMs: 0,
};

/** What is next: jobs are taken, those that were taken are waited for, the next step of the ramp begins, or the operation ends. */
export type OperationMove = "take" | "wait" | "advance" | "finish" | "stop";

/** The least number of jobs by whose ends a step without a number of its own is judged. */
const JUDGED_FROM = 100;

/** @param isLookedThrough there is no job left that it could take */
export function nextMove(plan: OperationPlan, progress: OperationProgress, isLookedThrough: boolean): OperationMove {
  const { ramp } = plan;
  const { step, stepChanged, stepEnded } = progress;
  if (failedTooOften(plan, progress, isLookedThrough)) return "stop";
  if (!isLookedThrough && roomOfStep(plan, progress) > 0) return "take";
  const waits = ramp.length > 0 || plan.stopOnFailurePercent !== undefined;
  if (waits && stepEnded < stepChanged) return "wait";
  return isLookedThrough || step + 1 >= ramp.length ? "finish" : "advance";
}

/** How many jobs the present step still takes. */
export function roomOfStep({ ramp }: OperationPlan, { step, stepChanged }: OperationProgress): number {
  return sizeOf(ramp[step]) - stepChanged;
}

function sizeOf(number: number | undefined): number {
  return number === undefined || number === 0 ? Number.POSITIVE_INFINITY : number;
}

/** A share is one of a whole: of all that the step takes, or, of one that takes what is left, of those that have ended. */
function failedTooOften(
  { ramp, stopOnFailurePercent }: OperationPlan,
  { step, stepChanged, stepEnded, stepFailed }: OperationProgress,
  isLookedThrough: boolean,
): boolean {
  if (stopOnFailurePercent === undefined) return false;
  const size = sizeOf(ramp[step]);
  const whole = isLookedThrough
    ? stepChanged
    : size < Number.POSITIVE_INFINITY
      ? size
      : Math.max(JUDGED_FROM, stepEnded);
  return stepFailed * 100 > stopOnFailurePercent * whole;
}

/** How a job that was changed has ended. */
export type ChangedJobEnd = "done" | "dead" | "cancelled" | "removed";

/** The progress once a job that was changed has ended. */
export function afterEnd(progress: OperationProgress, end: ChangedJobEnd): OperationProgress {
  const isFailed = end === "dead" ? 1 : 0;
  return {
    ...progress,
    succeeded: progress.succeeded + (end === "done" ? 1 : 0),
    failedAgain: progress.failedAgain + isFailed,
    givenUp: progress.givenUp + (end === "cancelled" || end === "removed" ? 1 : 0),
    stepEnded: progress.stepEnded + 1,
    stepFailed: progress.stepFailed + isFailed,
  };
}

/** The progress at the beginning of the next step of its ramp. */
export function afterAdvance(progress: OperationProgress): OperationProgress {
  return { ...progress, step: progress.step + 1, stepChanged: 0, stepEnded: 0, stepFailed: 0 };
}

/** Why it stopped by itself. */
export function tooManyFailed({ stepFailed, stepEnded }: OperationProgress, percent: number): string {
  return `${stepFailed} of the ${stepEnded} jobs of this step that have ended died again: more than ${percent} %`;
}

/** What it waits for, in words; empty when it does not wait. */
export function waitsFor({ stepChanged, stepEnded }: OperationProgress): string {
  const left = stepChanged - stepEnded;
  return `waits for ${left} of its jobs to end: they must be worked on before it goes on`;
}

/** States of which jobs an action takes, the one that it is mostly for first. */
export const statesOfAction: Readonly<Record<Exclude<OperationAction, "unspecified">, readonly JobState[]>> = {
  retry: ["dead", "cancelled"],
  remove: ["waiting", "delayed", "retrying", "done", "dead", "cancelled"],
  cancel: ["waiting", "delayed", "active", "retrying"],
  run: ["delayed", "retrying"],
  move: ["dead", "waiting", "delayed", "retrying", "done", "cancelled"],
};
