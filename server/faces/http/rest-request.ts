import { type AnyCodec, type AnyMethod, limits, methods, NewRecord } from "@flowmesh/contract";
import { fromJson, fromQuery, JsonMappingError } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { malformedRequest } from "./malformed-request.ts";
import { jsonOf } from "./read-body.ts";

export type Parameters = readonly (readonly [name: string, value: string])[];

/** The parts of an HTTP request from which the request of a method is made. */
export interface RestParts {
  /** Of the path, decoded, by their names in the route. */
  readonly path: Parameters;
  readonly query: Parameters;
  /** Media type in lower case, without parameters; empty when the request does not say. */
  readonly mediaType: string;
  /** As the request gave it. */
  readonly contentType: string | undefined;
  readonly body: Buffer;
  /** Header `flowmesh-key`, one character a byte: the key of a record whose value is the body. */
  readonly key: string | undefined;
}

/**
 * Builds the request of a method.
 * @throws FlowMeshError, or JsonMappingError for what a message cannot take
 */
export function requestOf(method: AnyMethod, parts: RestParts): object {
  if (method.body === "*") return wholeBodyRequest(method, parts);
  if (method.body !== "") return payloadRequest(method, parts);
  if (parts.body.length > 0) throw malformedRequest("it has a body, which this method does not take");
  return fromParameters(method, parts);
}

/** How the query of a request differs from the fields of its message. */
interface QueryNames {
  /** Parameters that are no fields. */
  readonly more?: readonly string[];
  /** The field that is the body. */
  readonly inBody?: string;
}

/** The message of path and query. Who used a name that there is not is told those that the query takes. */
function fromParameters(
  { request }: AnyMethod,
  { path, query }: Pick<RestParts, "path" | "query">,
  { more = [], inBody }: QueryNames = {},
): object {
  if (inBody !== undefined && query.some(([name]) => name === inBody || name === `${inBody}Base64`)) {
    throw new FlowMeshError("field_invalid", { field: inBody, problem: "is the body, not a parameter" });
  }
  try {
    return fromJson(request, fromQuery(request, [...path, ...query]));
  } catch (cause) {
    const isOfRequest = cause instanceof JsonMappingError && request.name.endsWith(`.${cause.messageName}`);
    if (!isOfRequest || cause.known === undefined) throw cause;
    const elsewhere = namesElsewhere(request, path, inBody);
    const names = [...more, ...cause.known.filter((name) => !elsewhere.has(name))];
    const known = names.join(", ") || "none";
    throw new FlowMeshError("field_unknown", { field: cause.field, message: "the query", known }, { cause });
  }
}

/** Fields that the query cannot give: those in the path, the one that is the body, and lists of messages. */
function namesElsewhere({ fields }: AnyCodec, path: Parameters, inBody: string | undefined): ReadonlySet<string> {
  const inPath = new Set(path.map(([name]) => name));
  const found = fields.filter(
    ({ property, protoName, kind, repeated }) =>
      property === inBody || inPath.has(protoName) || (kind === "message" && repeated),
  );
  return new Set(found.flatMap(({ property }) => [property, `${property}Base64`]));
}

/** What content types a method takes, for those who sent another one. */
function refuseMediaType(parts: RestParts, accepted: string): never {
  throw new FlowMeshError("media_type_unknown", { type: parts.mediaType, accepted });
}

function wholeBodyRequest(method: AnyMethod, parts: RestParts): object {
  if (parts.mediaType === protobuf) return protobufRequest(method, parts);
  const isJson = parts.mediaType === "application/json" || (parts.mediaType === "" && parts.body.length === 0);
  if (!isJson) {
    if (method === (methods.publish as unknown)) return publishOfBody(method, parts);
    if (method === (methods.put as unknown) && parts.mediaType !== "") return putOfBody(method, parts);
    if (parts.mediaType !== "") refuseMediaType(parts, "application/json");
  }
  refuseQuery(parts);
  const json = jsonOf(parts.body);
  const fromPath = fromQuery(method.request, parts.path);
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    for (const name of Object.keys(fromPath)) {
      if (Object.hasOwn(json, name))
        throw new FlowMeshError("field_invalid", { field: name, problem: "is given in the path already" });
    }
    return fromJson(method.request, { ...json, ...fromPath });
  }
  return fromJson(method.request, json);
}

