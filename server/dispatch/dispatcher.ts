import { type AnyMethod, limits, methods } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Access } from "../access/access.ts";
import type { CallMeter, Outcome } from "../telemetry/call-meter.ts";
import type { CallObserver } from "../telemetry/call-observer.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { carryTrace } from "../telemetry/tracing/carry-trace.ts";
import type { Call, FaceName } from "./call.ts";
import type { Handler } from "./handlers.ts";
import { ItemTurns } from "./item-turns.ts";
import { OpenCalls } from "./open-calls.ts";
import type { ReadQueue } from "./read-queue.ts";
import { decodesRecords, responseBytesOf, returnsRecords } from "./returns-records.ts";

export interface DispatcherOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly reads: ReadQueue;
  /** Turns whatever a handler or a face threw into the error that the caller is told. */
  readonly toError: (cause: unknown, method: AnyMethod) => FlowMeshError;
  /** Hears of each call, where somebody wants to see them. */
  readonly observer?: CallObserver | undefined;
}

interface Route {
  handle: Handler;
  readonly returnsRecords: boolean;
  readonly decodes: boolean;
  readonly meters: Readonly<Record<FaceName, CallMeter>>;
}

/** Why a handler was told to give up: its caller is gone, or does not want the answer any more. */
const cancelled = new DOMException("the caller does not wait any more", "AbortError");

/**
 * The one way of every call, from whatever face: is it allowed, how long may it take, its handler, its error, its count. Nothing here knows a protocol.
 *
 * A call is open from `start` until it is answered, cancelled or overdue; it is released when its handler has ended too, which may be later.
 */
export class Dispatcher {
  readonly #routes: Map<AnyMethod, Route> = new Map();
  readonly #access: Access;
  readonly #clock: Clock;
  readonly #toError: (cause: unknown, method: AnyMethod) => FlowMeshError;
  readonly #open: OpenCalls;
  readonly #reads: ReadQueue;
  readonly #itemTurns: ItemTurns;
  readonly #observer: CallObserver | undefined;
  #isStopping = false;

