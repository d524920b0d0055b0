import type { JobState } from "@flowmesh/contract";
import { backoffMs, type RandomBelow } from "./backoff.ts";
import type { QueueRules } from "./queue-settings.ts";

/**
 * The life of a job, the same for model and engine:
 *
 *   enqueued                  waiting, or delayed until it is due
 *   reserved                  active: a lease on it is held
 *   done                      done
 *   failed, attempts left     retrying until it is due, then waiting at its old place
 *   failed for the last time  dead; so is one that its worker calls dead
 *   released                  waiting at its old place, as if it had not been reserved
 *   lease ended               as released when the attempt had not begun, else as failed
 *   cancelled                 cancelled; one that is active once its lease has ended in any way, unless it is done
 *
 * An attempt begins with the lease, or, for a job taken in advance, when its worker says so or tells how it ended.
 */

/** States in which a job has ended. */
export type EndedState = "done" | "dead" | "cancelled";

/** States in which a job may be, by their number in the engine's memory and its log. Never changed. */
export const jobStates: readonly Exclude<JobState, "unspecified">[] = [
  "waiting",
  "delayed",
  "active",
  "retrying",
  "done",
  "dead",
  "cancelled",
];

export function hasEnded(state: JobState): state is EndedState {
  return state === "done" || state === "dead" || state === "cancelled";
}

/** How a lease ends. */
export type LeaseEnd =
  | { readonly kind: "done" | "dead" | "released" | "expired" }
  | { readonly kind: "failed"; readonly retryAfterMs: number | undefined };

/** What of a job decides what becomes of it. */
export interface LeasedJob {
  /** Attempts used, the one under way included if it has begun. */
  readonly attempts: number;
  readonly begun: boolean;
  /** Of its own; 0: as the queue says. */
  readonly maxAttempts: number;
  readonly cancelling: boolean;
}

/** What became of a job when its lease ended. */
export interface AfterLease {
  readonly state: "waiting" | "retrying" | EndedState;
  /** Attempts used. */
  readonly attempts: number;
  /** When it may be handed out again, if it is retrying. */
  readonly dueMs: number;
}

/** What becomes of a job when its lease ends. */
export function afterLease(
  job: LeasedJob,
  end: LeaseEnd,
  rules: QueueRules,
  { nowMs, random }: { readonly nowMs: number; readonly random: RandomBelow },
): AfterLease {
  const worked = job.attempts + (job.begun ? 0 : 1);
  const unworked = job.attempts - (job.begun ? 1 : 0);
  if (end.kind === "done") return { state: "done", attempts: worked, dueMs: 0 };
  const isAttempt = end.kind === "failed" || end.kind === "dead" || (end.kind === "expired" && job.begun);
  const attempts = isAttempt ? worked : unworked;
  if (job.cancelling) return { state: "cancelled", attempts, dueMs: 0 };
  if (!isAttempt) return { state: "waiting", attempts, dueMs: 0 };
  if (end.kind === "dead" || attempts >= attemptsAllowed(job, rules)) return { state: "dead", attempts, dueMs: 0 };
  const asked = end.kind === "failed" ? end.retryAfterMs : undefined;
  return { state: "retrying", attempts, dueMs: nowMs + (asked ?? backoffMs(rules.backoff, attempts, random)) };
}

/** Whether an outcome, told when another one of the same lease was told before, says the same: that the work is done, or that it is not. */
export function isToldAgain(state: JobState, end: LeaseEnd): boolean {
  return (end.kind === "done") === (state === "done");
}

/** Why an outcome is not taken that says another thing. */
export const toldOtherwise = "its worker told before how it ended, and otherwise";

/** How many attempts a job has in all. */
export function attemptsAllowed({ maxAttempts }: { readonly maxAttempts: number }, rules: QueueRules): number {
  return maxAttempts === 0 ? rules.maxAttempts : maxAttempts;
}
