import { type AnyMethod, limits } from "@flowmesh/contract";
import { type Field, toJson, toJsonText } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { asFieldInvalid } from "../call-failures.ts";

/** A call as HTTP carries it. */
export interface HttpRequest {
  readonly verb: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/**
 * The request of a method as its route says: fields in the path, in the query, in the body. Bytes are base64, so that they arrive as they are; a body that is one
 * field of bytes is those bytes; a request that is too large for JSON goes as protobuf.
 * @throws FlowMeshError `field_invalid` for a value that its field cannot carry
 */
export function httpRequestOf(method: AnyMethod, request: object): HttpRequest {
  const bytes = boundOf(method, request);
  const { verb, body } = method;
  const path = pathOf(method, request as Fields);
  const accept = method.response.payloadField === undefined || method.serverStreaming ? jsonAccepted : octetStream;
  const headers = { accept: method.serverStreaming ? "application/x-ndjson" : accept };
  if (body === "*") {
    const rest = withoutPath(method, request as Fields);
    const [type, content] =
      bytes > jsonRequestBytes
        ? ["application/x-protobuf", method.request.encode(rest)]
        : ["application/json", Buffer.from(toJsonText(method.request, rest as never, "base64"))];
    return { verb, path, headers: { ...headers, "content-type": type }, body: content };
  }
  const query = queryOf(method, request as Fields);
  const target = query === "" ? path : `${path}?${query}`;
  if (body === "") return { verb, path: target, headers, body: undefined };
  const payload = ((request as Fields)[body] as Uint8Array | undefined) ?? new Uint8Array(0);
  return { verb, path: target, headers: { ...headers, "content-type": octetStream }, body: payload };
}

type Fields = Readonly<Record<string, unknown>>;

const octetStream = "application/octet-stream";
const jsonAccepted = "application/json;bytes=base64";
/** Base64 and names make JSON longer than what is encoded, at most twice as long in what is this large. */
const jsonRequestBytes = limits.httpJsonBytes.value / 4;

function boundOf(method: AnyMethod, request: object): number {
  try {
    return method.request.bound(request);
  } catch (error) {
    throw asFieldInvalid(error);
  }
}

function pathOf(method: AnyMethod, request: Fields): string {
  return method.path.replace(/\{(\w+)\}/g, (_place, protoName: string) => {
    const field = method.request.fields.find((candidate) => candidate.protoName === protoName)!;
    const text = String(request[field.property] ?? (field.kind === "string" ? "" : 0));
    if (text === "" && !takesRest(method, protoName)) throw emptyInPath(method, field);
    return encoded(protoName, text);
  });
}

/** Only what takes the rest of the path can be empty. */
function takesRest(method: AnyMethod, protoName: string): boolean {
  return method.takesRest && method.path.endsWith(`{${protoName}}`);
}

/** A path cannot say that a name is empty, so what the server would say of it is said here. */
function emptyInPath(method: AnyMethod, { property, protoName }: Field): FlowMeshError {
  if (property === method.resource) return new FlowMeshError("name_invalid", { kind: property, name: "" });
  return new FlowMeshError("field_invalid", { field: protoName, problem: "must not be empty" });
}

function withoutPath(method: AnyMethod, request: Fields): Fields {
  const rest = { ...request };
  for (const field of method.request.fields) {
    if (method.path.includes(`{${field.protoName}}`)) delete rest[field.property];
  }
  return rest;
}

/** What is neither in the path nor the body. Absent, empty and zero mean the same where a field cannot be absent. */
function queryOf(method: AnyMethod, request: Fields): string {
  const rest = withoutPath(method, request);
  const json = toJson(method.request, { ...rest, [method.body]: undefined } as never);
  const parameters: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const element of value) add(name, element);
    else if (typeof value === "object" && value !== null)
      for (const [inner, its] of Object.entries(value)) add(`${name}.${inner}`, its);
    else parameters.push(`${name}=${encoded(name, String(value))}`);
  };
  for (const [name, value] of Object.entries(json)) add(name, value);
  return parameters.join("&");
}

function encoded(field: string, text: string): string {
  if (!text.isWellFormed()) throw new FlowMeshError("field_invalid", { field, problem: "must be well-formed Unicode" });
  return encodeURIComponent(text);
}
