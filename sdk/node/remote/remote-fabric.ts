import {
  type AnyMethod,
  type CallOptions,
  type CommitRequestInit,
  type CommitResponse,
  type GroupsService,
  methods,
  type StreamsService,
  type SystemService,
} from "@flowmesh/contract";
import { type Capabilities, everyCapability, type Fabric } from "@flowmesh/fabric";
import type { Address } from "../address.ts";
import { Channel, type ChannelOptions } from "./channel.ts";
import type { Resume } from "./remote-stream.ts";
import { resumeSubscription } from "./resume-subscription.ts";

/** How each streaming method goes on after a lost connection. */
const resumeOf: Readonly<Record<string, Resume>> = {
  subscribe: resumeSubscription as Resume,
};

/**
 * A fabric over the network, by the frames protocol.
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
  /** The installation behind it. */
  readonly system: SystemService;
  readonly #channel: Channel;
  readonly #commits: { commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> };

  constructor(address: Address, options: ChannelOptions = {}) {
    this.#channel = new Channel(address, options);
    this.streams = serviceOver<StreamsService>(this.#channel, "StreamsService");
    this.groups = serviceOver<GroupsService>(this.#channel, "GroupsService");
    this.system = serviceOver<SystemService>(this.#channel, "SystemService");
    this.#commits = serviceOver(this.#channel, "CommitsService");
  }

  /** Opens the connection now. @throws FlowMeshError `connection_failed`, `protocol_violation` after the first attempt */
  connect(): Promise<void> {
    return this.#channel.connect();
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.#commits.commit(request, options);
  }

  close(): Promise<void> {
    return this.#channel.close();
  }
}

/** A service's methods, each a call over the channel. */
function serviceOver<Service>(channel: Channel, name: string): Service {
  const service: Record<string, unknown> = {};
  for (const method of Object.values(methods) as AnyMethod[]) {
    if (method.service !== name) continue;
    service[method.property] = method.serverStreaming ? streaming(channel, method) : unary(channel, method);
  }
  return service as Service;
}

function unary(channel: Channel, method: AnyMethod) {
  return (request: object, options?: CallOptions): Promise<object> => channel.call(method, request, options);
}

function streaming(channel: Channel, method: AnyMethod) {
  const resume = resumeOf[method.property] ?? keepRequest;
  return (request: object, options?: CallOptions): AsyncIterable<object> => ({
    [Symbol.asyncIterator]: () => channel.stream(method, request, resume, options),
  });
}

function keepRequest(request: object): object {
  return request;
}
