import type { Bucket as BucketMessage } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { checkOptionNames, type OptionNames } from "../known-options.ts";

/** What a bucket is made with; what is absent takes its default. */
export interface BucketOptions {
  /** How many revisions of each key are kept, the latest included: 1 to 64. Default 1. */
  readonly history?: number | undefined;
  /** How long an entry lives whose write says nothing, in milliseconds. Default 0: for ever. */
  readonly ttlMs?: number | undefined;
}

/** Which buckets are listed. */
export interface ListBucketsOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
}

const optionNames: OptionNames<BucketOptions> = { history: true, ttlMs: true };

/** Creates, shows, changes and deletes buckets. */
export class BucketAdmin {
  readonly #fabric: Fabric;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Creates a bucket; every later call sees it. @throws FlowMeshError `bucket_exists`, `name_invalid`, `settings_invalid`, `limit_exceeded`, `field_unknown` */
  async create(name: string, options: BucketOptions = {}): Promise<BucketMessage> {
    checkOptionNames(options, optionNames, "create");
    const { bucket } = await this.#fabric.kv.createBucket({ bucket: name, settings: { ...options } });
    return bucket!;
  }

  /** Creates a bucket unless one of this name is there, which then stays as it is. @throws FlowMeshError as `create`, but never `bucket_exists` */
  async ensure(name: string, options: BucketOptions = {}): Promise<BucketMessage> {
    checkOptionNames(options, optionNames, "ensure");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.get(name);
      } catch (error) {
        if (!isFlowMeshError(error, "bucket_not_found")) throw error;
      }
      try {
        return await this.create(name, options);
      } catch (error) {
        // Somebody else was faster, or the connection was lost and nobody knows: look again.
        const isPassing = isFlowMeshError(error, "bucket_exists") || isFlowMeshError(error, "connection_failed");
        if (!isPassing || attempt === ensureAttemptsMax) throw error;
      }
    }
  }

  /** A bucket with its settings and figures. @throws FlowMeshError `bucket_not_found` */
  async get(name: string): Promise<BucketMessage> {
    const { bucket } = await this.#fabric.kv.getBucket({ bucket: name });
    return bucket!;
  }

  /** All buckets, or those whose names begin with `prefix`, ordered by name. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListBucketsOptions = {}): AsyncGenerator<BucketMessage, void> {
    checkOptionNames(options, { prefix: true }, "list");
    let pageToken = "";
    do {
      const page = await this.#fabric.kv.listBuckets({ prefix: options.prefix, pageToken, pageSize });
      yield* page.buckets;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** Changes what is given and leaves the rest. @throws FlowMeshError `bucket_not_found`, `settings_invalid`, `field_unknown` */
  async update(name: string, options: BucketOptions): Promise<BucketMessage> {
    checkOptionNames(options, optionNames, "update");
    const { bucket } = await this.#fabric.kv.updateBucket({ bucket: name, settings: { ...options } });
    return bucket!;
  }

  /** Deletes a bucket with all its entries, for good. @throws FlowMeshError `bucket_not_found` */
  async delete(name: string): Promise<void> {
    await this.#fabric.kv.deleteBucket({ bucket: name });
  }
}

const ensureAttemptsMax = 5;
const pageSize = 1000;
