import type { AnyMethod } from "@flowmesh/contract";
import { isRepeatable, rememberedMs } from "./is-repeatable.ts";
import type { RemoteCallOptions } from "./remote-call-options.ts";

/** A call that has one answer, from the moment it is made until it is settled. It outlives connections. */
export class UnaryCall {
  readonly id: number;
  readonly method: AnyMethod;
  readonly request: object;
  readonly timeoutMs: number;
  /** By `performance.now()`. */
  readonly deadlineMs: number;
  readonly resolve: (response: object) => void;
  readonly reject: (reason: unknown) => void;
  /** It was given to the connection that is open now. */
  isSent = false;
  /** How often it was given to some connection. */
  sentTimes = 0;
  readonly options: RemoteCallOptions | undefined;
  readonly signal: AbortSignal | undefined;
  onAbort: (() => void) | undefined = undefined;
  /** By the wall clock, which goes on while the machine is suspended. */
  readonly #madeMs = Date.now();

  constructor(
    id: number,
    method: AnyMethod,
    request: object,
    timeoutMs: number,
    deadlineMs: number,
    options: RemoteCallOptions | undefined,
    resolve: (response: object) => void,
    reject: (reason: unknown) => void,
  ) {
    this.id = id;
    this.method = method;
    this.request = request;
    this.timeoutMs = timeoutMs;
    this.deadlineMs = deadlineMs;
    this.options = options;
    this.signal = options?.signal;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Whether it changes nothing, so that giving it up loses nothing. */
  get onlyReads(): boolean {
    return this.method.verb === "GET";
  }

  /** Whether it may be sent again although the first one may have taken effect. */
  get isRepeatable(): boolean {
    return isRepeatable(this.method, this.request) && Date.now() - this.#madeMs <= rememberedMs(this.request);
  }
}
