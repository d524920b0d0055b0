import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { nodeHttp } from "@flowmesh/contract/internal";
import { type Clock, WorkTurns } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Access } from "../../access/access.ts";
import { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { CallBudget } from "../../dispatch/call-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { ResponseRoom } from "../../dispatch/response-room.ts";
import type { StalledClients } from "../../dispatch/stalled-clients.ts";
import type { Health } from "../../lifecycle/health.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import { AllowedVerbs } from "./allowed-verbs.ts";
import { addCloudEventRoutes } from "./cloudevents/cloud-event-routes.ts";
import { answerBrokenRequest } from "./connection-errors.ts";
import { guard } from "./guard.ts";
import { addHealthRoutes } from "./health-routes.ts";
import { HttpConnection } from "./http-connection.ts";
import { malformedRequest } from "./malformed-request.ts";
import { PipelinedRequests } from "./pipelined-requests.ts";
import { problemContentType, problemOf, rawProblemResponse } from "./problem.ts";
import { addReferenceRoutes } from "./reference/reference-routes.ts";
import { RequestIds, requestIdHeader } from "./request-ids.ts";
import { addRestRoutes } from "./rest-routes.ts";
import { addSystemRoutes } from "./system-routes.ts";

export interface HttpFaceOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly health: Health;
  readonly limits: ServerLimits;
  readonly metrics: Metrics;
  readonly log: Log;
  /** What reads and subscriptions may return. */
  readonly responseBytes: ResponseRoom;
  /** Those that others do not wait for. */
  readonly stalledClients: StalledClients;
  /** Answers that clients have not taken. */
  readonly unsentBytesAll: ByteBudget;
  readonly calls: CallBudget;
  /** Names an error that nobody foresaw, for its caller and for the log. */
  readonly nextReference: () => string;
}

/** HTTP/1.1 on connections that others accept: REST, health and metrics. */
export class HttpFace {
  readonly #options: HttpFaceOptions;
  readonly #app: FastifyInstance;
  readonly #server: Server;
  readonly #connections: WeakMap<Socket, HttpConnection> = new WeakMap();
  readonly #sockets: Set<Socket> = new Set();
  readonly #allowed: AllowedVerbs = new AllowedVerbs();
  readonly #requestIds: RequestIds;
  readonly #pipelined: PipelinedRequests;
  #onAllClosed: () => void = () => undefined;

  private constructor(options: HttpFaceOptions) {
    this.#options = options;
    this.#pipelined = new PipelinedRequests(options.clock);
    this.#requestIds = new RequestIds(options.nextReference());
    this.#server = this.#createServer();
    this.#app = this.#createApp();
  }

  static async open(options: HttpFaceOptions): Promise<HttpFace> {
    const face = new HttpFace(options);
    await face.#app.ready();
    // Node begins to check its time-outs with this event. The sockets come from the port, so that the server itself never listens.
    face.#server.emit("listening");
    return face;
  }

