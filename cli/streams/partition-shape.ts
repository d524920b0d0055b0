import { PartitionOffsets as PartitionCodec, type PartitionOffsets } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatSize } from "../values/size.ts";

/** How the partitions of a stream are shown. */
export const partitionShape: Shape<PartitionOffsets> = {
  columns: [
    { title: "PARTITION", value: ({ partition }) => partition },
    { title: "EARLIEST", value: ({ earliestOffset }) => earliestOffset },
    { title: "NEXT", value: ({ nextOffset }) => nextOffset },
    { title: "RECORDS", value: ({ earliestOffset, nextOffset }) => nextOffset - earliestOffset },
    { title: "SIZE", value: ({ bytes }) => bytes, shown: ({ bytes }) => formatSize(bytes) },
  ],
  toJson: (partition) => toJson(PartitionCodec, partition),
};
