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
  aside,
  type BatchSource,
  checkCreateStream,
  checkDeleteStream,
  checkFetch,
  checkFindOffsets,
  checkGetStream,
  checkListStreams,
  checkUpdateStream,
  newUuid,
  readRecords,
  unmarked,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import { waitToBeWoken } from "../../clock/wake.ts";
import type { Commits } from "../../commit/commits.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { StreamDefinition } from "../../commit/stream-operation.ts";
import type { Random } from "../../random/random.ts";
import type { GroupBarrier, GroupReading } from "../groups/group-barrier.ts";
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

/** A page of a list ends before it describes more partitions than this, so that it is made in a few milliseconds. */
const LISTED_PARTITIONS = 10_000;

/** What the streams of an engine are made of. */
export interface StreamsParts {
  readonly sequencer: Sequencer;
  readonly head: StreamsHead;
  readonly view: StreamsView;
  readonly reader: PartitionReader;
  readonly barrier: GroupBarrier;
  readonly commits: Commits;
  readonly random: Random;
  readonly scope: CallScope;
}

/** The contract's streams on the engine: writes become intents for the sequencer, reads are answered by the view. */
export class EngineStreams implements StreamsService {
  readonly #parts: StreamsParts;
  /** What reading single records stands on. */
  readonly #batches: BatchSource;

  constructor(parts: StreamsParts) {
    this.#parts = parts;
    this.#batches = {
      getStream: (request, options) => this.getStream(request, options),
      fetch: (request, options) => this.fetch(request, options),
      findOffsets: (request, options) => this.findOffsets(request, options),
      waitForAny: (...wait) => this.#changeOfAny(...wait),
      turns: parts.reader.turns,
    };
  }

  append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    return this.#parts.scope.run(options, () => this.#parts.commits.append(request, options));
  }

  publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse> {
    return this.#parts.scope.run(options, async () => {
      const { marks, operation: publish } = unmarked(request);
      const { position, results } = await this.#parts.commits.commit({ operations: [{ publish }], ...marks }, options);
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
        newUuid(this.#parts.random),
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
    return this.#parts.scope.run(options, async (signal) => {
      const { stream, atLeast } = checkGetStream(request);
      await this.#reach(atLeast, signal, options);
      return { stream: this.#describe(this.#parts.view.get(stream).definition) };
    });
  }

  listStreams(request: ListStreamsRequestInit, options?: CallOptions): Promise<ListStreamsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { pageSize, after, prefix, atLeast } = checkListStreams(request);
      await this.#reach(atLeast, signal, options);
      const { view } = this.#parts;
      const names = view.names().filter((name) => name > after && name.startsWith(prefix));
      const streams: Stream[] = [];
      for (let partitions = 0; streams.length < Math.min(pageSize, names.length); ) {
        const { definition } = view.get(names[streams.length] as string);
        partitions += definition.partitions;
        if (streams.length > 0 && partitions > LISTED_PARTITIONS) break;
        streams.push(this.#describe(definition));
      }
      const isLast = streams.length === names.length;
      return { streams, nextPageToken: isLast ? "" : writeListToken(prefix, streams.at(-1)?.stream ?? "") };
    });
  }

  fetch(request: FetchRequestInit, options?: CallOptions): Promise<FetchResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { stream, partition, offset, maxBytes, waitMs, atLeast, group } = checkFetch(request);
      const { reader, barrier } = this.#parts;
      await this.#reach(atLeast, signal, options);
      const visible = reader.checkOffset(stream, partition, offset);
      const reading = { group, stream, partition };
      if (waitMs > 0 && offset >= Math.min(visible.endOffset, barrier.openUntil(reading)))
        await aside(options, this.#change([visible], waitMs, signal, reading));
      const until = barrier.openUntil(reading);
      const wanted = { stream, partition, offset, maxBytes, known: visible, until };
      const { bytes, nextOffset } = reader.readHeld(wanted) ?? (await reader.read(wanted));
      return { nextOffset, endOffset: visible.endOffset, earliestOffset: visible.startOffset, batches: bytes };
    });
  }

  read(request: ReadRequestInit, options?: CallOptions): Promise<ReadResponse> {
    return this.#parts.scope.run(options, (signal) =>
      readRecords(this.#batches, request, { signal, whileWaiting: options?.whileWaiting }),
    );
  }

  subscribe(request: SubscribeRequestInit, options?: CallOptions): AsyncGenerator<SubscribeResponse> {
    return Subscription.run(this.#parts, request, options);
  }

  findOffsets(request: FindOffsetsRequestInit, options?: CallOptions): Promise<FindOffsetsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { stream, partitions, time, anchor, atLeast } = checkFindOffsets(request);
      await this.#reach(atLeast, signal, options);
      const { view, reader } = this.#parts;
      const wanted = partitions.length > 0 ? partitions : view.get(stream).partitions.map((_, number) => number);
      const cursors = [];
      for (const partition of wanted) {
        const { startOffset, endOffset } = view.partition(stream, partition);
        const anchored = anchor === "latest" ? endOffset : startOffset;
        cursors.push({
          partition,
          offset: time === undefined ? anchored : await reader.offsetAt(stream, partition, time, signal),
        });
      }
      return { cursors };
    });
  }

  /** Waits until readers see a position that the caller has seen. */
  async #reach(position: number, signal: AbortSignal, options: CallOptions | undefined): Promise<void> {
    const { sequencer } = this.#parts;
    if (position > sequencer.visiblePosition) await aside(options, sequencer.whenVisible(position, signal));
  }

  /** Waits until one of the partitions has something behind its cursor; one watcher for all of them. */
  async #changeOfAny(
    stream: string,
    cursors: readonly { readonly partition: number; readonly offset: number }[],
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { reader, scope } = this.#parts;
    const watched = cursors.map(({ partition, offset }) => reader.checkOffset(stream, partition, offset));
    if (watched.some(({ endOffset }, at) => endOffset > (cursors[at]?.offset ?? 0))) return;
    await scope.run({ signal }, (ended) => this.#change(watched, waitMs, ended));
    for (const [at, { partition, offset }] of cursors.entries())
      reader.checkOffset(stream, partition, offset, watched[at]);
  }

  #change(
    partitions: readonly VisiblePartition[],
    waitMs: number,
    signal: AbortSignal,
    reading?: GroupReading,
  ): Promise<void> {
    return waitToBeWoken(this.#parts.scope.clock, waitMs, signal, (wake) => {
      const unwatch = reading && this.#parts.barrier.watch(reading, wake);
      for (const { watchers } of partitions) watchers.add(wake);
      return () => {
        for (const { watchers } of partitions) watchers.delete(wake);
        unwatch?.();
      };
    });
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
}

function changeOf(partitions: number | undefined, settings: StreamSettingsInit | undefined): SettingsChange {
  return {
    partitions,
    retentionMs: settings?.retentionMs,
    retentionBytes: settings?.retentionBytes,
    dedupeWindowMs: settings?.dedupeWindowMs,
  };
}
