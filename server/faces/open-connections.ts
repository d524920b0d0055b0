import type { Clock, Timer } from "@flowmesh/engine";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { FaceMeter } from "../telemetry/metrics.ts";

/** A connection, as its face looks after it. */
export interface OpenConnection {
  /** Tells its client to go: no more calls are taken, those under way end. */
  goAway(reason: FlowMeshError): void;
  /** Sends what is still to be sent, and ends, shortly after at the latest. */
  finish(): void;
  /** Looks for silence that has lasted too long. */
  checkSilence(nowMs: number): void;
  /** What was silence from here was none from there: every term begins now. */
  beginAnew(nowMs: number): void;
}

export interface OpenConnectionsOptions {
  readonly clock: Clock;
  readonly meter: FaceMeter;
  /** The shortest of the terms that connections keep. A time-out is noticed at most a quarter of it late. */
  readonly shortestTermMs: number;
}

/** The connections of one face, from their first byte until they are gone. One timer looks after all of them. */
export class OpenConnections<C extends OpenConnection> {
  readonly #options: OpenConnectionsOptions;
  readonly #connections: Set<C> = new Set();
  #sweep: Timer | undefined;
  #isClosing = false;
  #leaving: FlowMeshError | undefined;
  #onAllClosed: () => void = () => undefined;

  constructor(options: OpenConnectionsOptions) {
    this.#options = options;
  }

  add(connection: C): void {
    this.#options.meter.opened++;
    this.#connections.add(connection);
    if (this.#sweep === undefined) this.#sweepLater();
    if (this.#leaving !== undefined) connection.goAway(this.#leaving);
  }

  /** The connection is gone. */
  remove(connection: C): void {
    if (this.#connections.delete(connection)) this.#options.meter.closed++;
    if (this.#connections.size === 0) this.#onAllClosed();
  }

  /** Tells every client to go, also those that come later. */
  goAway(reason: FlowMeshError): void {
    this.#leaving = reason;
    for (const connection of this.#connections) connection.goAway(reason);
  }

  /** Ends every connection. Resolves when all are gone: shortly after, whatever the clients do. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#sweep?.cancel();
    for (const connection of this.#connections) connection.finish();
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onAllClosed = resolve));
  }

  #sweepLater(): void {
    const { clock, shortestTermMs } = this.#options;
    const intervalMs = Math.min(Math.max(shortestTermMs / 4, sweepMsMin), sweepMsMax);
    const dueMs = clock.monotonicMs() + intervalMs;
    this.#sweep = clock.after(intervalMs, () => {
      const nowMs = clock.monotonicMs();
      const wasStopped = nowMs - dueMs > stoppedMs;
      this.#lookAt(this.#connections.values(), (connection) => {
        if (wasStopped) connection.beginAnew(nowMs);
        else connection.checkSilence(nowMs);
      });
    });
  }

  /** A part of them in each turn of the event loop, because many may have to be closed. */
  #lookAt(connections: Iterator<C>, look: (connection: C) => void): void {
    for (let count = 0; count < lookedAtTogether; count++) {
      const next = connections.next();
      if (next.done === true) {
        this.#sweep = undefined;
        if (this.#connections.size > 0 && !this.#isClosing) this.#sweepLater();
        return;
      }
      look(next.value);
    }
    this.#options.clock.soon(() => this.#lookAt(connections, look));
  }
}

const lookedAtTogether = 50;
const sweepMsMin = 10;
const sweepMsMax = 1000;
/** A timer that is later than this shows that the process or its machine stood still, and what clients sent meanwhile was not yet read. */
const stoppedMs = 1000;
