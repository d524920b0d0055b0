import { type AnyMethod, methods } from "@flowmesh/contract";

/** What a stream asks of the channel that carries it. */
export interface StreamCarrier {
  /** Sends the call, now or as soon as there is a connection. */
  startStream(stream: RemoteStream): void;
  /** Grants the server more bytes. */
  grantCredit(stream: RemoteStream, bytes: number): void;
  /** The consumer wants no more. */
  leaveStream(stream: RemoteStream): void;
}

/** How a call that was cut off goes on: the request that continues behind `response`, or the same request when nothing has come yet. */
export type Resume = (request: object, response: object) => object;

interface Waiter {
  readonly resolve: (result: IteratorResult<object, undefined>) => void;
  readonly reject: (reason: unknown) => void;
}

const finished: IteratorResult<object, undefined> = { done: true, value: undefined };

/**
 * The answers of one streaming call, as its consumer reads them, through any number of connections.
 *
 *   idle -> asked (by the first `next`, or by `resume` when the connection was lost) -> open -> ended
 *
 * What has come and was not yet read is kept; it never exceeds the credit that the server was given, because credit is granted only for what was read, and a
 * call that was cut off is sent again only when nothing of before is left to read.
 */
export class RemoteStream implements AsyncIterator<object, undefined> {
  readonly id: number;
  readonly method: AnyMethod;
  /** What to send when the call starts, or starts again. */
  request: object;
  readonly signal: AbortSignal | undefined;
  /** The call was given to the connection that is open now. */
  isSent = false;
  /** When it is given up if there is no connection until then, by `performance.now()`. */
  deadlineMs: number = Number.POSITIVE_INFINITY;
  readonly #carrier: StreamCarrier;
  readonly #resume: Resume;
  readonly #onAbort = (): void => this.#abort();
  readonly #waiters: Waiter[] = [];
  #responses: object[] = [];
  #sizes: number[] = [];
  #readAt = 0;
  #creditBytes = 0;
  #consumedBytes = 0;
  #isAsked = false;
  /** Nothing more will come. */
  #isEnded = false;
  /** The reader was told so, or has left. */
  #isFinished = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(
    id: number,
    method: AnyMethod,
    request: object,
    resume: Resume,
    carrier: StreamCarrier,
    signal: AbortSignal | undefined,
  ) {
    this.id = id;
    this.method = method;
    this.request = request;
    this.#resume = resume;
    this.#carrier = carrier;
    this.signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
  }

  /** Whether it waits to be sent: it has a reader, and nothing of an earlier connection is left to read. */
  get wantsToBeSent(): boolean {
    return this.#isAsked && !this.#isEnded && !this.isSent && this.#isEmpty;
  }

  /** Whether it follows what is to come, so that it waits for a connection as long as it takes: a subscription where it says so, a watch always. */
  get isLive(): boolean {
    return this.method !== methods.subscribe || (this.request as { readonly live?: boolean }).live === true;
  }

  next(): Promise<IteratorResult<object, undefined>> {
    if (this.signal?.aborted === true) this.#abort();
    if (!this.#isEmpty) return Promise.resolve({ done: false, value: this.#take() });
    if (this.#isEnded) return this.#finish();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#ask();
    });
  }

  async return(): Promise<IteratorResult<object, undefined>> {
    this.#leave(undefined);
    return finished;
  }

  /** The call was sent; the server may send `creditBytes`. */
  sent(creditBytes: number): void {
    this.isSent = true;
    this.#creditBytes = creditBytes;
    this.#consumedBytes = 0;
  }

  /** The connection was lost: it will be sent again behind what has come. */
  unsent(): void {
    this.isSent = false;
  }

  /** One response of `bytes` on the wire. */
  receive(response: object, bytes: number): void {
    this.request = this.#resume(this.request, response);
    const waiter = this.#waiters.shift();
    if (waiter === undefined) {
      this.#responses.push(response);
      this.#sizes.push(bytes);
      return;
    }
    waiter.resolve({ done: false, value: response });
    this.#consumed(bytes);
  }

  /** The server has sent everything. */
  end(): void {
    this.#settle(undefined);
  }

  fail(reason: unknown): void {
    this.#settle({ reason });
  }

  get #isEmpty(): boolean {
    return this.#readAt === this.#responses.length;
  }

  #take(): object {
    const response = this.#responses[this.#readAt]!;
    const bytes = this.#sizes[this.#readAt]!;
    this.#responses[this.#readAt] = finished;
    this.#readAt += 1;
    if (this.#isEmpty) this.#clear();
    this.#consumed(bytes);
    if (!this.isSent) this.#ask();
    return response;
  }

  #clear(): void {
    this.#responses = [];
    this.#sizes = [];
    this.#readAt = 0;
  }

  #consumed(bytes: number): void {
    if (!this.isSent || this.#isEnded) return;
    this.#consumedBytes += bytes;
    if (this.#consumedBytes * 4 < this.#creditBytes) return;
    this.#carrier.grantCredit(this, this.#consumedBytes);
    this.#consumedBytes = 0;
  }

  #ask(): void {
    this.#isAsked = true;
    if (this.wantsToBeSent) this.#carrier.startStream(this);
  }

  #abort(): void {
    if (!this.#isFinished) this.#leave({ reason: this.signal!.reason });
  }

  /** What has come and was not read is dropped. */
  #leave(failure: { readonly reason: unknown } | undefined): void {
    this.#clear();
    if (!this.#isEnded) this.#carrier.leaveStream(this);
    this.#failure = undefined;
    this.#settle(failure);
  }

  #settle(failure: { readonly reason: unknown } | undefined): void {
    this.#failure ??= failure;
    this.#isEnded = true;
    this.signal?.removeEventListener("abort", this.#onAbort);
    for (const waiter of this.#waiters.splice(0)) this.#finish().then(waiter.resolve, waiter.reject);
  }

  /** A failure is told once; after it the stream has ended. */
  #finish(): Promise<IteratorResult<object, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    this.#isFinished = true;
    return failure === undefined ? Promise.resolve(finished) : Promise.reject(failure.reason);
  }
}
