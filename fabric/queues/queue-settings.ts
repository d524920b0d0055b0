import {
  type BackoffSettingsInit,
  type KeepSettingsInit,
  limits,
  type QueueSettings,
  type QueueSettingsInit,
  type RateSettingsInit,
} from "@flowmesh/contract";
import { checkChoice } from "../check-fields.ts";
import { checkSetting } from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import { checkKeyExpression } from "./limit-key.ts";

/** How long a failed job waits for its next attempt. */
export interface Backoff {
  readonly initialMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly jitter: "full" | "none";
}

/** How many jobs may be handed out in a time. */
export interface Rate {
  /** 0: any number. */
  readonly limit: number;
  readonly perMs: number;
}

/** How many jobs that ended are kept, and how long; absent: no bound. */
export interface Kept {
  readonly count?: number | undefined;
  readonly ageMs?: number | undefined;
}

/** All settings of a queue, each with its value; never changed in place. */
export interface QueueRules {
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** 0: any number. */
  readonly concurrency: number;
  /** 0: any number. */
  readonly concurrencyPerKey: number;
  readonly rate: Rate;
  readonly ratePerKey: Rate;
  /** What of a job is its key for the limits per key; empty: its key. */
  readonly keyExpression: string;
  readonly keepDone: Kept;
  readonly keepDead: Kept;
  /** 0: none is remembered. */
  readonly dedupeWindowMs: number;
}

/** What a change says; what it does not say stays. */
export type QueueRulesChange = { readonly [Name in keyof QueueRules]?: QueueRules[Name] | undefined };

const noRate: Rate = { limit: 0, perMs: 1000 };
const wholeMax = Number.MAX_SAFE_INTEGER;

/** Those of a queue whose creation says nothing. */
export const defaultQueueRules: QueueRules = {
  leaseMs: limits.leaseMs.value,
  maxAttempts: limits.jobAttempts.value,
  backoff: {
    initialMs: limits.backoffInitialMs.value,
    factor: 2,
    maxMs: limits.backoffMaxMs.value,
    jitter: "full",
  },
  concurrency: 0,
  concurrencyPerKey: 0,
  rate: noRate,
  ratePerKey: noRate,
  keyExpression: "",
  keepDone: { count: limits.keepDoneJobs.value, ageMs: limits.keepDoneMs.value },
  keepDead: { ageMs: limits.keepDeadMs.value },
  dedupeWindowMs: limits.dedupeWindowMs.value,
};

/** @throws FlowMeshError `settings_invalid`, `expression_invalid` */
export function checkQueueSettings(settings: QueueSettingsInit = {}): QueueRulesChange {
  const { leaseMs, maxAttempts, concurrency, concurrencyPerKey, dedupeWindowMs } = settings;
  checkSetting("lease_ms", leaseMs, leaseMsMin, limits.leaseMs.max);
  checkSetting("max_attempts", maxAttempts, 1, limits.jobAttempts.max);
  checkSetting("concurrency", concurrency, 0, limits.queueConcurrency.value);
  checkSetting("concurrency_per_key", concurrencyPerKey, 0, limits.queueConcurrency.value);
  checkSetting("dedupe_window_ms", dedupeWindowMs, 0, limits.dedupeWindowMs.max);
  return {
    leaseMs,
    maxAttempts,
    backoff: settings.backoff && checkBackoff(settings.backoff),
    concurrency,
    concurrencyPerKey,
    rate: settings.rate && checkRate("rate", settings.rate),
    ratePerKey: settings.ratePerKey && checkRate("rate_per_key", settings.ratePerKey),
    keyExpression: checkKeyExpression(settings.keyExpression),
    keepDone: settings.keepDone && checkKept("keep_done", settings.keepDone),
    keepDead: settings.keepDead && checkKept("keep_dead", settings.keepDead),
    dedupeWindowMs,
  };
}

/** The shortest lease that can be asked for. */
export const leaseMsMin = 1000;

function checkBackoff({ initialMs, factor, maxMs, jitter }: BackoffSettingsInit): Backoff {
  const { backoff } = defaultQueueRules;
  checkSetting("backoff.initial_ms", initialMs, 0, limits.backoffInitialMs.max);
  checkSetting("backoff.factor", factor, 1, 100);
  const firstMs = initialMs ?? backoff.initialMs;
  const longestMs = maxMs ?? Math.max(backoff.maxMs, firstMs);
  checkSetting("backoff.max_ms", longestMs, firstMs, limits.backoffMaxMs.max);
  return {
    initialMs: firstMs,
    factor: factor ?? backoff.factor,
    maxMs: longestMs,
    jitter: checkJitter(jitter) === "none" ? "none" : "full",
  };
}

function checkJitter(jitter: BackoffSettingsInit["jitter"]): "unspecified" | "full" | "none" {
  try {
    return checkChoice("backoff.jitter", jitter, ["unspecified", "full", "none"]);
  } catch {
    throw new FlowMeshError("settings_invalid", { field: "backoff.jitter", problem: "must be full or none" });
  }
}

/** @throws FlowMeshError `settings_invalid` */
export function checkRate(field: string, { limit = 0, perMs = 0 }: RateSettingsInit): Rate {
  checkSetting(`${field}.limit`, limit, 0, limits.queueConcurrency.value);
  checkSetting(`${field}.per_ms`, perMs, 0, 86_400_000);
  return { limit, perMs: perMs === 0 ? noRate.perMs : perMs };
}

function checkKept(field: string, { count, ageMs }: KeepSettingsInit): Kept {
  checkSetting(`${field}.count`, count, 0, wholeMax);
  checkSetting(`${field}.age_ms`, ageMs, 0, limits.keepDoneMs.max);
  return { count, ageMs };
}

/** The settings once a change has been made. */
export function changedRules(before: QueueRules, change: QueueRulesChange): QueueRules {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...(Object.fromEntries(said) as Partial<QueueRules>) };
}

/** The settings as they are told. */
export function describeRules(rules: QueueRules): QueueSettings {
  const { backoff, rate, ratePerKey, keepDone, keepDead } = rules;
  return {
    ...rules,
    backoff: { ...backoff },
    rate: { ...rate },
    ratePerKey: { ...ratePerKey },
    keepDone: { count: keepDone.count, ageMs: keepDone.ageMs },
    keepDead: { count: keepDead.count, ageMs: keepDead.ageMs },
  };
}
