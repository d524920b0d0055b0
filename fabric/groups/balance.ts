import type { CatalogStream, PartitionId } from "./group-state.ts";

/** A member as the balance sees it. */
export interface Candidate {
  readonly id: string;
  readonly streams: readonly string[];
  /** What it was to hold before. */
  readonly target: readonly PartitionId[];
}

/**
 * Shares out partitions. Of each stream every member that names it gets as many as any other, or one more; members keep what they had as far as that allows; and
 * what is left over goes to those with the least in all. The same input gives the same result.
 * @returns the partitions of each member, in the order of `members`
 */
export function balance(
  members: readonly Candidate[],
  find: (name: string) => CatalogStream | undefined,
): PartitionId[][] {
  const shares = members.map((): PartitionId[] => []);
  const names = [...new Set(members.flatMap(({ streams }) => streams))].sort();
  for (const name of names) {
    const stream = find(name);
    if (stream === undefined) continue;
    const sharers = members.flatMap(({ streams }, index) => (streams.includes(name) ? [index] : []));
    shareOut(stream, sharers, members, shares);
  }
  return shares;
}

function shareOut(
  { id: stream, partitions }: CatalogStream,
  sharers: readonly number[],
  members: readonly Candidate[],
  shares: PartitionId[][],
): void {
  const kept = new Map(sharers.map((index) => [index, keptOf(members[index]?.target ?? [], stream, partitions)]));
  const least = Math.floor(partitions / sharers.length);
  let extra = partitions % sharers.length;
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const load = (index: number): number => shares[index]?.length ?? 0;
  // Who has more than its share already, and who has little of other streams, is the first to get one of those left over.
  const order = [...sharers].sort((a, b) => Number(more(b)) - Number(more(a)) || load(a) - load(b) || a - b);
  function more(index: number): boolean {
    return (kept.get(index)?.length ?? 0) > least;
  }
  const quotas = new Map(order.map((index) => [index, least + (extra-- > 0 ? 1 : 0)]));
  const taken = new Map(
    sharers.map((index) => {
      const own = (kept.get(index) ?? []).filter((partition) => free.has(partition)).slice(0, quotas.get(index));
      for (const partition of own) free.delete(partition);
      return [index, own];
    }),
  );
  const waiting = [...free];
  for (const index of sharers) {
    const own = taken.get(index) ?? [];
    own.push(...waiting.splice(0, (quotas.get(index) ?? 0) - own.length));
    own.sort((a, b) => a - b);
    shares[index]?.push(...own.map((partition) => ({ stream, partition })));
  }
}

function keptOf(target: readonly PartitionId[], stream: number, partitions: number): number[] {
  return target.filter((had) => had.stream === stream && had.partition < partitions).map(({ partition }) => partition);
}
