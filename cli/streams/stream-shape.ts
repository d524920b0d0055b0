import { type Stream, Stream as StreamCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatDuration } from "../values/duration.ts";
import { formatSize } from "../values/size.ts";

/** How streams are shown. */
export const streamShape: Shape<Stream> = {
  columns: [
    { title: "STREAM", value: ({ stream }) => stream },
    { title: "PARTITIONS", value: ({ partitions }) => partitions.length },
    { title: "RECORDS", value: recordsOf },
    { title: "SIZE", value: ({ bytes }) => bytes, shown: ({ bytes }) => formatSize(bytes) },
    {
      title: "RETENTION",
      value: (stream) => stream.settings?.retentionMs ?? 0,
      shown: ({ settings }) => (settings?.retentionMs ? formatDuration(settings.retentionMs) : "for ever"),
    },
    {
      title: "MAX SIZE",
      value: ({ settings }) => settings?.retentionBytes ?? 0,
      shown: ({ settings }) =>
        settings?.retentionBytes ? `${formatSize(settings.retentionBytes)} a partition` : "no limit",
      isWide: true,
    },
    {
      title: "DEDUPE WINDOW",
      value: ({ settings }) => settings?.dedupeWindowMs ?? 0,
      shown: ({ settings }) => (settings?.dedupeWindowMs ? formatDuration(settings.dedupeWindowMs) : "off"),
      isWide: true,
    },
    { title: "CREATED", value: ({ createdAt }) => new Date(createdAt ?? 0).toISOString(), isWide: true },
    { title: "ID", value: ({ id }) => id, isWide: true },
  ],
  toJson: (stream) => toJson(StreamCodec, stream),
};

/** How many records are kept, as the offsets tell. */
export function recordsOf({ partitions }: Pick<Stream, "partitions">): number {
  return partitions.reduce((sum, { earliestOffset, nextOffset }) => sum + nextOffset - earliestOffset, 0);
}
