import type { Socket } from "node:net";
import type { Clock, Timer } from "@flowmesh/engine";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { Access } from "../../access/access.ts";
import { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";
import { FramesConnection } from "./frames-connection.ts";
import type { FramesContext, Lender } from "./frames-context.ts";

export interface FramesFaceOptions {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly meter: FaceMeter;
  readonly log: Log;
  readonly software: string;
  readonly responseBytes: ByteBudget;
  readonly unsentBytesAll: ByteBudget;
}

/** The frames protocol on connections that others accept. Answers leave together: one write a connection for all that one turn of the event loop brought. */
export class FramesFace {
  readonly #context: FramesContext;
  readonly #connections: Set<FramesConnection> = new Set();
  #unflushed: FramesConnection[] = [];
  #sweep: Timer | undefined;
  #sessions = 0;
  #leaving: FlowMeshError | undefined;
  #onAllClosed: () => void = () => undefined;

  constructor(options: FramesFaceOptions) {
    this.#context = {
      ...options,
      requestBytes: new ByteBudget(options.limits.unsyncedBytes),
      halfFrameBytes: new ByteBudget(options.limits.halfFrameBytes),
      flushSoon: (connection) => this.#flushSoon(connection),
      closed: (connection) => this.#closed(connection),
      lender: undefined,
    };
  }

  /** From now on, what was sent is given back. */
  set lender(lender: Lender) {
    this.#context.lender = lender;
  }

  /** Takes a connection over, with what was received on it so far. */
  accept(socket: Socket, received: Buffer): void {
    this.#context.meter.opened++;
    const connection = new FramesConnection(this.#context, socket, `frames-${++this.#sessions}`);
    this.#connections.add(connection);
    if (this.#sweep === undefined) this.#sweepLater();
    if (this.#leaving !== undefined) connection.goAway(this.#leaving);
    socket.emit("data", received);
  }

  /** Tells every client to go, also those that come later: no more calls are taken, those under way end. */
  goAway(reason: FlowMeshError): void {
    this.#leaving = reason;
    for (const connection of this.#connections) connection.goAway(reason);
  }

  /** Sends what is still to be sent, and ends every connection. Resolves when all are closed: shortly after, whatever the clients do. */
  async close(): Promise<void> {
    this.#sweep?.cancel();
    for (const connection of this.#connections) connection.finish();
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onAllClosed = resolve));
  }

  #flushSoon(connection: FramesConnection): void {
    if (this.#unflushed.push(connection) === 1) this.#context.clock.soon(() => this.#flush());
  }

  #flush(): void {
    const connections = this.#unflushed;
    this.#unflushed = [];
    for (const connection of connections) connection.flush();
  }

  /** One timer for all connections; a time-out is noticed at most a quarter late. */
  #sweepLater(): void {
    const { clock, limits } = this.#context;
    const shortestMs = Math.min(limits.frameStallMs, limits.frameReceiveMs, limits.frameIdleMs);
    const intervalMs = Math.min(Math.max(shortestMs / 4, sweepMsMin), sweepMsMax);
    const dueMs = clock.monotonicMs() + intervalMs;
    this.#sweep = clock.after(intervalMs, () => {
      const nowMs = clock.monotonicMs();
      const wasStopped = nowMs - dueMs > stoppedMs;
      for (const connection of this.#connections) {
        if (wasStopped) connection.beginAnew(nowMs);
        else connection.checkSilence(nowMs);
      }
      this.#sweep = undefined;
      if (this.#connections.size > 0) this.#sweepLater();
    });
  }

  #closed(connection: FramesConnection): void {
    if (this.#connections.delete(connection)) this.#context.meter.closed++;
    if (this.#connections.size === 0) this.#onAllClosed();
  }
}

const sweepMsMin = 10;
const sweepMsMax = 1000;
/** A timer that is later than this shows that the process or its machine stood still, and what clients sent meanwhile was not yet read. */
const stoppedMs = 1000;
