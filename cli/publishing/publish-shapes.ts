import type { PublishResult } from "@flowmesh/client";
import type { Shape } from "../output/format.ts";
import { formatDuration } from "../values/duration.ts";
import type { PublishSummary } from "./publish-run.ts";

/** Where a record is. */
export interface Placed extends PublishResult {
  readonly stream: string;
}

/** How the place of a single record is shown. */
export const placedShape: Shape<Placed> = {
  columns: [
    { title: "STREAM", value: ({ stream }) => stream },
    { title: "PARTITION", value: ({ partition }) => partition },
    { title: "OFFSET", value: ({ offset }) => offset },
    {
      title: "DUPLICATE",
      value: ({ duplicate }) => duplicate,
      shown: ({ duplicate }) => (duplicate ? "yes: it was there" : "no"),
    },
  ],
  toJson: ({ stream, partition, offset, duplicate }) => ({ stream, partition, offset, duplicate }),
};

/** How it is shown what became of many records. */
export const summaryShape: Shape<PublishSummary> = {
  columns: [
    { title: "STREAM", value: ({ stream }) => stream },
    { title: "PUBLISHED", value: ({ published }) => published },
    { title: "DUPLICATES", value: ({ duplicates }) => duplicates },
    { title: "FAILED", value: ({ failed }) => failed },
    { title: "TOOK", value: ({ elapsedMs }) => elapsedMs, shown: ({ elapsedMs }) => formatDuration(elapsedMs) },
    {
      title: "PLACES",
      value: ({ partitions }) =>
        partitions
          .map(({ partition, firstOffset, lastOffset }) => `${partition}@${firstOffset}-${lastOffset}`)
          .join(" "),
    },
  ],
  toJson: (summary) => summary,
};
