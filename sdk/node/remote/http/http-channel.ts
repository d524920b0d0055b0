import type { Agent, IncomingMessage } from "node:http";
import { type AnyMethod, type CallOptions, limits, methods } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type Address, formatUrl } from "../../address.ts";
import { Backoff } from "../backoff.ts";
import {
  closedError,
  connectionFailed,
  describeNetworkError,
  isPassing,
  noConnection,
  timeoutOf,
} from "../call-failures.ts";
import type { ChannelOptions } from "../channel.ts";
import type { ConnectionSecurity } from "../connection-security.ts";
import { RemoteStream, type Resume, type StreamCarrier } from "../remote-stream.ts";
import { errorOfProblem, ForeignAnswerError, readAnswer, responseOfAnswer } from "./http-answer.ts";
import { HttpCall } from "./http-call.ts";
import { exchange, NoAnswerError } from "./http-exchange.ts";
import { httpRequestOf } from "./http-request.ts";
import { HttpSubscription } from "./http-subscription.ts";
import { openAgent } from "./open-agent.ts";
import { pause } from "./pause.ts";
import { WriteOrder } from "./write-order.ts";

/** Calls with one answer that are under way at once; what waits for something to happen does not count. */
const connectionsMax = 128;

/**
 * Carries the calls of one client over HTTP: each is a request of its own, on connections that are kept and used again.
 *
 * A call that no server has taken, or whose connection was lost and that may be repeated, is sent again after a back-off until its time has run out. Batches of
 * one partition are sent one after the other. A stream is made again behind what it gave last.
 */
export class HttpChannel implements StreamCarrier {
  readonly #address: Address;
  readonly #backoff: Backoff;
  readonly #onConnection: ChannelOptions["onConnection"];
  readonly #token: string | undefined;
  readonly #silenceMs: number;
  readonly #agent: Agent;
  /** For calls that wait for something to happen, so that they keep no others waiting. */
  readonly #patientAgent: Agent;
  readonly #calls = new Map<HttpCall, Promise<unknown>>();
  readonly #subscriptions = new Map<RemoteStream, HttpSubscription>();
  readonly #order = new WriteOrder();
  #isReachable = false;
  #isClosing = false;
  #lastProblem: FlowMeshError | undefined;
  #lastStreamId = 0;

  constructor(address: Address, options: ChannelOptions & ConnectionSecurity = {}) {
    this.#address = address;
    this.#token = options.token;
    const { silence } = options;
    this.#silenceMs = silence === undefined ? silentLinesMs : silence.pingAfterMs + silence.stallMs;
    this.#agent = openAgent(options.tls, connectionsMax);
    this.#patientAgent = openAgent(options.tls);
    this.#backoff = options.backoff ?? new Backoff();
    this.#onConnection = options.onConnection;
  }

