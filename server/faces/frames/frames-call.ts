import type { AnyMethod } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import { Call } from "../../dispatch/call.ts";
import type { FramesConnection } from "./frames-connection.ts";

/** A call that came over frames, from its CALL to its REPLY, ERROR or END. */
export class FramesCall extends Call {
  readonly id: number;
  readonly connection: FramesConnection;
  /** Bytes of the request, which the handler may still use. */
  readonly requestBytes: number;
  /** Bytes of items that the client still takes; below 0 when the last item was larger than what was left. */
  creditBytes: number;
  /** How much its next item may have, of a subscription that is behind. */
  itemBytes = 0;
  #wake: (() => void) | undefined;

  constructor(
    connection: FramesConnection,
    id: number,
    method: AnyMethod,
    timeoutMs: number,
    requestBytes: number,
    creditBytes: number,
  ) {
    super(method, "frames", connection.caller, timeoutMs === 0 ? undefined : timeoutMs);
    this.connection = connection;
    this.id = id;
    this.requestBytes = requestBytes;
    this.creditBytes = creditBytes;
  }

  override reply(response: object): void {
    this.connection.reply(this, response);
  }

  override fail(error: FlowMeshError): void {
    this.connection.fail(this, error);
    this.wake();
  }

  override item(response: object): void {
    this.connection.item(this, response);
  }

  override end(): void {
    this.connection.end(this);
  }

  override room(): Promise<void> | undefined {
    if (this.connection.takeTurn(this)) return undefined;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Whether the client takes more items. */
  get mayReceive(): boolean {
    return this.creditBytes > 0;
  }

  /** Whether it waits for room. */
  get isParked(): boolean {
    return this.#wake !== undefined;
  }

  /** Lets it go on, if it waits for room. */
  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  override get unsentBytes(): number {
    return this.connection.unsentBytes;
  }

  override released(): void {
    this.connection.released(this);
  }
}
