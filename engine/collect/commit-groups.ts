/** Operations that are carried in one commit at most. */
const CARRIED_A_COMMIT = 500;

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
