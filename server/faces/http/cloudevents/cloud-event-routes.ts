import { type AnyMethod, methods, PublishRequest, ReadRequest, type ReadResponse } from "@flowmesh/contract";
import { fromJson, fromQuery } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Credential } from "../../../access/credential.ts";
import { prefers } from "../accept.ts";
import { buildInTurn } from "../build-in-turn.ts";
import { HttpCall } from "../http-call.ts";
import { identify } from "../identify.ts";
import { readBody } from "../read-body.ts";
import { applyConditions } from "../request-conditions.ts";
import { type Parameters, parseQuery, timeoutOf } from "../rest-request.ts";
import { responseOf } from "../rest-response.ts";
import { checkEncoding, type RestOptions } from "../rest-routes.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { headersOfEvent } from "./event-headers.ts";
import { textOfEvent } from "./event-json.ts";
import { eventOfRecord, recordOfEvent } from "./event-record.ts";
import { eventBatchType, eventsOfRequest, eventType } from "./events-of-request.ts";

const publish = methods.publish as unknown as AnyMethod;
const read = methods.read as unknown as AnyMethod;
const lines = "application/x-ndjson";
const lineTypes: readonly string[] = [lines, "application/ndjson"];

/**
 * Adds CloudEvents 1.0 over HTTP: events come in structured, binary and batched mode and are records of a stream; they go out as a batch or as lines, and a single
 * one in binary or structured mode. Each request is one call of Publish or of Read.
 */
export function addCloudEventRoutes(app: FastifyInstance, options: RestOptions): void {
  app.post("/v1/streams/:stream/events", (request, reply) => publishEvents(request, reply, options));
  app.get("/v1/streams/:stream/events", (request, reply) => readEvents(request, reply, options));
  app.get(
    "/v1/streams/:stream/events/:partition/:offset",
    { onSend: async (_request, reply) => ownTypeAlone(reply) },
    (request, reply) => readEvent(request, reply, options),
  );
}

async function publishEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestOptions,
): Promise<FastifyReply> {
  const { limits, bodies } = options;
  checkEncoding(request.headers["content-encoding"], request.headers["content-type"]);
  const caller = callerOf(request, options);
  const isJson = /^application\/cloudevents/i.test(request.headers["content-type"] ?? "");
  const { bytes, release } = await readBody(request.raw, isJson ? limits.httpJsonBytes : limits.httpBodyBytes, bodies);
  const buildNow = (): object => {
    const records = eventsOfRequest(request.raw, bytes).map(recordOfEvent);
    const message = fromJson(PublishRequest, fromQuery(PublishRequest, parametersOf(request)));
    applyConditions(publish, message, request.headers);
    return Object.assign(message, { records });
  };
  const work = { raw: request.raw, bodyBytes: bytes.length, build: buildNow, release };
  const build = await buildInTurn(work, options.turns);
  const answer = await run(publish, { ...caller, release, build }, request, reply, options);
  const response = responseOf(publish, answer, request.headers.accept);
  return reply.headers(response.headers).send(response.body);
}

async function readEvents(request: FastifyRequest, reply: FastifyReply, options: RestOptions): Promise<FastifyReply> {
  const build = (): object => fromJson(ReadRequest, fromQuery(ReadRequest, parametersOf(request)));
  const page = await runRead(build, request, reply, options);
  const events = page.records.map(eventOfRecord).filter((event) => event !== undefined);
  const texts = events.map(textOfEvent);
  reply.header("flowmesh-next-page-token", page.nextPageToken).header("flowmesh-caught-up", String(page.caughtUp));
  reply.header("flowmesh-skipped", String(page.records.length - events.length));
  const { accept = "" } = request.headers;
  const areLines = lineTypes.some((type) => prefers(accept, type, eventBatchType));
  if (areLines) return send(reply, lines, texts.map((text) => `${text}\n`).join(""), options);
  return send(reply, eventBatchType, `[${texts.join(",")}]`, options);
}

