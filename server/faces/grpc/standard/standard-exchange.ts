import { constants, type ServerHttp2Stream } from "node:http2";
import { DecodeError } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Exchange } from "../exchange.ts";
import type { GrpcConnection } from "../grpc-connection.ts";
import type { GrpcContext } from "../grpc-context.ts";
import { GrpcInput, type GrpcInputOwner, malformed } from "../grpc-input.ts";
import type { GrpcStream } from "../grpc-stream.ts";
import type { StandardMethod, StandardReply } from "./standard-methods.ts";

/** One call of gRPC's own services. They are not part of the contract and touch no data, so they do not pass the dispatcher. */
export class StandardExchange implements Exchange, GrpcInputOwner, StandardReply {
  readonly health: GrpcContext["health"];
  readonly #connection: GrpcConnection;
  readonly #stream: ServerHttp2Stream;
  readonly #output: GrpcStream;
  readonly #method: StandardMethod;
  readonly #input: GrpcInput;
  #request: Buffer | undefined;
  #forget: (() => void) | undefined;
  #answers = 0;
  /** Whether a question waits until the connection has room. */
  #isWaiting = false;
  #isClosed = false;

  constructor(
    context: GrpcContext,
    connection: GrpcConnection,
    stream: ServerHttp2Stream,
    output: GrpcStream,
    isGzip: boolean,
    method: StandardMethod,
  ) {
    this.health = context.health;
    this.#connection = connection;
    this.#stream = stream;
    this.#output = output;
    this.#method = method;
    this.#input = new GrpcInput(context, stream, { sender: connection, isGzip, isUnary: !method.isConversation }, this);
    output.whenTaken(() => this.#goOn());
  }

  readonly mayRest: boolean = true;

  get stalledSinceMs(): number | undefined {
    return this.#output.stalledSinceMs;
  }

  // As owner of the input

  message(bytes: Buffer): void {
    if (!this.#method.isConversation && this.#request !== undefined) throw malformed("it has more than one request");
    if (this.#method.isConversation) this.#askWhenRoom(bytes);
    else this.#request = bytes;
  }

  ended(): void {
    if (this.#method.isConversation) this.#output.end();
    else if (this.#request === undefined) this.failed(malformed("it has no request message"));
    else this.#askWhenRoom(this.#request);
    this.#request = undefined;
  }

  failed(cause: unknown): void {
    this.#input.release();
    if (isFlowMeshError(cause)) this.#output.fail(cause);
    else if (cause instanceof DecodeError) this.#output.fail(malformed(cause.problem));
    else throw cause;
  }

  // As reply

  send(message: Buffer): void {
    if (++this.#answers > answersMax) {
      this.#output.fail(new FlowMeshError("overloaded", { what: "the answers of this call", limit: answersMax }));
    } else this.#output.sendBytes(message);
  }

  end(status?: { readonly code: number; readonly message: string }): void {
    if (status === undefined) this.#output.end();
    else this.#output.endWith(status.code, status.message);
  }

  onClosed(forget: () => void): void {
    this.#forget = forget;
  }

  // As exchange

  checkSilence(nowMs: number): void {
    this.#input.checkSilence(nowMs, this.#method.isConversation);
  }

  beginAnew(nowMs: number): void {
    this.#input.beginAnew(nowMs);
  }

  abandon(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  closed(): void {
    this.#isClosed = true;
    this.#input.release();
    this.#forget?.();
    this.#forget = undefined;
  }

  /** Who asks and does not read must not fill the memory: nothing more is taken from a client that must read first. */
  #askWhenRoom(request: Buffer): void {
    this.#isWaiting = true;
    this.#connection.whenRoom(() => {
      this.#isWaiting = false;
      this.#ask(request);
      this.#goOn();
    });
    if (this.#isWaiting || !this.#output.hasRoom) this.#input.pause();
  }

  #goOn(): void {
    if (!this.#isWaiting && this.#output.hasRoom) this.#input.resume();
  }

  #ask(request: Buffer): void {
    if (this.#isClosed) return;
    this.#input.release();
    try {
      this.#method.onMessage(request, this);
    } catch (cause) {
      this.failed(cause);
    }
  }
}

/** A conversation has an end; whoever wants to know more begins another one. */
const answersMax = 10_000;
