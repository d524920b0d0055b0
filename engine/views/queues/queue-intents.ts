import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  changedRules,
  checkRevision,
  defaultQueueRules,
  limitExceeded,
  type QueueRules,
  type QueueRulesChange,
} from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import { type QueueState, queueStateOperation } from "../../commit/queue-operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { StreamDefinition } from "../../commit/stream-operation.ts";
import { dedupeHorizonMs } from "../streams/dedupe-horizon.ts";
import { queueStream } from "../streams/hidden-stream.ts";
import type { StreamsHead } from "../streams/streams-head.ts";
import { type NamedQueue, type QueueTable, stateNow } from "./queue-table.ts";

/** What a change of a queue returns. */
export interface QueueOutcome {
  readonly position: number;
  readonly state: QueueState;
}

/** What decisions about queues are made against. */
export interface QueueHeads {
  readonly queues: QueueTable;
  readonly streams: StreamsHead;
}

/** @throws FlowMeshError queue_exists, limit_exceeded */
export class CreateQueueIntent implements Intent<QueueOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #heads: QueueHeads;
  readonly #name: string;
  readonly #uuid: string;
  readonly #change: QueueRulesChange;

  constructor(heads: QueueHeads, name: string, uuid: string, change: QueueRulesChange) {
    this.#heads = heads;
    this.#name = name;
    this.#uuid = uuid;
    this.#change = change;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): QueueOutcome {
    const { queues, streams } = this.#heads;
    if (queues.find(this.#name) !== undefined) throw new FlowMeshError("queue_exists", { queue: this.#name });
    const value = queues.count + 1;
    if (value > limits.queues.value) throw limitExceeded("queues", "the number of queues", value);
    const rules = changedRules(defaultQueueRules, this.#change);
    const state: QueueState = {
      id: streams.nextStreamId,
      uuid: this.#uuid,
      name: this.#name,
      createdMs: timeMs,
      revision: position,
      paused: false,
      rules,
      rateFullMs: 0,
      largestBytes: 0,
      keyRates: "",
    };
    operations.push({ kind: "define", definition: jobsStream(state) }, queueStateOperation(state));
    return { position, state };
  }
}

/** The stream in which the jobs of a new queue lie. */
function jobsStream({ id, uuid, name, createdMs, revision, rules }: QueueState): StreamDefinition {
  return {
    id,
    uuid,
    name: queueStream(name),
    partitions: 1,
    createdMs,
    revision,
    retentionMs: 0,
    retentionBytes: 0,
    dedupeWindowMs: rules.dedupeWindowMs,
    dedupeSinceMs: 0,
    dedupeFrom: 0,
    growths: [],
  };
}

/** What changes of a queue; what is absent stays. */
export interface QueueChange {
  readonly settings?: QueueRulesChange;
  readonly paused?: boolean;
  readonly expectedRevision?: number | undefined;
}

/** @throws FlowMeshError queue_not_found, revision_mismatch */
export class ChangeQueueIntent implements Intent<QueueOutcome> {
  readonly durability = "always";
  /** A queue can be paused and resumed while the disk is full. */
  readonly privileged: boolean;
  readonly #heads: QueueHeads;
  readonly #name: string;
  readonly #change: QueueChange;

  constructor(heads: QueueHeads, name: string, change: QueueChange) {
    this.#heads = heads;
    this.#name = name;
    this.#change = change;
    this.privileged = change.settings === undefined;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): QueueOutcome {
    const { settings, paused, expectedRevision } = this.#change;
    const queue = expectQueue(this.#heads.queues, this.#name, expectedRevision);
    const before = stateNow(queue, queue.state);
    if (settings === undefined && paused === before.paused) return { position: position - 1, state: before };
    const rules = changedRules(before.rules, settings ?? {});
    const state = { ...before, revision: position, rules, paused: paused ?? before.paused };
    operations.push(queueStateOperation(state));
    this.#changeStream(state.name, before.rules, rules, { position, timeMs }, operations);
    return { position, state };
  }

  #changeStream(
    name: string,
    before: QueueRules,
    { dedupeWindowMs }: QueueRules,
    { position, timeMs }: { readonly position: number; readonly timeMs: number },
    operations: LogOperation[],
  ): void {
    if (before.dedupeWindowMs === dedupeWindowMs) return;
    const { definition } = this.#heads.streams.get(queueStream(name));
    const wasOff = before.dedupeWindowMs === 0;
    const dedupeSinceMs = wasOff ? 0 : dedupeHorizonMs(definition, timeMs);
    const dedupeFrom = wasOff ? position : definition.dedupeFrom;
    const changed = { ...definition, revision: position, dedupeWindowMs, dedupeSinceMs, dedupeFrom };
    operations.push({ kind: "define", definition: changed });
  }
}

/** @throws FlowMeshError queue_not_found, revision_mismatch */
export class DeleteQueueIntent implements Intent<{ position: number }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #queues: QueueTable;
  readonly #name: string;
  readonly #expectedRevision: number | undefined;

  constructor(queues: QueueTable, name: string, expectedRevision: number | undefined) {
    this.#queues = queues;
    this.#name = name;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const { id } = expectQueue(this.#queues, this.#name, this.#expectedRevision);
    operations.push({ kind: "unqueue", queue: id }, { kind: "delete", stream: id });
    return { position };
  }
}

function expectQueue(queues: QueueTable, name: string, expected: number | undefined): NamedQueue {
  const queue = queues.get(name);
  checkRevision("queue", name, queue.state.revision, expected);
  return queue;
}
