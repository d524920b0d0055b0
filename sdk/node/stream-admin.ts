import type { Stream } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { nameOf, type StreamRef, settingsOf } from "./definitions/definition.ts";
import { checkOptionNames } from "./known-options.ts";
import { type StreamOptions, streamOptionNames } from "./stream-options.ts";

/** Which streams are listed. */
export interface ListStreamsOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
}

/** Creates, shows, changes and deletes streams. */
export class StreamAdmin {
  readonly #fabric: Fabric;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Creates a stream; every later call sees it. By its definition it is made with its settings, and `options` where they differ. @throws FlowMeshError `stream_exists`, `name_invalid`, `settings_invalid`, `limit_exceeded`, `field_unknown` */
  async create(stream: StreamRef, options: StreamOptions = {}): Promise<Stream> {
    checkOptionNames(options, streamOptionNames, "create");
    const { partitions, ...settings } = { ...settingsOf(stream), ...options };
    const created = await this.#fabric.streams.createStream({ stream: nameOf(stream), partitions, settings });
    return created.stream!;
  }

  /** Creates a stream unless one of this name is there, which then stays as it is. @throws FlowMeshError as `create`, but never `stream_exists` */
  async ensure(stream: StreamRef, options: StreamOptions = {}): Promise<Stream> {
    checkOptionNames(options, streamOptionNames, "ensure");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.get(stream);
      } catch (error) {
        if (!isFlowMeshError(error, "stream_not_found")) throw error;
      }
      try {
        return await this.create(stream, options);
      } catch (error) {
        // Somebody else was faster, or the connection was lost and nobody knows: look again.
        const isPassing = isFlowMeshError(error, "stream_exists") || isFlowMeshError(error, "connection_failed");
        if (!isPassing || attempt === ensureAttemptsMax) throw error;
      }
    }
  }

  /** A stream with its settings and the offsets of its partitions. @throws FlowMeshError `stream_not_found` */
  async get(stream: StreamRef): Promise<Stream> {
    return (await this.#fabric.streams.getStream({ stream: nameOf(stream) })).stream!;
  }

  /** All streams, or those whose names begin with `prefix`, ordered by name. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListStreamsOptions = {}): AsyncGenerator<Stream, void> {
    checkOptionNames(options, { prefix: true }, "list");
    let pageToken = "";
    do {
      const page = await this.#fabric.streams.listStreams({ prefix: options.prefix, pageToken, pageSize });
      yield* page.streams;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** Changes what is given and leaves the rest. @throws FlowMeshError `stream_not_found`, `settings_invalid`, `partitions_shrink`, `field_unknown` */
  async update(stream: StreamRef, options: StreamOptions): Promise<Stream> {
    checkOptionNames(options, streamOptionNames, "update");
    const { partitions, ...settings } = options;
    return (await this.#fabric.streams.updateStream({ stream: nameOf(stream), partitions, settings })).stream!;
  }

  /** Deletes a stream with all its records, for good. @throws FlowMeshError `stream_not_found` */
  async delete(stream: StreamRef): Promise<void> {
    await this.#fabric.streams.deleteStream({ stream: nameOf(stream) });
  }
}

const ensureAttemptsMax = 5;
const pageSize = 1000;
