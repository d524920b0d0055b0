import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { type AnyCodec, encodeGrpcMessage, encodeGrpcText, grpcHead, grpcHeadBytes } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import { acceptedCodings, compressedBytesMin } from "./compression.ts";
import type { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext } from "./grpc-context.ts";
import { errorTrailers, okTrailers } from "./grpc-trailers.ts";

/**
 * The answer of one call: headers, messages, trailers; or, of one that failed before its first message, all of it in one block of headers. What was written counts as
 * unsent until the client's flow control has let it go.
 */
export class GrpcStream {
  readonly #context: GrpcContext;
  readonly #connection: GrpcConnection;
  readonly #stream: ServerHttp2Stream;
  /** Whether messages are compressed: when the client compresses its own. */
  readonly #isCompressing: boolean;
  #tellTaken: (() => void) | undefined;
  #unsentBytes = 0;
  /** Writes that the client has not taken. Each takes a kilobyte beside its bytes. */
  #unsentWrites = 0;
  /** Of messages that wait to be compressed: they count as unsent, but their client does not keep them waiting. */
  #uncompressedBytes = 0;
  #hasBegun = false;
  #isOver = false;
  /** Whether HTTP/2 has taken everything, so that only the socket holds some of it. */
  #isAllTaken = false;
  /** What is still to be done in order behind a message that is being compressed. */
  #last: Promise<void> | undefined;
  /** When something was last written to an empty stream, or taken from it. */
  #takenMs = 0;

  constructor(context: GrpcContext, connection: GrpcConnection, stream: ServerHttp2Stream, isCompressing: boolean) {
    this.#context = context;
    this.#connection = connection;
    this.#stream = stream;
    this.#isCompressing = isCompressing;
    stream.once("close", () => {
      this.#compressed(this.#uncompressedBytes);
      this.#sent(this.#unsentBytes);
    });
  }

  /** Has this called when the client has taken something. */
  whenTaken(tell: () => void): void {
    this.#tellTaken = tell;
  }

  get unsentBytes(): number {
    return this.#unsentBytes + this.#uncompressedBytes;
  }

  /** Whether the client may be given the next of many messages. */
  get hasRoom(): boolean {
    return (
      this.#last === undefined && this.#unsentBytes < streamUnsentBytesMax && this.#unsentWrites < streamUnsentWritesMax
    );
  }

  /** Since when the client has taken nothing of what waits for it; undefined when nothing waits. */
  get stalledSinceMs(): number | undefined {
    return this.#unsentBytes === 0 ? undefined : this.#takenMs;
  }

  /** @throws EncodeError */
  send(codec: AnyCodec, message: object): void {
    const chunks = encodeGrpcMessage(codec, message);
    const bytes = chunks.length === 1 ? chunks[0]!.length : chunks[0]!.length + chunks[1]!.length;
    if (this.#last === undefined && !(this.#isCompressing && bytes >= compressedBytesMin)) this.#write(chunks);
    else this.#sendCompressed(chunks, bytes);
  }

  /** A message that is not the contract's, never compressed. */
  sendBytes(message: Buffer): void {
    this.#inOrder(() => this.#write([Buffer.concat([grpcHead(message.length, false), message])]));
  }

  /** Several messages, which leave together; in one piece when they are small. @throws EncodeError */
  sendAll(codec: AnyCodec, messages: readonly object[]): void {
    const chunks = messages.length === 1 ? [] : messages.flatMap((message) => encodeGrpcMessage(codec, message));
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytes > 0 && bytes < compressedBytesMin) {
      this.#inOrder(() => this.#write([Buffer.concat(chunks, bytes)]));
      return;
    }
    this.#stream.cork();
    for (const message of messages) this.send(codec, message);
    this.#stream.uncork();
  }

  end(): void {
    this.#inOrder(() => this.#finish(okTrailers));
  }

  fail(error: FlowMeshError): void {
    this.#inOrder(() => this.#finish(errorTrailers(error)));
  }

  /** Ends with a status that is not FlowMesh's. */
  endWith(code: number, message: string): void {
    this.#inOrder(() => this.#finish({ "grpc-status": String(code), "grpc-message": encodeGrpcText(message) }));
  }

  /** An answer that is no gRPC. */
  refuse(headers: OutgoingHttpHeaders): void {
    if (this.#isOver || this.#isGone) return;
    this.#isOver = true;
    this.#stream.respond(headers, { endStream: true });
    this.#stream.close(constants.NGHTTP2_NO_ERROR);
  }

  /** Whether nothing can be said on it any more. */
  get #isGone(): boolean {
    return this.#stream.destroyed || this.#stream.closed;
  }

