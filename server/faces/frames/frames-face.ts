import type { Socket } from "node:net";
import type { FlowMeshError } from "@flowmesh/fabric";
import { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Lender } from "../lender.ts";
import { OpenConnections } from "../open-connections.ts";
import { FramesConnection } from "./frames-connection.ts";
import type { FramesContext, FramesFaceOptions } from "./frames-context.ts";

/** The frames protocol on connections that others accept. Answers leave together: one write a connection for all that one turn of the event loop brought. */
export class FramesFace {
  readonly #context: FramesContext;
  #unflushed: FramesConnection[] = [];
  readonly #flush: () => void = () => {
    const connections = this.#unflushed;
    this.#unflushed = [];
    for (const connection of connections) connection.flush();
  };
  #sessions = 0;

  constructor(options: FramesFaceOptions) {
    const { limits } = options;
    const shortestTermMs = Math.min(limits.frameStallMs, limits.frameReceiveMs, limits.frameIdleMs);
    this.#context = {
      ...options,
      connections: new OpenConnections({ ...options, shortestTermMs }),
      requestBytes: new ByteBudget(limits.unsyncedBytes),
      halfFrameBytes: new ByteBudget(limits.halfFrameBytes),
      flushSoon: (connection) => this.#flushSoon(connection),
      lender: undefined,
    };
  }

  /** From now on, what was sent is given back. */
  set lender(lender: Lender) {
    this.#context.lender = lender;
  }

  /** Takes a connection over, with what was received on it so far. */
  accept(socket: Socket, received: Buffer): void {
    this.#context.connections.add(new FramesConnection(this.#context, socket, `frames-${++this.#sessions}`));
    socket.emit("data", received);
  }

  /** Tells every client to go, also those that come later: no more calls are taken, those under way end. */
  goAway(reason: FlowMeshError): void {
    this.#context.connections.goAway(reason);
  }

  /** Sends what is still to be sent, and ends every connection. Resolves when all are closed: shortly after, whatever the clients do. */
  close(): Promise<void> {
    return this.#context.connections.close();
  }

  #flushSoon(connection: FramesConnection): void {
    if (this.#unflushed.length > 0) this.#unflushed.push(connection);
    else {
      this.#unflushed = [connection];
      this.#context.clock.soon(this.#flush);
    }
  }
}
