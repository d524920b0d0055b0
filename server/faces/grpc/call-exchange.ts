import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AnyMethod } from "@flowmesh/contract";
import type { Credential } from "../../access/credential.ts";
import { askedMsOf, lastingMs } from "./asked-time.ts";
import type { Exchange } from "./exchange.ts";
import { GrpcCall } from "./grpc-call.ts";
import type { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext } from "./grpc-context.ts";
import { GrpcInput, type GrpcInputOwner, malformed } from "./grpc-input.ts";
import type { GrpcStream } from "./grpc-stream.ts";
import { identify } from "./identify.ts";

export interface CallParts {
  readonly stream: ServerHttp2Stream;
  readonly output: GrpcStream;
  readonly isGzip: boolean;
  readonly method: AnyMethod;
  readonly headers: IncomingHttpHeaders;
  readonly credential: Credential | undefined;
}

/** One call of the contract, from its headers to its end. It begins when its request is there, whole. */
export class CallExchange implements Exchange, GrpcInputOwner {
  readonly #context: GrpcContext;
  readonly #connection: GrpcConnection;
  readonly #parts: CallParts;
  readonly #input: GrpcInput;
  #request: Buffer | undefined;
  #call: GrpcCall | undefined;
  #isClosed = false;

  constructor(context: GrpcContext, connection: GrpcConnection, parts: CallParts) {
    this.#context = context;
    this.#connection = connection;
    this.#parts = parts;
    this.#input = new GrpcInput(
      context,
      parts.stream,
      { sender: connection, isGzip: parts.isGzip, isUnary: true },
      this,
    );
  }

  get mayRest(): boolean {
    return this.#call !== undefined && this.#parts.method.serverStreaming;
  }

  get stalledSinceMs(): number | undefined {
    return this.#parts.output.stalledSinceMs;
  }

  message(bytes: Buffer): void {
    if (this.#request !== undefined) throw malformed("it has more than one request message");
    this.#request = bytes;
  }

  ended(): void {
    this.#connection.whenRoom(() => this.#begin());
  }

  failed(cause: unknown): void {
    if (this.#isClosed) return;
    this.#context.dispatcher.refuse(this.#newCall({}, undefined), cause);
  }

  checkSilence(nowMs: number): void {
    this.#input.checkSilence(nowMs, false);
  }

  beginAnew(nowMs: number): void {
    this.#input.beginAnew(nowMs);
  }

  abandon(): void {
    this.#parts.stream.close(constants.NGHTTP2_CANCEL);
  }

  inputEnded(): void {
    if (this.#parts.stream.state.state === constants.NGHTTP2_STREAM_STATE_OPEN) this.#parts.stream.destroy();
  }

  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#call === undefined) {
      this.#input.release();
      return;
    }
    this.#context.dispatcher.cancel(this.#call);
    this.#call.wake();
  }

  /** The request is decoded in place; its batch stays a view on what was received. */
  #begin(): void {
    if (this.#isClosed) return;
    const { method } = this.#parts;
    let request: object;
    let timeoutMs: number | undefined;
    try {
      if (this.#request === undefined) throw malformed("it has no request message");
      timeoutMs = this.#timeoutMs();
      request = method.request.decodeRequest(this.#request);
    } catch (cause) {
      this.failed(cause);
      return;
    }
    this.#request = undefined;
    const call = this.#newCall(request, timeoutMs);
    this.#context.dispatcher.start(call, request);
    // It may last, and needs nothing of what came: no request that waits has bytes to keep.
    if (call.isWaiting) this.#input.release();
  }

  #newCall(request: object, timeoutMs: number | undefined): GrpcCall {
    const { method, output } = this.#parts;
    const call = new GrpcCall(this.#connection, method, timeoutMs, request, this.#input, output);
    call.credential = this.#parts.credential;
    identify(call, this.#parts.headers);
    this.#call = call;
    return call;
  }

  #timeoutMs(): number | undefined {
    const timeoutMs = askedMsOf(this.#parts.headers);
    return this.#parts.method.serverStreaming ? lastingMs(timeoutMs) : timeoutMs;
  }
}
