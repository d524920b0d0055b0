import { type AnyMethod, type CallOptions, type Hello, limits } from "@flowmesh/contract";
import { type Frame, FrameError, frameHeadBytes, frameTypes } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import { Backoff } from "./backoff.ts";
import { asFieldInvalid, closedError, isPassing, noConnection, timeoutOf } from "./call-failures.ts";
import type { ConnectionSecurity } from "./connection-security.ts";
import { DeadlineTimer } from "./deadline-timer.ts";
import { errorFromFrame } from "./error-from-frame.ts";
import { FramesConnection, type FramesConnectionOwner, type SilenceLimits } from "./frames-connection.ts";
import { RemoteStream, type Resume, type StreamCarrier } from "./remote-stream.ts";
import { UnaryCall } from "./unary-call.ts";

/** How a channel behaves when the network does not. */
export interface ChannelOptions {
  readonly silence?: SilenceLimits | undefined;
  readonly backoff?: Backoff | undefined;
  /** Told at each change: `true` when a connection is open, `false` with the reason when it was lost. */
  readonly onConnection?: ((isOpen: boolean, reason: FlowMeshError | undefined) => void) | undefined;
}

/** Keeps below what the server takes, so that no call is refused as one too many. */
const callsSentMax = limits.connectionCalls.value - limits.connectionSubscriptions.value;
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
export class Channel implements FramesConnectionOwner, StreamCarrier {
  readonly #address: Address;
  readonly #connecting: ConnectionSecurity & Pick<ChannelOptions, "silence">;
  readonly #backoff: Backoff;
  readonly #onConnection: ChannelOptions["onConnection"];
  readonly #calls = new Map<number, UnaryCall>();
  readonly #streams = new Map<number, RemoteStream>();
  readonly #deadlines: DeadlineTimer;
  readonly #waitsForOpen: { resolve(): void; reject(reason: unknown): void }[] = [];
  readonly #waitsForQuiet: (() => void)[] = [];
  #state: "idle" | "connecting" | "open" | "draining" | "pausing" | "closed" = "idle";
  #connection: FramesConnection | undefined;
  #creditBytes = 0;
  /** Calls not given to the present connection, in order; those before `#unsentAt` are. */
  #unsent: UnaryCall[] = [];
  #unsentAt = 0;
  #sentCount = 0;
  #lastId = 0;
  #pause: NodeJS.Timeout | undefined;
  #isClosing = false;
  #lastProblem: FlowMeshError | undefined;

