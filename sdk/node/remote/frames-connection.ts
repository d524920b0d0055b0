import { connect, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { type Hello, Hello as HelloCodec, limits } from "@flowmesh/contract";
import {
  DecodeError,
  type Frame,
  FrameError,
  FrameParser,
  FrameWriter,
  framesVersion,
  frameTypes,
} from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { type Address, formatUrl } from "../address.ts";
import { connectionFailed, describeNetworkError } from "./call-failures.ts";
import { type ConnectionSecurity, tlsConnectOptions } from "./connection-security.ts";
import { errorFromFrame } from "./error-from-frame.ts";

/** What a connection is opened with beside its address. */
export interface FramesConnectionOptions extends ConnectionSecurity {
  readonly silence?: SilenceLimits | undefined;
}

/** Who owns a connection hears of these. After `closed` nothing more comes. */
export interface FramesConnectionOwner {
  /** Both sides have said HELLO: calls may be written. */
  opened(hello: Hello): void;
  /** A REPLY, ERROR, ITEM or END. */
  received(frame: Frame): void;
  /** The server takes no more calls on this connection. */
  goingAway(reason: FlowMeshError): void;
  /** What was written has reached the kernel, after `isFull`. */
  drained(): void;
  closed(reason: FlowMeshError): void;
}

/** Times after which a silent server is taken for lost, in milliseconds. */
export interface SilenceLimits {
  /** From the start of a connection to the server's HELLO. */
  readonly connectMs: number;
  /** Without a byte from the server, until a PING is sent. */
  readonly pingAfterMs: number;
  /** Without a byte after that PING, until the connection is given up. */
  readonly stallMs: number;
}

export const silenceLimits: SilenceLimits = {
  connectMs: limits.frameStallMs.value,
  pingAfterMs: 20_000,
  stallMs: limits.frameStallMs.value,
};

const software = "flowmesh-node/0.1.0";
/** What the client says inside TLS that it speaks. */
const alpnProtocol = "flowmesh";
const httpBegin = Buffer.from("HTTP/");
const noBytes = new Uint8Array(0);
/** So much does not wait for the end of the turn. */
const earlyFlushBytes = 65_536;
/** What is taken from the socket at a time. */
const receiveBytes = 262_144;

/**
 * One TCP connection that speaks frames, from its first byte to its end. It opens by itself, answers pings, notices a server that has fallen silent, and joins
 * all that is written within one turn of the event loop into one write. It never reconnects: see `Channel`.
 */
export class FramesConnection {
  /** Frames to send; call `flushSoon` behind them. */
  readonly writer: FrameWriter = new FrameWriter();
  readonly #address: Address;
  readonly #owner: FramesConnectionOwner;
  readonly #silence: SilenceLimits;
  readonly #socket: Socket;
  readonly #parser = new FrameParser({ reusedChunks: true });
  readonly #flush: () => void;
  readonly #watch: NodeJS.Timeout;
  readonly #watchEveryMs: number;
  #isFlushing = false;
  #isOpen = false;
  #isClosed = false;
  #heardMs: number = performance.now();
  #watchedMs: number = this.#heardMs;
  #pingedMs = 0;

  constructor(address: Address, owner: FramesConnectionOwner, options: FramesConnectionOptions = {}) {
    const { silence = silenceLimits, token = "", tls } = options;
    this.#address = address;
    this.#owner = owner;
    this.#silence = silence;
    this.#flush = () => this.#flushNow();
    this.#watchEveryMs = Math.min(silence.connectMs, silence.pingAfterMs, silence.stallMs, 4000) / 4;
    this.#watch = setInterval(() => this.#checkSilence(), this.#watchEveryMs).unref();
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
    this.#socket.on("drain", () => owner.drained());
    this.#socket.on("error", (error) => this.#close(this.#lost(describeNetworkError(error), error)));
    this.#socket.on("close", () => this.#close(this.#lost("the server closed the connection")));
    this.writer.preface();
    this.writer.hello({ version: framesVersion, software, maxFrameBytes: limits.frameBytes.value, token });
    // The token is for the server whose certificate was checked.
    if (tls === undefined) this.flushSoon();
    else this.#socket.once("secureConnect", () => this.flushSoon());
  }

  /** Whether so much is waiting to be sent that no more should be written before `drained`. */
  get isFull(): boolean {
    return this.#socket.writableLength + this.writer.bytes > limits.connectionUnsentBytes.value;
  }

  /** Sends what was written, at the end of this turn; before that when it is much, so that the server begins while more is written. */
  flushSoon(): void {
    if (this.writer.bytes >= earlyFlushBytes) {
      this.#flushNow();
      return;
    }
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(this.#flush);
  }

  /** Whether the process stays alive for this connection's sake. */
  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Ends the connection behind what was written before. `closed` is called at once, with `reason`. A server that takes nothing does not hold the process. */
  end(reason: FlowMeshError): void {
    if (this.#isClosed) return;
    this.#flushNow();
    this.#socket.destroySoon();
    this.#socket.unref();
    this.#closed(reason);
  }

  #flushNow(): void {
    this.#isFlushing = false;
    if (this.#isClosed || this.writer.bytes === 0) return;
    const chunks = this.writer.take();
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
    this.#heardMs = performance.now();
    this.#pingedMs = 0;
    try {
      this.#parser.push(buffer.subarray(0, bytes));
      while (!this.#isClosed) {
        const frame = this.#parser.next();
        if (frame === undefined) break;
        this.#handle(frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof DecodeError)) throw error;
      if (!this.#isOpen && isHttp(buffer.subarray(0, bytes))) {
        this.#close(this.#lost("an HTTP server answers there, which is no FlowMesh"));
        return true;
      }
      const problem = `${formatUrl(this.#address)} sent what a FlowMesh server does not send: ${error.message}`;
      this.#close(new FlowMeshError("protocol_violation", { problem }, { cause: error }));
    }
    return true;
  }

  #handle(frame: Frame): void {
    if (!this.#isOpen && frame.type !== frameTypes.hello && frame.type !== frameTypes.goaway)
      throw new FrameError("its first frame is no HELLO");
    switch (frame.type) {
      case frameTypes.reply:
      case frameTypes.error:
      case frameTypes.item:
      case frameTypes.end:
        this.#owner.received(frame);
        return;
      case frameTypes.hello:
        this.#open(HelloCodec.decode(frame.bytes, frame.start, frame.end));
        return;
      case frameTypes.ping:
        this.writer.pong(frame.payload);
        this.flushSoon();
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

  #open(hello: Hello): void {
    if (this.#isOpen) throw new FrameError("it said HELLO twice");
    if (hello.version !== framesVersion)
      throw new FrameError(`it speaks version ${hello.version}, not ${framesVersion}`);
    this.#isOpen = true;
    if (hello.maxFrameBytes > 0) this.writer.frameBytesMax = hello.maxFrameBytes;
    this.#owner.opened(hello);
  }

  #checkSilence(): void {
    const nowMs = performance.now();
    // When this process itself stood still, the server's bytes may wait unread: look again at the next round.
    const stoodStill = nowMs - this.#watchedMs > this.#watchEveryMs * 3;
    this.#watchedMs = nowMs;
    if (stoodStill) return;
    const silentMs = nowMs - this.#heardMs;
    if (!this.#isOpen) {
      if (silentMs > this.#silence.connectMs)
        this.#close(this.#lost(`no HELLO came within ${this.#silence.connectMs} ms`));
    } else if (this.#pingedMs > 0) {
      if (nowMs - this.#pingedMs > this.#silence.stallMs)
        this.#close(this.#lost("it fell silent and answered no ping"));
    } else if (silentMs > this.#silence.pingAfterMs) {
      this.#pingedMs = nowMs;
      this.writer.ping(noBytes);
      this.flushSoon();
    }
  }

  #lost(problem: string, cause?: Error): FlowMeshError {
    return connectionFailed(this.#address, problem, cause);
  }

  /** What was not sent yet must not be sent later: it goes out again on the next connection, and its memory may then be used for other batches. */
  #close(reason: FlowMeshError): void {
    if (this.#isClosed) return;
    this.#socket.destroy();
    this.#closed(reason);
  }

  #closed(reason: FlowMeshError): void {
    this.#isClosed = true;
    clearInterval(this.#watch);
    this.#owner.closed(reason);
  }
}

/** How a web server answers what it does not understand. */
function isHttp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.length)).equals(httpBegin);
}
