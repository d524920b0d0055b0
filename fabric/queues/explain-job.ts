import type { ExplainJobResponse, JobState, WaitReason } from "@flowmesh/contract";
import { type RateUse, rateOpensMs, rateRoom } from "./hand-out.ts";
import type { QueueRules } from "./queue-settings.ts";

/** What decides why a job is not being worked on. */
export interface JobSituation {
  readonly state: JobState;
  readonly dueMs: number;
  /** The job that has its ordering key; empty: none, or itself. */
  readonly heldBy: string;
  /** Jobs that go first. */
  readonly ahead: number;
  readonly rules: QueueRules;
  readonly paused: boolean;
  /** Jobs of the queue that are being worked on. */
  readonly active: number;
  readonly rate: RateUse;
  /** Somebody asks for jobs, or holds some. */
  readonly hasWorker: boolean;
  readonly nowMs: number;
}

/** Why a job is not being worked on: of several reasons the one that keeps it longest, as far as that can be known. */
export function explainJob(situation: JobSituation): ExplainJobResponse {
  const { state, dueMs, heldBy, ahead, rules, rate, nowMs } = situation;
  const reason = reasonOf(situation);
  const until =
    reason === "retry" || reason === "delayed"
      ? dueMs
      : reason === "rate"
        ? rateOpensMs(rules.rate, rate, nowMs)
        : undefined;
  return { state, reason, text: textOf(reason, situation, until), heldBy, until, ahead };
}

function reasonOf({ state, heldBy, paused, rules, active, rate, nowMs, hasWorker, ahead }: JobSituation): WaitReason {
  if (state === "retrying") return "retry";
  if (state === "delayed") return "delayed";
  if (state !== "waiting") return "none";
  if (heldBy !== "") return "key_held";
  if (paused) return "paused";
  if (rules.concurrency > 0 && active >= rules.concurrency) return "concurrency";
  if (rateRoom(rules.rate, rate, nowMs) === 0) return "rate";
  if (!hasWorker) return "no_worker";
  return ahead > 0 ? "behind_others" : "no_worker";
}

function textOf(reason: WaitReason, { state, heldBy, ahead, rules, active }: JobSituation, until = 0): string {
  const time = new Date(until).toISOString();
  switch (reason) {
    case "retry":
      return `its last attempt failed; the next one is due at ${time}`;
    case "delayed":
      return `it is delayed until ${time}`;
    case "key_held":
      return `job ${heldBy} has its ordering key`;
    case "paused":
      return "the queue is paused";
    case "concurrency":
      return `${active} jobs are being worked on, and the queue allows ${rules.concurrency}`;
    case "rate":
      return `the queue hands out ${rules.rate.limit} jobs in ${rules.rate.perMs} ms; it goes on at ${time}`;
    case "no_worker":
      return "no worker asks for jobs";
    case "behind_others":
      return `${ahead} jobs go first`;
    default:
      return `it does not wait: it is ${state}`;
  }
}