  constructor(options: DispatcherOptions) {
    this.#access = options.access;
    this.#clock = options.clock;
    this.#toError = options.toError;
    this.#reads = options.reads;
    this.#itemTurns = new ItemTurns(options.clock);
    this.#observer = options.observer;
    this.#open = new OpenCalls(options.clock, (call) => this.#fail(call, overdue(call)));
    for (const method of Object.values(methods) as AnyMethod[]) {
      const meter = (face: FaceName): CallMeter => options.metrics.callMeter(method.fullName, face);
      this.#routes.set(method, {
        handle: starting,
        returnsRecords: returnsRecords(method),
        decodes: decodesRecords(method),
        meters: { frames: meter("frames"), http: meter("http"), grpc: meter("grpc") },
      });
    }
  }

  /** Calls that are under way. */
  get openCalls(): number {
    return this.#open.count;
  }

  /** Gives every method its work. Until then calls are refused with `starting`. */
  serve(handlers: ReadonlyMap<AnyMethod, Handler>): void {
    for (const [method, handle] of handlers) this.#routes.get(method)!.handle = handle;
  }

  /** Begins a call. Whatever becomes of it, the call itself is told; this never throws. */
  start(call: Call, request: object): void {
    const route = this.#routes.get(call.method)!;
    const { waitMs = 0, atLeast = 0 } = request as { readonly waitMs?: number; readonly atLeast?: number };
    call.isWaiting = call.method.serverStreaming || waitMs > 0 || atLeast > 0;
    call.mayTakeLong = route.decodes;
    if (this.#observer !== undefined) call.observed = request;
    this.#add(call, limitOf(call, waitMs));
    try {
      if (this.#isStopping) throw new FlowMeshError("stopping", {});
      this.#access.authorize(call.method, request, call.credential);
      if (call.isWaiting) call.request = request;
      if (call.trace !== undefined) carryTrace(call.trace, call.method, request);
      const isSubscription = call.method.serverStreaming;
      const responseBytes = route.returnsRecords && !isSubscription ? responseBytesOf(call.method, request) : 0;
      call.caller.add(isSubscription);
      call.isCounted = true;
      call.responseBytes = responseBytes;
      if (responseBytes > 0) this.#read(call, request, route);
      else this.#run(call, request, route);
    } catch (cause) {
      this.#fail(call, cause);
      this.#release(call);
    }
  }

  /** Ends the calls that last and may not any more: tokens were removed, or may less than before. */
  authorizeAgain(): void {
    for (const call of this.#open.list()) {
      if (call.request === undefined) continue;
      try {
        this.#access.authorize(call.method, call.request, call.credential);
      } catch (cause) {
        this.#fail(call, cause);
      }
    }
  }

  /** Answers a call whose request could not be understood, so that it is counted as any other. */
  refuse(call: Call, cause: unknown): void {
    this.#add(call, undefined);
    this.#fail(call, cause);
    this.#release(call);
  }

  /** Ends a call whose caller is gone or does not want the answer. It is told nothing more. */
  cancel(call: Call): void {
    if (call.state !== "open") return;
    this.#close(call, "cancelled");
    this.#letGo(call, cancelled);
  }

  /**
   * Takes no more calls, ends those that only wait for something to happen, and lets the others finish; who is not done after `drainMs` is ended with `stopping`.
   * Resolves when no call is open.
   */
  async drain(drainMs: number): Promise<void> {
    this.#isStopping = true;
    for (const call of this.#open.list()) {
      if (call.isWaiting) this.#fail(call, new FlowMeshError("stopping", {}));
    }
    const timer = this.#clock.after(drainMs, () => {
      for (const call of this.#open.list()) this.#fail(call, new FlowMeshError("stopping", {}));
    });
    await this.#open.empty();
    timer.cancel();
    this.#open.stop();
  }

  /** A read begins when there is room for what it may return. One that waits for something to happen is not in the way of others meanwhile. */
  #read(call: Call, request: object, route: Route): void {
    const begin = (): void => this.#run(call, request, route);
    const aside = (wait: Promise<void>): Promise<void> => this.#aside(call, wait);
    if (call.isWaiting) call.whileWaiting = aside;
    if (this.#reads.take(call)) begin();
    else this.#reads.park(call, () => (call.state === "open" ? begin() : this.#release(call)));
  }

  /** What a read waits for, while others have its room. */
  async #aside(call: Call, wait: Promise<void>): Promise<void> {
    this.#reads.giveBack(call);
    await wait;
    await this.#reads.retake(call);
    call.signal?.throwIfAborted();
  }

  #run(call: Call, request: object, route: Route): void {
    try {
      const result = route.handle(request, call);
      if (call.method.serverStreaming) void this.#pump(call, result as AsyncIterable<object>);
      else this.#await(call, result as Promise<object>);
    } catch (cause) {
      this.#fail(call, cause);
      this.#release(call);
    }
  }

  #add(call: Call, limitMs: number | undefined): void {
    call.startedMs = this.#clock.monotonicMs();
    call.limitMs = limitMs;
    call.dueMs = call.startedMs + (limitMs ?? Number.POSITIVE_INFINITY);
    call.state = "open";
    this.#open.add(call);
  }

  #await(call: Call, result: Promise<object>): void {
    result.then(
      (response) => {
        this.#reply(call, response);
        this.#release(call);
      },
      (cause: unknown) => {
        this.#fail(call, cause);
        this.#release(call);
      },
    );
  }

  #reply(call: Call, response: object): void {
    if (call.state !== "open") return;
    try {
      call.reply(response);
    } catch (cause) {
      this.#fail(call, cause);
      return;
    }
    this.#close(call, "ok");
  }

  /** Carries responses from the handler to the face, the next one when there is room for it. */
  async #pump(call: Call, responses: AsyncIterable<object>): Promise<void> {
    const iterator = responses[Symbol.asyncIterator]();
    call.iterator = iterator;
    try {
      for (;;) {
        const room = call.room();
        if (room !== undefined) await room;
        if (call.state !== "open") break;
        if (!(await this.#give(call, iterator))) break;
      }
    } catch (cause) {
      this.#fail(call, cause);
    }
    this.#release(call);
  }

  /** The next response, which nobody keeps here while its call waits for room for another. False: there is none, or nobody wants it. */
  async #give(call: Call, iterator: AsyncIterator<object>): Promise<boolean> {
    const result = await iterator.next();
    // The reads of many may end together, and what costs most is still to be done.
    const turn = call.isBehind ? this.#itemTurns.next() : undefined;
    if (turn !== undefined) await turn;
    if (call.state !== "open") return false;
    if (result.done !== true) {
      call.item(result.value);
      return true;
    }
    this.#close(call, "ok");
    call.end();
    return false;
  }

  #fail(call: Call, cause: unknown): void {
    if (call.state !== "open") return;
    const error = this.#toError(cause, call.method);
    this.#close(call, error.reason);
    this.#letGo(call, error);
    call.fail(error);
  }

  #close(call: Call, outcome: Outcome): void {
    call.state = "settled";
    this.#open.remove(call);
    const meter = this.#routes.get(call.method)!.meters[call.face];
    const durationMs = this.#clock.monotonicMs() - call.startedMs;
    meter.record(outcome, durationMs);
    this.#observer?.ended(call, outcome, durationMs);
  }

  #release(call: Call): void {
    if (call.isCounted) call.caller.remove(call.method.serverStreaming);
    this.#reads.giveBack(call);
    call.released();
  }

  /** Tells the handler to give up. What it still says is not heard. */
  #letGo(call: Call, reason: unknown): void {
    call.abort(reason);
    if (call.responseBytes > 0) this.#reads.wakeSoon();
    call.iterator?.return?.().catch(() => {});
  }
}

function starting(): never {
  throw new FlowMeshError("starting", { state: "the data is being opened" });
}

function overdue(call: Call): FlowMeshError {
  return new FlowMeshError("deadline_exceeded", { what: call.method.name, timeoutMs: call.limitMs ?? 0 });
}

/** A call that may wait for something to happen has that time on top, where the caller did not say. A call with many responses may last. */
function limitOf(call: Call, waitMs: number): number | undefined {
  if (call.askedMs !== undefined) return Math.min(call.askedMs, limits.deadlineMs.max);
  if (call.method.serverStreaming) return undefined;
  return limits.deadlineMs.value + Math.min(Math.max(waitMs, 0), limits.waitMs.value);
}
