import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type OutgoingHttpHeaders,
} from "node:http2";
import { connect as connectSocket, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { type AnyCodec, type AnyMethod, callStreams, limits } from "@flowmesh/contract";
import { formatGrpcTimeout, SocketBytes } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../../address.ts";
import { describeNetworkError } from "../call-failures.ts";
import type { Connection, ConnectionOptions, ConnectionOwner } from "../connection.ts";
import { ConnectionLife, type LivingConnection } from "../connection-life.ts";
import { tlsConnectOptions } from "../connection-security.ts";
import type { RemoteStream } from "../remote-stream.ts";
import type { UnaryCall } from "../unary-call.ts";
import { CallCarrier } from "./call-carrier.ts";
import { errorOfGoaway } from "./error-of-status.ts";
import { GrpcExchange, type GrpcExchangeOwner, requestChunks } from "./grpc-exchange.ts";

/** One HTTP/2 connection that carries calls as gRPC. */
export class GrpcConnection implements Connection {
  readonly callsMax: number = limits.grpcStreams.value - limits.connectionSubscriptions.value;
  readonly #owner: ConnectionOwner;
  readonly #life: ConnectionLife;
  readonly #session: ClientHttp2Session;
  readonly #bytes: SocketBytes;
  readonly #commonHeaders: OutgoingHttpHeaders;
  readonly #exchanges = new Map<number, OpenExchange>();
  /** Streams that appends go on, by the durability that they ask for: one that is answered early does not wait behind one that is answered late. */
  readonly #appends = new Map<unknown, CallCarrier>();
  #unsentBytes = 0;
  #wasFull = false;

  constructor(address: Address, owner: ConnectionOwner, options: ConnectionOptions = {}) {
    const { silence, token, tls } = options;
    this.#owner = owner;
    this.#life = new ConnectionLife(address, owner, this.#living(), silence);
    this.#commonHeaders = {
      ":method": "POST",
      te: "trailers",
      "content-type": "application/grpc+proto",
      "user-agent": software,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const host = address.host.includes(":") ? `[${address.host}]` : address.host;
    const socket = openSocket(address, tls);
    this.#bytes = new SocketBytes(socket);
    const scheme = tls === undefined ? "http" : "https";
    this.#session = connect(`${scheme}://${host}:${address.port}`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindowBytes, maxFrameSize: 65_536 },
      maxSessionMemory: sessionMegabytesMax,
    });
    this.#listen();
  }

  get isFull(): boolean {
    this.#wasFull = this.#unsentBytes > limits.connectionUnsentBytes.value;
    return this.#wasFull;
  }

  send(call: UnaryCall, leftMs: number): void {
    if (call.method === callStreams.appendStream.carries) {
      this.#sendOnStream(call, leftMs);
      return;
    }
    const stream = this.#request(call.method, call.request, { "grpc-timeout": formatGrpcTimeout(leftMs) });
    const { method } = call;
    let answer: object | undefined;
    this.#exchanges.set(call.id, {
      exchange: new GrpcExchange(method.response, stream, {
        heard: () => this.#life.heard(),
        response: (response) => (answer = response),
        ended: () => {
          this.#exchanges.delete(call.id);
          if (answer !== undefined) this.#owner.replied(call, answer);
          else this.#owner.refused(call, new FlowMeshError("protocol_violation", { problem: "no answer came" }));
        },
        failed: (error) => {
          this.#exchanges.delete(call.id);
          this.#owner.refused(call, error);
        },
        broken: (code) => {
          if (!this.#isNotTaken(code)) return this.#broke(method.name, code);
          this.#exchanges.delete(call.id);
          this.#owner.refused(call, new FlowMeshError("stopping"));
        },
      }),
    });
  }

  sendStream(stream: RemoteStream): void {
    const carrier = this.#request(stream.method, stream.request, {});
    const flow = { receivedBytes: 0 };
    const owner: GrpcExchangeOwner = {
      heard: () => this.#life.heard(),
      response: (response, bytes) => {
        flow.receivedBytes += bytes;
        if (flow.receivedBytes >= limits.subscriptionCreditBytes.value) exchange.pause();
        this.#owner.item(stream, response, bytes);
      },
      ended: () => {
        this.#exchanges.delete(stream.id);
        this.#owner.streamEnded(stream);
      },
      failed: (error) => {
        this.#exchanges.delete(stream.id);
        this.#owner.streamFailed(stream, error);
      },
      broken: (code) => {
        if (!this.#isNotTaken(code)) return this.#broke(stream.method.name, code);
        this.#exchanges.delete(stream.id);
        this.#owner.streamFailed(stream, new FlowMeshError("stopping"));
      },
    };
    const exchange = new GrpcExchange(stream.method.response, carrier, owner);
    this.#exchanges.set(stream.id, { exchange, flow });
  }

  /** HTTP/2 has its own windows; a stream whose reader is behind is not read from, so that its window closes. */
  grantCredit(stream: RemoteStream, bytes: number): void {
    const open = this.#exchanges.get(stream.id);
    if (open?.flow === undefined) return;
    open.flow.receivedBytes -= bytes;
    if (open.flow.receivedBytes < limits.subscriptionCreditBytes.value) open.exchange.resume();
  }

  cancel(call: UnaryCall | RemoteStream): void {
    for (const appends of this.#appends.values()) appends.forget(call.id);
    this.#exchanges.get(call.id)?.exchange.cancel();
    this.#exchanges.delete(call.id);
  }

  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#session.ref();
    else this.#session.unref();
  }

  end(reason: FlowMeshError): void {
    if (this.#life.isClosed) return;
    for (const { exchange } of this.#exchanges.values()) exchange.cancel();
    for (const appends of this.#appends.values()) appends.cancel();
    this.#session.close();
    this.#session.unref();
    this.#exchanges.clear();
    this.#life.ended(reason);
  }

  #listen(): void {
    const session = this.#session;
    session.once("connect", () => session.setLocalWindowSize(connectionWindowBytes));
    session.once("remoteSettings", () => this.#open());
    session.on("goaway", (_code: number, _lastStreamId: number, data?: Uint8Array) => {
      if (!this.#life.isClosed) this.#owner.goingAway(errorOfGoaway(data));
    });
    session.on("error", (error: NodeJS.ErrnoException) => this.#onError(error));
    session.on("close", () => this.#life.lost("the server closed the connection"));
  }

  #open(): void {
    if (this.#life.isClosed) return;
    this.#life.heard();
    this.#life.opened(limits.subscriptionCreditBytes.value);
  }

  #sendOnStream(call: UnaryCall, leftMs: number): void {
    const { request } = callStreams.appendStream;
    const chunks = requestChunks(request as AnyCodec, { request: call.request, timeoutMs: leftMs });
    const { durability } = call.request as { readonly durability?: string };
    const appends = this.#appends.get(durability) ?? this.#openAppends(durability);
    const bytes = bytesOf(chunks);
    this.#unsentBytes += bytes;
    appends.unsentBytes += bytes;
    appends.send(call, chunks, () => this.#sentOf(appends, bytes));
  }

  #openAppends(durability: unknown): CallCarrier {
    const { fullName, name, response } = callStreams.appendStream;
    const stream = this.#session.request({ ...this.#commonHeaders, ":path": `/${fullName}` });
    const appends: CallCarrier = new CallCarrier(stream, response as AnyCodec, {
      heard: () => this.#life.heard(),
      replied: (call, answer) => this.#owner.replied(call, answer),
      refused: (call, error) => this.#owner.refused(call, error),
      ended: () => {
        if (this.#appends.get(durability) === appends) this.#appends.delete(durability);
      },
      broken: (code) => {
        if (this.#isNotTaken(code)) appends.refuseAll(new FlowMeshError("stopping"));
        else this.#broke(name, code);
      },
    });
    stream.once("close", () => this.#sentOf(appends, appends.unsentBytes));
    this.#appends.set(durability, appends);
    return appends;
  }

  #sentOf(appends: CallCarrier, bytes: number): void {
    const sent = Math.min(bytes, appends.unsentBytes);
    appends.unsentBytes -= sent;
    this.#sent(sent);
  }

  #request(method: AnyMethod, request: object, headers: OutgoingHttpHeaders): ClientHttp2Stream {
    const chunks = requestChunks(method.request, request);
    const stream = this.#session.request({ ...this.#commonHeaders, ":path": `/${method.fullName}`, ...headers });
    let bytes = bytesOf(chunks);
    this.#unsentBytes += bytes;
    const onSent = (): void => {
      this.#sent(bytes);
      bytes = 0;
    };
    stream.once("close", onSent);
    if (chunks.length > 1) {
      stream.cork();
      stream.write(chunks[0]!);
    }
    stream.end(chunks.at(-1)!, onSent);
    return stream;
  }

  #sent(bytes: number): void {
    this.#unsentBytes -= bytes;
    if (this.#wasFull && !this.isFull && !this.#life.isClosed) this.#owner.drained();
  }

  /** The server did not take the stream, as after GOAWAY: it may go to another connection. */
  #isNotTaken(http2Code: number): boolean {
    return !this.#session.destroyed && http2Code === constants.NGHTTP2_REFUSED_STREAM;
  }

  /** What becomes of its calls is decided when the whole connection is given up; of one that is gone, the session tells why. */
  #broke(name: string, http2Code: number): void {
    if (this.#session.destroyed) return;
    this.#life.lost(`${name} ended without a status, with HTTP/2 error ${http2Code}`);
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (error.code === "ERR_HTTP2_ERROR") this.#life.violated(error);
    else this.#life.lost(describeNetworkError(error), error);
  }

  #living(): LivingConnection {
    return {
      greeting: "SETTINGS",
      sent: () => this.#bytes,
      ping: () => void this.#session.ping(() => this.#life.heard()),
      destroy: () => {
        for (const { exchange } of this.#exchanges.values()) exchange.drop();
        for (const appends of this.#appends.values()) appends.drop();
        this.#exchanges.clear();
        this.#session.destroy();
      },
    };
  }
}

/** A stream of HTTP/2, and of a subscription how much came that its reader has not taken. */
interface OpenExchange {
  readonly exchange: GrpcExchange;
  readonly flow?: { receivedBytes: number };
}

function bytesOf(chunks: readonly Buffer[]): number {
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

function openSocket(address: Address, tls: ConnectionOptions["tls"]): Socket {
  const target = { host: address.host, port: address.port, noDelay: true, keepAlive: true };
  return tls === undefined ? connectSocket(target) : connectSecurely({ ...target, ...tlsConnectOptions(tls, "h2") });
}

const software = "flowmesh-node/0.1.0";
const streamWindowBytes = 1_048_576;
const connectionWindowBytes = 8_388_608;
const sessionMegabytesMax = 256;
