import { type AnyMethod, type CallOptions, limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import { Backoff } from "./backoff.ts";
import { closedError, isPassing, noConnection, timeoutOf } from "./call-failures.ts";
import type { Connection, ConnectionOptions, ConnectionOwner, OpenConnection, SilenceLimits } from "./connection.ts";
import type { ConnectionSecurity } from "./connection-security.ts";
import { DeadlineTimer } from "./deadline-timer.ts";
import type { RemoteCallOptions } from "./remote-call-options.ts";
import { RemoteStream, type Resume, type StreamCarrier } from "./remote-stream.ts";
import { UnaryCall } from "./unary-call.ts";

/** How a channel behaves when the network does not. */
export interface ChannelOptions {
  readonly silence?: SilenceLimits | undefined;
  readonly backoff?: Backoff | undefined;
  /** Told at each change: `true` when a connection is open, `false` with the reason when it was lost. */
  readonly onConnection?: ((isOpen: boolean, reason: FlowMeshError | undefined) => void) | undefined;
}

const lastCallId = 0xffffffff;

/**
 * Carries the calls of one client over one connection at a time, and opens a new one when it is lost.
 *
 *   idle        no connection, nothing waits for one
 *   connecting  a connection is being opened
 *   open        calls are sent as they come
 *   draining    the server said GOAWAY (or answered that it stops): sent calls end, new ones wait for the next connection
 *   pausing     the connection was lost and something waits: the next attempt comes after a back-off
 *   closed
 *
 * Calls are kept in the order in which they were made, and sent in that order on every connection; so is what was sent on one that was lost and may be repeated,
 * before anything newer. What was sent and may not be repeated fails with `connection_failed`.
 */
export class Channel implements ConnectionOwner, StreamCarrier {
  readonly #address: Address;
  readonly #open: OpenConnection;
  readonly #connecting: ConnectionOptions;
  readonly #backoff: Backoff;
  readonly #onConnection: ChannelOptions["onConnection"];
  readonly #calls = new Map<number, UnaryCall>();
  readonly #streams = new Map<number, RemoteStream>();
  readonly #deadlines: DeadlineTimer;
  readonly #waitsForOpen: { resolve(): void; reject(reason: unknown): void }[] = [];
  readonly #waitsForQuiet: (() => void)[] = [];
  #state: "idle" | "connecting" | "open" | "draining" | "pausing" | "closed" = "idle";
  #connection: Connection | undefined;
  #creditBytes = 0;
  /** Calls not given to the present connection, in order; those before `#unsentAt` are. */
  #unsent: UnaryCall[] = [];
  #unsentAt = 0;
  #sentCount = 0;
  #lastId = 0;
  #pause: NodeJS.Timeout | undefined;
  #isClosing = false;
  #lastProblem: FlowMeshError | undefined;

  /** `open` opens a connection in the channel's protocol. */
  constructor(address: Address, open: OpenConnection, options: ChannelOptions & ConnectionSecurity = {}) {
    this.#address = address;
    this.#open = open;
    this.#connecting = { silence: options.silence, token: options.token, tls: options.tls };
    this.#backoff = options.backoff ?? new Backoff();
    this.#onConnection = options.onConnection;
    this.#deadlines = new DeadlineTimer((nowMs) => this.#expire(nowMs));
  }

  /** Resolves when a connection is open; rejects when the attempt under way, or the one that this begins, fails. */
  connect(): Promise<void> {
    if (this.#isClosing) return Promise.reject(closedError());
    if (this.#state === "open") return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waitsForOpen.push({ resolve, reject });
      this.#connectSoon();
    });
  }

  call(method: AnyMethod, request: object, options: RemoteCallOptions | undefined): Promise<object> {
    return new Promise((resolve, reject) => {
      if (this.#isClosing) return reject(closedError());
      const signal = options?.signal;
      if (signal?.aborted === true) return reject(signal.reason);
      const timeoutMs = timeoutOf(request, options);
      const deadlineMs = performance.now() + timeoutMs;
      const call = new UnaryCall(this.#nextId(), method, request, timeoutMs, deadlineMs, options, resolve, reject);
      if (signal !== undefined) this.#abortWith(call, signal);
      this.#calls.set(call.id, call);
      this.#deadlines.watch(deadlineMs);
      if (this.#calls.size === 1) this.#connection?.keepAlive(true);
      if (this.#canSend && this.#unsentAt === this.#unsent.length) this.#send(call, timeoutMs);
      else this.#keep(call);
    });
  }

  /** The answers of a streaming call; it is made when the first one is asked for. */
  stream(method: AnyMethod, request: object, resume: Resume, options: CallOptions | undefined): RemoteStream {
    return new RemoteStream(this.#nextId(), method, request, resume, this, options?.signal);
  }

  /** Refuses new calls, waits for the writes that the server has, refuses what reads or was not sent, ends the streams. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const call of [...this.#calls.values()]) {
      if (call.isSent && !call.onlyReads) continue;
      this.#cancel(call);
      this.#fail(call, closedError());
    }
    for (const stream of [...this.#streams.values()]) {
      this.leaveStream(stream);
      stream.fail(closedError());
    }
    if (this.#calls.size > 0) await new Promise<void>((resolve) => this.#waitsForQuiet.push(resolve));
    this.#shutDown();
  }

  // As carrier of streams

  startStream(stream: RemoteStream): void {
    if (this.#isClosing) {
      stream.fail(closedError());
      return;
    }
    if (!this.#streams.has(stream.id)) {
      this.#streams.set(stream.id, stream);
      this.#setStreamDeadline(stream);
    }
    this.#connection?.keepAlive(true);
    if (this.#state === "open") this.#sendStream(stream);
    else this.#connectSoon();
  }

  grantCredit(stream: RemoteStream, bytes: number): void {
    this.#connection?.grantCredit(stream, bytes);
  }

  leaveStream(stream: RemoteStream): void {
    if (!this.#streams.delete(stream.id) || !stream.isSent) return;
    this.#connection?.cancel(stream);
    this.#settleDown();
  }

  // As owner of the connection

  opened(creditBytes: number): void {
    this.#state = "open";
    this.#creditBytes = creditBytes;
    this.#onConnection?.(true, undefined);
    for (const wait of this.#waitsForOpen.splice(0)) wait.resolve();
    this.#sendUnsent();
    for (const stream of [...this.#streams.values()]) if (stream.wantsToBeSent) this.#sendStream(stream);
    this.#settleDown();
  }

  sentCall(id: number): UnaryCall | undefined {
    return this.#calls.get(id);
  }

  sentStream(id: number): RemoteStream | undefined {
    const stream = this.#streams.get(id);
    return stream?.isSent === true ? stream : undefined;
  }

  replied(call: UnaryCall, response: object): void {
    this.#backoff.reset();
    this.#remove(call);
    if (call.sentTimes === 1) call.options?.sentOnce?.();
    call.resolve(response);
  }

  refused(call: UnaryCall, error: FlowMeshError): void {
    this.#backoff.reset();
    if (isPassing(error) && call.isRepeatable) this.#repeatLater(call, error);
    else this.#fail(call, error);
  }

  item(stream: RemoteStream, response: object, bytes: number): void {
    this.#backoff.reset();
    stream.receive(response, bytes);
  }

  streamEnded(stream: RemoteStream): void {
    this.#backoff.reset();
    this.#streams.delete(stream.id);
    stream.end();
    this.#settleDown();
  }

  streamFailed(stream: RemoteStream, error: FlowMeshError): void {
    this.#backoff.reset();
    this.#failStream(stream, error);
  }

  goingAway(reason: FlowMeshError): void {
    this.#lastProblem = reason;
    if (this.#state === "connecting") this.#connection?.end(reason);
    else this.#drain();
  }

  drained(): void {
    this.#sendUnsent();
  }

  closed(reason: FlowMeshError): void {
    const wasOpen = this.#state === "open" || this.#state === "draining";
    const isBeyondRetry = !wasOpen && isFinal(reason);
    this.#connection = undefined;
    this.#state = this.#isClosing ? "closed" : "idle";
    // Nobody waits for a server that has refused this client: the next call asks it again at once, and is told why.
    this.#lastProblem = isBeyondRetry ? undefined : reason;
    this.#takeBack(reason);
    if (isBeyondRetry || this.#isClosing) this.#failAll(reason);
    for (const wait of this.#waitsForOpen.splice(0)) wait.reject(reason);
    if (wasOpen) this.#onConnection?.(false, reason);
    if (this.#isWanted) this.#connectSoon();
    this.#settleDown();
  }

  get #canSend(): boolean {
    return this.#state === "open" && this.#sentCount < this.#connection!.callsMax && !this.#connection!.isFull;
  }

  /** Whether something waits that only a connection can bring on. */
  get #isWanted(): boolean {
    if (this.#calls.size > 0 || this.#waitsForOpen.length > 0) return true;
    for (const stream of this.#streams.values()) if (stream.wantsToBeSent) return true;
    return false;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === lastCallId ? 1 : this.#lastId + 1;
    while (this.#calls.has(this.#lastId) || this.#streams.has(this.#lastId));
    return this.#lastId;
  }

  #connectSoon(): void {
    if (this.#state !== "idle") return;
    if (this.#lastProblem === undefined) {
      this.#connectNow();
      return;
    }
    this.#state = "pausing";
    this.#pause = setTimeout(() => this.#connectNow(), this.#backoff.next());
  }

  #connectNow(): void {
    this.#state = "connecting";
    this.#connection = this.#open(this.#address, this, this.#connecting);
  }

  #keep(call: UnaryCall): void {
    this.#unsent.push(call);
    this.#connectSoon();
  }

  #sendUnsent(): void {
    while (this.#unsentAt < this.#unsent.length && this.#canSend) {
      const call = this.#unsent[this.#unsentAt++]!;
      if (this.#calls.get(call.id) === call)
        this.#send(call, Math.max(1, Math.ceil(call.deadlineMs - performance.now())));
    }
    if (this.#unsentAt === this.#unsent.length && this.#unsentAt > 0) {
      this.#unsent = [];
      this.#unsentAt = 0;
    }
  }

  #send(call: UnaryCall, leftMs: number): void {
    try {
      this.#connection!.send(call, leftMs);
    } catch (error) {
      this.#fail(call, error);
      return;
    }
    call.isSent = true;
    call.sentTimes += 1;
    this.#sentCount += 1;
  }

  #sendStream(stream: RemoteStream): void {
    try {
      this.#connection!.sendStream(stream);
    } catch (error) {
      this.#streams.delete(stream.id);
      stream.fail(error);
      return;
    }
    stream.deadlineMs = Number.POSITIVE_INFINITY;
    stream.sent(this.#creditBytes);
  }

  /** The server refused it because it stops or starts: it goes out again on the next connection, in its old place. */
  #repeatLater(call: UnaryCall, reason: FlowMeshError): void {
    this.#lastProblem = reason;
    call.isSent = false;
    this.#sentCount -= 1;
    this.#drain();
  }

  #failStream(stream: RemoteStream, reason: FlowMeshError): void {
    if (!isPassing(reason)) {
      this.#streams.delete(stream.id);
      stream.fail(reason);
      this.#settleDown();
      return;
    }
    this.#lastProblem = reason;
    stream.unsent();
    this.#setStreamDeadline(stream);
    this.#drain();
  }

  #drain(): void {
    if (this.#state === "open") this.#state = "draining";
    this.#settleDown();
  }

  /** After a call or stream has ended: a draining connection that carries no calls is left, one that carries nothing does not hold the process. */
  #settleDown(): void {
    if (this.#state === "draining" && this.#sentCount === 0) {
      this.#connection?.end(this.#lastProblem ?? new FlowMeshError("stopping"));
      return;
    }
    if (this.#calls.size > 0) return;
    for (const resolve of this.#waitsForQuiet.splice(0)) resolve();
    if (this.#streams.size === 0) this.#connection?.keepAlive(false);
  }

  /** The connection is gone: what was sent on it is either kept for the next one or fails. */
  #takeBack(reason: FlowMeshError): void {
    const kept: UnaryCall[] = [];
    for (const call of [...this.#calls.values()]) {
      if (call.isSent && !call.isRepeatable) this.#fail(call, reason);
      else kept.push(call);
      call.isSent = false;
    }
    this.#unsent = kept;
    this.#unsentAt = 0;
    this.#sentCount = 0;
    for (const stream of this.#streams.values()) {
      if (!stream.isSent) continue;
      stream.unsent();
      this.#setStreamDeadline(stream);
    }
  }

  #failAll(reason: FlowMeshError): void {
    for (const call of [...this.#calls.values()]) this.#fail(call, reason);
    for (const stream of [...this.#streams.values()]) {
      this.#streams.delete(stream.id);
      stream.fail(reason);
    }
  }

  #remove(call: UnaryCall): void {
    this.#calls.delete(call.id);
    if (call.isSent) this.#sentCount -= 1;
    if (call.onAbort !== undefined) call.signal!.removeEventListener("abort", call.onAbort);
    if (this.#unsent.length > 0) this.#sendUnsent();
    if (this.#calls.size === 0 || this.#state === "draining") this.#settleDown();
  }

  #fail(call: UnaryCall, reason: unknown): void {
    this.#remove(call);
    call.reject(reason);
  }

  #abortWith(call: UnaryCall, signal: AbortSignal): void {
    const onAbort = (): void => {
      this.#cancel(call);
      this.#fail(call, signal.reason);
    };
    call.onAbort = onAbort;
    signal.addEventListener("abort", onAbort, { once: true });
  }

  #cancel(call: UnaryCall): void {
    if (call.isSent) this.#connection?.cancel(call);
  }

  /** A reader that follows what is live waits for ever; one that wants what is there already does not. */
  #setStreamDeadline(stream: RemoteStream): void {
    if (stream.isLive) return;
    stream.deadlineMs = performance.now() + limits.deadlineMs.value;
    this.#deadlines.watch(stream.deadlineMs);
  }

  #expire(nowMs: number): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const call of [...this.#calls.values()]) {
      if (call.deadlineMs > nowMs) nextMs = Math.min(nextMs, call.deadlineMs);
      else this.#giveUp(call);
    }
    for (const stream of [...this.#streams.values()]) {
      if (stream.deadlineMs > nowMs) nextMs = Math.min(nextMs, stream.deadlineMs);
      else {
        this.#streams.delete(stream.id);
        stream.fail(noConnection(this.#address, this.#lastProblem));
      }
    }
    return nextMs;
  }

  #giveUp(call: UnaryCall): void {
    this.#cancel(call);
    const { timeoutMs } = call;
    const isTooLate = call.isSent || this.#state === "open";
    const error = new FlowMeshError("deadline_exceeded", { what: call.method.name, timeoutMs });
    this.#fail(call, isTooLate ? error : noConnection(this.#address, this.#lastProblem));
  }

  #shutDown(): void {
    clearTimeout(this.#pause);
    this.#deadlines.stop();
    for (const wait of this.#waitsForOpen.splice(0)) wait.reject(closedError());
    this.#state = "closed";
    this.#connection?.end(closedError());
  }
}

/** The server will not take a connection of this client, however often it comes. */
function isFinal({ reason, code }: FlowMeshError): boolean {
  return reason === "protocol_violation" || reason === "tls_required" || code === "unauthenticated";
}
