import type { ServerHttp2Stream } from "node:http2";
import { GrpcMessageError, GrpcMessageParser } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { GrpcContext } from "./grpc-context.ts";

/** Who hears of what comes on one stream. After `failed` nothing more comes. */
export interface GrpcInputOwner {
  message(bytes: Buffer): void;
  /** The client has sent everything. */
  ended(): void;
  failed(cause: unknown): void;
}

/** The requests of one call, cut out of what comes on its stream. Their bytes count in the budget from the moment they come until `release`. */
export class GrpcInput {
  readonly #context: GrpcContext;
  readonly #owner: GrpcInputOwner;
  readonly #parser: GrpcMessageParser;
  readonly #isGzip: boolean;
  readonly #startedMs: number;
  #receivedMs: number;
  #heldBytes = 0;
  #isOver = false;
  /** What is still to be done in order behind a message that is being inflated. */
  #last: Promise<void> | undefined;

  constructor(context: GrpcContext, stream: ServerHttp2Stream, isGzip: boolean, owner: GrpcInputOwner) {
    this.#context = context;
    this.#owner = owner;
    this.#isGzip = isGzip;
    this.#parser = new GrpcMessageParser(context.limits.frameBytes);
    this.#startedMs = context.clock.monotonicMs();
    this.#receivedMs = this.#startedMs;
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("end", () => this.#onEnd());
    stream.once("close", () => this.#stop());
  }

  /** Nothing uses the bytes of its requests any more. */
  release(): void {
    this.#context.requestBytes.give(this.#heldBytes);
    this.#heldBytes = 0;
  }

  /** Looks for a request that does not get complete. `mayRest`: one that has not begun may wait for ever. */
  checkSilence(nowMs: number, mayRest: boolean): void {
    const { frameStallMs, frameReceiveMs } = this.#context.limits;
    if (this.#isOver || (mayRest && this.#parser.halfMessageBytes === 0)) return;
    const isLate = nowMs - this.#startedMs > frameReceiveMs && !mayRest;
    if (!isLate && nowMs - this.#receivedMs <= frameStallMs) return;
    const timeoutMs = isLate ? frameReceiveMs : frameStallMs;
    this.#fail(new FlowMeshError("deadline_exceeded", { what: "sending the request", timeoutMs }));
  }

  /** What was silence from here was none from there. */
  beginAnew(nowMs: number): void {
    this.#receivedMs = nowMs;
  }

  #onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#receivedMs = this.#context.clock.monotonicMs();
    this.#hold(chunk.length);
    try {
      this.#parser.push(chunk);
      for (let message = this.#parser.next(); message !== undefined; message = this.#parser.next()) {
        if (this.#isOver) return;
        this.#onMessage(message.bytes, message.isCompressed);
      }
      this.#checkRoom();
    } catch (cause) {
      this.#fail(cause instanceof GrpcMessageError ? this.#asFlowMeshError(cause) : cause);
    }
  }

  /** Requests that do not get complete must not fill the memory, however many clients send such. Whoever adds to what is too much is refused, unless it is little. */
  #checkRoom(): void {
    const { requestBytes } = this.#context;
    if (!requestBytes.isFull || this.#parser.halfMessageBytes <= halfMessageBytesFree) return;
    throw new FlowMeshError("overloaded", { what: "the bytes of requests under way", limit: requestBytes.bytesMax });
  }

  #onMessage(bytes: Buffer, isCompressed: boolean): void {
    if (isCompressed && !this.#isGzip) throw malformed("a message is compressed, and grpc-encoding does not say how");
    if (!isCompressed && this.#last === undefined) this.#owner.message(bytes);
    else this.#inOrder(() => (isCompressed ? this.#inflate(bytes) : this.#owner.message(bytes)));
  }

  async #inflate(bytes: Buffer): Promise<void> {
    const inflated = await this.#context.compression.inflate(bytes, this.#context.limits.frameBytes);
    if (this.#isOver) return;
    this.#hold(inflated.length);
    this.#owner.message(inflated);
  }

  #onEnd(): void {
    this.#inOrder(() => {
      if (this.#isOver) return;
      if (this.#parser.halfMessageBytes > 0) this.#fail(malformed("it ends in the middle of a message"));
      else {
        this.#isOver = true;
        this.#owner.ended();
      }
    });
  }

  #inOrder(work: () => Promise<void> | void): void {
    const guarded = async (): Promise<void> => {
      try {
        if (!this.#isOver) await work();
      } catch (cause) {
        this.#fail(cause);
      }
    };
    if (this.#last !== undefined) this.#last = this.#last.then(guarded);
    else if (this.#isGzip) this.#last = guarded();
    else void work();
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#context.requestBytes.take(bytes);
  }

  #fail(cause: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#owner.failed(cause);
  }

  /** The stream is gone before its end. */
  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.release();
  }

  #asFlowMeshError(cause: GrpcMessageError): FlowMeshError {
    if (cause.length === undefined) return malformed(cause.message);
    const limit = this.#context.limits.frameBytes;
    return new FlowMeshError("message_too_large", { size: cause.length, limit }, { cause });
  }
}

/** A request that has no more than this is never refused because all together have too much. */
const halfMessageBytesFree = 65_536;

export function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format: "gRPC", problem });
}