  #inOrder(work: () => Promise<void> | void): void {
    if (this.#last !== undefined) {
      this.#last = this.#last.then(work);
      return;
    }
    const working = work();
    if (working === undefined) return;
    const last = working.then(() => {
      if (this.#last !== last) return;
      this.#last = undefined;
      this.#connection.sent();
    });
    this.#last = last;
  }

  #sendCompressed(chunks: readonly Buffer[], bytes: number): void {
    if (this.#isOver || this.#isGone) return;
    this.#uncompressedBytes += bytes;
    this.#connection.unsent(bytes);
    this.#inOrder(async () => {
      const written = await this.#compress(chunks, bytes);
      this.#compressed(bytes);
      this.#write(written);
    });
  }

  async #compress(chunks: readonly Buffer[], bytes: number): Promise<readonly Buffer[]> {
    if (!this.#isCompressing || bytes < compressedBytesMin || this.#isGone) return chunks;
    const compressed = await this.#context.compression.deflate({
      bytes: Buffer.concat(chunks, bytes).subarray(grpcHeadBytes),
      caller: this.#connection,
      isWanted: () => !this.#isGone,
    });
    return [grpcHead(compressed.length, true), compressed];
  }

  /** So many bytes do not wait to be compressed any more. */
  #compressed(bytes: number): void {
    const given = Math.min(bytes, this.#uncompressedBytes);
    this.#uncompressedBytes -= given;
    this.#connection.unsent(-given);
  }

  #write(chunks: readonly Buffer[]): void {
    const stream = this.#stream;
    if (this.#isOver || this.#isGone) return;
    this.#begin();
    let bytes = 0;
    for (const chunk of chunks) bytes += chunk.length;
    if (this.#unsentBytes === 0) this.#takenMs = this.#context.clock.monotonicMs();
    this.#unsentBytes += bytes;
    this.#unsentWrites++;
    this.#connection.unsent(bytes);
    const onWritten = (error?: Error | null): void => {
      // Of a stream that was given up midway some versions of Node report success while parts of it still wait in front of the socket.
      this.#unsentWrites--;
      const isOut = !error && (this.#isAllTaken || !stream.destroyed);
      if (isOut && chunks.length > 1) this.#context.lender?.giveBack(chunks[1]!);
      if (isOut) this.#connection.taken();
      this.#sent(bytes);
    };
    if (chunks.length === 1) {
      stream.write(chunks[0]!, onWritten);
      return;
    }
    stream.cork();
    stream.write(chunks[0]!);
    stream.write(chunks[1]!, onWritten);
    stream.uncork();
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const coding = this.#isCompressing ? { "grpc-encoding": "gzip" } : undefined;
    this.#stream.respond({ ...answerHeaders, ...coding }, { waitForTrailers: true });
  }

  #finish(trailers: OutgoingHttpHeaders): void {
    const stream = this.#stream;
    if (this.#isOver || this.#isGone) return;
    this.#isOver = true;
    if (this.#hasBegun) {
      stream.once("wantTrailers", () => {
        this.#isAllTaken = true;
        if (this.#isGone) return;
        stream.sendTrailers(trailers);
        // A reset at once would overtake the trailers.
        this.#context.clock.soon(() => this.#leaveInput());
      });
      stream.end();
    } else {
      stream.respond({ ...answerHeaders, ...trailers }, { endStream: true });
      this.#leaveInput();
    }
  }

  /** The client need not send the rest of its request. */
  #leaveInput(): void {
    if (!this.#stream.readableEnded) this.#stream.close(constants.NGHTTP2_NO_ERROR);
  }

  #sent(bytes: number): void {
    const given = Math.min(bytes, this.#unsentBytes);
    if (given === 0) return;
    this.#unsentBytes -= given;
    this.#takenMs = this.#context.clock.monotonicMs();
    this.#connection.unsent(-given);
    this.#connection.sent();
    this.#tellTaken?.();
  }
}

/** A subscription gets no more while this much of it was not taken. */
const streamUnsentBytesMax = 1_048_576;
/** Nor while so many of its messages, however small, were not. */
const streamUnsentWritesMax = 64;

const answerHeaders: OutgoingHttpHeaders = {
  ":status": 200,
  "content-type": "application/grpc+proto",
  "grpc-accept-encoding": acceptedCodings,
};
