import type { Socket } from "node:net";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { toJsonText } from "@flowmesh/contract/internal";
import type { Clock, WorkTurns } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Access } from "../../access/access.ts";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { ResponseRoom } from "../../dispatch/response-room.ts";
import { returnsRecords } from "../../dispatch/returns-records.ts";
import type { ServerLimits } from "../../server-limits.ts";
import { buildInTurn } from "./build-in-turn.ts";
import { entityTagOf, namesTag } from "./entity-tag.ts";
import { HttpCall, HttpStreamCall } from "./http-call.ts";
import type { HttpConnection } from "./http-connection.ts";
import { identify } from "./identify.ts";
import { keepLinesAlive } from "./keep-lines-alive.ts";
import { problemOf } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { applyConditions } from "./request-conditions.ts";
import { type Parameters, parseQuery, type RestParts, requestOf, timeoutOf } from "./rest-request.ts";
import { responseOf } from "./rest-response.ts";

export interface RestOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly limits: ServerLimits;
  /** Bodies of requests under way. */
  readonly bodies: ByteBudget;
  readonly turns: WorkTurns;
  readonly responseBytes: ResponseRoom;
  readonly connectionOf: (socket: Socket) => HttpConnection;
}

/** Adds a route for every method of the contract. */
export function addRestRoutes(app: FastifyInstance, options: RestOptions): void {
  for (const method of Object.values(methods) as AnyMethod[]) {
    app.route({
      method: method.verb as "GET",
      url: urlOf(method),
      exposeHeadRoute: method.verb === "GET" && !method.serverStreaming,
      handler: (request, reply) =>
        method.serverStreaming ? stream(method, request, reply, options) : answer(method, request, reply, options),
    });
  }
}

/** The path of a method as the router writes it. */
function urlOf({ path, takesRest }: AnyMethod): string {
  const url = path.replaceAll(/\{(\w+)\}/g, ":$1");
  return takesRest ? url.replace(/:\w+$/, "*") : url;
}

/** What the router found in the path, by the names in the proto file. */
function pathParameters({ path, takesRest }: AnyMethod, found: Readonly<Record<string, string>>): Parameters {
  const last = takesRest ? /\{(\w+)\}$/.exec(path)![1]! : "";
  return Object.entries(found).map(([name, value]) => [name === "*" ? last : name, value]);
}

async function answer(
  method: AnyMethod,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestOptions,
): Promise<FastifyReply> {
  const { access, dispatcher, connectionOf } = options;
  const connection = connectionOf(request.raw.socket);
  if (returnsRecords(method)) connection.checkRoom();
  // Before the body is read: nothing is kept for somebody who may not call.
  const credential = access.authenticate(request.headers.authorization, connection.caller);
  const timeoutMs = timeoutOf(request.headers["flowmesh-timeout-ms"]);
  const { build, release } = await received(method, request, options);
  const call = new HttpCall(method, connection, timeoutMs, release);
  call.credential = credential;
  reply.raw.once("close", () => dispatcher.cancel(call));
  begin(call, build, request, dispatcher);
  connection.began(call, reply.raw);
  const message = await call.answer;
  const response = responseOf(method, message, request.headers.accept);
  const tag = entityTagOf(method, message, response.body);
  if (tag !== undefined) reply.header("etag", tag);
  if (tag !== undefined && namesTag(request.headers["if-none-match"], tag)) return reply.code(304).send();
  connection.sends(reply.raw, response.body.length);
  return reply.headers(response.headers).send(response.body);
}

/** Many responses are lines of JSON, one a response; an error after the first of them is the last line, under `error`. */
async function stream(
  method: AnyMethod,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestOptions,
): Promise<FastifyReply> {
  const { access, dispatcher, connectionOf, responseBytes } = options;
  const connection = connectionOf(request.raw.socket);
  // Before the body is read: nothing is kept for somebody who may not call.
  const credential = access.authenticate(request.headers.authorization, connection.caller);
  const timeoutMs = timeoutOf(request.headers["flowmesh-timeout-ms"]);
  const { build, release } = await received(method, request, options);
  release();
  const call = new HttpStreamCall(method, timeoutMs, {
    response: reply.raw,
    connection,
    responseBytes,
    toLine: (response) => `${toJsonText(method.response, response as never)}\n`,
    toLastLine: (error) => `${JSON.stringify({ error: { ...problemOf(error), requestId: request.id } })}\n`,
  });
  call.credential = credential;
  reply.raw.once("close", () => dispatcher.cancel(call));
  reply.raw.setHeader("content-type", "application/x-ndjson");
  begin(call, build, request, dispatcher);
  connection.began(call, reply.raw);
  await call.begun;
  keepLinesAlive(reply.raw, options.clock, options.limits.httpLineSilenceMs);
  return reply.hijack();
}

/** The body of a request, read, and the message that it brings. */
async function received(
  method: AnyMethod,
  request: FastifyRequest,
  options: RestOptions,
): Promise<{ build: () => object; release: () => void }> {
  const { parts, release } = await partsOf(method, request, options);
  const build = (): object => {
    const message = requestOf(method, parts);
    applyConditions(method, message, request.headers);
    return message;
  };
  const work = { raw: request.raw, bodyBytes: parts.body.length, build, release };
  return { build: await buildInTurn(work, options.turns), release };
}

function begin(
  call: HttpCall | HttpStreamCall,
  build: () => object,
  request: FastifyRequest,
  dispatcher: Dispatcher,
): void {
  identify(call, request);
  let message: object;
  try {
    message = build();
  } catch (cause) {
    dispatcher.refuse(call, cause);
    return;
  }
  dispatcher.start(call, message);
}

async function partsOf(
  method: AnyMethod,
  request: FastifyRequest,
  options: RestOptions,
): Promise<{ parts: RestParts; release: () => void }> {
  const { limits, bodies } = options;
  const { raw, headers } = request;
  const contentType = headers["content-type"];
  checkEncoding(headers["content-encoding"], contentType);
  const mediaType = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  const query = parseQuery(raw.url!);
  const path = pathParameters(method, request.params as Record<string, string>);
  const bytesMax = mediaType === "application/json" ? limits.httpJsonBytes : limits.httpBodyBytes;
  const { bytes: body, release } = await readBody(raw, bytesMax, bodies);
  const key = headers["flowmesh-key"] as string | undefined;
  return { parts: { path, query, mediaType, contentType, body, key }, release };
}

/** A body is taken as it is. One that is packed would be stored packed, and nobody could tell. */
export function checkEncoding(encoding: string | undefined, contentType: string = "unknown"): void {
  if (encoding === undefined || encoding.toLowerCase() === "identity") return;
  const type = `${contentType} packed with ${encoding}`;
  throw new FlowMeshError("media_type_unknown", { type, accepted: "the body without a Content-Encoding" });
}
