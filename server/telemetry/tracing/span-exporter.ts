import { limits } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import type { Log } from "../log.ts";
import type { Span } from "./span.ts";

/** Where spans are sent, and as what. */
export interface TracingOptions {
  /** Address that takes OTLP over HTTP in JSON, whole: `http://localhost:4318/v1/traces`. */
  readonly url: string;
  /** Headers of each request, such as a key. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Default `flowmesh`. */
  readonly serviceName?: string | undefined;
  /** Share of the calls whose callers say nothing of a trace that begin one: 0 to 1. Default 1. */
  readonly ratio?: number | undefined;
}

/**
 * Sends spans in batches, one request at a time, from a bounded queue: when the receiver is slow or gone, spans are dropped and counted, and calls never wait. A batch
 * that is refused is not sent again.
 */
export class SpanExporter {
  sent = 0;
  dropped = 0;
  readonly #options: TracingOptions;
  readonly #version: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #queue: Span[] = [];
  #sending: Promise<void> | undefined;
  #isTimed = false;
  #isClosed = false;
  #hasFailed = false;

  constructor(options: TracingOptions, { version, clock, log }: { version: string; clock: Clock; log: Log }) {
    this.#options = options;
    this.#version = version;
    this.#clock = clock;
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#queue.length >= limits.spans.value || this.#isClosed;
  }

  add(span: Span): void {
    this.#queue.push(span);
    if (this.#queue.length >= batchSpans) this.#send();
    else this.#sendLater();
  }

  /** Sends what is there, for at most two seconds. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const timeIsUp = new Promise<void>((resolve) => void this.#clock.after(closeMs, resolve));
    await Promise.race([this.#sendAll(), timeIsUp]);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      await this.#sending;
      if (this.#queue.length === 0) return;
      this.#send();
    }
  }

  #sendLater(): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#clock.after(lingerMs, () => {
      this.#isTimed = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#sending !== undefined || this.#queue.length === 0) return;
    const spans = this.#queue.splice(0, batchSpans);
    this.#sending = this.#post(spans).then(() => {
      this.#sending = undefined;
      if (this.#queue.length > 0) this.#sendLater();
    });
  }

  async #post(spans: readonly Span[]): Promise<void> {
    const { url, headers } = this.#options;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(this.#message(spans)),
        signal: AbortSignal.timeout(requestMs),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`it answered with ${response.status}`);
      this.sent += spans.length;
      this.#hasFailed = false;
    } catch (cause) {
      this.dropped += spans.length;
      if (!this.#hasFailed) this.#log.warn({ url, problem: problemOf(cause) }, "spans cannot be sent");
      this.#hasFailed = true;
    }
  }

  #message(spans: readonly Span[]): object {
    const attributes = [
      { key: "service.name", value: { stringValue: this.#options.serviceName ?? "flowmesh" } },
      { key: "service.version", value: { stringValue: this.#version } },
    ];
    const scope = { name: "flowmesh", version: this.#version };
    return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope, spans }] }] };
  }
}

function problemOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

const batchSpans = 512;
const lingerMs = 1000;
const requestMs = 10_000;
const closeMs = 2000;