  /**
   * Resolves when a FlowMesh has answered, be it that it starts.
   * @throws FlowMeshError `connection_failed`, `protocol_violation`, `token_missing`, `token_invalid`, `tls_required`
   */
  async connect(): Promise<void> {
    if (this.#isClosing) throw closedError();
    const signal = AbortSignal.timeout(connectMs);
    const sent = { agent: this.#agent, token: this.#token, timeoutMs: undefined, signal, onConnected };
    let refusal: FlowMeshError | undefined;
    try {
      const answer = await exchange(this.#address, httpRequestOf(status, {}), sent);
      const body = await readAnswer(answer);
      if (answer.statusCode === 200) responseOfAnswer(status, answer, body);
      else refusal = errorOfProblem(answer.statusCode!, body.toString());
    } catch (cause) {
      throw this.#lost(cause as Error);
    }
    if (this.#isClosing) throw closedError();
    const isFinal = refusal?.code === "unauthenticated" || refusal?.reason === "tls_required";
    if (isFinal || refusal?.reason === "stopping") throw refusal;
    this.#reached();
  }

  async call(method: AnyMethod, request: object, options: CallOptions | undefined): Promise<object> {
    if (this.#isClosing) throw closedError();
    options?.signal?.throwIfAborted();
    const timeoutMs = timeoutOf(request, options);
    const message = httpRequestOf(method, request);
    const call = new HttpCall(method, request, message, timeoutMs, options?.signal, (overdue) =>
      overdue.end(this.#overdue(overdue, timeoutMs)),
    );
    const { waitMs = 0, atLeast = 0 } = request as { waitMs?: number; atLeast?: number };
    const agent = waitMs > 0 || atLeast > 0 ? this.#patientAgent : this.#agent;
    const answered = this.#order.run(method, request, () => this.#answer(call, agent));
    this.#calls.set(call, answered);
    try {
      return await whileWanted(answered, call.ending);
    } finally {
      this.#calls.delete(call);
      call.settled();
    }
  }

  /** The answers of a streaming call; it is made when the first one is asked for. */
  stream(method: AnyMethod, request: object, resume: Resume, options: CallOptions | undefined): RemoteStream {
    this.#lastStreamId += 1;
    return new RemoteStream(this.#lastStreamId, method, request, resume, this, options?.signal);
  }

  /** Refuses new calls, waits for the writes that the server has, refuses what reads or was not sent, ends the streams. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const call of this.#calls.keys()) if (!call.isSent || call.onlyReads) call.end(closedError());
    for (const stream of [...this.#subscriptions.keys()]) {
      this.leaveStream(stream);
      stream.fail(closedError());
    }
    await Promise.allSettled(this.#calls.values());
    this.#agent.destroy();
    this.#patientAgent.destroy();
  }

  // As carrier of streams

  startStream(stream: RemoteStream): void {
    if (this.#isClosing) {
      stream.fail(closedError());
      return;
    }
    const subscription = this.#subscriptions.get(stream) ?? new HttpSubscription(stream, this.#silenceMs);
    this.#subscriptions.set(stream, subscription);
    if (!subscription.isRunning) void this.#follow(subscription);
  }

  grantCredit(stream: RemoteStream, bytes: number): void {
    this.#subscriptions.get(stream)?.granted(bytes);
  }

  leaveStream(stream: RemoteStream): void {
    this.#subscriptions.get(stream)?.end(closedError());
    this.#subscriptions.delete(stream);
  }

  /** Sends a call until it is answered, or must not be sent again. */
  async #answer(call: HttpCall, agent: Agent): Promise<object> {
    for (;;) {
      call.ending.throwIfAborted();
      try {
        const response = await this.#attempt(call, agent);
        if (!(response instanceof FlowMeshError)) return response;
        if (!isPassing(response) || !call.isRepeatable) throw response;
        this.#lastProblem = response;
      } catch (cause) {
        if (call.ending.aborted || isFlowMeshError(cause)) throw cause;
        const lost = this.#lost(cause as Error);
        if (lost.reason === "protocol_violation" || (call.isSent && !call.isRepeatable)) throw lost;
      }
      call.isSent = false;
      if (this.#isClosing) throw this.#lastProblem ?? closedError();
      await pause(this.#backoff.next(), call.ending);
    }
  }

  /** One request: its response, or the error that the server gave. */
  async #attempt(call: HttpCall, agent: Agent): Promise<object> {
    const { method, message, leftMs: timeoutMs, ending: signal } = call;
    const onConnected = (): void => {
      call.isSent = true;
    };
    const answer = await exchange(this.#address, message, {
      agent,
      token: this.#token,
      timeoutMs,
      signal,
      onConnected,
    });
    const body = await readAnswer(answer);
    const code = answer.statusCode!;
    const response = code < 300 ? responseOfAnswer(method, answer, body) : errorOfProblem(code, body.toString());
    this.#reached();
    return response;
  }

  /** Carries a stream until it has ended, or nobody reads it; one that was cut off waits until its reader has read what came. */
  async #follow(subscription: HttpSubscription): Promise<void> {
    const { stream, ending } = subscription;
    subscription.isRunning = true;
    while (stream.wantsToBeSent && !ending.aborted) {
      subscription.mustReach(() => this.#giveUp(subscription));
      const failure = await this.#read(subscription);
      if (ending.aborted) break;
      stream.unsent();
      if (failure === undefined || !failure.isPassing) {
        this.#subscriptions.delete(stream);
        subscription.reached();
        if (failure === undefined) stream.end();
        else stream.fail(failure.reason);
        break;
      }
      await pause(this.#backoff.next(), ending).catch(() => {});
    }
    subscription.isRunning = false;
  }

  /** Why a stream did not come to its end, and whether to try again. */
  async #read(subscription: HttpSubscription): Promise<{ reason: unknown; isPassing: boolean } | undefined> {
    const { stream, ending: signal } = subscription;
    try {
      const message = httpRequestOf(stream.method, stream.request);
      const options = { agent: this.#patientAgent, token: this.#token, timeoutMs: undefined, signal, onConnected };
      const answer: IncomingMessage = await exchange(this.#address, message, options);
      this.#reached();
      await subscription.read(answer);
      return undefined;
    } catch (cause) {
      const reason = isFlowMeshError(cause) || signal.aborted ? cause : this.#lost(cause as Error);
      const isPassed = isFlowMeshError(reason) && (isPassing(reason) || reason.reason === "connection_failed");
      if (isPassed) this.#lastProblem = reason;
      return { reason, isPassing: isPassed };
    }
  }

  #giveUp(subscription: HttpSubscription): void {
    const { stream } = subscription;
    this.leaveStream(stream);
    stream.fail(noConnection(this.#address, this.#lastProblem));
  }

  #overdue(call: HttpCall, timeoutMs: number): FlowMeshError {
    if (!call.isSent && !this.#isReachable) return noConnection(this.#address, this.#lastProblem);
    return new FlowMeshError("deadline_exceeded", { what: call.method.name, timeoutMs });
  }

  #reached(): void {
    this.#backoff.reset();
    if (this.#isReachable) return;
    this.#isReachable = true;
    this.#onConnection?.(true, undefined);
  }

  /** No answer came, or one that no FlowMesh gives. */
  #lost(cause: Error): FlowMeshError {
    const error = this.#describe(cause);
    this.#lastProblem = error;
    if (this.#isReachable && !this.#isClosing) {
      this.#isReachable = false;
      this.#onConnection?.(false, error);
    }
    return error;
  }

  #describe(cause: Error): FlowMeshError {
    const original = (cause instanceof NoAnswerError ? cause.cause : cause) as NodeJS.ErrnoException;
    const isForeign = cause instanceof ForeignAnswerError || original.code?.startsWith("HPE_") === true;
    if (!isForeign) return connectionFailed(this.#address, describeNetworkError(original), original);
    const problem = `${formatUrl(this.#address)} sent what a FlowMesh server does not send: ${original.message}`;
    return new FlowMeshError("protocol_violation", { problem }, { cause });
  }
}

/** A server lets lines be silent for a third of this. */
const silentLinesMs = limits.httpLineSilenceMs.value * 3;
/** What is asked of a server to see whether it is there. */
const status = methods.getStatus as AnyMethod;
/** Until a server has answered. */
const connectMs = 10_000;

function onConnected(): void {}

/** The result of a call, or the reason for which nobody wants it any more, whichever comes first. */
function whileWanted<Result>(result: Promise<Result>, ending: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(ending.reason);
    if (ending.aborted) onAbort();
    ending.addEventListener("abort", onAbort, { once: true });
    result.then(resolve, reject);
  });
}
