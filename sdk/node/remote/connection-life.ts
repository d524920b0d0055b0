import { FlowMeshError } from "@flowmesh/fabric";
import { type Address, formatUrl } from "../address.ts";
import { connectionFailed } from "./call-failures.ts";
import { type ConnectionOwner, type SilenceLimits, silenceLimits } from "./connection.ts";

/** What of a connection depends on its protocol. */
export interface LivingConnection {
  /** What a server says first. */
  readonly greeting: string;
  /** Asks the server whether it is there; whatever comes from it is an answer. */
  ping(): void;
  /** What was given to its socket: bytes that the system has taken in all, and those that wait because its buffer is full. */
  sent(): { readonly taken: number; readonly waiting: number };
  /** Drops the connection with what was not sent yet: that goes out again on the next one, and its memory may then be used for other batches. */
  destroy(): void;
}

/**
 * The life of one connection, in whatever protocol, from its first byte to its end, of which its owner is told once.
 *
 *   connecting  until the server's greeting
 *   open        a server that is silent is asked whether it is there, and given up when it does not answer; while a slow one takes what waits for it, it is not silent
 *   closed
 */
export class ConnectionLife {
  readonly #address: Address;
  readonly #owner: ConnectionOwner;
  readonly #connection: LivingConnection;
  readonly #silence: SilenceLimits;
  readonly #watch: NodeJS.Timeout;
  readonly #watchEveryMs: number;
  #isOpen = false;
  #isClosed = false;
  #heardMs: number = performance.now();
  #watchedMs: number = this.#heardMs;
  #pingedMs = 0;
  #takenBytes = 0;
  #isBufferFull = false;

  constructor(
    address: Address,
    owner: ConnectionOwner,
    connection: LivingConnection,
    silence: SilenceLimits = silenceLimits,
  ) {
    this.#address = address;
    this.#owner = owner;
    this.#connection = connection;
    this.#silence = silence;
    this.#watchEveryMs = Math.min(silence.connectMs, silence.pingAfterMs, silence.stallMs, 4000) / 4;
    this.#watch = setInterval(() => this.#checkSilence(), this.#watchEveryMs).unref();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The server has greeted; of each stream it may send `creditBytes` before more are granted. */
  opened(creditBytes: number): void {
    this.#isOpen = true;
    this.#owner.opened(creditBytes);
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardMs = performance.now();
    this.#pingedMs = 0;
  }

  /** Gives the connection up: it could not be opened, or was lost. */
  lost(problem: string, cause?: Error): void {
    this.#giveUp(connectionFailed(this.#address, problem, cause));
  }

  /** Gives the connection up: no FlowMesh server sends this. */
  violated(cause: Error): void {
    const problem = `${formatUrl(this.#address)} sent what a FlowMesh server does not send: ${cause.message}`;
    this.#giveUp(new FlowMeshError("protocol_violation", { problem }, { cause }));
  }

  /** It was ended here, and carries nothing more. */
  ended(reason: FlowMeshError): void {
    this.#isClosed = true;
    clearInterval(this.#watch);
    this.#owner.closed(reason);
  }

  #giveUp(reason: FlowMeshError): void {
    if (this.#isClosed) return;
    this.#connection.destroy();
    this.ended(reason);
  }

  /** Whether the server took of what waits: the system's buffer was full, and has taken more since. */
  #hasTaken(): boolean {
    const { taken, waiting } = this.#connection.sent();
    const hasTaken = this.#isBufferFull && taken > this.#takenBytes;
    this.#takenBytes = taken;
    this.#isBufferFull = waiting > 0;
    return hasTaken;
  }

  #checkSilence(): void {
    const nowMs = performance.now();
    // When this process itself stood still, the server's bytes may wait unread: look again at the next round.
    const stoodStill = nowMs - this.#watchedMs > this.#watchEveryMs * 3;
    this.#watchedMs = nowMs;
    if (stoodStill) return;
    if (this.#hasTaken()) this.heard();
    const { connectMs, pingAfterMs, stallMs } = this.#silence;
    const silentMs = nowMs - this.#heardMs;
    if (!this.#isOpen) {
      if (silentMs > connectMs)
        this.lost(`no FlowMesh answers there: no ${this.#connection.greeting} came within ${connectMs} ms`);
    } else if (this.#pingedMs > 0) {
      if (nowMs - this.#pingedMs > stallMs) this.lost("it fell silent and answered no ping");
    } else if (silentMs > pingAfterMs) {
      this.#pingedMs = nowMs;
      this.#connection.ping();
    }
  }
}
