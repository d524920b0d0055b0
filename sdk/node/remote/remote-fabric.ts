import {
  type AnyMethod,
  type CallOptions,
  type CommitRequestInit,
  type CommitResponse,
  type DeadLettersService,
  type GroupsService,
  type KvService,
  type LineageService,
  methods,
  type OperationsService,
  type QueuesService,
  type SchedulesService,
  type StreamsService,
  type SystemService,
} from "@flowmesh/contract";
import { type Capabilities, everyCapability, type Fabric } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import { fromHere } from "../from-here.ts";
import { checkWellFormed } from "./check-well-formed.ts";
import { resumeOf } from "./resume-of.ts";
import { openTransport, type Transport, type TransportOptions } from "./transport.ts";

/**
 * A fabric over the network.
 *
 * Connects by itself with the first call and again whenever the connection is lost. A call under way then is sent again when that cannot do it twice: when it
 * only reads, or when it carries an idempotency key, dedupe ids or producer sequences; it otherwise fails with `connection_failed`, and may have taken effect.
 * Calls that wait for a connection end with `connection_failed` at their deadline. Subscriptions go on behind what they received last.
 *
 * A request belongs to the fabric until the call is answered: it must not be changed before.
 */
export class RemoteFabric implements Fabric {
  readonly capabilities: Capabilities = everyCapability;
  readonly streams: StreamsService;
  readonly groups: GroupsService;
  readonly kv: KvService;
  readonly queues: QueuesService;
  readonly schedules: SchedulesService;
  readonly lineage: LineageService;
  readonly operations: OperationsService;
  readonly deadLetters: DeadLettersService;
  /** The installation behind it. */
  readonly system: SystemService;
  readonly #transport: Transport;
  readonly #commits: { commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> };

  constructor(address: Address, options: TransportOptions = {}) {
    this.#transport = openTransport(address, options);
    this.streams = serviceOver<StreamsService>(this.#transport, "StreamsService");
    this.groups = serviceOver<GroupsService>(this.#transport, "GroupsService");
    this.kv = serviceOver<KvService>(this.#transport, "KvService");
    this.queues = serviceOver<QueuesService>(this.#transport, "QueuesService");
    this.schedules = serviceOver<SchedulesService>(this.#transport, "SchedulesService");
    this.lineage = serviceOver<LineageService>(this.#transport, "LineageService");
    this.deadLetters = serviceOver<DeadLettersService>(this.#transport, "DeadLettersService");
    this.operations = serviceOver<OperationsService>(this.#transport, "OperationsService");
    this.system = serviceOver<SystemService>(this.#transport, "SystemService");
    this.#commits = serviceOver(this.#transport, "CommitsService");
  }

  /** Opens the connection now. @throws FlowMeshError `connection_failed`, `protocol_violation` after the first attempt */
  connect(): Promise<void> {
    return this.#transport.connect();
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.#commits.commit(request, options);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

/** A service's methods, each a call over the transport. */
function serviceOver<Service>(transport: Transport, name: string): Service {
  const service: Record<string, unknown> = {};
  for (const method of Object.values(methods) as AnyMethod[]) {
    if (method.service !== name) continue;
    service[method.property] = method.serverStreaming ? streaming(transport, method) : unary(transport, method);
  }
  return service as Service;
}

function unary(transport: Transport, method: AnyMethod) {
  return (request: object, options?: CallOptions): Promise<object> => {
    try {
      checkWellFormed(method.request, request);
    } catch (error) {
      return Promise.reject(error);
    }
    return transport.call(method, request, options).catch(fromHere);
  };
}

function streaming(transport: Transport, method: AnyMethod) {
  const resume = resumeOf(method);
  return (request: object, options?: CallOptions): AsyncIterable<object> => ({
    [Symbol.asyncIterator]: () => {
      try {
        checkWellFormed(method.request, request);
      } catch (error) {
        return { next: () => Promise.reject(error) };
      }
      return transport.stream(method, request, resume, options);
    },
  });
}
