import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from "node:http2";
import { type AnyCodec, limits } from "@flowmesh/contract";
import { encodeGrpcMessage, GrpcMessageError, GrpcMessageParser, grpcHeadBytes } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { asFieldInvalid } from "../call-failures.ts";
import { errorOfStatus } from "./error-of-status.ts";

/** Who hears of one stream. After `ended`, `failed` or `broken` nothing more comes. */
export interface GrpcExchangeOwner {
  /** Something came: the server is there. */
  heard(): void;
  /** One answer, of `bytes` on the wire. */
  response(response: object, bytes: number): void;
  ended(): void;
  failed(error: FlowMeshError): void;
  /** The stream ended before its answer was whole, with an error of HTTP/2: the connection broke, or the server gave this stream up. */
  broken(http2Code: number): void;
}

/** A request as it goes onto its stream. @throws FlowMeshError `field_invalid`, `message_too_large` */
export function requestChunks(codec: AnyCodec, request: object): Buffer[] {
  let chunks: Buffer[];
  try {
    chunks = encodeGrpcMessage(codec, request);
  } catch (error) {
    throw asFieldInvalid(error);
  }
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, -grpcHeadBytes);
  const limit = limits.frameBytes.value;
  if (size > limit) throw new FlowMeshError("message_too_large", { size, limit });
  return chunks;
}

/** The answers of one call, or of several that went on one stream. */
export class GrpcExchange {
  readonly #response: AnyCodec;
  readonly #stream: ClientHttp2Stream;
  readonly #owner: GrpcExchangeOwner;
  readonly #parser = new GrpcMessageParser(Number.POSITIVE_INFINITY);
  #status: IncomingHttpHeaders | undefined;
  #problem: FlowMeshError | undefined;
  #isOver = false;

  constructor(response: AnyCodec, stream: ClientHttp2Stream, owner: GrpcExchangeOwner) {
    this.#response = response;
    this.#stream = stream;
    this.#owner = owner;
    stream.on("response", (headers) => this.#onResponse(headers));
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
    stream.on("trailers", (headers) => (this.#status = headers));
    stream.on("error", () => {});
    stream.once("close", () => this.#onClosed());
  }

  /** Nobody wants the answers any more; the server is told. */
  cancel(): void {
    this.#isOver = true;
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  /** The connection is gone, and its owner tells. */
  drop(): void {
    this.#isOver = true;
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  #onResponse(headers: IncomingHttpHeaders): void {
    if (this.#isOver) return;
    this.#owner.heard();
    const status = headers[":status"];
    const type = headers["content-type"] ?? "";
    if (Number(status) !== 200 || !type.startsWith("application/grpc")) {
      this.#refuse(`it answered with HTTP status ${status} and ${type === "" ? "no content type" : type}`);
    } else if (headers["grpc-status"] !== undefined) this.#status = headers;
  }

  #onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#owner.heard();
    this.#parser.push(chunk);
    try {
      for (let message = this.#parser.next(); message !== undefined; message = this.#parser.next()) {
        const { bytes, isCompressed } = message;
        if (isCompressed) throw new GrpcMessageError("it compressed a message, which it was not asked for");
        this.#owner.response(this.#response.decode(bytes), bytes.length + grpcHeadBytes);
        if (this.#isOver) return;
      }
    } catch (error) {
      this.#refuse((error as Error).message);
    }
  }

  #onClosed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#problem === undefined && this.#status === undefined) {
      this.#owner.broken(this.#stream.rstCode ?? constants.NGHTTP2_NO_ERROR);
      return;
    }
    const error = this.#problem ?? errorOfStatus(this.#status!);
    if (error === undefined) this.#owner.ended();
    else this.#owner.failed(error);
  }

  #refuse(problem: string): void {
    this.#problem = new FlowMeshError("protocol_violation", { problem });
    this.#stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
  }
}
