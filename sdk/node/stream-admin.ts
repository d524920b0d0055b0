import type { Stream } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { checkOptionNames, type OptionNames } from "./known-options.ts";

/** What a stream is made with; what is absent takes its default. */
export interface StreamOptions {
  /** 1 to 1024. Default 1. They can be added later, never taken away. */
  readonly partitions?: number | undefined;
  /** Records written longer ago are removed. Default 0: kept for ever. */
  readonly retentionMs?: number | undefined;
  /** A partition's oldest records are removed while it holds more bytes. Default 0: no limit. */
  readonly retentionBytes?: number | undefined;
  /** How long a dedupe id is remembered, at most 86400000. Default 120000; 0 switches it off. */
  readonly dedupeWindowMs?: number | undefined;
}

/** Which streams are listed. */
export interface ListStreamsOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
}

const optionNames: OptionNames<StreamOptions> = {
  partitions: true,
  retentionMs: true,
  retentionBytes: true,
  dedupeWindowMs: true,
};

/** Creates, shows, changes and deletes streams. */
export class StreamAdmin {
  readonly #fabric: Fabric;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Creates a stream; every later call sees it. @throws FlowMeshError `stream_exists`, `name_invalid`, `settings_invalid`, `limit_exceeded`, `field_unknown` */
  async create(name: string, options: StreamOptions = {}): Promise<Stream> {
    checkOptionNames(options, optionNames, "create");
    const { partitions, ...settings } = options;
    const { stream } = await this.#fabric.streams.createStream({ stream: name, partitions, settings });
    return stream!;
  }

  /** Creates a stream unless one of this name is there, which then stays as it is. @throws FlowMeshError as `create`, but never `stream_exists` */
  async ensure(name: string, options: StreamOptions = {}): Promise<Stream> {
    checkOptionNames(options, optionNames, "ensure");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.get(name);
      } catch (error) {
        if (!isFlowMeshError(error, "stream_not_found")) throw error;
      }
      try {
        return await this.create(name, options);
      } catch (error) {
        // Somebody else was faster, or the connection was lost and nobody knows: look again.
        const isPassing = isFlowMeshError(error, "stream_exists") || isFlowMeshError(error, "connection_failed");
        if (!isPassing || attempt === ensureAttemptsMax) throw error;
      }
    }
  }

  /** A stream with its settings and the offsets of its partitions. @throws FlowMeshError `stream_not_found` */
  async get(name: string): Promise<Stream> {
    const { stream } = await this.#fabric.streams.getStream({ stream: name });
    return stream!;
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
  async update(name: string, options: StreamOptions): Promise<Stream> {
    checkOptionNames(options, optionNames, "update");
    const { partitions, ...settings } = options;
    const { stream } = await this.#fabric.streams.updateStream({ stream: name, partitions, settings });
    return stream!;
  }

  /** Deletes a stream with all its records, for good. @throws FlowMeshError `stream_not_found` */
  async delete(name: string): Promise<void> {
    await this.#fabric.streams.deleteStream({ stream: name });
  }
}

const ensureAttemptsMax = 5;
const pageSize = 1000;
