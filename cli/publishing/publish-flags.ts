import type { PublishRecord } from "@flowmesh/client";
import { parseTimeMs } from "@flowmesh/client/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { durabilityHelp } from "../values/durability.ts";
import { wholeNumber } from "../values/whole-number.ts";
import { epochProblem } from "./epoch-ms.ts";
import { keyIn, timestampIn } from "./json-fields.ts";
import { readEnvelope } from "./record-envelope.ts";

/** Flags of `flowmesh pub`. */
export interface PublishFlags extends OutputOptions {
  readonly url?: string;
  readonly key?: string;
  readonly header?: readonly string[];
  readonly partition?: number;
  readonly timestamp?: string;
  readonly dedupeId?: string;
  readonly expectedOffset?: number;
  readonly file?: string;
  readonly ndjson?: boolean;
  readonly keyField?: string;
  readonly timestampField?: string;
  readonly count?: number;
  readonly create?: boolean;
  readonly partitions?: number;
  readonly durability?: string;
  readonly curl?: boolean;
}

/** Adds them to a command. */
export function addPublishOptions(command: Command): void {
  command
    .option("-k, --key <key>", "its key; records of one key go to one partition and keep their order")
    .option(
      "-H, --header <name=value>",
      "a header; may be given several times",
      (text, all: readonly string[] = []) => [...all, text],
    )
    .option("--partition <n>", "this partition, instead of the one that the key gives", wholeNumber(0))
    .option(
      "--timestamp <time>",
      "when it happened, as 2026-11-03T14:00:00Z, 2h ago, or milliseconds since 1970 (default: now)",
    )
    .option("--dedupe-id <id>", "do not write it again when the stream has seen this id lately")
    .option("--expected-offset <n>", "write it only if it gets this offset", wholeNumber(0))
    .option("--count <n>", "publish the value so many times", wholeNumber(1))
    .option("-f, --file <path>", "publish each line of a file, but empty ones; - is standard input")
    .option("--ndjson", "lines are records as JSON: key, value, headers, timestamp, partition")
    .option("--key-field <name>", "take the key from this field of the value, which is JSON; a.b goes deeper")
    .option(
      "--timestamp-field <name>",
      "take the timestamp from this field of the value, which is JSON: RFC 3339, or milliseconds since 1970",
    )
    .option("--create", "create the stream if it is missing, once there is a record for it")
    .option(
      "--partitions <n>",
      "with --create: how many (default: 1); a stream that is there keeps its own",
      wholeNumber(1, 1024),
    )
    .option("--durability <mode>", durabilityHelp("the server's"))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Examples:
  flowmesh pub orders '{"id":1}' --key alice --create
  flowmesh pub orders --create -f orders.ndjson --key-field customer.id
  some-program | flowmesh pub orders`,
    );
}

/** @throws FlowMeshError `usage_invalid` for flags that do not go together */
export function checkPublishFlags(flags: PublishFlags, hasValue: boolean, command: Command): void {
  const { ndjson, key, keyField, timestamp, timestampField, header = [] } = flags;
  const refuse = (isWrong: boolean, problem: string): void => {
    if (isWrong) throw usageError(problem, command);
  };
  refuse(hasValue && flags.file !== undefined, "give either a value or --file");
  refuse(hasValue && ndjson === true, "--ndjson is for lines of a file or of standard input, not for a value");
  refuse(!hasValue && flags.count !== undefined, "--count repeats a value, so it needs one");
  refuse(
    !hasValue && flags.dedupeId !== undefined,
    "--dedupe-id is for a single value; --ndjson takes a dedupeId in each line",
  );
  refuse(!hasValue && flags.curl === true, "--curl is for a single value");
  refuse(!hasValue && flags.expectedOffset !== undefined, "--expected-offset is for a single value");
  refuse(
    (flags.count ?? 1) > 1 && flags.expectedOffset !== undefined,
    "--expected-offset cannot hold for more than one record",
  );
  refuse(key !== undefined && keyField !== undefined, "give either --key or --key-field");
  refuse(timestamp !== undefined && timestampField !== undefined, "give either --timestamp or --timestamp-field");
  const fromFields = keyField ?? timestampField;
  refuse(ndjson === true && fromFields !== undefined, "with --ndjson key and timestamp stand in each line");
  refuse(
    ndjson === true && (key !== undefined || timestamp !== undefined || header.length > 0),
    "with --ndjson each line says all of its record",
  );
  refuse(flags.partitions !== undefined && flags.create !== true, "--partitions needs --create");
}

/**
 * What makes records of values or lines, as the flags say.
 * @throws FlowMeshError `field_invalid` for flags at once, and for each record that does not fit
 */
export function recordMaker(flags: PublishFlags): (content: Buffer) => PublishRecord {
  const { key, keyField, timestampField, partition, dedupeId, expectedOffset } = flags;
  if (flags.ndjson === true) return (content) => ({ partition, ...readEnvelope(content.toString()) });
  const headers = headersOf(flags.header);
  const timestamp = flags.timestamp === undefined ? undefined : timestampOf(flags.timestamp);
  const fixed = { key, headers, timestamp, partition, dedupeId, expectedOffset };
  if (keyField === undefined && timestampField === undefined) return (value) => ({ value, ...fixed });
  return (value) => {
    const content = parse(value);
    return {
      value,
      ...fixed,
      key: keyField === undefined ? key : keyIn(content, keyField),
      timestamp: timestampField === undefined ? timestamp : timestampIn(content, timestampField),
    };
  };
}

function headersOf(texts: readonly string[] = []): Record<string, string> | undefined {
  if (texts.length === 0) return undefined;
  const headers: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1) throw invalid("--header", `is ${JSON.stringify(text)}, which is not of the form name=value`);
    const name = text.slice(0, at);
    if (name in headers) throw invalid("--header", `gives ${JSON.stringify(name)} twice`);
    headers[name] = text.slice(at + 1);
  }
  return headers;
}

function timestampOf(text: string): number {
  if (/^-?\d+$/.test(text)) {
    const problem = epochProblem(Number(text));
    if (problem !== undefined) throw invalid("--timestamp", problem);
    return Number(text);
  }
  return parseTimeMs(text, "--timestamp");
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch (error) {
    throw new FlowMeshError("message_malformed", {
      format: "value",
      problem: `it is no JSON: ${(error as Error).message}`,
    });
  }
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
