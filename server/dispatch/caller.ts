import { FlowMeshError } from "@flowmesh/fabric";
import type { ServerLimits } from "../server-limits.ts";

/** Bytes that reads under way may return. */
export interface ResponseBytes {
  bytes: number;
}

/**
 * Who makes calls: one connection. Counts what it has under way, against its own limits and those of all together. The engine shares its writing fairly between
 * callers by the identity of this object.
 */
export class Caller {
  calls = 0;
  subscriptions = 0;
  responseBytes = 0;
  readonly #limits: ServerLimits;
  readonly #all: ResponseBytes;

  constructor(limits: ServerLimits, all: ResponseBytes) {
    this.#limits = limits;
    this.#all = all;
  }

  /** @throws FlowMeshError `overloaded` when the call goes beyond a limit; nothing is counted then */
  add(isSubscription: boolean, responseBytes: number): void {
    const limits = this.#limits;
    if (this.calls >= limits.connectionCalls)
      throw overloaded("the calls under way on this connection", limits.connectionCalls);
    if (isSubscription && this.subscriptions >= limits.connectionSubscriptions) {
      throw overloaded("the subscriptions on this connection", limits.connectionSubscriptions);
    }
    if (responseBytes > 0) {
      this.#checkRoom(responseBytes);
      this.responseBytes += responseBytes;
      this.#all.bytes += responseBytes;
    }
    this.calls++;
    if (isSubscription) this.subscriptions++;
  }

  remove(isSubscription: boolean, responseBytes: number): void {
    this.calls--;
    if (isSubscription) this.subscriptions--;
    this.responseBytes -= responseBytes;
    this.#all.bytes -= responseBytes;
  }

  #checkRoom(responseBytes: number): void {
    const { connectionResponseBytes, responseBytes: allResponseBytes } = this.#limits;
    if (this.responseBytes + responseBytes > connectionResponseBytes) {
      throw overloaded("what the reads under way on this connection may return", connectionResponseBytes);
    }
    if (this.#all.bytes + responseBytes > allResponseBytes) {
      throw overloaded("what the reads under way on all connections may return", allResponseBytes);
    }
  }
}

function overloaded(what: string, limit: number): FlowMeshError {
  return new FlowMeshError("overloaded", { what, limit });
}
