import { type AnyMethod, type CallOptions, methods, type StreamsService } from "@flowmesh/contract";
import type { Fabric } from "../fabric.ts";

export type UnaryCall = (request: object, options?: CallOptions) => Promise<object>;
export type StreamCall = (request: object, options?: CallOptions) => AsyncIterable<object>;

/** What stands between a fabric and its caller; what it does not say passes through. */
export interface Interceptor {
  /** Called instead of a method with one answer. */
  readonly unary?: (method: AnyMethod, next: UnaryCall) => UnaryCall;
  /** Called instead of a method whose answer is a sequence. */
  readonly stream?: (method: AnyMethod, next: StreamCall) => StreamCall;
  readonly close?: (next: () => Promise<void>) => () => Promise<void>;
}

/** The methods that a fabric has, of those of the contract. */
export const fabricMethods: readonly AnyMethod[] = Object.values(methods).filter(
  ({ service }) => service === "StreamsService" || service === "CommitsService",
);

/** The same fabric with something in between. */
export function interceptFabric(fabric: Fabric, interceptor: Interceptor): Fabric {
  const { unary = (_method, next) => next, stream = (_method, next) => next, close = (next) => next } = interceptor;
  const streams: Record<string, unknown> = {};
  for (const method of fabricMethods) {
    if (method.service !== "StreamsService") continue;
    const target = fabric.streams[method.property as keyof StreamsService].bind(fabric.streams) as never;
    streams[method.property] = method.serverStreaming ? stream(method, target) : unary(method, target);
  }
  return {
    capabilities: fabric.capabilities,
    streams: streams as unknown as StreamsService,
    commit: unary(
      methods.commit as unknown as AnyMethod,
      ((request, options) => fabric.commit(request, options)) as UnaryCall,
    ) as Fabric["commit"],
    close: close(() => fabric.close()),
  };
}
