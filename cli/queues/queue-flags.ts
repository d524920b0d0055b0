import type { KeepOptions, QueueOptions } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags of the commands that make or change a queue. */
export interface QueueFlags extends OutputOptions {
  readonly url?: string;
  readonly lease?: string;
  readonly maxAttempts?: number;
  readonly backoff?: string;
  readonly concurrency?: number;
  readonly rate?: string;
  readonly concurrencyPerKey?: number;
  readonly ratePerKey?: string;
  readonly keyExpression?: string;
  readonly keepDone?: string;
  readonly keepDead?: string;
  readonly dedupeWindow?: string;
  readonly curl?: boolean;
}

/** Adds them to a command. */
export function addQueueOptions(command: Command, isNew: boolean): void {
  const initially = (text: string): string => (isNew ? ` (default: ${text})` : "");
  command
    .option("--lease <duration>", `how long a worker has a job without a sign of life, as 30s${initially("30s")}`)
    .option(
      "--max-attempts <n>",
      `attempts of a job that says nothing itself${initially("5")}`,
      wholeNumber(1, limits.jobAttempts.max),
    )
    .option(
      "--backoff <first..longest>",
      `how long a failed job waits, twice as long each time, as 500ms..1m, or 10s for always the same${initially("1s..5m")}`,
    )
    .option("--concurrency <n>", `jobs that are worked on at a time; 0 is any number${initially("0")}`, wholeNumber(0))
    .option("--rate <n/time>", `jobs that are handed out in a time, as 50/s or 1000/5m; 0 is no limit${initially("0")}`)
    .option(
      "--concurrency-per-key <n>",
      `jobs of one key that are worked on at a time; 0 is any number${initially("0")}`,
      wholeNumber(0),
    )
    .option("--rate-per-key <n/time>", `jobs of one key that are handed out in a time${initially("0")}`)
    .option(
      "--key-expression <expression>",
      `what of a job is its key for these limits, as value.customer${initially("its key")}`,
    )
    .option(
      "--keep-done <what>",
      `how many done and cancelled jobs are kept, how long, or both: 1000,1d${initially("1000,1d")}`,
    )
    .option("--keep-dead <what>", `the same for dead jobs${initially("30d")}`)
    .option(
      "--dedupe-window <duration>",
      `how long dedupe ids are remembered, at most 24h; 0 switches it off${initially("2m")}`,
    )
    .option("--curl", "print the REST call instead of making it");
}

/** What the flags ask for. @throws FlowMeshError `field_invalid` */
export function queueOptionsOf(flags: QueueFlags): QueueOptions {
  const { lease, maxAttempts, backoff, concurrency, concurrencyPerKey, keyExpression } = flags;
  const { rate, ratePerKey, keepDone, keepDead, dedupeWindow } = flags;
  return {
    leaseMs: lease === undefined ? undefined : parseDurationMs(lease, "--lease"),
    maxAttempts,
    backoff: backoff === undefined ? undefined : backoffOf(backoff),
    concurrency,
    concurrencyPerKey,
    rate: rate === undefined ? undefined : rateOf(rate, "--rate"),
    ratePerKey: ratePerKey === undefined ? undefined : rateOf(ratePerKey, "--rate-per-key"),
    keyExpression,
    keepDone: keepDone === undefined ? undefined : keepOf(keepDone, "--keep-done"),
    keepDead: keepDead === undefined ? undefined : keepOf(keepDead, "--keep-dead"),
    dedupeWindowMs: dedupeWindow === undefined ? undefined : durationOrZero(dedupeWindow, "--dedupe-window"),
  };
}

/** The same as the request that REST takes, with only what was given. */
export function queueRequestOf(queue: string, options: QueueOptions): object {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { queue, settings: given.length === 0 ? undefined : Object.fromEntries(given) };
}

function backoffOf(text: string): NonNullable<QueueOptions["backoff"]> {
  const [first = "", last, ...rest] = text.split("..");
  if (rest.length > 0) throw invalid("--backoff", `is ${JSON.stringify(text)}, which is not of the form 500ms..1m`);
  const initialMs = durationOrZero(first, "--backoff");
  if (last === undefined) return { initialMs, maxMs: initialMs, factor: 1, jitter: "none" };
  return { initialMs, maxMs: durationOrZero(last, "--backoff") };
}

function rateOf(text: string, field: string): NonNullable<QueueOptions["rate"]> {
  if (text === "0") return { limit: 0 };
  const [, count, time] = /^(\d{1,7})\/(.+)$/.exec(text) ?? [];
  if (count === undefined || time === undefined)
    throw invalid(field, `is ${JSON.stringify(text)}, which is not of the form 50/s or 1000/5m`);
  return { limit: Number(count), perMs: parseDurationMs(/^\d/.test(time) ? time : `1${time}`, field) };
}

function keepOf(text: string, field: string): KeepOptions {
  const parts = text.split(",");
  const count = parts.find((part) => /^\d+$/.test(part));
  const age = parts.find((part) => part !== count);
  if (parts.length > 2 || (parts.length === 2 && (count === undefined || age === undefined)))
    throw invalid(field, `is ${JSON.stringify(text)}, which is not of the form 1000, 7d or 1000,7d`);
  return {
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(age === undefined ? {} : { ageMs: parseDurationMs(age, field) }),
  };
}

function durationOrZero(text: string, field: string): number {
  return text === "0" ? 0 : parseDurationMs(text, field);
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