async function readEvent(request: FastifyRequest, reply: FastifyReply, options: RestOptions): Promise<FastifyReply> {
  const page = await runRead(() => oneRecordRequest(request), request, reply, options);
  const { stream = "", partition = "", offset = "" } = request.params as Record<string, string>;
  const record = page.records[0];
  const event = record?.offset === Number(offset) ? eventOfRecord(record) : undefined;
  if (event === undefined) throw new FlowMeshError("not_an_event", { stream, partition, offset });
  const headers = headersOfEvent(event);
  if (prefers(request.headers.accept ?? "", eventType, headers["content-type"] ?? ""))
    return send(reply, eventType, textOfEvent(event), options);
  // Its type is what the publisher says: a browser that shows it gives it no rights here.
  reply.header("content-security-policy", "default-src 'none'; sandbox");
  ownHeaders.set(reply, headers);
  return send(reply.headers(headers), undefined, dataOf(event), options);
}

/** Of replies that are events in binary mode. */
const ownHeaders = new WeakMap<FastifyReply, Readonly<Record<string, string>>>();

/** Fastify names a type where none is named or it does not know the one that is; an event comes back with its own, or with none. */
function ownTypeAlone(reply: FastifyReply): void {
  const headers = ownHeaders.get(reply);
  if (headers === undefined) return;
  const type = headers["content-type"];
  if (type === undefined) reply.removeHeader("content-type");
  else reply.header("content-type", type);
}

function oneRecordRequest(request: FastifyRequest): ReadRequest {
  for (const [name] of parseQuery(request.raw.url!)) {
    throw new FlowMeshError("field_unknown", { field: name, message: "the query", known: "none" });
  }
  return fromJson(ReadRequest, fromQuery(ReadRequest, [...parametersOf(request), ["limit", "1"]]));
}

function dataOf({ data }: CloudEvent): Buffer {
  return data === undefined ? Buffer.alloc(0) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function send(
  reply: FastifyReply,
  contentType: string | undefined,
  body: string | Buffer,
  { connectionOf }: RestOptions,
): FastifyReply {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  connectionOf(reply.request.raw.socket).sends(reply.raw, bytes.length);
  if (contentType !== undefined) reply.header("content-type", contentType);
  return reply.send(bytes);
}

interface CallerParts {
  readonly credential: Credential;
  readonly timeoutMs: number | undefined;
}

/** Who asks. Known before the body is read: nothing is kept for somebody who may not call. */
function callerOf({ headers, raw }: FastifyRequest, { access, connectionOf }: RestOptions): CallerParts {
  const credential = access.authenticate(headers.authorization, connectionOf(raw.socket).caller);
  return { credential, timeoutMs: timeoutOf(headers["flowmesh-timeout-ms"]) };
}

async function runRead(
  build: () => object,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestOptions,
): Promise<ReadResponse> {
  options.connectionOf(request.raw.socket).checkRoom();
  const parts = { ...callerOf(request, options), release: (): void => {}, build };
  return (await run(read, parts, request, reply, options)) as ReadResponse;
}

/** One call, with the request that `build` makes; one that cannot be made is counted too. */
function run(
  method: AnyMethod,
  { credential, timeoutMs, release, build }: CallerParts & { release: () => void; build: () => object },
  request: FastifyRequest,
  reply: FastifyReply,
  { dispatcher, connectionOf }: RestOptions,
): Promise<object> {
  const connection = connectionOf(request.raw.socket);
  const call = new HttpCall(method, connection, timeoutMs, release);
  call.credential = credential;
  identify(call, request);
  reply.raw.once("close", () => dispatcher.cancel(call));
  let message: object;
  try {
    message = build();
  } catch (cause) {
    dispatcher.refuse(call, cause);
    return call.answer;
  }
  dispatcher.start(call, message);
  connection.began(call, reply.raw);
  return call.answer;
}

function parametersOf(request: FastifyRequest): Parameters {
  const path = Object.entries(request.params as Record<string, string>) as Parameters;
  return [...path, ...parseQuery(request.raw.url!)];
}
