import { isRepeatable, type Resume, resumeOf } from "@flowmesh/client/internal";
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
} from "@flowmesh/contract";
import { type Capabilities, type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import type { EngineLife, Stores } from "./engine-life.ts";

/** Makes an engine on what the one before has left. */
export type NextLife = (found: Stores) => Promise<EngineLife>;

type Services = Readonly<Record<string, (request: object, options?: CallOptions) => unknown>>;

/**
 * A fabric whose engine can end and begin anew beneath its users, who notice no more of it than over the network: calls under way are made again when that cannot do
 * anything twice, and fail with `connection_failed` otherwise; subscriptions go on behind what they gave last.
 */
export class RestartableFabric implements Fabric {
  readonly capabilities: Capabilities;
  readonly streams: StreamsService;
  readonly groups: GroupsService;
  readonly kv: KvService;
  readonly queues: QueuesService;
  readonly schedules: SchedulesService;
  readonly lineage: LineageService;
  readonly operations: OperationsService;
  readonly deadLetters: DeadLettersService;
  readonly #commits: { commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> };
  readonly #next: NextLife;
  #life: Promise<EngineLife>;

  constructor(first: EngineLife, next: NextLife) {
    this.#life = Promise.resolve(first);
    this.#next = next;
    this.capabilities = first.engine.capabilities;
    this.streams = this.#serviceOf("StreamsService", ({ streams }) => streams as never);
    this.groups = this.#serviceOf("GroupsService", ({ groups }) => groups as never);
    this.kv = this.#serviceOf("KvService", ({ kv }) => kv as never);
    this.queues = this.#serviceOf("QueuesService", ({ queues }) => queues as never);
    this.schedules = this.#serviceOf("SchedulesService", ({ schedules }) => schedules as never);
    this.lineage = this.#serviceOf("LineageService", ({ lineage }) => lineage as never);
    this.deadLetters = this.#serviceOf("DeadLettersService", ({ deadLetters }) => deadLetters as never);
    this.operations = this.#serviceOf("OperationsService", ({ operations }) => operations as never);
    this.#commits = this.#serviceOf("CommitsService", (engine) => engine as never);
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.#commits.commit(request, options);
  }

  /** Calls from now on wait for the engine that comes. */
  async restart(end: (life: EngineLife) => Stores | Promise<Stores>): Promise<void> {
    this.#life = this.#life.then(async (life) => this.#next(await end(life)));
    await this.#life;
  }

  async close(): Promise<void> {
    const { engine } = await this.#life;
    await engine.close();
  }

  #serviceOf<Service>(name: string, of: (engine: EngineLife["engine"]) => Services): Service {
    const service: Record<string, unknown> = {};
    for (const method of Object.values(methods) as AnyMethod[]) {
      if (method.service !== name) continue;
      const { property } = method;
      service[property] = method.serverStreaming
        ? (request: object, options?: CallOptions) =>
            this.#stream(request, resumeOf(method), (life, asked) =>
              (of(life.engine)[property]!(asked, options) as AsyncIterable<object>)[Symbol.asyncIterator](),
            )
        : (request: object, options?: CallOptions) =>
            this.#call(isRepeatable(method, request), ({ engine }) => {
              const services = of(engine);
              return services[property]!.call(services, request, options) as Promise<object>;
            });
    }
    return service as Service;
  }

  async #call(mayRepeat: boolean, call: (life: EngineLife) => Promise<object>): Promise<object> {
    for (;;) {
      const life = await this.#life;
      try {
        return await life.run(() => call(life));
      } catch (error) {
        if (!mayRepeat || !isFlowMeshError(error, "connection_failed")) throw error;
      }
    }
  }

  async *#stream(
    request: object,
    resume: Resume,
    open: (life: EngineLife, request: object) => AsyncIterator<object>,
  ): AsyncGenerator<object, void> {
    let asked = request;
    for (;;) {
      const life = await this.#life;
      const responses = open(life, asked);
      try {
        for (;;) {
          const { done, value } = await life.run(() => responses.next());
          if (done === true) return;
          asked = resume(asked, value);
          yield value;
        }
      } catch (error) {
        if (!isFlowMeshError(error, "connection_failed")) throw error;
      } finally {
        // Of an engine that is no more nothing comes back.
        void responses.return?.();
      }
    }
  }
}
