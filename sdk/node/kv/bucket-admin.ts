import type { Bucket as BucketMessage } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { type BucketRef, nameOf, settingsOf } from "../definitions/definition.ts";
import { checkOptionNames } from "../known-options.ts";
import { type BucketOptions, bucketOptionNames } from "./bucket-options.ts";

/** Which buckets are listed. */
export interface ListBucketsOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
}

/** Creates, shows, changes and deletes buckets. */
export class BucketAdmin {
  readonly #fabric: Fabric;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Creates a bucket; every later call sees it. By its definition it is made with its settings, and `options` where they differ. @throws FlowMeshError `bucket_exists`, `name_invalid`, `settings_invalid`, `limit_exceeded`, `field_unknown` */
  async create(bucket: BucketRef, options: BucketOptions = {}): Promise<BucketMessage> {
    checkOptionNames(options, bucketOptionNames, "create");
    const settings = { ...settingsOf(bucket), ...options };
    return (await this.#fabric.kv.createBucket({ bucket: nameOf(bucket), settings })).bucket!;
  }

  /** Creates a bucket unless one of this name is there, which then stays as it is. @throws FlowMeshError as `create`, but never `bucket_exists` */
  async ensure(bucket: BucketRef, options: BucketOptions = {}): Promise<BucketMessage> {
    checkOptionNames(options, bucketOptionNames, "ensure");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.get(bucket);
      } catch (error) {
        if (!isFlowMeshError(error, "bucket_not_found")) throw error;
      }
      try {
        return await this.create(bucket, options);
      } catch (error) {
        // Somebody else was faster, or the connection was lost and nobody knows: look again.
        const isPassing = isFlowMeshError(error, "bucket_exists") || isFlowMeshError(error, "connection_failed");
        if (!isPassing || attempt === ensureAttemptsMax) throw error;
      }
    }
  }

  /** A bucket with its settings and figures. @throws FlowMeshError `bucket_not_found` */
  async get(bucket: BucketRef): Promise<BucketMessage> {
    return (await this.#fabric.kv.getBucket({ bucket: nameOf(bucket) })).bucket!;
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
  async update(bucket: BucketRef, options: BucketOptions): Promise<BucketMessage> {
    checkOptionNames(options, bucketOptionNames, "update");
    return (await this.#fabric.kv.updateBucket({ bucket: nameOf(bucket), settings: { ...options } })).bucket!;
  }

  /** Deletes a bucket with all its entries, for good. @throws FlowMeshError `bucket_not_found` */
  async delete(bucket: BucketRef): Promise<void> {
    await this.#fabric.kv.deleteBucket({ bucket: nameOf(bucket) });
  }
}

const ensureAttemptsMax = 5;
const pageSize = 1000;
