import { type AnyMethod, type CallOptions, methods, type SystemService } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";

/** Does the work of a method. One with many responses gives them as an async iterable, which is closed early when nobody wants more. */
export type Handler = (request: object, options: CallOptions) => Promise<object> | AsyncIterable<object>;

/**
 * The work of every method of the contract: the streams, groups, buckets, queues, schedules and commits of the fabric, and the system itself. A method of the contract that nobody does fails at
 * start, not at the first call.
 */
export function bindHandlers(fabric: Fabric, system: SystemService): Map<AnyMethod, Handler> {
  const services: Readonly<Record<string, object>> = {
    StreamsService: fabric.streams,
    GroupsService: fabric.groups,
    KvService: fabric.kv,
    QueuesService: fabric.queues,
    SchedulesService: fabric.schedules,
    LineageService: fabric.lineage,
    OperationsService: fabric.operations,
    DeadLettersService: fabric.deadLetters,
    CommitsService: { commit: (request: object, options: CallOptions) => fabric.commit(request, options) },
    SystemService: system,
  };
  const handlers = new Map<AnyMethod, Handler>();
  for (const method of Object.values(methods) as AnyMethod[]) {
    const service = services[method.service] as Readonly<Record<string, Handler>> | undefined;
    const handle = service?.[method.property];
    if (service === undefined || handle === undefined) throw new Error(`nothing does ${method.fullName}`);
    handlers.set(method, handle.bind(service));
  }
  return handlers;
}
