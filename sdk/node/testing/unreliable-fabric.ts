import type {
  AppendRequestInit,
  AppendResponse,
  DeadLettersService,
  GroupsService,
  KvService,
  LineageService,
  OperationsService,
  QueuesService,
  SchedulesService,
  StreamsService,
} from "@flowmesh/contract";
import { type Capabilities, type Fabric, FlowMeshError, readBatchHeader } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";

/** What may happen to an append on its way. */
export type Fate =
  | "written"
  /** Written, but the answer is lost. */
  | "unanswered"
  /** Not written, and nobody knows. */
  | "lost"
  /** Not written, and nobody knows; a copy of it arrives much later. */
  | "late"
  /** Written and answered; a copy of it arrives much later. */
  | "twice"
  | "overloaded"
  /** Not written, as on a server that lost its data and knows no producers. */
  | "unknown"
  /** Refused for good. */
  | "refused";

/** A fabric in memory whose network fails as the test wants: each append meets the fate that `fateOf` names, and is answered some turns later. */
export class UnreliableFabric implements Fabric {
  readonly capabilities: Capabilities;
  readonly streams: StreamsService;
  readonly groups: GroupsService;
  readonly kv: KvService;
  readonly queues: QueuesService;
  readonly schedules: SchedulesService;
  readonly lineage: LineageService;
  readonly operations: OperationsService;
  readonly deadLetters: DeadLettersService;
  readonly model: ModelFabric = new ModelFabric();
  /** Every append that was tried. */
  readonly appends: AppendRequestInit[] = [];
  /** Where records were written, in the order in which that was. */
  readonly written: { readonly partition: number; readonly offset: number }[] = [];
  readonly #fateOf: (request: AppendRequestInit) => Fate;
  readonly #turnsOf: () => number;
  readonly #late: AppendRequestInit[] = [];

  constructor(fateOf: (request: AppendRequestInit) => Fate, turnsOf: () => number = () => 0) {
    this.#fateOf = fateOf;
    this.#turnsOf = turnsOf;
    this.capabilities = this.model.capabilities;
    this.groups = this.model.groups;
    this.kv = this.model.kv;
    this.queues = this.model.queues;
    this.schedules = this.model.schedules;
    this.lineage = this.model.lineage;
    this.deadLetters = this.model.deadLetters;
    this.operations = this.model.operations;
    this.streams = Object.create(this.model.streams) as StreamsService;
    this.streams.append = (request) => this.#append(request);
    for (const name of ["getStream", "openProducer", "publish", "subscribe", "createStream", "findOffsets"] as const) {
      this.streams[name] = this.model.streams[name].bind(this.model.streams) as never;
    }
  }

  commit: Fabric["commit"] = (request, options) => this.model.commit(request, options);

  close(): Promise<void> {
    return this.model.close();
  }

  /** Lets the copies arrive that are still on their way. */
  async deliverLate(count: number = this.#late.length): Promise<void> {
    for (const request of this.#late.splice(0, count)) await this.#write(request).catch(() => {});
  }

  async #write(request: AppendRequestInit): Promise<AppendResponse> {
    const response = await this.model.streams.append(request);
    const { partition = 0, batch } = request;
    const records = response.duplicate ? 0 : readBatchHeader(batch!).count;
    for (let at = 0; at < records; at += 1) this.written.push({ partition, offset: response.offset + at });
    return response;
  }

  async #append(request: AppendRequestInit): Promise<AppendResponse> {
    // Bytes on the network do not change with the sender's memory.
    const sent = { ...request, batch: Buffer.from(request.batch!) };
    this.appends.push(sent);
    const fate = this.#fateOf(sent);
    const isWritten = fate === "written" || fate === "unanswered" || fate === "twice";
    const written = isWritten ? this.#write(sent) : undefined;
    // Told below; a refusal by the model must not count as unhandled meanwhile.
    written?.catch(() => {});
    if (fate === "late" || fate === "twice") this.#late.push(sent);
    for (let left = this.#turnsOf(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
    switch (fate) {
      case "overloaded":
        throw new FlowMeshError("overloaded", { what: "the test", limit: 1 });
      case "unknown":
        throw new FlowMeshError("producer_unknown", { producer: readBatchHeader(sent.batch).producerId });
      case "refused":
        throw new FlowMeshError("batch_malformed", { problem: "the test says so" });
      case "written":
      case "twice":
        return (await written)!;
      default:
        throw new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
    }
  }
}
