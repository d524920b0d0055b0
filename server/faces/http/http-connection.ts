import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { SocketBytes } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Call } from "../../dispatch/call.ts";
import type { CallBudget } from "../../dispatch/call-budget.ts";
import { Caller } from "../../dispatch/caller.ts";
import { unsentBytesFree } from "../../dispatch/unsent-bytes-free.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";
import { peerCertificateOf } from "../tls/peer-certificate.ts";

/** What all connections share. */
export interface HttpConnectionOptions {
  readonly limits: ServerLimits;
  readonly unsentBytesAll: ByteBudget;
  readonly calls: CallBudget;
}

/**
 * One connection that speaks HTTP: in whose name its calls are made, and which answers it is still owed. Several are when a client sends requests without waiting
 * for the answers of those before (pipelining).
 */
export class HttpConnection {
  readonly caller: Caller;
  readonly #socket: Socket;
  readonly #bytes: SocketBytes;
  readonly #meter: FaceMeter;
  /** Those of all connections. */
  readonly #unsentBytesAll: ByteBudget;
  #unsentBytes = 0;
  #countedReceived = 0;
  #countedSent = 0;
  /** Answers that have not yet been sent whole, in the order of their requests. */
  readonly #responses: Set<ServerResponse> = new Set();
  readonly #calls: Set<Call> = new Set();
  /** What is read behind the present request counts for nothing. */
  takesNoMore = false;
  #hasInputEnded = false;
  #isBroken = false;

  constructor(socket: Socket, { limits, unsentBytesAll, calls }: HttpConnectionOptions, meter: FaceMeter) {
    this.#unsentBytesAll = unsentBytesAll;
    this.caller = new Caller(limits, peerCertificateOf(socket), calls);
    this.#socket = socket;
    this.#bytes = new SocketBytes(socket);
    this.#meter = meter;
    socket.once("close", () => this.#countBytes());
    socket.once("end", () => {
      this.#hasInputEnded = true;
      this.#leaveWaiting();
    });
  }

  /** Bytes of answers that the client has not taken. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  get takenBytes(): number {
    return this.#bytes.taken;
  }

  /** Nobody takes its answers. */
  giveUp(): void {
    this.#socket.destroy();
  }

  get isIdle(): boolean {
    return this.#responses.size === 0;
  }

  /** Whether a part of an answer was sent, which nothing else may be written into. */
  get hasAnswerBegun(): boolean {
    return [...this.#responses].some((response) => response.headersSent);
  }

  /** A request has come. */
  owes(response: ServerResponse): void {
    this.#responses.add(response);
    response.once("close", () => {
      this.#responses.delete(response);
      this.#countBytes();
    });
  }

  /** So many bytes wait for the client now, or fewer; they count with those of all connections. */
  unsent(bytes: number): void {
    this.#unsentBytes += bytes;
    if (bytes > 0) this.#unsentBytesAll.take(bytes);
    else this.#unsentBytesAll.give(-bytes);
  }

  /** An answer of so many bytes is sent whole, or never will be, when its response closes. */
  sends(response: ServerResponse, bytes: number): void {
    this.unsent(bytes);
    response.once("close", () => this.unsent(-bytes));
  }

  /**
   * A client that takes its answers is answered whatever others do.
   * @throws FlowMeshError `overloaded` when all connections together have too much unsent, and this one a part in it
   */
  checkRoom(): void {
    if (this.hasRoom) return;
    const details = { what: "answers that clients have not taken", limit: this.#unsentBytesAll.bytesMax };
    throw new FlowMeshError("overloaded", details);
  }

  /** Whether it may be given more: while all connections together have too much unsent, only who has next to none of that. */
  get hasRoom(): boolean {
    return this.#unsentBytes <= unsentBytesFree || !this.isCrowded;
  }

  get isCrowded(): boolean {
    return this.#unsentBytesAll.isFull;
  }

  /** A call was started for a request. */
  began(call: Call, response: ServerResponse): void {
    this.#calls.add(call);
    response.once("close", () => this.#calls.delete(call));
    if (this.#hasInputEnded || this.#isBroken) this.#leaveWaiting();
  }

  /** Ends the connection when everything it is owed was sent. */
  endWhenAnswered(): void {
    const last = [...this.#responses].at(-1);
    if (last === undefined) this.#socket.destroy();
    else last.once("finish", () => this.#socket.end());
  }

  /** The input cannot be read any further. `answer` is called, once, when the requests that came whole before that place are answered. */
  inputBroke(answer: () => void): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#leaveWaiting();
    const lastWhole = [...this.#responses].filter((response) => response.req.complete).at(-1);
    if (lastWhole === undefined) answer();
    else lastWhole.once("close", answer);
  }

  /** With each answer, because a connection may last for days. */
  #countBytes(): void {
    const { bytesRead, bytesWritten } = this.#socket;
    this.#meter.bytesReceived += bytesRead - this.#countedReceived;
    this.#meter.bytesSent += bytesWritten - this.#countedSent;
    this.#countedReceived = bytesRead;
    this.#countedSent = bytesWritten;
  }

  /**
   * Nothing more will come. Who closes its side behind a request still gets the answer; but it may also have gone, so calls that only wait for something to
   * happen are not kept for it.
   */
  #leaveWaiting(): void {
    for (const call of this.#calls) if (call.isWaiting) this.#socket.destroy();
  }
}
