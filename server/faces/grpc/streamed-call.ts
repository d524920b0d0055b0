import type { AnyMethod } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import { errorToWire } from "@flowmesh/fabric/internal";
import { Call } from "../../dispatch/call.ts";
import type { GrpcConnection } from "./grpc-connection.ts";

/** Who hears of a call that came on a stream of calls. */
export interface StreamedCallOwner {
  answered(): void;
  released(call: StreamedCall): void;
}

/** One call of those that came on a stream of calls. Its answer waits until those before it are answered. */
export class StreamedCall extends Call {
  /** Bytes of its request, which the handler may still use. */
  readonly requestBytes: number;
  /** The response that the stream carries; undefined until there is one. */
  answer: object | undefined;
  /** Why the call failed. */
  error: FlowMeshError | undefined;
  readonly #connection: GrpcConnection;
  readonly #owner: StreamedCallOwner;

  constructor(
    connection: GrpcConnection,
    owner: StreamedCallOwner,
    method: AnyMethod,
    timeoutMs: number | undefined,
    requestBytes: number,
  ) {
    super(method, "grpc", connection.caller, timeoutMs);
    this.#connection = connection;
    this.#owner = owner;
    this.requestBytes = requestBytes;
  }

  override reply(response: object): void {
    this.answer = { response };
    this.#owner.answered();
  }

  override fail(error: FlowMeshError): void {
    this.error = error;
    this.answer = { error: errorToWire(error) };
    this.#owner.answered();
  }

  override item(): void {
    throw new Error("a call on a stream of calls has one response");
  }

  override end(): void {
    throw new Error("a call on a stream of calls has one response");
  }

  override room(): undefined {
    return undefined;
  }

  override get unsentBytes(): number {
    return this.#connection.unsentBytes;
  }

  override released(): void {
    this.#owner.released(this);
  }
}
