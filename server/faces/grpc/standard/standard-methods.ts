import type { Health } from "../../../lifecycle/health.ts";
import { checkHealth, watchHealth } from "./health-service.ts";
import { reflect } from "./reflection-service.ts";

/** What a method of gRPC's own services may use. */
export interface StandardReply {
  readonly health: Health;
  send(message: Buffer): void;
  /** All answers were given; or, with a status of gRPC's, why there are none. */
  end(status?: { readonly code: number; readonly message: string }): void;
  /** Has a function called when the stream is gone. */
  onClosed(forget: () => void): void;
}

/** A method of gRPC's own services: hears of each request, and of their end. */
export interface StandardMethod {
  /** Whether its requests are many, and come as long as the client likes. */
  readonly isConversation: boolean;
  readonly onMessage: (request: Buffer, reply: StandardReply) => void;
}

const reflection: StandardMethod = { isConversation: true, onMessage: reflect };

/** By their paths. */
export const standardMethods: ReadonlyMap<string, StandardMethod> = new Map([
  ["/grpc.health.v1.Health/Check", { isConversation: false, onMessage: checkHealth }],
  ["/grpc.health.v1.Health/Watch", { isConversation: false, onMessage: watchHealth }],
  ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", reflection],
  ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", reflection],
]);
