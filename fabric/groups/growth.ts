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

/** Whether a group has finished a partition up to an offset. */
export type IsFinished = (partition: number, end: number) => boolean;

/** How many of a stream's partitions a group may work on: not those that were added before the group has finished what was written until then. */
export function openPartitions(partitions: number, growths: readonly Growth[], isFinished: IsFinished): number {
  return growths[barrierOf(growths, isFinished)]?.partitions ?? partitions;
}

/**
 * Up to which offset a group may work on a partition: infinity, or where it ended when partitions were added and keys moved to it, until the group has finished all
 * that was written to any partition until then. Among older partitions no key moves when their number is multiplied.
 */
export function openUntil(
  partition: number,
  partitions: number,
  growths: readonly Growth[],
  isFinished: IsFinished,
): number {
  const barrier = barrierOf(growths, isFinished);
  // Partitions only grow: who has not come to this growth has come to none that followed.
  for (let at = barrier; at < growths.length; at += 1) {
    const { partitions: before, ends } = growths[at]!;
    const after = growths[at + 1]?.partitions ?? partitions;
    if (partition >= before) return 0;
    if (after % before !== 0) return ends[partition]!;
  }
  return Number.POSITIVE_INFINITY;
}

/** The first growth that the group has not come to; behind the last one: none. */
function barrierOf(growths: readonly Growth[], isFinished: IsFinished): number {
  const at = growths.findIndex(({ ends }) => !ends.every((end, partition) => isFinished(partition, end)));
  return at < 0 ? growths.length : at;
}
