import { type ServerOptions as Http2Options, performServerHandshake, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { FlowMeshError } from "@flowmesh/fabric";
import { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Lender } from "../lender.ts";
import { OpenConnections } from "../open-connections.ts";
import { Compression } from "./compression.ts";
import { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext, GrpcFaceOptions } from "./grpc-context.ts";
import { WindowBudget } from "./window-budget.ts";

/** gRPC over HTTP/2 on connections that others accept: every method of the contract, and gRPC's own health and reflection. */
export class GrpcFace {
  readonly #context: GrpcContext;
  readonly #http2: Http2Options;
  readonly #windows: WindowBudget;

  constructor(options: GrpcFaceOptions) {
    const { limits } = options;
    const { frameStallMs, frameReceiveMs, frameIdleMs, writeStallMs } = limits;
    const shortestTermMs = Math.min(frameStallMs, frameReceiveMs, frameIdleMs, writeStallMs);
    this.#context = {
      ...options,
      connections: new OpenConnections({ ...options, shortestTermMs }),
      compression: new Compression(),
      requestBytes: new ByteBudget(limits.httpBodiesBytes),
      lender: undefined,
    };
    this.#http2 = http2Options(limits);
    this.#windows = new WindowBudget(limits.grpcWindowsBytes, limits.grpcStreamWindowBytes);
  }

  /** From now on, what was sent is given back. */
  set lender(lender: Lender) {
    this.#context.lender = lender;
  }

  /** Takes a connection over; what was received so far was put back. With a `refusal`, every call on it gets that for an answer. */
  accept(socket: Socket, refusal?: FlowMeshError): void {
    const { connections, limits, clock } = this.#context;
    const windows = this.#windows.take();
    socket.once("close", () => this.#windows.give(windows));
    const settings = { ...this.#http2.settings, initialWindowSize: windows.streamBytes };
    const session: ServerHttp2Session = performServerHandshake(socket, { ...this.#http2, settings });
    session.setLocalWindowSize(limits.grpcConnectionWindowBytes);
    // So that its end is noticed; first the session itself takes what was put back.
    clock.soon(() => socket.resume());
    connections.add(new GrpcConnection(this.#context, session, socket, windows, refusal));
  }

  /** Tells every client to go, also those that come later: no more calls are taken, those under way end. */
  goAway(reason: FlowMeshError): void {
    this.#context.connections.goAway(reason);
  }

  /** Sends what is still to be sent, and ends every connection. Resolves when all are closed: shortly after, whatever the clients do. */
  close(): Promise<void> {
    return this.#context.connections.close();
  }
}

/** Every bound of HTTP/2 is set here: Node's own allow four billion streams. */
function http2Options(limits: ServerLimits): Http2Options {
  return {
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.grpcStreams,
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
    // A client may give up all that it has under way at once, or each of hundreds of calls a second; more is a flood.
    streamResetBurst: limits.grpcStreams,
    streamResetRate: 500,
    paddingStrategy: 0,
  };
}

/** Answers that wait for one client count in it, and may be as many as its reads may return. */
const sessionMegabytesMax = 128;
