/**
 * Names of what lineage speaks of, in one syntax for causes, questions and answers:
 *
 *   orders/3@17            the record at offset 17 of partition 3 of stream orders
 *   emails#17              job 17 of queue emails
 *   prices/apple@4         revision 4 of the entry apple in bucket prices; without `@4` its latest
 *   position:812           the commit at a position; 812 alone means the same
 *   correlation:o-4711     everything that was written with a correlation id; o-4711 alone means the same
 *   schedule:nightly       the firings of a schedule
 *   operation:emails/9     operation 9 on jobs of queue emails
 *
 * What could be read in two ways takes its kind in front: `kv:prices/7@4` is the entry 7, `prices/7@4` a record. In keys, `%`, `@`, `#`, blanks and control
 * characters stand as in URLs, as `%40` for `@`.
 */
import { limits } from "@flowmesh/contract";
import { checkList, checkText } from "../check-fields.ts";
import { FlowMeshError } from "../errors.ts";

export type LineageKind = "record" | "job" | "entry" | "position" | "correlation" | "schedule" | "operation";

/** What an id names. */
export interface LineageId {
  readonly kind: LineageKind;
  /** Of the stream, queue, bucket or schedule; the id itself of a correlation. Empty for a position. */
  readonly name: string;
  /** Of an entry. */
  readonly key: string;
  /** Of a record. */
  readonly partition: number;
  /** Offset, job, revision, operation or position. Undefined for the latest revision, and where there is none. */
  readonly number: number | undefined;
}

const BARE = { key: "", partition: 0, number: undefined } as const;

export function recordId(stream: string, partition: number, offset: number): LineageId {
  return { ...BARE, kind: "record", name: stream, partition, number: offset };
}

export function jobId(queue: string, job: string | number): LineageId {
  return { ...BARE, kind: "job", name: queue, number: Number(job) };
}

export function entryId(bucket: string, key: string, revision?: number): LineageId {
  return { ...BARE, kind: "entry", name: bucket, key, number: revision };
}

export function correlationId(correlation: string): LineageId {
  return { ...BARE, kind: "correlation", name: correlation };
}

export function scheduleId(schedule: string): LineageId {
  return { ...BARE, kind: "schedule", name: schedule };
}

export function operationId(queue: string, operation: string | number): LineageId {
  return { ...BARE, kind: "operation", name: queue, number: Number(operation) };
}

/** The id as text, which `parseLineageId` reads. */
export function formatLineageId({ kind, name, key, partition, number }: LineageId): string {
  switch (kind) {
    case "record":
      return `${name}/${partition}@${number}`;
    case "job":
      return `${name}#${number}`;
    case "entry":
      return `${/^\d+$/.test(key) ? "kv:" : ""}${name}/${escaped(key)}${number === undefined ? "" : `@${number}`}`;
    case "position":
      return `position:${number}`;
    case "operation":
      return `operation:${name}/${number}`;
    default:
      return `${kind}:${name}`;
  }
}

/**
 * @param field where it stands
 * @throws FlowMeshError `lineage_id_invalid`
 */
export function parseLineageId(field: string, text: string): LineageId {
  if (text === "") throw invalid(field, text, "it is empty");
  if (Buffer.byteLength(text) > limits.lineageIdBytes.value)
    throw invalid(field, `${text.slice(0, 40)}...`, `it has more than ${limits.lineageIdBytes.value} bytes`);
  if (!text.isWellFormed() || HAS_CONTROL.test(text))
    throw invalid(field, escaped(text.toWellFormed()), "it has characters in it that no id has");
  const [, prefix, rest = ""] = /^(record|job|kv|position|correlation|schedule|operation):(.*)$/s.exec(text) ?? [];
  const parsed = prefix === undefined ? withoutPrefix(text) : withPrefix(prefix, rest);
  if (typeof parsed === "string") throw invalid(field, text, parsed);
  return parsed;
}

/** What caused a commit, and what it belongs to. */
export interface CheckedOrigin {
  readonly causes: readonly LineageId[];
  /** Empty: none. */
  readonly correlation: string;
}

/**
 * The origin that a request names; undefined when it names none.
 * @throws FlowMeshError `lineage_id_invalid`, `field_invalid`
 */
