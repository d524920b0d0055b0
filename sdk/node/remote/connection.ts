import { limits } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import type { ConnectionSecurity } from "./connection-security.ts";
import type { RemoteStream } from "./remote-stream.ts";
import type { UnaryCall } from "./unary-call.ts";

/** One connection to a server, in whatever protocol, as a channel uses it. It opens by itself, notices a server that has fallen silent, and never reconnects. */
export interface Connection {
  /** Calls that may be sent before one of them is answered. */
  readonly callsMax: number;
  /** Whether so much is waiting to be sent that no more should be before `drained`. */
  readonly isFull: boolean;
  /** @throws what the caller is told, when the request cannot be sent */
  send(call: UnaryCall, leftMs: number): void;
  /** @throws as `send` */
  sendStream(stream: RemoteStream): void;
  /** The server may send so many bytes more. */
  grantCredit(stream: RemoteStream, bytes: number): void;
  /** Nobody wants the answers any more. */
  cancel(call: UnaryCall | RemoteStream): void;
  /** Whether the process stays alive for this connection's sake. */
  keepAlive(isNeeded: boolean): void;
  /** Ends the connection behind what was sent before. `closed` is called at once, with `reason`. A server that takes nothing does not hold the process. */
  end(reason: FlowMeshError): void;
}

/** Who owns a connection hears of these. After `closed` nothing more comes. */
export interface ConnectionOwner {
  /** Calls may be sent; of each stream the server may send `creditBytes` before more are granted. */
  opened(creditBytes: number): void;
  /** The call with this id that was sent and waits for its answer. */
  sentCall(id: number): UnaryCall | undefined;
  /** The stream with this id that was sent and is open. */
  sentStream(id: number): RemoteStream | undefined;
  replied(call: UnaryCall, response: object): void;
  refused(call: UnaryCall, error: FlowMeshError): void;
  /** One response of a stream, of `bytes` on the wire. */
  item(stream: RemoteStream, response: object, bytes: number): void;
  streamEnded(stream: RemoteStream): void;
  streamFailed(stream: RemoteStream, error: FlowMeshError): void;
  /** The server takes no more calls on this connection. */
  goingAway(reason: FlowMeshError): void;
  /** What was sent has reached the kernel, after `isFull`. */
  drained(): void;
  closed(reason: FlowMeshError): void;
}

/** Times after which a silent server is taken for lost, in milliseconds. */
export interface SilenceLimits {
  /** From the start of a connection to the server's greeting. */
  readonly connectMs: number;
  /** Without a byte from the server, until it is asked whether it is there. */
  readonly pingAfterMs: number;
  /** Without a byte after that, until the connection is given up. */
  readonly stallMs: number;
}

export const silenceLimits: SilenceLimits = {
  connectMs: limits.frameStallMs.value,
  pingAfterMs: 20_000,
  stallMs: limits.frameStallMs.value,
};

/** How a connection is opened. */
export interface ConnectionOptions extends ConnectionSecurity {
  readonly silence?: SilenceLimits | undefined;
}

/** Opens a connection in one protocol. */
export type OpenConnection = (address: Address, owner: ConnectionOwner, options: ConnectionOptions) => Connection;
