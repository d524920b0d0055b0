import type { Socket } from "node:net";
import { limits as contractLimits, Hello, methodsByNumber } from "@flowmesh/contract";
import {
  DecodeError,
  type Frame,
  FrameError,
  FrameParser,
  framesVersion,
  frameTypes,
  SocketBytes,
} from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { errorToWire } from "@flowmesh/fabric/internal";
import { Caller } from "../../dispatch/caller.ts";
import { responseBytesOf } from "../../dispatch/returns-records.ts";
import { SubscriptionTurns } from "../subscription-turns.ts";
import { peerCertificateOf } from "../tls/peer-certificate.ts";
import { FramesCall } from "./frames-call.ts";
import type { FramesContext } from "./frames-context.ts";
import { FramesOutput } from "./frames-output.ts";

/**
 * One connection that speaks frames, from its preface to its end.
 *
 *   greeting   until the client's HELLO has come
 *   open       calls are taken; many at once, answered in the order in which they are done
 *   leaving    GOAWAY was sent, and a PING behind it: what is under way ends; the connection does when the PONG shows that no call that was sent in ignorance of
 *              the GOAWAY is still on its way
 *   closing    it broke the protocol or fell silent: GOAWAY was sent, nothing more is read, and it ends when that is out, or shortly after
 *   closed     the socket is gone; every call was cancelled
 *
 * Reading pauses while the client has too many answers to take, or all connections together have too many request bytes under way, and goes on where it stopped.
 */
export class FramesConnection {
  readonly caller: Caller;
  readonly #context: FramesContext;
  readonly #socket: Socket;
  readonly #bytes: SocketBytes;
  readonly #session: string;
  readonly #parser: FrameParser;
  readonly #output: FramesOutput;
  readonly #calls: Map<number, FramesCall> = new Map();
  readonly #turns: SubscriptionTurns;
  readonly #onRoom: () => void = () => this.#resume();
  #state: "greeting" | "open" | "leaving" | "closing" | "closed" = "greeting";
  #isPaused = false;
  #isFlushPending = false;
  #hasInputEnded = false;
  #openedMs: number;
  #receivedMs: number;
  /** Since when a frame is incomplete. */
  #halfFrameMs: number | undefined;
  /** How much of it is counted with those of all connections. */
  #halfFrameBytes = 0;
  #pingedMs: number | undefined;
  /** Since the PING behind GOAWAY was sent, until its PONG has come. */
  #isGoawayUnread = false;

