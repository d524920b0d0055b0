import type { PublishRecord } from "@flowmesh/client";
import { parseTimeMs } from "@flowmesh/client/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { readEnvelope } from "../record-formats/record-envelope.ts";
import { recordFormatHelp } from "../record-formats/record-format.ts";
import type { FieldLetter } from "../record-formats/template-parts.ts";
import { durabilityHelp } from "../values/durability.ts";
import { wholeNumber } from "../values/whole-number.ts";
import { epochProblem } from "./epoch-ms.ts";
import type { InputFormat } from "./input-format.ts";
import { keyIn, timestampIn } from "./json-fields.ts";

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
  readonly format?: string;
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
    .option(
      "-f, --file <path>",
      "read this file; - is standard input. Each line is a value, and empty ones are left out, unless --format says otherwise",
    )
    .option("--format <format>", `how the input holds records, as tail --format writes them: ${recordFormatHelp}`)
    .option(
      "--ndjson",
      "short for --format ndjson: lines are records as JSON with key, value, headers, timestamp, partition",
    )
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
  some-program | flowmesh pub orders
  flowmesh pub orders -f orders.tsv --format '%k\\t%v\\n'
  flowmesh pub photos -f photo.jpg --format raw --key photo.jpg
  flowmesh tail orders --format ndjson --from earliest --no-follow | flowmesh pub copy --create --format ndjson`,
    );
}

/** @throws FlowMeshError `usage_invalid` for flags that do not go together */
export function checkPublishFlags(flags: PublishFlags, hasValue: boolean, command: Command): void {
  const { ndjson, format, key, keyField, timestamp, timestampField } = flags;
  const refuse = (isWrong: boolean, problem: string): void => {
    if (isWrong) throw usageError(problem, command);
  };
  const single = (isGiven: boolean, option: string): void =>
    refuse(!hasValue && isGiven, `${option} is for a single value`);
  const name = ndjson === true ? "--ndjson" : "--format";
  refuse(hasValue && flags.file !== undefined, "give either a value or --file");
  refuse(ndjson === true && format !== undefined, "give either --format or --ndjson");
  refuse(
    hasValue && (ndjson === true || format !== undefined),
    `${name} is for a file or standard input, not for a value`,
  );
  refuse(!hasValue && flags.count !== undefined, "--count repeats a value, so it needs one");
  refuse(
    !hasValue && flags.dedupeId !== undefined,
    "--dedupe-id is for a single value; --format ndjson takes a dedupeId in each line",
  );
  single(flags.curl === true, "--curl");
  single(flags.expectedOffset !== undefined, "--expected-offset");
  refuse(
    (flags.count ?? 1) > 1 && flags.expectedOffset !== undefined,
    "--expected-offset cannot hold for more than one record",
  );
  refuse(key !== undefined && keyField !== undefined, "give either --key or --key-field");
  refuse(timestamp !== undefined && timestampField !== undefined, "give either --timestamp or --timestamp-field");
  refuse(flags.partitions !== undefined && flags.create !== true, "--partitions needs --create");
}

/** What says something of each record that the input says too. @throws FlowMeshError `usage_invalid` */
export function checkSaidOnce(flags: PublishFlags, input: InputFormat, command: Command): void {
  const { key, keyField, timestamp, timestampField, header } = flags;
  const refuse = (given: unknown, option: string, letters: readonly FieldLetter[]): void => {
    if (given === undefined) return;
    if (input.kind === "ndjson")
      throw usageError(`with --format ndjson each line says all of its record, so ${option} cannot be given`, command);
    const said = input.kind === "template" ? letters.find((letter) => input.reader.letters.has(letter)) : undefined;
    if (said !== undefined) throw usageError(`give either ${option} or %${said} in --format`, command);
  };
  refuse(key, "--key", ["k"]);
  refuse(keyField, "--key-field", ["k"]);
  refuse(timestamp, "--timestamp", ["T", "m"]);
  refuse(timestampField, "--timestamp-field", ["T", "m"]);
  refuse(header, "--header", ["h"]);
}

/**
 * What makes records of values, lines or what else the input is cut into, as the flags say.
 * @throws FlowMeshError `field_invalid` for flags at once, and for each record that does not fit
 */
export function recordMaker(flags: PublishFlags, input: InputFormat): (content: Buffer) => PublishRecord {
  const { key, keyField, timestampField, partition, dedupeId, expectedOffset } = flags;
  const ofPartition = partition === undefined ? {} : { partition };
  if (input.kind === "ndjson") return (content) => ({ ...readEnvelope(content), ...ofPartition });
  const headers = headersOf(flags.header);
  const timestamp = flags.timestamp === undefined ? undefined : timestampOf(flags.timestamp, "--timestamp");
  const fixed = { key, headers, timestamp, dedupeId, expectedOffset };
  const read = (content: Buffer): PublishRecord =>
    input.kind === "template" ? input.reader.read(content) : { value: content };
  if (keyField === undefined && timestampField === undefined)
    return (content) => ({ ...fixed, ...read(content), ...ofPartition });
  return (content) => {
    const record = { ...fixed, ...read(content), ...ofPartition };
    const value = parse(record.value as Buffer | null);
    return {
      ...record,
      ...(keyField === undefined ? {} : { key: keyIn(value, keyField) }),
      ...(timestampField === undefined ? {} : { timestamp: timestampIn(value, timestampField) }),
    };
  };
}

/** Reads `--header`, as often as it is given. @throws FlowMeshError `field_invalid` */
export function headersOf(texts: readonly string[] = []): Record<string, string> | undefined {
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

/** Reads a time: a date, or milliseconds since 1970. @throws FlowMeshError `field_invalid` naming `field` */
export function timestampOf(text: string, field: string): number {
  if (/^-?\d+$/.test(text)) {
    const problem = epochProblem(Number(text));
    if (problem !== undefined) throw invalid(field, problem);
    return Number(text);
  }
  return parseTimeMs(text, field);
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(value === null ? "null" : value.toString());
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
