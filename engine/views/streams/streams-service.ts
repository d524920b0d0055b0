import type {
  AppendRequestInit,
  AppendResponse,
  CallOptions,
  CreateStreamRequestInit,
  CreateStreamResponse,
  DeleteStreamRequestInit,
  DeleteStreamResponse,
  FetchRequestInit,
  FetchResponse,
  FindOffsetsRequestInit,
  FindOffsetsResponse,
  GetStreamRequestInit,
  GetStreamResponse,
  ListStreamsRequestInit,
  ListStreamsResponse,
  OpenProducerRequestInit,
  OpenProducerResponse,
  PublishRequestInit,
  PublishResponse,
  ReadRequestInit,
  ReadResponse,
  Stream,
  StreamSettingsInit,
  StreamsService,
  SubscribeRequestInit,
  SubscribeResponse,
  UpdateStreamRequestInit,
  UpdateStreamResponse,
} from "@flowmesh/contract";
import {
  checkCreateStream,
  checkDeleteStream,
  checkFetch,
  checkFindOffsets,
  checkGetStream,
  checkListStreams,
  checkSubscribe,
  checkUpdateStream,
  readRecords,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { Commits } from "../../commit/commits.ts";
import type { StreamDefinition } from "../../commit/operation.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { Random } from "../../random/random.ts";
import { ChangeSignal } from "./change-signal.ts";
import type { PartitionReader } from "./partition-reader.ts";
import {
  CreateStreamIntent,
  DeleteStreamIntent,
  OpenProducerIntent,
  type SettingsChange,
  UpdateStreamIntent,
} from "./stream-intents.ts";
import type { StreamsHead } from "./streams-head.ts";
import type { StreamsView, VisiblePartition } from "./streams-view.ts";
import { Subscription } from "./subscription.ts";

/** What the streams of an engine are made of. */
export interface StreamsParts {
  readonly sequencer: Sequencer;
  readonly head: StreamsHead;
  readonly view: StreamsView;
  readonly reader: PartitionReader;
  readonly commits: Commits;
  readonly random: Random;
  readonly scope: CallScope;
}

/** The contract's streams on the engine: writes become intents for the sequencer, reads are answered by the view. */
export class EngineStreams implements StreamsService {
  readonly #parts: StreamsParts;

  constructor(parts: StreamsParts) {
    this.#parts = parts;
  }

  append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    return this.#parts.scope.run(options, () => this.#parts.commits.append(request, options));
  }

  publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse> {
    return this.#parts.scope.run(options, async () => {
      const { stream, records, expectedOffset, idempotencyKey, durability } = request;
      const operations = [{ publish: { stream, records, expectedOffset } }];
      const { position, results } = await this.#parts.commits.commit(
        { operations, idempotencyKey, durability },
        options,
      );
      return { position, placements: results[0]?.placements ?? [] };
    });
  }

  createStream(request: CreateStreamRequestInit, options?: CallOptions): Promise<CreateStreamResponse> {
    return this.#parts.scope.run(options, async () => {
      checkCreateStream(request);
      const { head, sequencer } = this.#parts;
      const intent = new CreateStreamIntent(
        head,
        request.stream ?? "",
        this.#newUuid(),
        changeOf(request.partitions, request.settings),
      );
      const { position, definition } = await sequencer.submit(intent, options?.caller);
      return { stream: this.#describe(definition), position };
    });
  }

  updateStream(request: UpdateStreamRequestInit, options?: CallOptions): Promise<UpdateStreamResponse> {
    return this.#parts.scope.run(options, async () => {
      checkUpdateStream(request);
      const { head, sequencer } = this.#parts;
      const { stream = "", partitions, settings, expectedRevision } = request;
      const intent = new UpdateStreamIntent(head, stream, changeOf(partitions, settings), expectedRevision);
      const { position, definition } = await sequencer.submit(intent, options?.caller);
      return { stream: this.#describe(definition), position };
    });
  }

  deleteStream(request: DeleteStreamRequestInit, options?: CallOptions): Promise<DeleteStreamResponse> {
    return this.#parts.scope.run(options, () => {
      const { stream, expectedRevision } = checkDeleteStream(request);
      const intent = new DeleteStreamIntent(this.#parts.head, stream, expectedRevision);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  openProducer(_request: OpenProducerRequestInit, options?: CallOptions): Promise<OpenProducerResponse> {
    return this.#parts.scope.run(options, async () => {
      const { producerId } = await this.#parts.sequencer.submit(
        new OpenProducerIntent(this.#parts.head),
        options?.caller,
      );
      return { producerId, producerEpoch: 0 };
    });
  }

  getStream(request: GetStreamRequestInit, options?: CallOptions): Promise<GetStreamResponse> {
    return this.#parts.scope.run(options, async () => {
      const { stream, atLeast } = checkGetStream(request);
      await this.#reach(atLeast);
      return { stream: this.#describe(this.#parts.view.get(stream).definition) };
    });
  }

  listStreams(request: ListStreamsRequestInit, options?: CallOptions): Promise<ListStreamsResponse> {
    return this.#parts.scope.run(options, async () => {
      const { pageSize, after, prefix } = checkListStreams(request);
      const { view } = this.#parts;
      const names = view.names().filter((name) => name > after && name.startsWith(prefix));
      const page = names.slice(0, pageSize);
      const streams = page.map((name) => this.#describe(view.get(name).definition));
      return { streams, nextPageToken: names.length > pageSize ? writeListToken(prefix, page.at(-1) ?? "") : "" };
    });
  }

  fetch(request: FetchRequestInit, options?: CallOptions): Promise<FetchResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { stream, partition, offset, maxBytes, waitMs, atLeast } = checkFetch(request);
      const { reader } = this.#parts;
      await this.#reach(atLeast);
      const visible = reader.checkOffset(stream, partition, offset);
      if (offset === visible.endOffset && waitMs > 0) await this.#change(visible, waitMs, signal);
      const { bytes, nextOffset } = await reader.read(stream, partition, offset, maxBytes, visible);
      return { nextOffset, endOffset: visible.endOffset, earliestOffset: visible.startOffset, batches: bytes };
    });
  }

  read(request: ReadRequestInit, options?: CallOptions): Promise<ReadResponse> {
    return this.#parts.scope.run(options, (signal) => readRecords(this, request, { signal }));
  }

  async *subscribe(request: SubscribeRequestInit, options?: CallOptions): AsyncGenerator<SubscribeResponse> {
    const { scope, view, reader } = this.#parts;
    scope.check(options);
    const subscription = new Subscription(checkSubscribe(request), view, reader);
    yield* scope.stream(options, subscription);
  }

  findOffsets(request: FindOffsetsRequestInit, options?: CallOptions): Promise<FindOffsetsResponse> {
    return this.#parts.scope.run(options, async () => {
      const { stream, partitions, time, anchor } = checkFindOffsets(request);
      const { view, reader } = this.#parts;
      const wanted = partitions.length > 0 ? partitions : view.get(stream).partitions.map((_, number) => number);
      const cursors = [];
      for (const partition of wanted) {
        const { startOffset, endOffset } = view.partition(stream, partition);
        const anchored = anchor === "latest" ? endOffset : startOffset;
        cursors.push({
          partition,
          offset: time === undefined ? anchored : await reader.offsetAt(stream, partition, time),
        });
      }
      return { cursors };
    });
  }

  /** Waits until readers see a position that the caller has seen. */
  async #reach(position: number | undefined): Promise<void> {
    if (position !== undefined && position > 0) await this.#parts.sequencer.whenVisible(position);
  }

  async #change(partition: VisiblePartition, waitMs: number, signal: AbortSignal): Promise<void> {
    const change = new ChangeSignal();
    partition.watchers.add(change.notify);
    signal.addEventListener("abort", change.notify, { once: true });
    const timer = this.#parts.scope.clock.after(waitMs, change.notify);
    try {
      await change.wait();
      signal.throwIfAborted();
    } finally {
      timer.cancel();
      signal.removeEventListener("abort", change.notify);
      partition.watchers.delete(change.notify);
    }
  }

  #describe(definition: StreamDefinition): Stream {
    const visible = this.#parts.view.findById(definition.id)?.partitions ?? [];
    const partitions = visible.map(({ startOffset, endOffset, index }, partition) => ({
      partition,
      earliestOffset: startOffset,
      nextOffset: endOffset,
      bytes: index.bytes,
    }));
    return {
      stream: definition.name,
      id: definition.uuid,
      settings: {
        retentionMs: definition.retentionMs,
        retentionBytes: definition.retentionBytes,
        dedupeWindowMs: definition.dedupeWindowMs,
      },
      createdAt: definition.createdMs,
      partitions,
      bytes: partitions.reduce((sum, { bytes }) => sum + bytes, 0),
      revision: definition.revision,
    };
  }

  /** A version 4 UUID from the engine's own randomness. */
  #newUuid(): string {
    const bytes = Buffer.alloc(16);
    this.#parts.random.fill(bytes);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
}

function changeOf(partitions: number | undefined, settings: StreamSettingsInit | undefined): SettingsChange {
  return {
    partitions,
    retentionMs: settings?.retentionMs,
    retentionBytes: settings?.retentionBytes,
    dedupeWindowMs: settings?.dedupeWindowMs,
  };
}
