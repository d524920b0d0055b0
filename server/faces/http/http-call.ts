import type { ServerResponse } from "node:http";
import type { AnyMethod } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
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

/** A call with many responses, that came over HTTP: they are written as they come, and the next is asked for when the client has taken them. */
export class HttpStreamCall extends Call {
  /** Resolves with the first sign of the handler: a response, or its end. Rejects when it failed before. */
  readonly begun: Promise<void>;
  readonly #response: ServerResponse;
  readonly #toLine: (response: object) => string;
  readonly #toLastLine: (error: FlowMeshError) => string;
  #resolve!: () => void;
  #reject!: (error: FlowMeshError) => void;
  #hasBegun = false;

  constructor(
    method: AnyMethod,
    caller: Caller,
    timeoutMs: number | undefined,
    response: ServerResponse,
    toLine: (response: object) => string,
    toLastLine: (error: FlowMeshError) => string,
  ) {
    super(method, "http", caller, timeoutMs);
    this.#response = response;
    this.#toLine = toLine;
    this.#toLastLine = toLastLine;
    this.begun = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  override reply(): void {}

  override item(response: object): void {
    this.#begin();
    this.#response.write(this.#toLine(response));
  }

  override end(): void {
    this.#begin();
    this.#response.end();
  }

  /** Once lines were sent, the status cannot change any more: the error is the last line. */
  override fail(error: FlowMeshError): void {
    if (this.#hasBegun) this.#response.end(this.#toLastLine(error));
    else this.#reject(error);
  }

  override room(): Promise<void> | undefined {
    if (!this.#response.writableNeedDrain) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#response.off("drain", go);
        this.#response.off("close", go);
        resolve();
      };
      this.#response.on("drain", go);
      this.#response.on("close", go);
    });
  }

  override released(): void {}

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#resolve();
  }
}
