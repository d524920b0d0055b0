import type { ServerResponse } from "node:http";
import { type AnyMethod, limits } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import { Call } from "../../dispatch/call.ts";
import type { ResponseRoom } from "../../dispatch/response-room.ts";
import { SubscriptionTurns, type TurnOutput, type TurnTaker } from "../subscription-turns.ts";
import type { HttpConnection } from "./http-connection.ts";

/** A call with one response, that came over HTTP. */
export class HttpCall extends Call {
  /** Settles with the call; stays open for ever when the client has gone. */
  readonly answer: Promise<object>;
  #resolve!: (response: object) => void;
  #reject!: (error: FlowMeshError) => void;
  readonly #connection: HttpConnection;
  readonly #onReleased: () => void;

  constructor(method: AnyMethod, connection: HttpConnection, timeoutMs: number | undefined, onReleased: () => void) {
    super(method, "http", connection.caller, timeoutMs);
    this.#connection = connection;
    this.#onReleased = onReleased;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  override reply(response: object): void {
    this.#resolve(response);
  }

  override fail(error: FlowMeshError): void {
    this.#reject(error);
  }

  override item(): void {}

  override end(): void {}

  override room(): undefined {
    return undefined;
  }

  override get unsentBytes(): number {
    return this.#connection.unsentBytes;
  }

  override released(): void {
    this.#onReleased();
  }
}

/** What a call with many responses is made of, beside the call. */
export interface LineOutput {
  readonly response: ServerResponse;
  readonly connection: HttpConnection;
  readonly responseBytes: ResponseRoom;
  readonly toLine: (response: object) => string;
  readonly toLastLine: (error: FlowMeshError) => string;
}

/**
 * A call with many responses, that came over HTTP: they are written as they come, and the next is asked for when the client has taken them, and while all
 * clients together have too much to take, only when this one has next to none of that.
 */
export class HttpStreamCall extends Call implements TurnTaker, TurnOutput {
  /** Resolves with the first sign of the handler: a response, or its end. Rejects when it failed before. */
  readonly begun: Promise<void>;
  /** How much its next response may have, while it is behind: as text, whose bytes are base64. */
  readonly itemBytes: number = limits.readBytes.value * 1.5;
  readonly #output: LineOutput;
  readonly #turns: SubscriptionTurns;
  #wake: (() => void) | undefined;
  #unsentBytes = 0;
  #resolve!: () => void;
  #reject!: (error: FlowMeshError) => void;
  #hasBegun = false;

  constructor(method: AnyMethod, timeoutMs: number | undefined, output: LineOutput) {
    super(method, "http", output.connection.caller, timeoutMs);
    this.#output = output;
    this.#turns = new SubscriptionTurns(this, output.responseBytes);
    output.response.on("drain", () => this.#turns.wake());
    output.response.once("close", () => {
      this.#sent(this.#unsentBytes);
      this.wake();
    });
    this.begun = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  override reply(): void {}

  override item(response: object): void {
    this.#begin();
    const line = Buffer.from(this.#output.toLine(response));
    this.#unsentBytes += line.length;
    this.#output.connection.unsent(line.length);
    this.#output.response.write(line, () => this.#sent(line.length));
    this.#turns.given(this, response);
  }

  override end(): void {
    this.#begin();
    this.#output.response.end();
  }

  /** Once lines were sent, the status cannot change any more: the error is the last line. */
  override fail(error: FlowMeshError): void {
    if (this.#hasBegun) this.#output.response.end(this.#output.toLastLine(error));
    else this.#reject(error);
  }

  override room(): Promise<void> | undefined {
    if (this.#output.response.destroyed || this.#turns.take(this)) return undefined;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  get mayReceive(): boolean {
    return !this.#output.response.writableNeedDrain;
  }

  get isFull(): boolean {
    return !this.#output.connection.hasRoom;
  }

  get isCrowded(): boolean {
    return this.#output.connection.isCrowded;
  }

  override get unsentBytes(): number {
    return this.#output.connection.unsentBytes;
  }

  /** Lets it go on, if it waits for room. */
  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  override released(): void {
    this.#turns.leave(this);
  }

  /** The client has taken bytes, or never will. */
  #sent(bytes: number): void {
    const given = Math.min(bytes, this.#unsentBytes);
    this.#unsentBytes -= given;
    this.#output.connection.unsent(-given);
    this.#turns.wake();
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#resolve();
  }
}
