import type { EnqueueJob } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import { limits } from "@flowmesh/contract";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { headersOf } from "../publishing/publish-flags.ts";
import { durabilityHelp } from "../values/durability.ts";
import { parseFutureMs } from "../values/future.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags of `flowmesh enqueue`. */
export interface EnqueueFlags extends OutputOptions {
  readonly url?: string;
  readonly key?: string;
  readonly header?: readonly string[];
  readonly delay?: string;
  readonly runAt?: string;
  readonly priority?: number;
  readonly orderingKey?: string;
  readonly dedupeId?: string;
  readonly maxAttempts?: number;
  readonly file?: string;
  readonly ndjson?: boolean;
  readonly create?: boolean;
  readonly durability?: string;
  readonly curl?: boolean;
}

/** Adds them to a command. */
export function addEnqueueOptions(command: Command): void {
  command
    .option("-k, --key <key>", "what the job is about, for limits per key and for searching")
    .option(
      "-H, --header <name=value>",
      "a header; may be given several times",
      (text, all: readonly string[] = []) => [...all, text],
    )
    .option("--delay <duration>", "not handed out before so much time has passed, as 10m")
    .option("--run-at <time>", "not handed out before, as 2026-12-24T18:00:00Z, or 'tomorrow 09:00'")
    .option("--priority <n>", "0 to 9; higher goes first (default: 5)", wholeNumber(0, 9))
    .option("--ordering-key <key>", "jobs of one ordering key are worked on one after the other, in order")
    .option("--dedupe-id <id>", "do not enqueue it again when the queue has seen this id lately")
    .option(
      "--max-attempts <n>",
      "attempts of this job (default: as the queue says)",
      wholeNumber(1, limits.jobAttempts.max),
    )
    .option(
      "-f, --file <path>",
      "read this file; - is standard input. Each line is a value, and empty ones are left out",
    )
    .option(
      "--ndjson",
      "lines are jobs as JSON with value, key, headers, priority, delayMs, runAt, orderingKey, dedupeId, maxAttempts",
    )
    .option("--create", "create the queue if it is missing")
    .option("--durability <mode>", durabilityHelp("the server's"))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Examples:
  flowmesh enqueue emails '{"to":"ann@example.com"}' --create
  flowmesh enqueue emails '{"to":"bob@example.com"}' --delay 10m --dedupe-id order-17
  flowmesh enqueue emails -f addresses.txt --priority 2
  some-program | flowmesh enqueue emails --ndjson`,
    );
}

/** @throws FlowMeshError `usage_invalid` for flags that do not go together */
export function checkEnqueueFlags(flags: EnqueueFlags, hasValue: boolean, command: Command): void {
  const refuse = (isWrong: boolean, problem: string): void => {
    if (isWrong) throw usageError(problem, command);
  };
  const { delay, runAt, ndjson, dedupeId, curl, file } = flags;
  refuse(hasValue && file !== undefined, "give either a value or --file");
  refuse(hasValue && ndjson === true, "--ndjson is for a file or standard input, not for a value");
  refuse(delay !== undefined && runAt !== undefined, "give either --delay or --run-at");
  refuse(!hasValue && curl === true, "--curl is for a single value");
  refuse(
    !hasValue && dedupeId !== undefined,
    "--dedupe-id is for a single value; --ndjson takes a dedupeId in each line",
  );
}

/** What the flags say of each job, beside its value. @throws FlowMeshError `field_invalid` */
export function jobOptionsOf(flags: EnqueueFlags): Omit<EnqueueJob, "value"> {
  const { key, delay, runAt, priority, orderingKey, dedupeId, maxAttempts, header } = flags;
  return {
    key,
    headers: headersOf(header),
    delay: delay === undefined ? undefined : parseDurationMs(delay, "--delay"),
    runAt: runAt === undefined ? undefined : parseFutureMs(runAt, "--run-at"),
    priority,
    orderingKey,
    dedupeId,
    maxAttempts,
  };
}
