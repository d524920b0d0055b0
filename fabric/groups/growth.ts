/**
 * Partitions were added to a stream. Keys have moved to them, so what was written to the older ones before must be finished first, or the records of one key would
 * be worked on out of order.
 */
export interface Growth {
  /** How many there were before. */
  readonly partitions: number;
  /** Where each of them ended. */
  readonly ends: readonly number[];
}

/** Growths that a stream remembers; older ones are given up, newest kept. */
const growthsMax = 8;

/**
 * The growths of a stream when it gets more partitions.
 * @param offsets of the partitions that there are
 */
export function grown(
  growths: readonly Growth[],
  offsets: readonly { readonly startOffset: number; readonly nextOffset: number }[],
): readonly Growth[] {
  const matters = ({ ends }: Growth): boolean =>
    ends.some((end, partition) => end > (offsets[partition]?.startOffset ?? 0));
  const growth = { partitions: offsets.length, ends: offsets.map(({ nextOffset }) => nextOffset) };
  return [...growths, growth].filter(matters).slice(-growthsMax);
}

/**
 * How many of a stream's partitions a group may work on: not those that were added before the group has finished what was written until then.
 * @param isFinished whether the group has finished a partition up to an offset
 */
export function openPartitions(
  partitions: number,
  growths: readonly Growth[],
  isFinished: (partition: number, end: number) => boolean,
): number {
  const barrier = growths.find(({ ends }) => !ends.every((end, partition) => isFinished(partition, end)));
  return barrier?.partitions ?? partitions;
}
