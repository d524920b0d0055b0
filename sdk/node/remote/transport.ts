import type { AnyMethod, CallOptions } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import { Channel, type ChannelOptions } from "./channel.ts";
import { type ConnectionSecurity, connectionSecurity } from "./connection-security.ts";
import { FramesConnection } from "./frames-connection.ts";
import { GrpcConnection } from "./grpc/grpc-connection.ts";
import { HttpChannel } from "./http/http-channel.ts";
import type { Resume } from "./remote-stream.ts";

/** What carries the calls of a remote fabric. All of them keep the same promises; they differ in what lies between client and server, and in speed. */
export interface Transport {
  /** Opens a connection now. @throws FlowMeshError `connection_failed`, `protocol_violation` */
  connect(): Promise<void>;
  /** One call with one answer. Connects by itself, and repeats what may be repeated. */
  call(method: AnyMethod, request: object, options: CallOptions | undefined): Promise<object>;
  /** The answers of a streaming call, made when the first one is asked for, and made again with what `resume` says when it was cut off. */
  stream(
    method: AnyMethod,
    request: object,
    resume: Resume,
    options: CallOptions | undefined,
  ): AsyncIterator<object, undefined>;
  /** Refuses new calls, waits for the writes that the server has, and lets go of everything. */
  close(): Promise<void>;
}

/** How a transport behaves, and which one it is. */
export interface TransportOptions extends ChannelOptions, ConnectionSecurity {
  /** Default `frames`: FlowMesh's own protocol, the fastest. */
  readonly transport?: TransportName | undefined;
}

/** `tls` is there exactly when the connection is to be encrypted; the token goes along with every connection or call. */
const transports = {
  frames: (address: Address, options: ChannelOptions & ConnectionSecurity): Transport =>
    new Channel(address, (...parts) => new FramesConnection(...parts), options),
  grpc: (address: Address, options: ChannelOptions & ConnectionSecurity): Transport =>
    new Channel(address, (...parts) => new GrpcConnection(...parts), options),
  http: (address: Address, options: ChannelOptions & ConnectionSecurity): Transport =>
    new HttpChannel(address, options),
};

/** Protocols by which the client speaks with a server. */
export type TransportName = keyof typeof transports;

/** @throws FlowMeshError `field_invalid` when there is no such transport or the token is none, `configuration_invalid` */
export function openTransport(address: Address, { transport = "frames", ...given }: TransportOptions): Transport {
  const options = { ...given, ...connectionSecurity(address, given) };
  const isSecure = options.tls !== undefined;
  if (Object.hasOwn(transports, transport)) return transports[transport]({ ...address, isSecure }, options);
  const problem = `is ${JSON.stringify(transport)}, not one of ${Object.keys(transports).join(", ")}`;
  throw new FlowMeshError("field_invalid", { field: "transport", problem });
}
