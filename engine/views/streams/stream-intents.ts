import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkRevision, grown, limitExceeded } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { StreamDefinition } from "../../commit/stream-operation.ts";
import { dedupeHorizonMs } from "./dedupe-horizon.ts";
import type { StreamsHead } from "./streams-head.ts";

/** Settings as a request names them; absent ones keep their value or default. */
export interface SettingsChange {
  readonly partitions: number | undefined;
  readonly retentionMs: number | undefined;
  readonly retentionBytes: number | undefined;
  readonly dedupeWindowMs: number | undefined;
}

/** What a change of a stream returns. */
export interface DefinitionOutcome {
  readonly position: number;
  readonly definition: StreamDefinition;
}

abstract class StreamIntent {
  readonly durability = "always";
  readonly privileged: boolean = false;
  protected readonly head: StreamsHead;

  constructor(head: StreamsHead) {
    this.head = head;
  }
}

/** @throws FlowMeshError stream_exists, limit_exceeded */
export class CreateStreamIntent extends StreamIntent implements Intent<DefinitionOutcome> {
  readonly #name: string;
  readonly #uuid: string;
  readonly #change: SettingsChange;

  constructor(head: StreamsHead, name: string, uuid: string, change: SettingsChange) {
    super(head);
    this.#name = name;
    this.#uuid = uuid;
    this.#change = change;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): DefinitionOutcome {
    if (this.head.find(this.#name) !== undefined) throw new FlowMeshError("stream_exists", { stream: this.#name });
    const value = this.head.count + 1;
    if (value > limits.streams.value) throw limitExceeded("streams", "the number of streams", value);
    checkPartitions(this.head, this.#change.partitions ?? 1);
    const definition: StreamDefinition = {
      id: this.head.nextStreamId,
      uuid: this.#uuid,
      name: this.#name,
      partitions: this.#change.partitions ?? 1,
      createdMs: timeMs,
      revision: position,
      retentionMs: this.#change.retentionMs ?? 0,
      retentionBytes: this.#change.retentionBytes ?? 0,
      dedupeWindowMs: this.#change.dedupeWindowMs ?? limits.dedupeWindowMs.value,
      dedupeSinceMs: 0,
      dedupeFrom: 0,
      growths: [],
    };
    operations.push({ kind: "define", definition });
    return { position, definition };
  }
}

/** Each takes memory, also those that are empty. */
function checkPartitions(head: StreamsHead, more: number): void {
  const value = head.partitions + more;
  if (more === 0 || value <= limits.partitions.value) return;
  throw limitExceeded("partitions", "the number of partitions of all streams", value);
}

/** @throws FlowMeshError stream_not_found, partitions_shrink, limit_exceeded, revision_mismatch */
export class UpdateStreamIntent extends StreamIntent implements Intent<DefinitionOutcome> {
  readonly #name: string;
  readonly #change: SettingsChange;
  readonly #expectedRevision: number | undefined;

  constructor(head: StreamsHead, name: string, change: SettingsChange, expectedRevision: number | undefined) {
    super(head);
    this.#name = name;
    this.#change = change;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): DefinitionOutcome {
    const { definition: before, partitions } = this.head.get(this.#name);
    checkRevision("stream", before.name, before.revision, this.#expectedRevision);
    const change = this.#change;
    if (change.partitions !== undefined && change.partitions < before.partitions) {
      throw new FlowMeshError("partitions_shrink", { stream: this.#name, partitions: before.partitions });
    }
    checkPartitions(this.head, (change.partitions ?? before.partitions) - before.partitions);
    const definition: StreamDefinition = {
      ...before,
      revision: position,
      partitions: change.partitions ?? before.partitions,
      retentionMs: change.retentionMs ?? before.retentionMs,
      retentionBytes: change.retentionBytes ?? before.retentionBytes,
      dedupeWindowMs: change.dedupeWindowMs ?? before.dedupeWindowMs,
      dedupeSinceMs: before.dedupeWindowMs === 0 ? 0 : dedupeHorizonMs(before, timeMs),
      dedupeFrom: before.dedupeWindowMs === 0 ? position : before.dedupeFrom,
      growths: (change.partitions ?? 0) > before.partitions ? grown(before.growths, partitions) : before.growths,
    };
    operations.push({ kind: "define", definition });
    return { position, definition };
  }
}

/** @throws FlowMeshError stream_not_found, revision_mismatch */
export class DeleteStreamIntent extends StreamIntent implements Intent<{ position: number }> {
  override readonly privileged = true;
  readonly frees = true;
  readonly #name: string;
  readonly #expectedRevision: number | undefined;

  constructor(head: StreamsHead, name: string, expectedRevision: number | undefined) {
    super(head);
    this.#name = name;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const { id, definition } = this.head.get(this.#name);
    checkRevision("stream", definition.name, definition.revision, this.#expectedRevision);
    operations.push({ kind: "delete", stream: id });
    return { position };
  }
}

/** Hands out a producer id; the counter that says so is the operation. */
export class OpenProducerIntent extends StreamIntent implements Intent<{ producerId: number }> {
  order(_position: number, _timeMs: number, operations: LogOperation[]): { producerId: number } {
    const producerId = this.head.nextProducerId;
    operations.push({ kind: "counters", nextStreamId: this.head.nextStreamId, nextProducerId: producerId + 1 });
    return { producerId };
  }
}

/** First offsets to keep, by stream id and partition. What is trimmed already, or gone, is left out. */
export class TrimIntent extends StreamIntent implements Intent<void> {
  override readonly privileged = true;
  readonly frees = true;
  readonly #starts: readonly { stream: number; partition: number; startOffset: number }[];

  constructor(head: StreamsHead, starts: readonly { stream: number; partition: number; startOffset: number }[]) {
    super(head);
    this.#starts = starts;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    for (const { stream, partition, startOffset } of this.#starts) {
      const known = this.head.findById(stream)?.partitions[partition];
      if (known !== undefined && known.startOffset < startOffset)
        operations.push({ kind: "trim", stream, partition, startOffset });
    }
  }
}
