import type { CallOptions, KvService } from "@flowmesh/contract";
import type { Fabric } from "../../../fabric.ts";
import { firstOf, type MethodCall } from "../every-state.ts";

type KvCall = (kv: KvService, bucket: string, options?: CallOptions) => Promise<unknown>;

/** A call of every method of KV, on a bucket that is there and has an entry. */
const calls: readonly (readonly [method: string, call: KvCall])[] = [
  ["createBucket", (kv, bucket, options) => kv.createBucket({ bucket: `${bucket}-new` }, options)],
  ["getBucket", (kv, bucket, options) => kv.getBucket({ bucket }, options)],
  ["listBuckets", (kv, bucket, options) => kv.listBuckets({ prefix: bucket }, options)],
  ["updateBucket", (kv, bucket, options) => kv.updateBucket({ bucket, settings: { history: 2 } }, options)],
  ["put", (kv, bucket, options) => kv.put({ bucket, key: "b", value: Buffer.from("1") }, options)],
  ["delete", (kv, bucket, options) => kv.delete({ bucket, key: "b" }, options)],
  ["increment", (kv, bucket, options) => kv.increment({ bucket, key: "n" }, options)],
  ["get", (kv, bucket, options) => kv.get({ bucket, key: "a" }, options)],
  ["getMany", (kv, bucket, options) => kv.getMany({ bucket, keys: ["a"] }, options)],
  ["listEntries", (kv, bucket, options) => kv.listEntries({ bucket }, options)],
  ["getHistory", (kv, bucket, options) => kv.getHistory({ bucket, key: "a" }, options)],
  ["watch", (kv, bucket, options) => firstOf(kv.watch({ bucket }, options))],
  ["deleteBucket", (kv, bucket, options) => kv.deleteBucket({ bucket }, options)],
];

/** Makes the bucket first; on a fabric that refuses that, the call itself is to say why. */
async function withBucket(
  { kv }: Fabric,
  stream: string,
  call: (bucket: string) => Promise<unknown>,
): Promise<unknown> {
  const bucket = `${stream}-bucket`;
  await kv.createBucket({ bucket }).catch(() => undefined);
  await kv.put({ bucket, key: "a", value: Buffer.from("1") }).catch(() => undefined);
  return call(bucket);
}

/** The same, each on a bucket of its own. */
export const kvCalls: readonly MethodCall[] = calls.map(([method, call]) => [
  method,
  (fabric, stream, options) => withBucket(fabric, stream, (bucket) => call(fabric.kv, bucket, options)),
]);
