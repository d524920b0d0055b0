import {
  type AnyMethod,
  type CallOptions,
  type DeadLettersService,
  type GroupsService,
  type KvService,
  type LineageService,
  methods,
  type OperationsService,
  type QueuesService,
  type SchedulesService,
  type StreamsService,
} from "@flowmesh/contract";
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

/** Services that are the server's, not a fabric's. */
const servicesOfServers: readonly string[] = ["SystemService"];

/** The methods that a fabric has: all of the contract but a server's own. */
export const fabricMethods: readonly AnyMethod[] = Object.values(methods).filter(
  ({ service }) => !servicesOfServers.includes(service),
);

/** The same fabric with something in between. */
export function interceptFabric(fabric: Fabric, interceptor: Interceptor): Fabric {
  const { unary = (_method, next) => next, stream = (_method, next) => next, close = (next) => next } = interceptor;
  const intercept = (service: string, of: object): Record<string, unknown> => {
    const intercepted: Record<string, unknown> = {};
    for (const method of fabricMethods) {
      if (method.service !== service) continue;
      const target = (of[method.property as never] as (...args: never[]) => never).bind(of) as never;
      intercepted[method.property] = method.serverStreaming ? stream(method, target) : unary(method, target);
    }
    return intercepted;
  };
  return {
    capabilities: fabric.capabilities,
    streams: intercept("StreamsService", fabric.streams) as unknown as StreamsService,
    groups: intercept("GroupsService", fabric.groups) as unknown as GroupsService,
    kv: intercept("KvService", fabric.kv) as unknown as KvService,
    queues: intercept("QueuesService", fabric.queues) as unknown as QueuesService,
    schedules: intercept("SchedulesService", fabric.schedules) as unknown as SchedulesService,
    lineage: intercept("LineageService", fabric.lineage) as unknown as LineageService,
    deadLetters: intercept("DeadLettersService", fabric.deadLetters) as unknown as DeadLettersService,
    operations: intercept("OperationsService", fabric.operations) as unknown as OperationsService,
    commit: unary(
      methods.commit as unknown as AnyMethod,
      ((request, options) => fabric.commit(request, options)) as UnaryCall,
    ) as Fabric["commit"],
    close: close(() => fabric.close()),
  };
}
