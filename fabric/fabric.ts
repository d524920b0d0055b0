import type {
  CallOptions,
  CommitRequestInit,
  CommitResponse,
  DeadLettersService,
  GroupsService,
  KvService,
  LineageService,
  OperationsService,
  QueuesService,
  SchedulesService,
  StreamsService,
} from "@flowmesh/contract";

/**
 * The one interface in the middle of FlowMesh: the named resources of one installation. Platform services, SDK and CLI are written against it; the embedded
 * engine, the remote client and the drivers implement it, and all pass the suite in `conformance/`. Users call it; they do not implement it.
 *
 * Its messages are the contract's, so every face carries them unchanged. Every failure is a `FlowMeshError`, except that a call ended by the caller's own
 * `signal` rejects with that signal's reason.
 *
 * Promises of every implementation, within the scope that `capabilities` declares:
 * - a commit is atomic: all of it is visible at one position, or none of it ever is;
 * - what was acknowledged under durability `always` survives a loss of power;
 * - offsets within a partition rise, and an offset that a reader saw never names another record;
 * - after `close` has been called every call is refused with reason `closed`; calls under way are finished or refused, never left hanging.
 */
export interface Fabric {
  readonly capabilities: Capabilities;
  readonly streams: StreamsService;
  readonly groups: GroupsService;
  readonly kv: KvService;
  readonly queues: QueuesService;
  readonly schedules: SchedulesService;
  readonly lineage: LineageService;
  /** What is done to many jobs of a queue; where there are queues. */
  readonly operations: OperationsService;
  readonly deadLetters: DeadLettersService;
  /**
   * Writes several operations as one. A single write is a commit of one.
   * @throws FlowMeshError of any operation (`details.operation` is its index), or `commit_empty`, `commit_too_large`, `idempotency_key_reused`,
   * `idempotency_full`, `disk_full`
   */
  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse>;
  /** Finishes what is under way and lets go of everything. May be called twice, by several callers, and awaited each time. */
  close(): Promise<void>;
}

/** What an implementation can do. What it lacks is refused with `capability_missing`, never imitated. */
export interface Capabilities {
  /** How far one commit reaches: everything, one resource, or a single operation. */
  readonly commitScope: "fabric" | "resource" | "operation";
  /** Whether `idempotencyKey` is honoured. */
  readonly idempotencyKeys: boolean;
  /** Whether `dedupeId` is honoured. */
  readonly dedupe: boolean;
  /** Whether producer ids and sequences are honoured. */
  readonly producers: boolean;
  /** Whether `expectedOffset` is honoured. */
  readonly expectedOffset: boolean;
  /** Whether there are groups. */
  readonly groups: boolean;
  /** Whether there is KV. */
  readonly kv: boolean;
  /** Whether there are queues. */
  readonly queues: boolean;
  /** Whether there are schedules. */
  readonly schedules: boolean;
  /** Whether causes and correlation ids of commits are kept, and can be asked for. */
  readonly lineage: boolean;
  /** Whether data survives `close` and a later open. */
  readonly persistent: boolean;
}

/** Those of an implementation that lacks nothing. */
export const everyCapability: Capabilities = {
  commitScope: "fabric",
  idempotencyKeys: true,
  dedupe: true,
  producers: true,
  expectedOffset: true,
  groups: true,
  kv: true,
  queues: true,
  schedules: true,
  lineage: true,
  persistent: true,
};
