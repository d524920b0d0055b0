import type { ClientHttp2Stream } from "node:http2";
import type { AnyCodec, CallError } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { errorFromWire, nextTick } from "@flowmesh/fabric/internal";
import type { UnaryCall } from "../unary-call.ts";
import { GrpcExchange } from "./grpc-exchange.ts";

/** Who hears of what becomes of the calls on one stream. After `ended` or `broken` nothing more comes. */
export interface CallCarrierOwner {
  heard(): void;
  replied(call: UnaryCall, response: object): void;
  refused(call: UnaryCall, error: FlowMeshError): void;
  /** The server has ended the stream, and every call on it is settled; the next one needs another. */
  ended(): void;
  /** The stream ended before its status came, with an error of HTTP/2. */
  broken(http2Code: number): void;
}

/** Calls of one method that share a stream of calls: sent one behind the other, answered in the same order. */
export class CallCarrier {
  /** Bytes that HTTP/2 has not taken. */
  unsentBytes = 0;
  readonly #stream: ClientHttp2Stream;
  readonly #owner: CallCarrierOwner;
  readonly #exchange: GrpcExchange;
  /** Calls without an answer, in order; undefined where nobody wants it any more. */
  #calls: (UnaryCall | undefined)[] = [];
  #answered = 0;
  #isCorked = false;

  /** `response` holds an answer, as `response` or `error`. */
  constructor(stream: ClientHttp2Stream, response: AnyCodec, owner: CallCarrierOwner) {
    this.#stream = stream;
    this.#owner = owner;
    this.#exchange = new GrpcExchange(response, stream, {
      heard: () => owner.heard(),
      response: (answer) => this.#onAnswer(answer as Answer),
      ended: () => this.refuseAll(new FlowMeshError("protocol_violation", { problem: "no answer came" })),
      failed: (error) => this.refuseAll(error),
      broken: (code) => owner.broken(code),
    });
  }

  /** Sends a call. What is sent within one turn leaves together. */
  send(call: UnaryCall, chunks: readonly Buffer[], onSent: () => void): void {
    this.#calls.push(call);
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#stream.cork();
      nextTick(() => this.#uncork());
    }
    for (const chunk of chunks.slice(0, -1)) this.#stream.write(chunk);
    this.#stream.write(chunks.at(-1)!, onSent);
  }

  /** Nobody wants the answer of this call any more; what was sent may have its effect all the same. */
  forget(id: number): void {
    const at = this.#calls.findIndex((call) => call?.id === id);
    if (at >= 0) this.#calls[at] = undefined;
  }

  /** Tells every call that has no answer why it gets none. */
  refuseAll(error: FlowMeshError): void {
    const calls = this.#calls.slice(this.#answered);
    this.#calls = [];
    this.#answered = 0;
    this.#owner.ended();
    for (const call of calls) if (call !== undefined) this.#owner.refused(call, error);
  }

  cancel(): void {
    this.#exchange.cancel();
  }

  /** The connection is gone, and its owner tells. */
  drop(): void {
    this.#exchange.drop();
  }

  /** What is wrong with an answer is told to the call that it was for, and to those behind it. */
  #onAnswer({ response, error }: Answer): void {
    if (this.#answered === this.#calls.length) throw new Error("it answered more calls than there were");
    if (response === undefined && error === undefined)
      throw new Error("an answer holds neither a response nor an error");
    const call = this.#next();
    if (call === undefined) return;
    if (response !== undefined) this.#owner.replied(call, response);
    else this.#owner.refused(call, errorFromWire(error!));
  }

  #next(): UnaryCall | undefined {
    const call = this.#calls[this.#answered];
    this.#calls[this.#answered++] = undefined;
    if (this.#answered === this.#calls.length || this.#answered > keptMax) {
      this.#calls.splice(0, this.#answered);
      this.#answered = 0;
    }
    return call;
  }

  #uncork(): void {
    this.#isCorked = false;
    this.#stream.uncork();
  }
}

interface Answer {
  readonly response: object | undefined;
  readonly error: CallError | undefined;
}

/** Answered calls are cut off the list in one go. */
const keptMax = 256;