  /** Takes a connection over; what was received so far was put back. */
  accept(socket: Socket): void {
    const meter = this.#options.metrics.http;
    meter.opened++;
    const { stalledClients } = this.#options;
    const connection = new HttpConnection(socket, this.#options, meter);
    this.#connections.set(socket, connection);
    stalledClients.add(connection);
    this.#sockets.add(socket);
    socket.once("close", () => {
      stalledClients.remove(connection);
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onAllClosed();
      meter.closed++;
    });
    this.#server.emit("connection", socket);
    socket.resume();
  }

  /** Lets answers that are being sent reach their clients, for a moment, and ends every connection. */
  async close(): Promise<void> {
    if (this.#sockets.size > 0) await this.#endConnections();
    this.#server.close();
    await this.#app.close();
  }

  /** Node's own way to close idle connections takes one for idle as soon as its answer was handed over, long before the client has it. */
  #endConnections(): Promise<void> {
    for (const socket of this.#sockets) this.#connections.get(socket)!.endWhenAnswered();
    this.#options.clock.after(lingerMs, () => this.#server.closeAllConnections());
    return new Promise((resolve) => {
      this.#onAllClosed = resolve;
    });
  }

  #createServer(): Server {
    const { limits } = this.#options;
    const shortestMs = Math.min(limits.httpHeadersMs, limits.httpRequestMs);
    const server = nodeHttp.createServer({
      maxHeaderSize: limits.httpHeaderBytes,
      headersTimeout: limits.httpHeadersMs,
      requestTimeout: limits.httpRequestMs,
      keepAliveTimeout: limits.httpIdleMs,
      connectionsCheckingInterval: Math.min(Math.max(shortestMs / 4, 10), 1000),
      requireHostHeader: false,
    });
    // One more than allowed, so that the guard can see that there are too many: Node drops the rest in silence.
    server.maxHeadersCount = limits.httpHeaders + 1;
    server.timeout = limits.writeStallMs;
    // Who closes its side behind a request still gets the answer. Not in Node's reference, but there since its beginnings.
    Object.assign(server, { httpAllowHalfOpen: true });
    server.on("timeout", (socket: Socket) => this.#onInactive(socket));
    server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) =>
      this.#onExpect(request, response),
    );
    server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
      this.#take(request, response, () => this.#onUnknownExpectation(request, response)),
    );
    server.on("connect", (_request: IncomingMessage, socket: Socket) => {
      const problem = problemOf(verbNotAllowed("CONNECT", "*", []));
      socket.end(rawProblemResponse(problem, { Allow: "" }), () => socket.destroy());
    });
    return server;
  }

  #createApp(): FastifyInstance {
    const { limits, health, metrics, access } = this.#options;
    const app = fastify({
      logger: false,
      exposeHeadRoutes: true,
      genReqId: (request) => this.#requestIds.of(request),
      routerOptions: { maxParamLength: limits.httpHeaderBytes, querystringParser: () => ({}) },
      serverFactory: (handler) =>
        this.#server.on("request", (request, response) =>
          this.#take(request, response, () => handler(request, response)),
        ),
      clientErrorHandler: (error, socket) => this.#onClientError(error, socket),
      frameworkErrors: (error, request, reply) => void this.#onError(error, request, reply),
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    app.addHook("onRequest", async (request, reply) => this.#onRequest(request, reply));
    app.addHook("onRoute", ({ url, method }) => this.#allowed.add(url, String(method)));
    app.setErrorHandler<FastifyError>((error, request, reply) => this.#onError(error, request, reply));
    const connectionOf = (socket: Socket): HttpConnection => this.#connections.get(socket)!;
    // Health is told to everybody, because what restarts a server has no token.
    addHealthRoutes(app, health);
    addSystemRoutes(app, { metrics, access, connectionOf });
    addReferenceRoutes(app);
    const rest = {
      access,
      clock: this.#options.clock,
      dispatcher: this.#options.dispatcher,
      limits,
      bodies: new ByteBudget(limits.httpBodiesBytes),
      turns: new WorkTurns(this.#options.clock),
      responseBytes: this.#options.responseBytes,
      connectionOf,
    };
    addRestRoutes(app, rest);
    addCloudEventRoutes(app, rest);
    return app;
  }

  /** Begins a request, unless it stands behind one that was the connection's last. Its answer is owed from now on: nothing may be sent before it. */
  #take({ socket }: IncomingMessage, response: ServerResponse, begin: () => void): void {
    const connection = this.#connections.get(socket)!;
    const isBehind = !connection.isIdle;
    connection.owes(response);
    const beginUnlessOver = (): void => {
      if (!connection.takesNoMore && !socket.destroyed) begin();
    };
    if (isBehind) this.#pipelined.push(socket, beginUnlessOver);
    else beginUnlessOver();
  }

  /** Before a body is looked at: where nothing is, or nothing takes the verb, it is the same whatever the body is. */
  #onRequest(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    reply.raw.setHeader(requestIdHeader, request.id);
    for (const [name, value] of protection) reply.raw.setHeader(name, value);
    const { health, limits } = this.#options;
    if (health.state === "stopping" || health.state === "failed") reply.header("connection", "close");
    try {
      guard(request.raw, limits.httpHeaders, this.#options.access.isOpen);
    } catch (cause) {
      // Whoever is between here and the client may see another end of this request.
      this.#closeBehind(request, reply);
      throw cause;
    }
    return request.is404 ? this.#onNoRoute(request, reply) : undefined;
  }

  #onNoRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const path = request.raw.url!.split("?", 1)[0]!;
    const allowed = this.#allowed.of(path);
    if (allowed.length === 0) throw new FlowMeshError("route_not_found", { verb: request.method, path });
    reply.header("allow", allowed.join(", "));
    if (request.method === "OPTIONS") return reply.code(204).send();
    throw verbNotAllowed(request.method, path, allowed);
  }

  #onError(error: FastifyError | FlowMeshError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = this.#toFlowMeshError(error, request);
    const status =
      known.reason === "message_malformed" && isTooManyHeaders(request, this.#options.limits) ? 431 : undefined;
    const problem = { ...problemOf(known, status), requestId: request.id };
    if (known.retryable && (problem.status === 429 || problem.status === 503)) reply.header("retry-after", "1");
    if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="flowmesh"');
    // What was not read of a body could be taken for the next request.
    if (!request.raw.complete && hasBody(request.raw)) this.#closeBehind(request, reply);
    return reply.code(problem.status).type(problemContentType).send(JSON.stringify(problem));
  }

  /** The answer is the connection's last, and what was sent behind the request is not looked at. */
  #closeBehind(request: FastifyRequest, reply: FastifyReply): void {
    reply.header("connection", "close");
    this.#connections.get(request.raw.socket)!.takesNoMore = true;
  }

  #toFlowMeshError(error: FastifyError | FlowMeshError, request: FastifyRequest): FlowMeshError {
    if (error instanceof FlowMeshError) return error;
    switch (error.code) {
      case "FST_ERR_BAD_URL":
        return malformedRequest("its path is not percent-encoded UTF-8", error);
      case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
        return new FlowMeshError("media_type_unknown", {
          type: String(request.headers["content-type"]),
          accepted: "application/json, or another type, written as type/subtype",
        });
      case "ECONNRESET":
        return malformedRequest("it was cut off", error);
    }
    const reference = this.#options.nextReference();
    this.#options.log.error({ err: error, reference, path: request.raw.url }, "a request failed inside FlowMesh");
    return new FlowMeshError("internal", { reference });
  }

  /** Nothing came or went for a while. That is fine only while a request is being worked on, and the client takes what it is sent. */
  #onInactive(socket: Socket): void {
    const { bytesRead } = socket;
    // When the process itself stood still, what came meanwhile is read first.
    this.#options.clock.soon(() => {
      if (socket.bytesRead > bytesRead) return;
      if (this.#connections.get(socket)!.isIdle || socket.writableLength > 0) socket.destroy();
    });
  }

  /** The client asks before it sends a body: one that is too large need not come. */
  #onExpect(request: IncomingMessage, response: ServerResponse): void {
    if (Number(request.headers["content-length"] ?? 0) <= this.#options.limits.httpBodyBytes) response.writeContinue();
    this.#server.emit("request", request, response);
  }

  #onUnknownExpectation({ socket }: IncomingMessage, response: ServerResponse): void {
    this.#connections.get(socket)!.takesNoMore = true;
    const body = JSON.stringify(problemOf(malformedRequest("it expects something else than 100-continue"), 417));
    const headers = {
      "content-type": problemContentType,
      "content-length": Buffer.byteLength(body),
      connection: "close",
    };
    response.writeHead(417, headers).end(body);
  }

  #onClientError(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.#connections.get(socket)!;
    connection.inputBroke(() => {
      answerBrokenRequest(error, socket, connection.hasAnswerBegun, this.#options.limits);
    });
  }
}

/** What browsers are told of every answer: it is of the type that it says, and for pages from here alone. */
const protection = [
  ["x-content-type-options", "nosniff"],
  ["cross-origin-resource-policy", "same-origin"],
] as const;

/** How long answers may still be sent when the server has stopped. */
const lingerMs = 1000;

function verbNotAllowed(verb: string, path: string, allowed: readonly string[]): FlowMeshError {
  return new FlowMeshError("verb_not_allowed", { verb, path, allowed: allowed.join(", ") || "none" });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function isTooManyHeaders(request: FastifyRequest, limits: ServerLimits): boolean {
  return request.raw.rawHeaders.length / 2 > limits.httpHeaders;
}
