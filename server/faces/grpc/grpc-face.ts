import { type ServerOptions as Http2Options, performServerHandshake, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { Clock, Timer } from "@flowmesh/engine";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { Access } from "../../access/access.ts";
import { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { Health } from "../../lifecycle/health.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";
import type { Lender } from "../frames/frames-context.ts";
import { Compression } from "./compression.ts";
import { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext } from "./grpc-context.ts";

export interface GrpcFaceOptions {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly meter: FaceMeter;
  readonly log: Log;
  readonly health: Health;
  readonly responseBytes: ByteBudget;
  readonly unsentBytesAll: ByteBudget;
}

/** gRPC over HTTP/2 on connections that others accept: every method of the contract, and gRPC's own health and reflection. */
export class GrpcFace {
  readonly #context: GrpcContext;
  readonly #http2: Http2Options;
  readonly #connections: Set<GrpcConnection> = new Set();
  #sweep: Timer | undefined;
  #leaving: FlowMeshError | undefined;
  #onAllClosed: () => void = () => undefined;

  constructor(options: GrpcFaceOptions) {
    const { limits } = options;
    this.#context = {
      ...options,
      compression: new Compression(),
      requestBytes: new ByteBudget(limits.httpBodiesBytes),
      closed: (connection) => this.#closed(connection),
      lender: undefined,
    };
    this.#http2 = http2Options(limits);
  }

  /** From now on, what was sent is given back. */
  set lender(lender: Lender) {
    this.#context.lender = lender;
  }

  /** Takes a connection over; what was received so far was put back. */
  accept(socket: Socket): void {
    const { meter, limits, clock } = this.#context;
    meter.opened++;
    const session: ServerHttp2Session = performServerHandshake(socket, this.#http2);
    session.setLocalWindowSize(limits.grpcConnectionWindowBytes);
    const connection = new GrpcConnection(this.#context, session, socket);
    this.#connections.add(connection);
    // So that its end is noticed; first the session itself takes what was put back.
    clock.soon(() => socket.resume());
    if (this.#sweep === undefined) this.#sweepLater();
    if (this.#leaving !== undefined) connection.goAway(this.#leaving);
  }

  /** Tells every client to go, also those that come later: no more calls are taken, those under way end. */
  goAway(reason: FlowMeshError): void {
    this.#leaving = reason;
    for (const connection of this.#connections) connection.goAway(reason);
  }

  /** Sends what is still to be sent, and ends every connection. Resolves when all are closed: shortly after, whatever the clients do. */
  async close(): Promise<void> {
    this.#sweep?.cancel();
    for (const connection of this.#connections) connection.finish();
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onAllClosed = resolve));
  }

  /** One timer for all connections; a time-out is noticed at most a quarter late. */
  #sweepLater(): void {
    const { clock, limits } = this.#context;
    const shortestMs = Math.min(limits.frameStallMs, limits.frameReceiveMs, limits.frameIdleMs, limits.writeStallMs);
    const intervalMs = Math.min(Math.max(shortestMs / 4, sweepMsMin), sweepMsMax);
    const dueMs = clock.monotonicMs() + intervalMs;
    this.#sweep = clock.after(intervalMs, () => {
      const nowMs = clock.monotonicMs();
      const wasStopped = nowMs - dueMs > stoppedMs;
      for (const connection of this.#connections) {
        if (wasStopped) connection.beginAnew(nowMs);
        else connection.checkSilence(nowMs);
      }
      this.#sweep = undefined;
      if (this.#connections.size > 0) this.#sweepLater();
    });
  }

  #closed(connection: GrpcConnection): void {
    if (this.#connections.delete(connection)) this.#context.meter.closed++;
    if (this.#connections.size === 0) this.#onAllClosed();
  }
}

/** Every bound of HTTP/2 is set here: Node's own allow four billion streams. */
function http2Options(limits: ServerLimits): Http2Options {
  return {
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.grpcStreams,
      initialWindowSize: limits.grpcStreamWindowBytes,
      maxFrameSize: 65_536,
      maxHeaderListSize: limits.grpcHeaderBytes,
      headerTableSize: 4096,
    },
    maxHeaderListPairs: limits.httpHeaders,
    maxDeflateDynamicTableSize: 4096,
    maxSessionMemory: sessionMegabytesMax,
    maxOutstandingPings: 10,
    maxSettings: 32,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    peerMaxConcurrentStreams: 0,
    streamResetBurst: 1000,
    streamResetRate: 100,
    paddingStrategy: 0,
  };
}

/** Answers that wait for one client count in it, and may be as many as its reads may return. */
const sessionMegabytesMax = 128;
const sweepMsMin = 10;
const sweepMsMax = 1000;
/** A timer that is later than this shows that the process or its machine stood still, and what clients sent meanwhile was not yet read. */
const stoppedMs = 1000;
