import type { ExplainJobResponse, JobState, WaitReason } from "@flowmesh/contract";
import { type RateUse, rateOpensMs, rateRoom } from "./hand-out.ts";
import type { QueueRules, Rate } from "./queue-settings.ts";

/** What is used of the limits of one key. */
export interface KeyUse {
  /** Jobs of the key that are being worked on. */
  readonly active: number;
  readonly rateFullMs: number;
}

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
  /** Use of the key by which it is limited; undefined: it has none. */
  readonly key: KeyUse | undefined;
  /** Somebody asks for jobs, or holds some. */
  readonly hasWorker: boolean;
  readonly nowMs: number;
}

/** Why a job is not being worked on: of several reasons the one that keeps it longest, as far as that can be known. */
export function explainJob(situation: JobSituation): ExplainJobResponse {
  const { state, heldBy, ahead } = situation;
  const { reason, text, until } = reasonOf(situation);
  return { state, reason, text, heldBy, until, ahead };
}

/** A reason, in words too, and when it is over where that is known. */
interface Explanation {
  readonly reason: WaitReason;
  readonly text: string;
  readonly until?: number;
}

function reasonOf(situation: JobSituation): Explanation {
  const { state, dueMs, heldBy, paused, hasWorker, ahead } = situation;
  if (state === "retrying")
    return { reason: "retry", text: `its last attempt failed; the next one is due at ${timeOf(dueMs)}`, until: dueMs };
  if (state === "delayed") return { reason: "delayed", text: `it is delayed until ${timeOf(dueMs)}`, until: dueMs };
  if (state !== "waiting") return { reason: "none", text: `it does not wait: it is ${state}` };
  if (heldBy !== "") return { reason: "key_held", text: `job ${heldBy} has its ordering key` };
  if (paused) return { reason: "paused", text: "the queue is paused" };
  const limited = limitOf(situation);
  if (limited !== undefined) return limited;
  if (hasWorker && ahead > 0) return { reason: "behind_others", text: `${ahead} jobs go first` };
  return { reason: "no_worker", text: "no worker asks for jobs" };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** The limit that keeps it: the queue's, or that of its key. */
function limitOf({ rules, active, rate, key, nowMs }: JobSituation): Explanation | undefined {
  const ofQueue = usedUp("the queue", rules.concurrency, active, rules.rate, rate, nowMs);
  if (ofQueue !== undefined || key === undefined) return ofQueue;
  return usedUp("its key", rules.concurrencyPerKey, key.active, rules.ratePerKey, { fullMs: key.rateFullMs }, nowMs);
}

function usedUp(
  who: string,
  concurrency: number,
  active: number,
  rate: Rate,
  use: RateUse,
  nowMs: number,
): Explanation | undefined {
  if (concurrency > 0 && active >= concurrency) {
    const jobs = who === "the queue" ? "jobs" : "jobs of its key";
    return { reason: "concurrency", text: `${active} ${jobs} are being worked on, and ${who} allows ${concurrency}` };
  }
  if (rateRoom(rate, use, nowMs) > 0) return undefined;
  const until = rateOpensMs(rate, use, nowMs);
  const text = `${who} hands out ${rate.limit} jobs in ${rate.perMs} ms; it goes on at ${timeOf(until)}`;
  return { reason: "rate", text, until };
}