  constructor(context: FramesContext, socket: Socket, session: string) {
    const { limits } = context;
    this.#context = context;
    this.#socket = socket;
    this.#bytes = new SocketBytes(socket);
    this.#session = session;
    this.caller = new Caller(limits, peerCertificateOf(socket), context.calls);
    // Whoever has not said who it is makes us keep little.
    this.#parser = new FrameParser({ preface: true, frameBytesMax: Math.min(limits.helloBytes, limits.frameBytes) });
    this.#output = new FramesOutput({
      socket,
      frameBytesMax: limits.frameBytes,
      unsentBytesMax: limits.connectionUnsentBytes,
      unsentBytesAll: context.unsentBytesAll,
      meter: context.meter,
      giveBack: (chunk) => context.lender?.giveBack(chunk),
      onSent: () => this.#onSent(),
    });
    this.#turns = new SubscriptionTurns(this.#output, context.responseBytes);
    this.#openedMs = context.clock.monotonicMs();
    this.#receivedMs = this.#openedMs;
    this.#listen();
  }

  get unsentBytes(): number {
    return this.#output.unsentBytes;
  }

  get takenBytes(): number {
    return this.#bytes.taken;
  }

  // What calls say

  reply(call: FramesCall, response: object): void {
    const { method } = call;
    try {
      this.#output.writer.reply(method.number, call.id, method.response, response);
    } catch (cause) {
      throw this.#tooLarge(call, response, cause);
    }
    this.#output.count();
    this.#answered(call);
  }

  fail(call: FramesCall, error: FlowMeshError): void {
    this.#output.writer.error(call.method.number, call.id, errorToWire(error));
    this.#answered(call);
  }

  item(call: FramesCall, response: object): void {
    const { method } = call;
    try {
      call.creditBytes -= this.#output.writer.item(method.number, call.id, method.response, response);
    } catch (cause) {
      throw this.#tooLarge(call, response, cause);
    }
    this.#output.count();
    this.#flushSoon();
    this.#turns.given(call, response);
  }

  end(call: FramesCall): void {
    this.#output.writer.end(call.method.number, call.id);
    this.#answered(call);
  }

  takeTurn(call: FramesCall): boolean {
    return this.#turns.take(call);
  }

  released(call: FramesCall): void {
    this.#turns.leave(call);
    this.#context.requestBytes.give(call.requestBytes);
  }

  // What the face says

  /** Takes no more calls; ends when the last one is answered that the client sent before it knew. */
  goAway(reason: FlowMeshError): void {
    if (this.#state !== "greeting" && this.#state !== "open") return;
    const isGreeted = this.#state === "open";
    this.#state = "leaving";
    this.#output.writer.goaway(errorToWire(reason));
    if (isGreeted) this.#pingBehindGoaway();
    this.#flushSoon();
  }

  /** Sends what is still to be sent, and ends: now, or shortly after when calls may be on their way that must still be refused. */
  finish(): void {
    if (this.#state === "leaving" && this.#isGoawayUnread && !this.#hasInputEnded) {
      this.#context.clock.after(lingerMs, () => this.#socket.destroy());
      return;
    }
    this.#end();
  }

  flush(): void {
    this.#isFlushPending = false;
    this.#output.flush();
    const hasLeft = this.#state === "leaving" && !this.#isGoawayUnread;
    if (this.#calls.size === 0 && (hasLeft || this.#hasInputEnded)) this.#socket.end();
  }

  /** Looks for silence that has lasted too long. */
  checkSilence(nowMs: number): void {
    const { limits } = this.#context;
    if (this.#isPaused) {
      this.#receivedMs = nowMs;
      if (this.#halfFrameMs !== undefined) this.#halfFrameMs = nowMs;
      return;
    }
    const silentMs = nowMs - this.#receivedMs;
    if (this.#state === "closing" || this.#state === "closed") return;
    if (this.#state === "greeting" && nowMs - this.#openedMs > limits.frameStallMs) {
      this.#close(`no HELLO came within ${limits.frameStallMs} ms`);
    } else if (this.#halfFrameMs !== undefined && silentMs > limits.frameStallMs) {
      this.#close(`a frame was begun, and then nothing came for ${limits.frameStallMs} ms`);
    } else if (this.#halfFrameMs !== undefined && nowMs - this.#halfFrameMs > limits.frameReceiveMs) {
      this.#close(`a frame was not complete within ${limits.frameReceiveMs} ms`);
    } else if (this.#pingedMs !== undefined && nowMs - this.#pingedMs > limits.frameStallMs) {
      this.#close(`a ping was not answered within ${limits.frameStallMs} ms`);
    } else if (this.#pingedMs === undefined && silentMs > limits.frameIdleMs) {
      this.#pingedMs = nowMs;
      this.#output.writer.ping(emptyPing);
      this.#flushSoon();
    }
  }

  /** What was silence from here was none from there: every term begins now. */
  beginAnew(nowMs: number): void {
    this.#openedMs = nowMs;
    this.#receivedMs = nowMs;
    if (this.#halfFrameMs !== undefined) this.#halfFrameMs = nowMs;
    if (this.#pingedMs !== undefined) this.#pingedMs = nowMs;
    this.#socket.setTimeout(this.#context.limits.writeStallMs);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.setTimeout(this.#context.limits.writeStallMs);
    socket.on("timeout", () => this.#onInactive());
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("end", () => this.#onInputEnd());
    socket.on("error", () => {});
    socket.on("close", () => this.#onClosed());
    this.#context.stalledClients.add(this);
  }

  #onData(chunk: Buffer): void {
    const { meter, clock } = this.#context;
    meter.bytesReceived += chunk.length;
    if (this.#state === "closing" || this.#state === "closed") return;
    this.#receivedMs = clock.monotonicMs();
    this.#pingedMs = undefined;
    this.#parser.push(chunk);
    if (!this.#isPaused) this.#read();
  }

  #read(): void {
    try {
      while (!this.#pauseWhenFull()) {
        const frame = this.#parser.next();
        if (frame === undefined) {
          this.#halfFrameMs = this.#parser.isHalfFrame ? (this.#halfFrameMs ?? this.#receivedMs) : undefined;
          this.#countHalfFrame(this.#parser.halfFrameBytes);
          return;
        }
        this.#halfFrameMs = undefined;
        this.#handle(frame);
        if (this.#state === "closing") return;
      }
    } catch (cause) {
      if (!(cause instanceof FrameError || cause instanceof DecodeError)) throw cause;
      this.#close(cause.message);
    }
  }

  /** Frames that do not get ready must not fill the memory, however many connections send such. Whoever adds to what is too much goes, unless it is little. */
  #countHalfFrame(bytes: number): void {
    const { halfFrameBytes } = this.#context;
    if (bytes === this.#halfFrameBytes) return;
    halfFrameBytes.take(bytes - this.#halfFrameBytes);
    this.#halfFrameBytes = bytes;
    if (bytes <= halfFrameBytesFree || !halfFrameBytes.isFull) return;
    const details = { what: "the frames of which only a part has come", limit: halfFrameBytes.bytesMax };
    this.#closeWith(new FlowMeshError("overloaded", details));
  }

  #handle(frame: Frame): void {
    if (this.#state === "greeting" && frame.type !== frameTypes.hello)
      throw new FrameError("the first frame is no HELLO");
    switch (frame.type) {
      case frameTypes.call:
        this.#onCall(frame);
        return;
      case frameTypes.credit:
        this.#onCredit(frame);
        return;
      case frameTypes.cancel:
        this.#onCancel(frame);
        return;
      case frameTypes.ping:
        this.#output.writer.pong(frame.payload);
        this.#flushSoon();
        return;
      case frameTypes.pong:
        this.#onPong(frame);
        return;
      case frameTypes.hello:
        this.#onHello(Hello.decode(frame.bytes, frame.start, frame.end));
        return;
      default:
        throw new FrameError(`a client does not send frames of type ${frame.type}`);
    }
  }

  #onHello(hello: Hello): void {
    const { limits, software, access } = this.#context;
    if (this.#state !== "greeting" && this.#state !== "leaving") throw new FrameError("HELLO came twice");
    if (hello.version !== framesVersion) {
      throw new FrameError(`version ${hello.version} of the protocol is not known here, only ${framesVersion}`);
    }
    if (hello.maxFrameBytes !== 0 && hello.maxFrameBytes < peerFrameBytesMin) {
      throw new FrameError(`max_frame_bytes is ${hello.maxFrameBytes}; no less than ${peerFrameBytesMin} is of use`);
    }
    try {
      this.caller.credential = access.authenticateToken(hello.token, this.caller);
    } catch (cause) {
      if (!isFlowMeshError(cause)) throw cause;
      this.#closeWith(cause);
      return;
    }
    this.#parser.frameBytesMax = limits.frameBytes;
    if (hello.maxFrameBytes > 0) this.#output.writer.frameBytesMax = hello.maxFrameBytes;
    if (this.#state === "greeting") this.#state = "open";
    this.#output.writer.hello({
      version: framesVersion,
      software,
      maxFrameBytes: limits.frameBytes,
      session: this.#session,
      subscriptionCreditBytes: limits.subscriptionCreditBytes,
    });
    if (this.#state === "leaving") this.#pingBehindGoaway();
    this.#flushSoon();
  }

  #pingBehindGoaway(): void {
    this.#isGoawayUnread = true;
    this.#output.writer.ping(goawayPing);
  }

  #onPong(frame: Frame): void {
    if (!this.#isGoawayUnread || !goawayPing.equals(frame.payload)) return;
    this.#isGoawayUnread = false;
    this.#flushSoon();
  }

  /** The request is decoded in place; its batch stays a view on what was received. */
  #onCall(frame: Frame): void {
    const { callId } = frame;
    if (callId === 0) throw new FrameError("a call has no id");
    if (this.#calls.has(callId)) throw new FrameError(`call id ${callId} is in use`);
    const method = methodsByNumber.get(frame.method);
    if (method === undefined) {
      const error = new FlowMeshError("method_unknown", { method: frame.method });
      this.#output.writer.error(frame.method, callId, errorToWire(error));
      this.#flushSoon();
      return;
    }
    const { dispatcher, limits, requestBytes } = this.#context;
    const size = frame.end - frame.start;
    const call = new FramesCall(this, callId, method, frame.argument, size, limits.subscriptionCreditBytes);
    this.#calls.set(callId, call);
    requestBytes.take(size);
    let request: object;
    try {
      request = method.request.decodeRequest(frame.bytes, frame.start, frame.end);
    } catch (cause) {
      dispatcher.refuse(call, cause);
      return;
    }
    if (method.serverStreaming)
      call.itemBytes = Math.max(responseBytesOf(method, request), contractLimits.readBytes.value);
    dispatcher.start(call, request);
  }

  #onCredit(frame: Frame): void {
    const call = this.#calls.get(frame.callId);
    if (call === undefined) return;
    call.creditBytes += frame.argument;
    this.#turns.wake();
  }

  #onCancel(frame: Frame): void {
    const call = this.#calls.get(frame.callId);
    if (call === undefined) return;
    this.#calls.delete(call.id);
    this.#context.dispatcher.cancel(call);
    call.wake();
    this.#flushSoon();
  }

  #answered(call: FramesCall): void {
    this.#calls.delete(call.id);
    this.#flushSoon();
  }

  /** Sends what was written, at the end of this turn; much of it at once, so that the client begins with it while more is written. */
  #flushSoon(): void {
    if (this.#output.writer.bytes >= earlyFlushBytes) this.#output.flush();
    if (this.#isFlushPending) return;
    this.#isFlushPending = true;
    this.#context.flushSoon(this);
  }

  #pauseWhenFull(): boolean {
    const { requestBytes } = this.#context;
    const isFull = requestBytes.isFull;
    if (!isFull && !this.#output.isFull) return false;
    this.#isPaused = true;
    this.#socket.pause();
    if (isFull) requestBytes.wait(this.#onRoom);
    return true;
  }

  #resume(): void {
    if (!this.#isPaused || this.#state === "closed") return;
    this.#isPaused = false;
    this.#receivedMs = this.#context.clock.monotonicMs();
    this.#context.requestBytes.stopWaiting(this.#onRoom);
    this.#read();
    if (!this.#isPaused) this.#socket.resume();
  }

  #onSent(): void {
    // The writes of a socket that is gone end before it says so: nothing must be read for it then.
    if (this.#state === "closed" || this.#socket.destroyed) return;
    if (this.#isPaused && !this.#output.isFull) this.#resume();
    this.#turns.wake();
  }

  /** The socket was silent both ways for the time in which a client should have taken something. */
  #onInactive(): void {
    if (this.#output.unsentBytes > 0) this.giveUp();
  }

  /** Nobody takes its answers. */
  giveUp(): void {
    this.#context.log.debug(
      { session: this.#session, unsentBytes: this.#output.unsentBytes },
      "closed a connection that does not read",
    );
    this.#socket.destroy();
  }

  #close(problem: string): void {
    this.#closeWith(new FlowMeshError("protocol_violation", { problem }));
  }

  #closeWith(error: FlowMeshError): void {
    this.#context.log.debug({ session: this.#session, problem: error.message }, "closing a connection");
    this.#output.writer.goaway(errorToWire(error));
    this.#end();
  }

  #end(): void {
    if (this.#state === "closed" || this.#state === "closing") return;
    this.#state = "closing";
    this.#countHalfFrame(0);
    this.#cancelCalls();
    this.#output.flush();
    this.#socket.end();
    this.#socket.resume();
    this.#context.clock.after(lingerMs, () => this.#socket.destroy());
  }

  #onInputEnd(): void {
    this.#hasInputEnded = true;
    for (const call of this.#calls.values()) if (call.method.serverStreaming) this.#cancel(call);
    this.#flushSoon();
  }

  #onClosed(): void {
    this.#state = "closed";
    this.#countHalfFrame(0);
    this.#context.requestBytes.stopWaiting(this.#onRoom);
    this.#cancelCalls();
    this.#output.discard();
    this.#context.stalledClients.remove(this);
    this.#context.connections.remove(this);
  }

  #cancelCalls(): void {
    for (const call of this.#calls.values()) this.#cancel(call);
  }

  #cancel(call: FramesCall): void {
    this.#calls.delete(call.id);
    this.#context.dispatcher.cancel(call);
    call.wake();
  }

  #tooLarge(call: FramesCall, response: object, cause: unknown): unknown {
    if (!(cause instanceof FrameError)) return cause;
    const size = call.method.response.size(response);
    return new FlowMeshError("reply_too_large", { size, limit: this.#output.writer.frameBytesMax }, { cause });
  }
}

/** So much does not wait for the end of the turn. */
const earlyFlushBytes = 65_536;
/** A client that takes less could not even be told its errors. */
const peerFrameBytesMin = 16_384;
/** A connection with no more than this of a frame is never closed because all connections together have too much. */
const halfFrameBytesFree = 65_536;
/** How long a connection that is being closed may still take what was written. */
const lingerMs = 1000;
const emptyPing = Buffer.alloc(0);
const goawayPing = Buffer.from("goaway");
