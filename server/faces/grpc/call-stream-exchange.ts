import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AnyCallStream } from "@flowmesh/contract";
import type { Timer } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkTimeoutMs } from "@flowmesh/fabric/internal";
import type { Credential } from "../../access/credential.ts";
import { askedMsOf, lastingMs } from "./asked-time.ts";
import type { Exchange } from "./exchange.ts";
import type { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcContext } from "./grpc-context.ts";
import { GrpcInput, type GrpcInputOwner } from "./grpc-input.ts";
import type { GrpcStream } from "./grpc-stream.ts";
import { identify } from "./identify.ts";
import { StreamedCall, type StreamedCallOwner } from "./streamed-call.ts";

export interface CallStreamParts {
  readonly stream: ServerHttp2Stream;
  readonly output: GrpcStream;
  readonly isGzip: boolean;
  readonly callStream: AnyCallStream;
  readonly headers: IncomingHttpHeaders;
  readonly credential: Credential | undefined;
}

/**
 * A stream of calls. Each request takes the way of any other call, alone; the stream only puts the answers into the order of the requests.
 *
 *   open     requests are taken, unless too many are under way, or too large, or the client does not take its answers
 *   ending   no more requests are taken: when the last answer is given, the stream ends, with `#error` or well
 *   closed   the client is gone, or the deadline has passed: calls under way are cancelled
 */
export class CallStreamExchange implements Exchange, GrpcInputOwner, StreamedCallOwner {
  readonly #context: GrpcContext;
  readonly #connection: GrpcConnection;
  readonly #parts: CallStreamParts;
  readonly #input: GrpcInput;
  /** Calls that are not answered, in the order in which they came. */
  #calls: StreamedCall[] = [];
  #heldBytes = 0;
  #state: "open" | "ending" | "closed" = "open";
  #error: FlowMeshError | undefined;
  #isFlushPending = false;
  #deadline: Timer | undefined;

  constructor(context: GrpcContext, connection: GrpcConnection, parts: CallStreamParts) {
    const timeoutMs = lastingMs(askedMsOf(parts.headers));
    this.#context = context;
    this.#connection = connection;
    this.#parts = parts;
    this.#input = new GrpcInput(
      context,
      parts.stream,
      { sender: connection, isGzip: parts.isGzip, isUnary: false },
      this,
    );
    parts.output.whenTaken(() => this.#goOn());
    if (timeoutMs !== undefined) this.#deadline = context.clock.after(timeoutMs, () => this.#expire(timeoutMs));
  }

  // As exchange

  get mayRest(): boolean {
    return this.#calls.length === 0 && this.#parts.output.unsentBytes === 0;
  }

  get stalledSinceMs(): number | undefined {
    return this.#parts.output.stalledSinceMs;
  }

  checkSilence(nowMs: number): void {
    this.#input.checkSilence(nowMs, true);
  }

  beginAnew(nowMs: number): void {
    this.#input.beginAnew(nowMs);
  }

  abandon(): void {
    this.#parts.stream.close(constants.NGHTTP2_CANCEL);
  }

  leave(reason: FlowMeshError | undefined): void {
    this.#endWith(reason);
  }

  closed(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#deadline?.cancel();
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) {
      if (call.state === "new") this.released(call);
      else this.#context.dispatcher.cancel(call);
    }
  }

  // As owner of the input

  message(bytes: Buffer, heldBytes: number): void {
    const { request, timeoutMs, problem } = this.#decode(bytes);
    const call = this.#newCall(timeoutMs, heldBytes);
    this.#heldBytes += heldBytes;
    this.#goOn();
    this.#connection.whenRoom(() => {
      if (this.#state === "closed") return;
      if (problem === undefined) this.#context.dispatcher.start(call, request!);
      else this.#context.dispatcher.refuse(call, problem);
    });
  }

  ended(): void {
    this.#endWith(undefined);
  }

  /** What came is no request: nothing behind it can be understood. It is refused as a call, so that it is counted. */
  failed(cause: unknown): void {
    if (this.#state !== "open") return;
    const call = this.#newCall(undefined, 0);
    this.#context.dispatcher.refuse(call, cause);
    this.#calls.pop();
    this.#endWith(call.error);
  }

  // As owner of calls

  answered(): void {
    if (this.#isFlushPending) return;
    this.#isFlushPending = true;
    this.#context.clock.soon(() => this.#flush());
  }

  released(call: StreamedCall): void {
    this.#heldBytes -= call.requestBytes;
    this.#input.release(call.requestBytes);
    this.#goOn();
  }

  #newCall(timeoutMs: number | undefined, heldBytes: number): StreamedCall {
    const { callStream, credential, headers } = this.#parts;
    const call = new StreamedCall(this.#connection, this, callStream.carries, timeoutMs, heldBytes);
    call.credential = credential;
    identify(call, headers);
    this.#calls.push(call);
    return call;
  }

  #decode(bytes: Buffer): { request?: object; timeoutMs?: number; problem?: unknown } {
    try {
      const { request, timeoutMs } = this.#parts.callStream.request.decodeRequest(bytes) as Streamed;
      if (request === undefined) throw new FlowMeshError("field_invalid", { field: "request", problem: "is missing" });
      return timeoutMs === 0 ? { request } : { request, timeoutMs: checkTimeoutMs({ timeoutMs }) };
    } catch (problem) {
      return { problem };
    }
  }

  /** Answers that were given within one turn leave together. */
  #flush(): void {
    this.#isFlushPending = false;
    if (this.#state === "closed") return;
    let count = 0;
    while (count < this.#calls.length && this.#calls[count]!.answer !== undefined) count++;
    if (count > 0) {
      const answers = this.#calls.splice(0, count).map(({ answer }) => answer!);
      this.#parts.output.sendAll(this.#parts.callStream.response, answers);
    }
    this.#endWhenAnswered();
    this.#goOn();
  }

  /** Reads on, or no more for now. */
  #goOn(): void {
    if (this.#state !== "open") return;
    if (this.#isFull) this.#input.pause();
    else this.#input.resume();
  }

  get #isFull(): boolean {
    const { limits, requestBytes } = this.#context;
    if (!this.#parts.output.hasRoom) return true;
    if (this.#calls.length === 0) return false;
    return (
      this.#calls.length >= limits.grpcStreamCalls ||
      this.#heldBytes >= limits.grpcStreamCallBytes ||
      requestBytes.isFull
    );
  }

  #endWith(error: FlowMeshError | undefined): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#error = error;
    this.#input.leave();
    this.#endWhenAnswered();
  }

  #endWhenAnswered(): void {
    if (this.#state !== "ending" || this.#calls.length > 0) return;
    if (this.#error === undefined) this.#parts.output.end();
    else this.#parts.output.fail(this.#error);
  }

  #expire(timeoutMs: number): void {
    if (this.#state === "closed") return;
    this.closed();
    this.#input.leave();
    this.#parts.output.fail(new FlowMeshError("deadline_exceeded", { what: this.#parts.callStream.name, timeoutMs }));
  }
}

interface Streamed {
  readonly request: object | undefined;
  readonly timeoutMs: number;
}
