import type { AnyMethod } from "@flowmesh/contract";
import { limits } from "@flowmesh/contract";
import type { FlowMeshError } from "@flowmesh/fabric";
import { Call } from "../../dispatch/call.ts";
import { responseBytesOf } from "../../dispatch/returns-records.ts";
import type { GrpcConnection } from "./grpc-connection.ts";
import type { GrpcInput } from "./grpc-input.ts";
import type { GrpcStream } from "./grpc-stream.ts";

/** A call that came over gRPC, with one answer or many. */
export class GrpcCall extends Call {
  readonly stream: GrpcStream;
  /** How much its next item may have, of a subscription that is behind. */
  readonly itemBytes: number;
  readonly #connection: GrpcConnection;
  readonly #input: GrpcInput;
  #wake: (() => void) | undefined;

  constructor(
    connection: GrpcConnection,
    method: AnyMethod,
    timeoutMs: number | undefined,
    request: object,
    input: GrpcInput,
    stream: GrpcStream,
  ) {
    super(method, "grpc", connection.caller, timeoutMs);
    this.#connection = connection;
    this.#input = input;
    this.stream = stream;
    this.itemBytes = Math.max(responseBytesOf(method, request), limits.readBytes.value);
  }

  override reply(response: object): void {
    this.stream.send(this.method.response, response);
    this.stream.end();
  }

  override fail(error: FlowMeshError): void {
    this.stream.fail(error);
    this.wake();
  }

  override item(response: object): void {
    this.stream.send(this.method.response, response);
    this.#connection.turns.given(this, response);
  }

  override end(): void {
    this.stream.end();
  }

  override room(): Promise<void> | undefined {
    if (this.#connection.turns.take(this)) return undefined;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  get mayReceive(): boolean {
    return this.stream.hasRoom;
  }

  /** Lets it go on, if it waits for room. */
  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  override get unsentBytes(): number {
    return this.#connection.unsentBytes;
  }

  override released(): void {
    this.#connection.turns.leave(this);
    this.#input.release();
  }
}
