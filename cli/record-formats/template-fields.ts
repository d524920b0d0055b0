import type { PublishRecord } from "@flowmesh/client";
import { parseTime } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { epochProblem } from "../publishing/epoch-ms.ts";
import { headersIn } from "./header-text.ts";
import type { ByteText, FieldLetter } from "./template-parts.ts";

/** What of a record a template can say. */
export type TemplateRecord = Pick<PublishRecord, "key" | "value" | "headers" | "timestamp" | "partition">;

/** How each field of a record is written. */
export type FieldTexts = Map<FieldLetter, { readonly text: Buffer; readonly byteText: ByteText | undefined }>;

/** The field that says how many bytes a field has. */
export const sizeOf: Partial<Record<FieldLetter, FieldLetter>> = { k: "K", v: "V" };

/** How many bytes a field has, where its size stands before it; -1: there is none. @throws FlowMeshError `message_malformed` */
export function sizeIn(fields: FieldTexts, letter: FieldLetter): number | undefined {
  const size = sizeOf[letter];
  const field = size === undefined ? undefined : fields.get(size);
  if (field === undefined) return undefined;
  const text = field.text.toString("latin1");
  if (/^(-1|\d{1,10})$/.test(text)) return Number(text);
  throw malformed(`%${size} is ${shownText(field.text)}, which is no number of bytes`);
}

/** The record that the fields make. What is not in them is not in it. @throws FlowMeshError `message_malformed`, `field_invalid` */
export function recordOf(fields: FieldTexts): TemplateRecord {
  const record: { -readonly [Part in keyof TemplateRecord]: TemplateRecord[Part] } = {
    value: bytesOf(fields, "v") ?? null,
  };
  const key = bytesOf(fields, "k");
  // Without its size nothing tells an empty key from none, and none is what nearly all mean.
  if (key !== undefined && (key.length > 0 || fields.has("K"))) record.key = key;
  const [headers, partition, time, ms] = (["h", "p", "T", "m"] as const).map((letter) => fields.get(letter)?.text);
  if (headers !== undefined) record.headers = headersIn(headers);
  if (partition !== undefined) record.partition = partitionOf(partition);
  if (time !== undefined) record.timestamp = timeOf(time);
  if (ms !== undefined) record.timestamp = millisecondsOf(ms);
  return record;
}

/** Undefined where the field is missing, or its size says that there is none. */
function bytesOf(fields: FieldTexts, letter: "k" | "v"): Buffer | undefined {
  const field = fields.get(letter);
  if (field === undefined || sizeIn(fields, letter) === -1) return undefined;
  const { text, byteText } = field;
  return byteText === undefined ? text : decoded(text, byteText, `%${letter}`);
}

function decoded(text: Buffer, byteText: ByteText, field: string): Buffer {
  const written = text.toString("latin1");
  const bytes = Buffer.from(written, byteText);
  const isWhole =
    byteText === "hex" ? bytes.toString("hex") === written.toLowerCase() : bytes.toString("base64") === written;
  if (!isWhole) throw invalid(field, `is ${shownText(text)}, which is no ${byteText}`);
  return bytes;
}

function partitionOf(text: Buffer): number {
  if (/^\d{1,9}$/.test(text.toString("latin1"))) return Number(text);
  throw invalid("%p", `is ${shownText(text)}, which is no partition`);
}

function timeOf(text: Buffer): number {
  const ms = parseTime(text.toString("latin1"));
  if (ms === undefined) throw invalid("%T", `is ${shownText(text)}, which is no time like 2026-11-03T14:00:00Z`);
  return Math.floor(ms);
}

function millisecondsOf(text: Buffer): number {
  if (!/^-?\d{1,16}$/.test(text.toString("latin1")))
    throw invalid("%m", `is ${shownText(text)}, which is no time in milliseconds`);
  const problem = epochProblem(Number(text));
  if (problem !== undefined) throw invalid("%m", problem);
  return Number(text);
}

const shownBytesMax = 40;

/** Bytes for people, cut off where they are many. */
export function shownText(bytes: Buffer): string {
  const text = JSON.stringify(bytes.subarray(0, shownBytesMax).toString());
  return bytes.length > shownBytesMax ? `${text}...` : text;
}

/** What the record as a whole does not fit. */
export function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format: "record", problem });
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
