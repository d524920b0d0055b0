import type { ServerHttp2Stream } from "node:http2";
import { GrpcMessageError, GrpcMessageParser, grpcHeadBytes } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { GrpcContext } from "./grpc-context.ts";

/** Who hears of what comes on one stream. After `failed` nothing more comes. */
export interface GrpcInputOwner {
  /** One request. It counts as `heldBytes` until they are released. */
  message(bytes: Buffer, heldBytes: number): void;
  /** The client has sent everything. */
  ended(): void;
  failed(cause: unknown): void;
}

/** What sends on a stream, and on others beside it. */
export interface GrpcSender {
  /** When a part of a message came last, on any of its streams: one that waits for its turn on the connection is not silent. */
  dataMs: number;
  /** A few bytes have come, and the message is not complete. */
  crumb(): void;
}

/** What a client may send on one stream. */
export interface GrpcInputForm {
  readonly sender: GrpcSender;
  /** Its messages may be packed by gzip. */
  readonly isGzip: boolean;
  /** It is one message, and the client's end behind it. */
  readonly isUnary: boolean;
}

/**
 * The requests of one call or stream of calls, cut out of what comes on its stream, one at a time. Their bytes count in the budget from the moment they come until
 * `release`.
 */
export class GrpcInput {
  readonly #context: GrpcContext;
  readonly #stream: ServerHttp2Stream;
  readonly #caller: object;
  readonly #owner: GrpcInputOwner;
  readonly #parser: GrpcMessageParser;
  readonly #form: GrpcInputForm;
  readonly #startedMs: number;
  #receivedMs: number;
  /** The one message, as long as the client has not ended. */
  #packed: Buffer | undefined;
  /** Since when a message is incomplete. */
  #halfSinceMs: number | undefined;
  #heldBytes = 0;
  /** How much of it the owner was given, and will release. */
  #ownedBytes = 0;
  #hasEnded = false;
  #isOver = false;
  #isPaused = false;
  #isInflating = false;

