import type { Log } from "../log/log.ts";

/** Operations that are carried in one commit at most. */
export const CARRIED_A_COMMIT: number = 500;

/** Bytes of the operations that are carried in one commit, unless one alone has more. A segment has room for twice as many: what is in a commit's table stands in the segment's footer too. */
export function carryBytesMax({ writer }: Log): number {
  return Math.floor(writer.frameBytesMax / 4);
}

/** What is to be carried, in order, in groups that fit one commit each. One that is larger than a commit is a group of its own. */
export function commitGroups<Item>(
  items: readonly Item[],
  bytesMax: number,
  bytesOf: (item: Item) => number,
): Item[][] {
  const groups: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = groups.at(-1);
    if (last !== undefined && bytes + size <= bytesMax && last.length < CARRIED_A_COMMIT) {
      last.push(item);
      bytes += size;
    } else {
      groups.push([item]);
      bytes = size;
    }
  }
  return groups;
}
