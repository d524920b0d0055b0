import { constants, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { CallError } from "@flowmesh/contract";
import { SocketBytes } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import { errorToWire } from "@flowmesh/fabric/internal";
import { Caller } from "../../dispatch/caller.ts";
import { unsentBytesFree } from "../../dispatch/unsent-bytes-free.ts";
import { SubscriptionTurns } from "../subscription-turns.ts";
import { peerCertificateOf } from "../tls/peer-certificate.ts";
import type { Exchange } from "./exchange.ts";
import type { GrpcContext } from "./grpc-context.ts";
import { openExchange } from "./open-exchange.ts";
import type { ConnectionWindows } from "./window-budget.ts";

/**
 * One HTTP/2 connection that carries gRPC.
 *
 *   greeting   until the client's first SETTINGS have come
 *   open       streams are taken
 *   leaving    GOAWAY was sent: streams that were opened before go on, later ones are not taken, which the client knows
 *   closed     the socket is gone; every call was cancelled
 *
 * HTTP/2 leaves no way to pause a connection: while the client has too many answers to take, calls that have come wait here before they begin.
 */
export class GrpcConnection {
  readonly caller: Caller;
  readonly turns: SubscriptionTurns;
  /** Why no call is taken on this connection, whatever it asks. */
  readonly refusal: FlowMeshError | undefined;
  dataMs: number = Number.NEGATIVE_INFINITY;
  readonly #context: GrpcContext;
  readonly #session: ServerHttp2Session;
  readonly #socket: Socket;
  readonly #bytes: SocketBytes;
  readonly #exchanges: Set<Exchange> = new Set();
  readonly #windows: ConnectionWindows;
  #toldStreamBytes: number;
  #waiting: (() => void)[] = [];
  #state: "greeting" | "open" | "leaving" | "closed" = "greeting";
  #hasInputEnded = false;
  #isFinishing = false;
  #unsentBytes = 0;
  /** How much the client would take now, over all streams. */
  #windowBytes = 0;
  #openedMs: number;
  #receivedMs: number;
  #movedMs: number;
  #pingedMs: number | undefined;
  #crumbs = 0;
  #crumbsSinceMs = Number.NEGATIVE_INFINITY;

  constructor(
    context: GrpcContext,
    session: ServerHttp2Session,
    socket: Socket,
    windows: ConnectionWindows,
    refusal?: FlowMeshError,
  ) {
    this.#windows = windows;
    this.#toldStreamBytes = windows.streamBytes;
    this.refusal = refusal;
    this.#context = context;
    this.#session = session;
    this.#socket = socket;
    this.#bytes = new SocketBytes(socket);
    this.caller = new Caller(context.limits, peerCertificateOf(socket));
    this.turns = new SubscriptionTurns(this, context.responseBytes);
    this.#openedMs = context.clock.monotonicMs();
    this.#receivedMs = this.#openedMs;
    this.#movedMs = this.#openedMs;
    this.#listen();
  }

  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  get takenBytes(): number {
    return this.#bytes.taken;
  }

  /** Whether the client must read before it gets more. */
  get isFull(): boolean {
    const bytes = this.#unsentBytes;
    return bytes > this.#context.limits.connectionUnsentBytes || (bytes > unsentBytesFree && this.isCrowded);
  }

  /** Whether all connections together have too much that waits for its client. */
  get isCrowded(): boolean {
    return this.#context.unsentBytesAll.isFull;
  }

  /** Nobody takes its answers. Subscriptions may rest without being anybody's fault, so that other calls need not end with them. */
  giveUp(): void {
    const stalled = [...this.#exchanges].filter(({ stalledSinceMs }) => stalledSinceMs !== undefined);
    if (stalled.some(({ mayRest }) => !mayRest)) this.#drop("it takes none of its answers");
    else for (const exchange of stalled) exchange.abandon();
  }

  // What streams say

  /** So many bytes more wait for the client, or fewer. */
  unsent(bytes: number): void {
    this.#unsentBytes += bytes;
    if (bytes > 0) this.#context.unsentBytesAll.take(bytes);
    else this.#context.unsentBytesAll.give(-bytes);
  }

  /** The client has taken a message. */
  taken(): void {
    this.#movedMs = this.#context.clock.monotonicMs();
  }

  /** There may be room for more. */
  sent(): void {
    if (this.#state === "closed") return;
    while (this.#waiting.length > 0 && !this.isFull) this.#waiting.shift()!();
    this.turns.wake();
  }

  /** A message comes in frames of a few bytes. Each costs as much as a large one: no client sends many of them but to keep everybody busy. */
  crumb(): void {
    const nowMs = this.#context.clock.monotonicMs();
    if (nowMs - this.#crumbsSinceMs > crumbsMs) {
      this.#crumbsSinceMs = nowMs;
      this.#crumbs = 0;
    }
    if (++this.#crumbs > crumbsMax) this.#drop("its messages come in too many frames of a few bytes");
  }

  /** Begins a call when the client has taken enough of what it was answered. */
  whenRoom(begin: () => void): void {
    if (this.isFull || this.#waiting.length > 0) this.#waiting.push(begin);
    else begin();
  }

  // What the face says

  /** Takes no more calls; the client may send those that it has sent in ignorance of that once more, elsewhere. */
  goAway(reason: FlowMeshError): void {
    if (this.#state === "leaving" || this.#state === "closed") return;
    this.#state = "leaving";
    if (!this.#session.destroyed) {
      this.#session.goaway(constants.NGHTTP2_NO_ERROR, 0, CallError.encode(errorToWire(reason)));
    }
    for (const exchange of this.#exchanges) exchange.leave?.(reason);
  }

  /** Ends when what is still to be sent is out, or shortly after. */
  finish(): void {
    if (this.#isFinishing || this.#session.destroyed) return;
    this.#isFinishing = true;
    this.#session.close();
    this.#context.clock.after(lingerMs, () => this.destroy());
  }

  destroy(): void {
    this.#session.destroy();
    this.#socket.destroy();
  }

  /** Looks for silence that has lasted too long, and for a client that takes nothing. */
  checkSilence(nowMs: number): void {
    const { limits } = this.#context;
    if (this.#state === "closed") return;
    this.#countBytes(nowMs);
    if (this.#unsentBytes > 0) this.#lookWhatMoved(nowMs);
    const silentMs = nowMs - this.#receivedMs;
    if (this.#state === "greeting") {
      if (nowMs - this.#openedMs > limits.frameStallMs) this.#drop("no SETTINGS came");
      return;
    }
    // Whoever has said that it goes is not waited for as long as one that may still come with something.
    const isLeft = this.#session.closed && this.#exchanges.size === 0;
    const idleMs = isLeft ? 0 : limits.frameIdleMs;
    const pingedForMs = this.#pingedMs === undefined ? 0 : nowMs - this.#pingedMs;
    if (pingedForMs > limits.frameStallMs && silentMs > limits.frameStallMs) this.#drop("a ping was not answered");
    else if (pingedForMs > limits.frameReceiveMs) this.#drop("a ping was not answered");
    else if (this.#pingedMs === undefined && silentMs > idleMs) this.#ping(nowMs);
    // A client that has only closed its own side does not mind; of one that is gone altogether, writing to it is the only sign.
    if (this.#hasInputEnded && !this.#session.destroyed) this.#session.ping(() => {});
    for (const exchange of this.#exchanges) this.#checkExchange(exchange, nowMs);
  }

  /** What was silence from here was none from there: every term begins now. */
  beginAnew(nowMs: number): void {
    this.#openedMs = nowMs;
    this.#receivedMs = nowMs;
    this.#movedMs = nowMs;
    if (this.#pingedMs !== undefined) this.#pingedMs = nowMs;
    for (const exchange of this.#exchanges) exchange.beginAnew(nowMs);
  }

  #listen(): void {
    const session = this.#session;
    session.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => this.#onStream(stream, headers));
    session.on("localSettings", () => this.#tellWindows());
    session.on("remoteSettings", () => {
      if (this.#state === "greeting") this.#state = "open";
    });
    session.on("error", () => {});
    session.on("frameError", () => {});
    session.once("close", () => this.#onClosed());
    this.#context.stalledClients.add(this);
    this.#socket.once("end", () => this.#onInputEnd());
    this.#socket.once("close", () => session.destroy());
  }

  #onStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    stream.on("error", () => {});
    const exchange = openExchange(this.#context, this, stream, headers);
    if (exchange === undefined) return;
    this.#exchanges.add(exchange);
    this.#fitWindows();
    this.#context.calls.take();
    stream.once("close", () => {
      this.#context.calls.give();
      this.#exchanges.delete(exchange);
      this.#fitWindows();
      exchange.closed();
      this.#leaveWhenDone();
    });
  }

  #fitWindows(): void {
    if (this.#windows.fit(this.#exchanges.size)) this.#tellWindows();
  }

  /** Tells the client how much its streams may send ahead, if that is news. Not before it has acknowledged what it was told last: Node ends a session that has many settings without an answer. */
  #tellWindows(): void {
    const { streamBytes } = this.#windows;
    if (streamBytes === this.#toldStreamBytes || this.#session.pendingSettingsAck) return;
    if (this.#session.destroyed || this.#session.closed) return;
    this.#toldStreamBytes = streamBytes;
    this.#session.settings({ initialWindowSize: streamBytes });
  }

  #checkExchange(exchange: Exchange, nowMs: number): void {
    const termMs = this.#canTakeNoMore ? lingerMs : this.#context.limits.writeStallMs;
    exchange.checkSilence(nowMs);
    const sinceMs = Math.max(exchange.stalledSinceMs ?? nowMs, this.#movedMs);
    // A subscription that rests holds little, and may, as long as there is room for others.
    if (nowMs - sinceMs <= termMs || (exchange.mayRest && !this.isCrowded)) return;
    // Its other answers would only take the place of this one.
    if (exchange.mayRest) exchange.abandon();
    else this.#drop("it takes none of its answers");
  }

  #countBytes(nowMs: number): void {
    const { received, sent } = this.#bytes.since();
    this.#context.meter.bytesReceived += received;
    this.#context.meter.bytesSent += sent;
    if (received > 0) this.#receivedMs = nowMs;
  }

  /** Of a large message a part was taken, or may be now. Bytes that were sent show nothing: the answer to a PING leaves for a client that reads no messages, too. */
  #lookWhatMoved(nowMs: number): void {
    const { remoteWindowSize = 0 } = this.#session.state;
    if (remoteWindowSize !== this.#windowBytes) this.#movedMs = nowMs;
    this.#windowBytes = remoteWindowSize;
  }

  /** What is not on its way to a client that has closed its side never will be: nothing can come any more that opens its windows. */
  get #canTakeNoMore(): boolean {
    return this.#hasInputEnded && this.#bytes.waiting === 0;
  }

  #ping(nowMs: number): void {
    this.#pingedMs = nowMs;
    if (this.#session.destroyed) return;
    this.#session.ping((error) => {
      // Of a session that has ended its pings: what is left of the connection is dropped then.
      if (error !== null) return;
      this.#pingedMs = undefined;
      this.#receivedMs = this.#context.clock.monotonicMs();
    });
  }

  #drop(problem: string): void {
    this.#context.log.debug({ face: "grpc", problem }, "closing a connection");
    this.destroy();
  }

  /** Who closes its own side still gets the answers to what it has asked, but nothing that only waits for something to happen. */
  #onInputEnd(): void {
    this.#hasInputEnded = true;
    for (const exchange of this.#exchanges) {
      if (exchange.mayRest) exchange.abandon();
      else exchange.leave?.(undefined);
      exchange.inputEnded?.();
    }
    this.#leaveWhenDone();
  }

  #leaveWhenDone(): void {
    if (!this.#hasInputEnded) return;
    for (const exchange of this.#exchanges) if (!exchange.mayRest) return;
    this.finish();
  }

  #onClosed(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#countBytes(0);
    this.#waiting = [];
    for (const exchange of this.#exchanges) exchange.closed();
    this.#exchanges.clear();
    this.#socket.destroy();
    this.#context.stalledClients.remove(this);
    this.#context.connections.remove(this);
  }
}

/** So many frames of a few bytes may come in this time on one connection. */
const crumbsMax = 1000;
const crumbsMs = 1000;

/** How long a connection that is being closed may still take what was written. */
const lingerMs = 1000;