  constructor(context: GrpcContext, stream: ServerHttp2Stream, form: GrpcInputForm, owner: GrpcInputOwner) {
    this.#context = context;
    this.#stream = stream;
    this.#caller = stream.session ?? stream;
    this.#owner = owner;
    this.#form = form;
    this.#parser = new GrpcMessageParser(context.limits.frameBytes);
    this.#startedMs = context.clock.monotonicMs();
    this.#receivedMs = this.#startedMs;
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("end", () => this.#onEnd());
    stream.once("close", () => this.#stop());
  }

  /** Nothing uses so many bytes of its requests any more; without a number: any of them. */
  release(bytes: number = this.#heldBytes): void {
    this.#context.requestBytes.give(bytes);
    this.#heldBytes -= bytes;
    this.#ownedBytes = Math.max(0, this.#ownedBytes - bytes);
  }

  /** Gives its owner nothing more before `resume`. What has come waits, and when that is much, so does the client. */
  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#goOn();
  }

  /** Gives its owner nothing more at all. What still comes is dropped: a stream that stands still would never end. */
  leave(): void {
    this.#isOver = true;
    this.#stream.resume();
  }

  /** Looks for a request that does not get complete. `mayRest`: one that has not begun may wait for ever. */
  checkSilence(nowMs: number, mayRest: boolean): void {
    const { frameStallMs, frameReceiveMs } = this.#context.limits;
    if (this.#isOver || this.#isWaiting || (mayRest && this.#parser.halfMessageBytes === 0)) return;
    const isLate = nowMs - (mayRest ? (this.#halfSinceMs ?? nowMs) : this.#startedMs) > frameReceiveMs;
    if (!isLate && nowMs - Math.max(this.#receivedMs, this.#form.sender.dataMs) <= frameStallMs) return;
    const timeoutMs = isLate ? frameReceiveMs : frameStallMs;
    this.#fail(new FlowMeshError("deadline_exceeded", { what: "sending the request", timeoutMs }));
  }

  /** What was silence from here was none from there. */
  beginAnew(nowMs: number): void {
    this.#receivedMs = nowMs;
  }

  get #isWaiting(): boolean {
    return this.#isPaused || this.#isInflating;
  }

  #onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#receivedMs = this.#context.clock.monotonicMs();
    this.#form.sender.dataMs = this.#receivedMs;
    this.#hold(chunk.length);
    this.#parser.push(chunk);
    this.#read();
    if (chunk.length < crumbBytes && this.#parser.halfMessageBytes > 0) this.#form.sender.crumb();
  }

  #onEnd(): void {
    this.#hasEnded = true;
    this.#read();
  }

  #goOn(): void {
    if (this.#isWaiting || this.#isOver) return;
    this.#receivedMs = this.#context.clock.monotonicMs();
    this.#halfSinceMs = undefined;
    this.#read();
    if (!this.#isWaiting) this.#stream.resume();
  }

  #read(): void {
    try {
      while (!this.#isOver && !this.#isWaiting) {
        const message = this.#parser.next();
        if (message === undefined) {
          this.#onAllRead();
          return;
        }
        this.#halfSinceMs = undefined;
        this.#onMessage(message.bytes, message.isCompressed);
      }
    } catch (cause) {
      this.#fail(cause instanceof GrpcMessageError ? this.#asFlowMeshError(cause) : cause);
    }
  }

  #onAllRead(): void {
    const isHalf = this.#parser.halfMessageBytes > 0;
    if (isHalf) this.#halfSinceMs ??= this.#receivedMs;
    this.#checkRoom();
    if (!this.#hasEnded) return;
    if (isHalf) throw malformed("it ends in the middle of a message");
    if (this.#packed !== undefined) {
      this.#inflatePacked(this.#packed);
      return;
    }
    this.#isOver = true;
    this.#owner.ended();
  }

  /** Requests that do not get complete must not fill the memory, however many clients send such. Whoever adds to what is too much is refused, unless it is little. */
  #checkRoom(): void {
    const { requestBytes } = this.#context;
    if (!requestBytes.isFull || this.#parser.halfMessageBytes <= halfMessageBytesFree) return;
    throw this.#overloaded();
  }

  #overloaded(): FlowMeshError {
    const limit = this.#context.requestBytes.bytesMax;
    return new FlowMeshError("overloaded", { what: "the bytes of requests under way", limit });
  }

  #onMessage(bytes: Buffer, isCompressed: boolean): void {
    if (this.#packed !== undefined) throw malformed("it has more than one request message");
    if (!isCompressed) this.#give(bytes, bytes.length + grpcHeadBytes);
    else if (!this.#form.isGzip) throw malformed("a message is compressed, and grpc-encoding does not say how");
    else if (this.#form.isUnary) this.#packed = bytes;
    else void this.#inflate(bytes);
  }

  /** Nothing can be done with the one message before the client has ended, and until then a few bytes from it must not take the room of many. */
  #inflatePacked(bytes: Buffer): void {
    this.#packed = undefined;
    void this.#inflate(bytes);
  }

  /** Nothing behind it is looked at before it is inflated and given, so that what unfolds is one message at a time. */
  async #inflate(bytes: Buffer): Promise<void> {
    const { requestBytes, limits, compression } = this.#context;
    let bytesMax = limits.frameBytes;
    this.#isInflating = true;
    this.#stream.pause();
    try {
      const inflated = await compression.inflate({
        bytes,
        caller: this.#caller,
        isWanted: () => !this.#isOver,
        // A few bytes may unfold to many, which must not fill the memory either.
        bytesMax: () => (bytesMax = requestBytes.isFull ? Math.min(halfMessageBytesFree, bytesMax) : bytesMax),
      });
      this.#isInflating = false;
      if (this.#isOver) return;
      this.#hold(inflated.length);
      this.#give(inflated, grpcHeadBytes + bytes.length + inflated.length);
    } catch (cause) {
      this.#isInflating = false;
      const isRoomMissing = bytesMax < limits.frameBytes && isFlowMeshError(cause, "message_too_large");
      this.#fail(isRoomMissing ? this.#overloaded() : cause);
    }
    this.#goOn();
  }

  #give(bytes: Buffer, heldBytes: number): void {
    this.#ownedBytes += heldBytes;
    this.#owner.message(bytes, heldBytes);
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#context.requestBytes.take(bytes);
  }

  #fail(cause: unknown): void {
    if (this.#isOver) return;
    this.leave();
    this.#owner.failed(cause);
  }

  /** The stream is gone; what the owner was given, it releases. */
  #stop(): void {
    this.#isOver = true;
    this.release(Math.max(0, this.#heldBytes - this.#ownedBytes));
  }

  #asFlowMeshError(cause: GrpcMessageError): FlowMeshError {
    if (cause.length === undefined) return malformed(cause.message);
    const limit = this.#context.limits.frameBytes;
    return new FlowMeshError("message_too_large", { size: cause.length, limit }, { cause });
  }
}

/** What brings less of a message costs more than it is worth. */
const crumbBytes = 16;

/** A request that has no more than this is never refused because all together have too much. */
const halfMessageBytesFree = 65_536;

export function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format: "gRPC", problem });
}
