import type { BucketDetails } from "@flowmesh/client";
import { Bucket as BucketCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatDuration } from "../values/duration.ts";
import { formatSize } from "../values/size.ts";

/** How buckets are shown. */
export const bucketShape: Shape<BucketDetails> = {
  columns: [
    { title: "BUCKET", value: ({ bucket }) => bucket },
    { title: "ENTRIES", value: ({ entries }) => entries },
    { title: "SIZE", value: ({ bytes }) => bytes, shown: ({ bytes }) => formatSize(bytes) },
    { title: "HISTORY", value: ({ settings }) => settings?.history ?? 1 },
    {
      title: "TTL",
      value: ({ settings }) => settings?.ttlMs ?? 0,
      shown: ({ settings }) => (settings?.ttlMs ? formatDuration(settings.ttlMs) : "for ever"),
    },
    { title: "REVISION", value: ({ lastRevision }) => lastRevision },
    { title: "WATCH FLOOR", value: ({ watchFloor }) => watchFloor, isWide: true },
    { title: "CREATED", value: ({ createdAt }) => new Date(createdAt ?? 0).toISOString(), isWide: true },
    { title: "ID", value: ({ id }) => id, isWide: true },
  ],
  toJson: (bucket) => toJson(BucketCodec, bucket),
};

/** What goes with a bucket, for people. */
export function contentsOf({ entries, bytes }: BucketDetails): string {
  return `${entries === 1 ? "1 entry" : `${entries} entries`}, ${formatSize(bytes)}`;
}

/** How buckets are shown that were deleted, or would be. */
export function deletedBucketShape(isDryRun: boolean): Shape<BucketDetails> {
  return {
    columns: [
      { title: "BUCKET", value: ({ bucket }) => bucket },
      { title: "ACTION", value: () => (isDryRun ? "would delete" : "deleted") },
      { title: "WHAT", value: contentsOf },
    ],
    toJson: ({ bucket, entries, bytes }) => ({ bucket, action: "delete", entries, bytes, dryRun: isDryRun }),
  };
}