/** The whole request in protobuf's binary format. What the path says counts. */
function protobufRequest(method: AnyMethod, parts: RestParts): object {
  refuseQuery(parts);
  const fromPath = fromQuery(method.request, parts.path);
  const named = fromJson(method.request, fromPath) as Record<string, unknown>;
  const request = method.request.decodeRequest(parts.body) as Record<string, unknown>;
  for (const { property, protoName } of method.request.fields) {
    if (protoName in fromPath) request[property] = named[property];
  }
  return request;
}

function refuseQuery(parts: RestParts): void {
  for (const [name] of parts.query) {
    const known = "none: they belong into the body";
    throw new FlowMeshError("field_unknown", { field: name, message: "the query", known });
  }
}

/** A body that is one field of bytes; all other fields are parameters. */
function payloadRequest(method: AnyMethod, parts: RestParts): object {
  if (parts.mediaType !== "" && parts.mediaType !== octetStream) refuseMediaType(parts, octetStream);
  return Object.assign(fromParameters(method, parts, { inBody: method.body }), { [method.body]: parts.body });
}

/** A message as protobuf encodes it: for clients that have the proto files, and for requests that are too large for JSON. */
export const protobuf = "application/x-protobuf";

export const octetStream = "application/octet-stream";

const recordParameters: ReadonlySet<string> = new Set(["key", "partition", "timestamp", "dedupeId", "dedupe_id"]);

/** What `curl -d` says of any data unless it is told otherwise: it says nothing of the value. */
const unsaidMediaType = "application/x-www-form-urlencoded";

/** Whoever sends these means many records, not one whose value is all the lines. */
const lineMediaTypes: ReadonlySet<string> = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
]);

/** A body of any other type is the value of one record, which keeps the content type as a header. */
function publishOfBody(method: AnyMethod, parts: RestParts): object {
  if (lineMediaTypes.has(parts.mediaType)) {
    refuseMediaType(
      parts,
      'application/json ({"records":[...]}), or any type but lines of JSON for the value of one record',
    );
  }
  const ofRecord = parts.query.filter(([name]) => recordParameters.has(name));
  const ofRequest = parts.query.filter(([name]) => !recordParameters.has(name));
  // Node reads headers as Latin-1, so that each character is a byte of what was sent.
  if (parts.key !== undefined) ofRecord.push(["keyBase64", Buffer.from(parts.key, "latin1").toString("base64")]);
  const record = fromJson(NewRecord, fromQuery(NewRecord, ofRecord));
  record.value = parts.body;
  if (parts.contentType !== undefined && parts.mediaType !== unsaidMediaType) {
    record.headers.push({ name: "content-type", value: Buffer.from(parts.contentType, "latin1") });
  }
  const more = [...recordParameters].filter((name) => name !== "dedupe_id");
  const request = fromParameters(method, { path: parts.path, query: ofRequest }, { more, inBody: "records" });
  return Object.assign(request, { records: [record] });
}

/** A body of any other type is the value of an entry, byte by byte. */
function putOfBody(method: AnyMethod, parts: RestParts): object {
  return Object.assign(fromParameters(method, parts, { inBody: "value" }), { value: parts.body });
}

/** @throws FlowMeshError `message_malformed` for a percent sign that encodes no byte, or bytes that are not UTF-8 */
export function parseQuery(url: string): Parameters {
  const start = url.indexOf("?");
  if (start < 0 || start === url.length - 1) return [];
  return url
    .slice(start + 1)
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return [decode(name), equals < 0 ? "" : decode(part.slice(equals + 1))] as const;
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw malformedRequest("its query is not percent-encoded UTF-8", cause);
  }
}

/**
 * Time that the caller gives a request, from the header `flowmesh-timeout-ms`.
 * @throws FlowMeshError `field_invalid`
 */
export function timeoutOf(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  const max = limits.deadlineMs.max;
  const timeoutMs = typeof header === "string" && /^\d{1,6}$/.test(header) ? Number(header) : 0;
  if (timeoutMs >= 1 && timeoutMs <= max) return timeoutMs;
  throw new FlowMeshError("field_invalid", {
    field: "flowmesh-timeout-ms",
    problem: `must be a whole number from 1 to ${max}`,
  });
}