export function checkOrigin(request: {
  readonly causation?: readonly string[] | undefined;
  readonly correlation?: string | undefined;
}): CheckedOrigin | undefined {
  const causation = checkList("causation", request.causation);
  const correlation = checkText("correlation", request.correlation, limits.correlationBytes.value);
  if (causation.length === 0 && correlation === "") return undefined;
  if (causation.length > limits.lineageCauses.value)
    throw new FlowMeshError("field_invalid", {
      field: "causation",
      problem: `must name at most ${limits.lineageCauses.value} causes`,
    });
  if (correlation !== "") parseLineageId("correlation", `correlation:${correlation}`);
  return { causes: causation.map((text, index) => checkCause(`causation[${index}]`, text)), correlation };
}

function checkCause(field: string, text: unknown): LineageId {
  const id = parseLineageId(field, checkText(field, text, Number.MAX_SAFE_INTEGER));
  if (id.kind !== "position") return id;
  throw invalid(field, String(text), "a commit is no cause; name the record, job or entry that it wrote");
}

const HAS_CONTROL = /\p{Cc}/u;
const NAME = "@?[A-Za-z0-9._-]{1,249}";
const RECORD = new RegExp(`^(${NAME})/(\\d{1,4})@(\\d{1,16})$`);
const JOB = new RegExp(`^(${NAME})#(\\d{1,16})$`);
const OPERATION = new RegExp(`^(${NAME})/(\\d{1,16})$`);
const ENTRY = new RegExp(`^(${NAME})/(.+?)(?:@(\\d{1,16}))?$`, "s");

/** What the text names, or what is wrong with it. */
function withPrefix(prefix: string, rest: string): LineageId | string {
  switch (prefix) {
    case "record":
      return parsedRecord(rest) ?? "a record is named stream/partition@offset";
    case "job":
      return parsedJob(rest) ?? "a job is named queue#job";
    case "kv":
      return parsedEntry(rest) ?? "an entry is named bucket/key or bucket/key@revision";
    case "position":
      return parsedPosition(rest) ?? "a position is a whole number";
    case "operation":
      return parsedOperation(rest) ?? "an operation is named queue/operation";
    default:
      return rest === "" ? "it ends where the id should be" : { ...BARE, kind: prefix as "schedule", name: rest };
  }
}

function withoutPrefix(text: string): LineageId | string {
  const parsed = parsedRecord(text) ?? parsedJob(text) ?? parsedEntry(text) ?? parsedPosition(text);
  if (parsed !== undefined) return parsed;
  if (!/[/#]/.test(text)) return correlationId(text);
  return "it is none of stream/partition@offset, queue#job and bucket/key; a correlation id of this form is written correlation:...";
}

function parsedRecord(text: string): LineageId | undefined {
  const [, name, partition, offset] = RECORD.exec(text) ?? [];
  return name === undefined ? undefined : counted(recordId(name, Number(partition), Number(offset)));
}

function parsedJob(text: string): LineageId | undefined {
  const [, name, job] = JOB.exec(text) ?? [];
  return name === undefined ? undefined : counted(jobId(name, Number(job)));
}

function parsedOperation(text: string): LineageId | undefined {
  const [, name, operation] = OPERATION.exec(text) ?? [];
  return name === undefined ? undefined : counted(operationId(name, Number(operation)));
}

function parsedEntry(text: string): LineageId | undefined {
  const [, name, key = "", revision] = ENTRY.exec(text) ?? [];
  const plain = name === undefined ? undefined : unescaped(key);
  if (name === undefined || plain === undefined || Buffer.byteLength(plain) > limits.kvKeyBytes.value) return undefined;
  return counted(entryId(name, plain, revision === undefined ? undefined : Number(revision)));
}

function parsedPosition(text: string): LineageId | undefined {
  return /^\d{1,16}$/.test(text) ? counted({ ...BARE, kind: "position", name: "", number: Number(text) }) : undefined;
}

function counted(id: LineageId): LineageId | undefined {
  return id.number === undefined || Number.isSafeInteger(id.number) ? id : undefined;
}

function escaped(text: string): string {
  return text.replace(/[%@#\s\p{Cc}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  } catch {
    return undefined;
  }
}

function invalid(field: string, id: string, problem: string): FlowMeshError {
  return new FlowMeshError("lineage_id_invalid", { field, id, problem });
}
