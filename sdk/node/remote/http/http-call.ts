import type { AnyMethod } from "@flowmesh/contract";
import { isRepeatable, rememberedMs } from "../is-repeatable.ts";
import type { HttpRequest } from "./http-request.ts";

/** A call with one answer, from the moment it is made until it is settled. It outlives connections. */
export class HttpCall {
  readonly method: AnyMethod;
  readonly message: HttpRequest;
  /** By `performance.now()`. */
  readonly deadlineMs: number;
  /** There is a connection on which it was sent, and no answer yet. */
  isSent = false;
  readonly #ending = new AbortController();
  /** By the wall clock, which goes on while the machine is suspended. */
  readonly #repeatableUntilMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.end(this.#signal!.reason);

  constructor(
    method: AnyMethod,
    request: object,
    message: HttpRequest,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onOverdue: (call: HttpCall) => void,
  ) {
    this.method = method;
    this.message = message;
    this.deadlineMs = performance.now() + timeoutMs;
    this.#repeatableUntilMs = isRepeatable(method, request) ? Date.now() + rememberedMs(request) : 0;
    this.#timer = setTimeout(() => onOverdue(this), timeoutMs).unref();
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Whether it may be sent again although the first one may have taken effect. */
  get isRepeatable(): boolean {
    return Date.now() <= this.#repeatableUntilMs;
  }

  /** Whether it changes nothing, so that giving it up loses nothing. */
  get onlyReads(): boolean {
    return this.method.verb === "GET";
  }

  /** Aborted when nobody wants the answer any more; its reason is what the caller is told. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get leftMs(): number {
    return Math.max(1, Math.ceil(this.deadlineMs - performance.now()));
  }

  end(reason: unknown): void {
    this.#ending.abort(reason);
  }

  /** It was answered, or has failed. */
  settled(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}
