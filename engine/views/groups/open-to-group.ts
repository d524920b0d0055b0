import { type CursorState, openPartitions, unfinished } from "@flowmesh/fabric/internal";
import type { StreamDefinition } from "../../commit/stream-operation.ts";

/** A stream as the sequencer or a reader knows it. */
export interface GrownStream {
  readonly definition: StreamDefinition;
  readonly partitions: readonly { readonly startOffset: number }[];
}

/** How many partitions of a stream are open to a group that has come so far. */
export function openToGroup(
  { definition, partitions }: GrownStream,
  cursorOf: (partition: number) => CursorState,
): number {
  return openPartitions(
    definition.partitions,
    definition.growths,
    (partition, end) => unfinished(cursorOf(partition), partitions[partition]?.startOffset ?? 0, end) === 0,
  );
}
