import type { ServerResponse } from "node:http";
import type { AnyMethod } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import { Call } from "../../dispatch/call.ts";
import type { Caller } from "../../dispatch/caller.ts";

/** A call with one response, that came over HTTP. */
export class HttpCall extends Call {
  /** Settles with the call; stays open for ever when the client has gone. */
  readonly answer: Promise<object>;
  #resolve!: (response: object) => void;
  #reject!: (error: FlowMeshError) => void;
  readonly #onReleased: () => void;

  constructor(method: AnyMethod, caller: Caller, timeoutMs: number | undefined, onReleased: () => void) {
    super(method, "http", caller, timeoutMs);
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

  override released(): void {
    this.#onReleased();
  }
}

/** What a call with many responses is made of, beside the call. */
export interface LineOutput {
  readonly response: ServerResponse;
  /** Answers that clients have not taken, over all connections. */
  readonly unsentBytesAll: ByteBudget;
  readonly toLine: (response: object) => string;
  readonly toLastLine: (error: FlowMeshError) => string;
}

/**
 * A call with many responses, that came over HTTP: they are written as they come, and the next is asked for when the client has taken them, and all clients together
 * have not too much to take.
 */
export class HttpStreamCall extends Call {
  /** Resolves with the first sign of the handler: a response, or its end. Rejects when it failed before. */
  readonly begun: Promise<void>;
  readonly #output: LineOutput;
  #unsentBytes = 0;
  #resolve!: () => void;
  #reject!: (error: FlowMeshError) => void;
  #hasBegun = false;

  constructor(method: AnyMethod, caller: Caller, timeoutMs: number | undefined, output: LineOutput) {
    super(method, "http", caller, timeoutMs);
    this.#output = output;
    output.response.once("close", () => this.#sent(this.#unsentBytes));
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
    this.#output.unsentBytesAll.take(line.length);
    this.#output.response.write(line, () => this.#sent(line.length));
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
    const { response, unsentBytesAll } = this.#output;
    const mustWait = (): boolean => !response.destroyed && (response.writableNeedDrain || unsentBytesAll.isFull);
    if (!mustWait()) return undefined;
    return new Promise((resolve) => {
      const look = (): void => {
        unsentBytesAll.stopWaiting(look);
        if (mustWait()) {
          if (unsentBytesAll.isFull) unsentBytesAll.wait(look);
          return;
        }
        response.off("drain", look);
        response.off("close", look);
        resolve();
      };
      response.on("drain", look);
      response.on("close", look);
      look();
    });
  }

  override released(): void {}

  /** The client has taken bytes, or never will. */
  #sent(bytes: number): void {
    const given = Math.min(bytes, this.#unsentBytes);
    this.#unsentBytes -= given;
    this.#output.unsentBytesAll.give(given);
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#resolve();
  }
}