  constructor(address: Address, options: ChannelOptions & ConnectionSecurity = {}) {
    this.#address = address;
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

  call(method: AnyMethod, request: object, options: CallOptions | undefined): Promise<object> {
    return new Promise((resolve, reject) => {
      if (this.#isClosing) return reject(closedError());
      const signal = options?.signal;
      if (signal?.aborted === true) return reject(signal.reason);
      const timeoutMs = timeoutOf(request, options);
      const deadlineMs = performance.now() + timeoutMs;
      const call = new UnaryCall(this.#nextId(), method, request, timeoutMs, deadlineMs, signal, resolve, reject);
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
    this.#connection?.writer.credit(stream.method.number, stream.id, bytes);
    this.#connection?.flushSoon();
  }

  leaveStream(stream: RemoteStream): void {
    if (!this.#streams.delete(stream.id) || !stream.isSent) return;
    this.#connection?.writer.cancel(stream.method.number, stream.id);
    this.#connection?.flushSoon();
    this.#settleDown();
  }

  // As owner of the connection

  opened(hello: Hello): void {
    this.#state = "open";
    this.#creditBytes = hello.subscriptionCreditBytes;
    this.#onConnection?.(true, undefined);
    for (const wait of this.#waitsForOpen.splice(0)) wait.resolve();
    this.#sendUnsent();
    for (const stream of [...this.#streams.values()]) if (stream.wantsToBeSent) this.#sendStream(stream);
    this.#settleDown();
  }

  received(frame: Frame): void {
    this.#backoff.reset();
    const call = this.#calls.get(frame.callId);
    if (call !== undefined) {
      this.#answer(call, frame);
      return;
    }
    const stream = this.#streams.get(frame.callId);
    if (stream?.isSent === true) this.#feed(stream, frame);
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
    this.#lastProblem = reason;
    this.#takeBack(reason);
    if (isBeyondRetry || this.#isClosing) this.#failAll(reason);
    for (const wait of this.#waitsForOpen.splice(0)) wait.reject(reason);
    if (wasOpen) this.#onConnection?.(false, reason);
    if (this.#isWanted) this.#connectSoon();
    this.#settleDown();
  }

  get #canSend(): boolean {
    return this.#state === "open" && this.#sentCount < callsSentMax && !this.#connection!.isFull;
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
    this.#connection = new FramesConnection(this.#address, this, this.#connecting);
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
    const connection = this.#connection!;
    const method = call.method;
    try {
      connection.writer.call(method.number, call.id, leftMs, method.request, call.request);
    } catch (error) {
      this.#fail(call, asCallerError(error, connection.writer.frameBytesMax));
      return;
    }
    call.isSent = true;
    this.#sentCount += 1;
    connection.flushSoon();
  }

  #sendStream(stream: RemoteStream): void {
    const connection = this.#connection!;
    try {
      connection.writer.call(stream.method.number, stream.id, 0, stream.method.request, stream.request);
    } catch (error) {
      this.#streams.delete(stream.id);
      stream.fail(asCallerError(error, connection.writer.frameBytesMax));
      return;
    }
    stream.deadlineMs = Number.POSITIVE_INFINITY;
    stream.sent(this.#creditBytes);
    connection.flushSoon();
  }

  #answer(call: UnaryCall, frame: Frame): void {
    if (frame.type === frameTypes.reply) {
      const response = call.method.response.decode(frame.bytes, frame.start, frame.end);
      this.#remove(call);
      call.resolve(response);
    } else if (frame.type === frameTypes.error) {
      const error = errorFromFrame(frame);
      if (isPassing(error) && call.isRepeatable) this.#repeatLater(call, error);
      else this.#fail(call, error);
    } else throw new FrameError(`call ${frame.callId} (${call.method.name}) has one answer, not several`);
  }

  #feed(stream: RemoteStream, frame: Frame): void {
    if (frame.type === frameTypes.item) {
      const response = stream.method.response.decode(frame.bytes, frame.start, frame.end);
      stream.receive(response, frameHeadBytes + frame.end - frame.start);
    } else if (frame.type === frameTypes.end) {
      this.#streams.delete(stream.id);
      stream.end();
      this.#settleDown();
    } else if (frame.type === frameTypes.error) {
      this.#failStream(stream, errorFromFrame(frame));
    } else throw new FrameError(`call ${frame.callId} (${stream.method.name}) has several answers, not one`);
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
    call.onAbort = () => {
      this.#cancel(call);
      this.#fail(call, signal.reason);
    };
    signal.addEventListener("abort", call.onAbort, { once: true });
  }

  #cancel(call: UnaryCall): void {
    if (!call.isSent) return;
    this.#connection?.writer.cancel(call.method.number, call.id);
    this.#connection?.flushSoon();
  }

  /** A reader that follows what is live waits for ever; one that wants what is there already does not. */
  #setStreamDeadline(stream: RemoteStream): void {
    if ((stream.request as { readonly live?: boolean }).live === true) return;
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

/** What the caller gave cannot be sent. */
function asCallerError(error: unknown, limit: number): unknown {
  if (error instanceof FrameError) {
    return new FlowMeshError("message_too_large", { size: `more than ${limit}`, limit }, { cause: error });
  }
  return asFieldInvalid(error);
}

/** The server will not take a connection of this client, however often it comes. */
function isFinal({ reason, code }: FlowMeshError): boolean {
  return reason === "protocol_violation" || reason === "tls_required" || code === "unauthenticated";
}
