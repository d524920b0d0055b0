import type { AnyMethod, CallOptions } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { Credential } from "../access/credential.ts";
import type { TraceContext } from "../telemetry/tracing/trace-context.ts";
import type { Caller } from "./caller.ts";

/** Protocols by which calls come in. */
export type FaceName = "frames" | "http" | "grpc";

/**
 * A call on its way through the dispatcher. A face makes one for each request, and is told here, exactly once, how it ended: `reply`, `end` or `fail`; of a call
 * that was cancelled it is told nothing more. It is also what the handler gets as its options, so that no object a call is needed for that.
 */
export abstract class Call implements CallOptions {
  readonly method: AnyMethod;
  readonly face: FaceName;
  readonly caller: Caller;
  /** Time that the caller gave it. Undefined: the method's default. */
  readonly askedMs: number | undefined;
  /** Who makes it: the connection's, unless its face found one for this call alone. */
  credential: Credential | undefined;
  /** Where it stands in a trace, when its caller says so. */
  trace: TraceContext | undefined;
  /** By which its caller and the log know it. */
  requestId: string | undefined;

  // The dispatcher's own.
  state: "new" | "open" | "settled" = "new";
  startedMs = 0;
  limitMs: number | undefined;
  dueMs: number = Number.POSITIVE_INFINITY;
  previous: Call | undefined;
  next: Call | undefined;
  /** Whether it may wait for something to happen, so that it must be told when nobody wants it any more, and ending it loses nothing. */
  isWaiting = false;
  /** Of one with many responses: whether its reader has not yet seen all there was, so that the next response comes at once and may be large. */
  isBehind = true;
  /** Whether it may read through much before it answers, which its handler gives up when nobody waits for it any more. */
  mayTakeLong = false;
  /** What it may return at most, where that is much: counted while its handler works. */
  responseBytes = 0;
  isCounted = false;
  /** Its request, where somebody wants to see calls. */
  observed: object | undefined;
  /** Of one that lasts, so that it can be asked again whether it may. */
  request: object | undefined;
  /** What it holds of the room for answers, while its handler reads. */
  heldBytes = 0;
  whileWaiting: CallOptions["whileWaiting"];
  iterator: AsyncIterator<object> | undefined;
  #abort: AbortController | undefined;
  #abortReason: unknown;

  constructor(method: AnyMethod, face: FaceName, caller: Caller, askedMs: number | undefined) {
    this.method = method;
    this.face = face;
    this.caller = caller;
    this.credential = caller.credential;
    this.askedMs = askedMs;
  }

  /** For handlers that wait; the others end soon by themselves, and a write cannot be taken back. The dispatcher keeps the time, so there is no `timeoutMs`. */
  get signal(): AbortSignal | undefined {
    if (!this.isWaiting && !this.mayTakeLong) return undefined;
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#abortReason !== undefined) this.#abort.abort(this.#abortReason);
    }
    return this.#abort.signal;
  }

  /** The name of whoever makes it; empty where nobody must say. */
  get who(): string {
    return this.credential?.identity?.name ?? "";
  }

  /** The stream, group or other resource that it is about, where somebody wants to see calls. */
  get resourceName(): string | undefined {
    const name = (this.observed as Readonly<Record<string, unknown>> | undefined)?.[this.method.resource];
    return typeof name === "string" ? name : undefined;
  }

  /** Tells the handler that nobody waits for it any more. */
  abort(reason: unknown): void {
    this.#abortReason = reason;
    this.#abort?.abort(reason);
  }

  /** Answers that its connection has not taken. */
  get unsentBytes(): number {
    return 0;
  }

  /** The answer of a call with one response. */
  abstract reply(response: object): void;
  /** The call failed; of a call with many responses also after some of them. */
  abstract fail(error: FlowMeshError): void;
  /** One of many responses. */
  abstract item(response: object): void;
  /** All of many responses were given. */
  abstract end(): void;
  /** Resolves when the reader has room for the next of many responses; undefined when it has some now. */
  abstract room(): Promise<void> | undefined;
  /** The handler has ended, and with it the use of the request's bytes. Called once, before or after the call was answered. */
  abstract released(): void;
}
