import { connect, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { type AnyMethod, type Hello, Hello as HelloCodec, limits } from "@flowmesh/contract";
import {
  DecodeError,
  type Frame,
  FrameError,
  FrameParser,
  FrameWriter,
  frameHeadBytes,
  framesVersion,
  frameTypes,
  SocketBytes,
} from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { nextTick } from "@flowmesh/fabric/internal";
import type { Address } from "../address.ts";
import { asFieldInvalid, describeNetworkError } from "./call-failures.ts";
import type { Connection, ConnectionOptions, ConnectionOwner } from "./connection.ts";
import { ConnectionLife, type LivingConnection } from "./connection-life.ts";
import { tlsConnectOptions } from "./connection-security.ts";
import { errorFromFrame } from "./error-from-frame.ts";
import type { RemoteStream } from "./remote-stream.ts";
import type { UnaryCall } from "./unary-call.ts";

const software = "flowmesh-node/0.1.0";
/** What the client says inside TLS that it speaks. */
const alpnProtocol = "flowmesh";
const httpBegin = Buffer.from("HTTP/");
const noBytes = new Uint8Array(0);
/** Keeps below what the server takes, so that no call is refused as one too many. */
const callsSentMax = limits.connectionCalls.value - limits.connectionSubscriptions.value;
/** So much does not wait for the end of the turn. */
const earlyFlushBytes = 65_536;
/** What is taken from the socket at a time. */
const receiveBytes = 262_144;

/**
 * One TCP connection that speaks frames, from its first byte to its end. It opens by itself, answers pings, notices a server that has fallen silent, and joins
 * all that is written within one turn of the event loop into one write. It never reconnects: see `Channel`.
 */
export class FramesConnection implements Connection {
  readonly callsMax: number = callsSentMax;
  readonly #writer = new FrameWriter();
  readonly #owner: ConnectionOwner;
  readonly #life: ConnectionLife;
  readonly #socket: Socket;
  readonly #bytes: SocketBytes;
  readonly #parser = new FrameParser({ reusedChunks: true });
  readonly #flush = (): void => this.#flushNow();
  #isFlushing = false;

  constructor(address: Address, owner: ConnectionOwner, options: ConnectionOptions = {}) {
    const { silence, token = "", tls } = options;
    this.#owner = owner;
    this.#life = new ConnectionLife(address, owner, this.#living(), silence);
    const target = {
      host: address.host,
      port: address.port,
      noDelay: true,
      keepAlive: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(receiveBytes),
        callback: (bytes: number, buffer: Uint8Array) => this.#take(buffer, bytes),
      },
    };
    this.#socket = tls ? connectSecurely({ ...target, ...tlsConnectOptions(tls, alpnProtocol) }) : connect(target);
    this.#bytes = new SocketBytes(this.#socket);
    this.#socket.on("drain", () => owner.drained());
    this.#socket.on("error", (error) => this.#life.lost(describeNetworkError(error), error));
    this.#socket.on("close", () => this.#life.lost("the server closed the connection"));
    this.#writer.preface();
    this.#writer.hello({ version: framesVersion, software, maxFrameBytes: limits.frameBytes.value, token });
    // The token is for the server whose certificate was checked.
    if (tls === undefined) this.#flushSoon();
    else this.#socket.once("secureConnect", () => this.#flushSoon());
  }

  get isFull(): boolean {
    return this.#socket.writableLength + this.#writer.bytes > limits.connectionUnsentBytes.value;
  }

  send(call: UnaryCall, leftMs: number): void {
    this.#call(call.id, call.method, call.request, leftMs);
  }

  sendStream(stream: RemoteStream): void {
    this.#call(stream.id, stream.method, stream.request, 0);
  }

  grantCredit(stream: RemoteStream, bytes: number): void {
    this.#writer.credit(stream.method.number, stream.id, bytes);
    this.#flushSoon();
  }

  cancel(call: UnaryCall | RemoteStream): void {
    this.#writer.cancel(call.method.number, call.id);
    this.#flushSoon();
  }

  #call(id: number, method: AnyMethod, request: object, leftMs: number): void {
    try {
      this.#writer.call(method.number, id, leftMs, method.request, request);
    } catch (error) {
      throw asCallerError(error, this.#writer.frameBytesMax);
    }
    this.#flushSoon();
  }

  /** Sends what was written, at the end of this turn; before that when it is much, so that the server begins while more is written. */
  #flushSoon(): void {
    if (this.#writer.bytes >= earlyFlushBytes) {
      this.#flushNow();
      return;
    }
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    nextTick(this.#flush);
  }

  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#socket.ref();
    else this.#socket.unref();
  }

  end(reason: FlowMeshError): void {
    if (this.#life.isClosed) return;
    this.#flushNow();
    this.#socket.destroySoon();
    this.#socket.unref();
    this.#life.ended(reason);
  }

  #flushNow(): void {
    this.#isFlushing = false;
    if (this.#life.isClosed || this.#writer.bytes === 0) return;
    const chunks = this.#writer.take();
    if (chunks.length === 1) {
      this.#socket.write(chunks[0]!);
      return;
    }
    this.#socket.cork();
    for (const chunk of chunks) this.#socket.write(chunk);
    this.#socket.uncork();
  }

  /** The buffer is the socket's, and is filled again afterwards. True: go on receiving. */
  #take(buffer: Uint8Array, bytes: number): boolean {
    this.#life.heard();
    try {
      this.#parser.push(buffer.subarray(0, bytes));
      while (!this.#life.isClosed) {
        const frame = this.#parser.next();
        if (frame === undefined) break;
        this.#handle(frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof DecodeError)) throw error;
      if (!this.#life.isOpen && isHttp(buffer.subarray(0, bytes))) {
        this.#life.lost("an HTTP server answers there, which is no FlowMesh");
      } else this.#life.violated(error);
    }
    return true;
  }

  #handle(frame: Frame): void {
    if (!this.#life.isOpen && frame.type !== frameTypes.hello && frame.type !== frameTypes.goaway)
      throw new FrameError("its first frame is no HELLO");
    switch (frame.type) {
      case frameTypes.reply:
      case frameTypes.error:
      case frameTypes.item:
      case frameTypes.end:
        this.#received(frame);
        return;
      case frameTypes.hello:
        this.#open(HelloCodec.decode(frame.bytes, frame.start, frame.end));
        return;
      case frameTypes.ping:
        this.#writer.pong(frame.payload);
        this.#flushSoon();
        return;
      case frameTypes.pong:
        return;
      case frameTypes.goaway:
        this.#owner.goingAway(errorFromFrame(frame));
        return;
      default:
        throw new FrameError(`a server does not send frames of type ${frame.type}`);
    }
  }

  #received(frame: Frame): void {
    const call = this.#owner.sentCall(frame.callId);
    if (call !== undefined) {
      this.#answer(call, frame);
      return;
    }
    const stream = this.#owner.sentStream(frame.callId);
    if (stream !== undefined) this.#feed(stream, frame);
  }

  #answer(call: UnaryCall, frame: Frame): void {
    if (frame.type === frameTypes.reply) {
      this.#owner.replied(call, call.method.response.decode(frame.bytes, frame.start, frame.end));
    } else if (frame.type === frameTypes.error) this.#owner.refused(call, errorFromFrame(frame));
    else throw new FrameError(`call ${frame.callId} (${call.method.name}) has one answer, not several`);
  }

  #feed(stream: RemoteStream, frame: Frame): void {
    if (frame.type === frameTypes.item) {
      const response = stream.method.response.decode(frame.bytes, frame.start, frame.end);
      this.#owner.item(stream, response, frameHeadBytes + frame.end - frame.start);
    } else if (frame.type === frameTypes.end) this.#owner.streamEnded(stream);
    else if (frame.type === frameTypes.error) this.#owner.streamFailed(stream, errorFromFrame(frame));
    else throw new FrameError(`call ${frame.callId} (${stream.method.name}) has several answers, not one`);
  }

  #open(hello: Hello): void {
    if (this.#life.isOpen) throw new FrameError("it said HELLO twice");
    if (hello.version !== framesVersion)
      throw new FrameError(`it speaks version ${hello.version}, not ${framesVersion}`);
    if (hello.maxFrameBytes > 0) this.#writer.frameBytesMax = hello.maxFrameBytes;
    this.#life.opened(hello.subscriptionCreditBytes);
  }

  #living(): LivingConnection {
    return {
      greeting: "HELLO",
      ping: () => {
        this.#writer.ping(noBytes);
        this.#flushSoon();
      },
      sent: () => this.#bytes,
      destroy: () => this.#socket.destroy(),
    };
  }
}

/** How a web server answers what it does not understand. */
function isHttp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.length)).equals(httpBegin);
}

/** What the caller gave cannot be sent. */
function asCallerError(error: unknown, limit: number): unknown {
  if (error instanceof FrameError) {
    return new FlowMeshError("message_too_large", { size: `more than ${limit}`, limit }, { cause: error });
  }
  return asFieldInvalid(error);
}
