import { limits } from "../generated/limits.ts";
import type { AnyCodec, Codec } from "../wire/codec.ts";
import type { Field } from "../wire/field.ts";
import { jsonFieldsOf, jsonNamesOf, shortName } from "./json-fields.ts";
import { JsonMappingError } from "./json-mapping-error.ts";
import { isRawJson, isWithinDepth } from "./json-text.ts";
import { parseTime } from "./json-time.ts";

/**
 * Reads a message from a parsed JSON value: the reverse of `toJson`. Names may be in lower camel case or as in the proto files; numbers may also be
 * decimal strings; times may have any offset; base64 may be of the URL-safe kind; null is the same as absent. Use `parseJson` for the text, so that
 * long numbers within records survive.
 * @throws JsonMappingError for an unknown field, a wrong value, two of a oneof, a field given twice under two names, or more than `message_items` elements of lists
 */
export function fromJson<Message extends object>(codec: Codec<Message, never>, value: unknown): Message {
  const items = { left: limits.messageItems.value, skipsUnknown: false };
  return messageFromJson(codec as AnyCodec, value, limits.jsonDepth.value, items) as Message;
}

/**
 * As `fromJson`, for what a server answered: of any number of elements, and fields that a newer server has are skipped.
 * @throws JsonMappingError for a wrong value
 */
export function responseFromJson<Message extends object>(codec: Codec<Message, never>, value: unknown): Message {
  const items = { left: Number.POSITIVE_INFINITY, skipsUnknown: true };
  return messageFromJson(codec as AnyCodec, value, limits.jsonDepth.value, items) as Message;
}

interface Items {
  /** How many messages and elements of lists may still come. */
  left: number;
  readonly skipsUnknown: boolean;
}

function messageFromJson(codec: AnyCodec, value: unknown, levels: number, items: Items): object {
  const refuse = (name: string, problem: string, known?: readonly string[]): never => {
    throw new JsonMappingError(shortName(codec), name, problem, known);
  };
  if (typeof value !== "object" || value === null || Array.isArray(value) || isRawJson(value)) {
    return refuse("", "must be an object");
  }
  if (levels === 0) return refuse("", `is nested deeper than ${limits.jsonDepth.value} levels`);
  const fields = jsonFieldsOf(codec);
  const message = codec.create() as Record<string, unknown>;
  const given = new Map<string, string>();
  for (const name of Object.keys(value)) {
    const json = (value as Record<string, unknown>)[name];
    const known = fields.get(name);
    if (known === undefined) {
      if (items.skipsUnknown) continue;
      return refuse(name, `is no field of ${shortName(codec)}`, jsonNamesOf(codec));
    }
    if (json === undefined || json === null) continue;
    const { field, isBase64 } = known;
    const slot = field.oneof ?? field.property;
    const other = given.get(slot);
    if (other !== undefined) refuse(name, `cannot be given beside ${other}`);
    given.set(slot, name);
    message[field.property] = fieldFromJson(codec, field, name, json, isBase64, levels, items);
  }
  return message;
}

function fieldFromJson(
  codec: AnyCodec,
  field: Field,
  name: string,
  json: unknown,
  isBase64: boolean,
  levels: number,
  items: Items,
): unknown {
  if (!field.repeated) return elementFromJson(codec, field, name, json, isBase64, levels, items);
  if (!Array.isArray(json)) throw new JsonMappingError(shortName(codec), name, "must be an array");
  items.left -= isNumber(field) ? Math.ceil(json.length / numbersPerItem) : json.length;
  if (items.left < 0) {
    const problem = `brings the message to more than ${limits.messageItems.value} messages and elements of lists`;
    throw new JsonMappingError(shortName(codec), name, problem);
  }
  return json.map((element, index) =>
    elementFromJson(codec, field, `${name}[${index}]`, element, isBase64, levels - 1, items),
  );
}

function elementFromJson(
  codec: AnyCodec,
  field: Field,
  place: string,
  json: unknown,
  isBase64: boolean,
  levels: number,
  items: Items,
): unknown {
  if (field.kind === "message") {
    try {
      return messageFromJson(field.message!(), json, levels - 1, items);
    } catch (error) {
      throw error instanceof JsonMappingError ? error.within(place) : error;
    }
  }
  const value = field.kind === "bytes" && !isBase64 ? readableBytes(field, json, levels - 1) : scalar(field, json);
  if (typeof value === "object" && "problem" in value) {
    throw new JsonMappingError(shortName(codec), place, value.problem);
  }
  return value;
}

/** So many numbers in a list cost about as much as one nested message. */
const numbersPerItem = 16;

function isNumber({ kind }: Field): boolean {
  return kind === "int32" || kind === "int64";
}

interface Refusal {
  readonly problem: string;
}

function scalar(field: Field, json: unknown): string | number | boolean | Uint8Array | Refusal {
  switch (field.kind) {
    case "string":
      if (typeof json !== "string") return { problem: "must be a string" };
      return json.isWellFormed() ? json : { problem: "must be well-formed Unicode" };
    case "bool":
      return typeof json === "boolean" ? json : { problem: "must be true or false" };
    case "enum":
      return field.values!.includes(json as string)
        ? (json as string)
        : { problem: `must be one of ${enumValues(field)}` };
    case "time":
      return (typeof json === "string" ? parseTime(json) : undefined) ?? { problem: timeProblem };
    case "bytes":
      return (typeof json === "string" ? fromBase64(json) : undefined) ?? { problem: "must be base64" };
    default:
      return wholeNumber(field, json);
  }
}

const timeProblem = "must be a time as RFC 3339 has it: 2026-01-31T12:00:00Z";

function enumValues(field: Field): string {
  return field.values!.filter((value) => value !== "unspecified").join(", ");
}

function wholeNumber(field: Field, json: unknown): number | Refusal {
  const value = typeof json === "string" && /^-?(0|[1-9]\d{0,15})$/.test(json) ? Number(json) : json;
  const [low, high] = bounds[field.kind as "int32" | "int64"];
  if (isRawJson(json) || (typeof value === "number" && !(value >= low && value <= high))) {
    return { problem: `must be a whole number from ${low} to ${high}` };
  }
  // What the field may hold is for who takes the message to say: most fields have closer limits than their type.
  return Number.isSafeInteger(value) ? (value as number) + 0 : { problem: "must be a whole number" };
}

const bounds = {
  int32: [-0x80000000, 0x7fffffff],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const;

function readableBytes(field: Field, json: unknown, levels: number): Uint8Array | Refusal {
  if (field.jsonBytes === "text") {
    if (typeof json !== "string") return { problem: `must be a string; bytes go into ${field.property}Base64` };
    return json.isWellFormed() ? Buffer.from(json, "utf8") : { problem: "must be well-formed Unicode" };
  }
  if (!isWithinDepth(json, levels)) return { problem: `is nested deeper than ${limits.jsonDepth.value} levels` };
  return Buffer.from(JSON.stringify(json), "utf8");
}

/** Bytes of base64 of either alphabet, with or without padding. Node leaves out what is none, so that the bytes are then too few; beyond ASCII it takes some for what it is not. */
function fromBase64(text: string): Buffer | undefined {
  if (Buffer.byteLength(text) !== text.length) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (padding > 0 ? text.length % 4 !== 0 : text.length % 4 === 1) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === Math.floor(((text.length - padding) * 3) / 4) ? bytes : undefined;
}
