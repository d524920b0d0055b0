import { type CursorState, type IsFinished, openPartitions, openUntil, unfinished } from "@flowmesh/fabric/internal";
import type { StreamDefinition } from "../../commit/stream-operation.ts";

/** A stream as the sequencer or a reader knows it. */
export interface GrownStream {
  readonly definition: StreamDefinition;
  readonly partitions: readonly { readonly startOffset: number }[];
}

/** Where a group stands in the partitions of a stream. */
export type CursorOf = (partition: number) => CursorState;

/** How many partitions of a stream are open to a group that has come so far. */
export function openToGroup(stream: GrownStream, cursorOf: CursorOf): number {
  const { partitions, growths } = stream.definition;
  return openPartitions(partitions, growths, isFinishedBy(stream, cursorOf));
}

/** Up to which offset a partition of a stream is open to a group that has come so far; infinity: to its end. */
export function openUntilToGroup(stream: GrownStream, partition: number, cursorOf: CursorOf): number {
  const { partitions, growths } = stream.definition;
  return openUntil(partition, partitions, growths, isFinishedBy(stream, cursorOf));
}

function isFinishedBy({ partitions }: GrownStream, cursorOf: CursorOf): IsFinished {
  return (partition, end) => unfinished(cursorOf(partition), partitions[partition]?.startOffset ?? 0, end) === 0;
}
