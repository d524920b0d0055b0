import type { SeededRandom } from "../random/seeded-random.ts";

/**
 * What survives of everything that was not synced when the power went. Every unsynced page write, size change and change of the directory is numbered in the
 * order in which it was made; each kind survives by its own rule:
 *
 * - `pages`: each page holds any of the contents that it was given since its last sync, or still the synced one. `subset` draws one for each page on its own, so
 *   writes appear reordered; `torn` besides mixes two contents of a page by sectors.
 * - `sizes`: a file has any of the sizes it had since its last sync; it may have grown before its data arrived.
 * - `entries`: names created, renamed and removed since the directory's last sync; in order up to some change, or any subset.
 * - `unwritten`: what stands in pages within a grown size whose data did not arrive: zeros, random bytes, or what a file that was removed once wrote there.
 */
export interface CrashChoice {
  readonly pages: Survival | { readonly kind: "torn"; readonly seed: number };
  readonly sizes: Survival;
  readonly entries: Survival;
  readonly unwritten: "zeros" | "garbage" | "stale";
}

/** `prefix` keeps the changes numbered up to `last`. */
export type Survival =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "prefix"; readonly last: number }
  | { readonly kind: "subset"; readonly seed: number };

const none: Survival = { kind: "none" };
const all: Survival = { kind: "all" };

/** Nothing unsynced is there. */
export const allLost: CrashChoice = { pages: none, sizes: none, entries: none, unwritten: "zeros" };
/** Everything is there: what the page cache keeps when only the process dies. */
export const allKept: CrashChoice = { pages: all, sizes: all, entries: all, unwritten: "zeros" };

/** The choices that are worth making first: each kind of survival alone and against the others. */
export const plainChoices: readonly CrashChoice[] = [
  allLost,
  allKept,
  { pages: none, sizes: all, entries: all, unwritten: "zeros" },
  { pages: none, sizes: all, entries: all, unwritten: "garbage" },
  { pages: none, sizes: all, entries: all, unwritten: "stale" },
  { pages: all, sizes: all, entries: none, unwritten: "zeros" },
  { pages: none, sizes: none, entries: all, unwritten: "zeros" },
  { pages: all, sizes: none, entries: all, unwritten: "zeros" },
];

/** Any choice. `first` and `last` are the numbers of the oldest and newest unsynced changes. */
export function randomChoice(random: SeededRandom, first: number, last: number): CrashChoice {
  const unwritten = random.pick(["zeros", "garbage", "stale"] as const);
  const prefix: Survival = { kind: "prefix", last: first + random.integer(Math.max(1, last - first + 1)) };
  if (random.chance(0.25)) return { pages: prefix, sizes: prefix, entries: prefix, unwritten };
  const pages = random.chance(0.4)
    ? { kind: "torn" as const, seed: random.integer(2 ** 32) }
    : survival(random, prefix);
  return { pages, sizes: survival(random, prefix), entries: survival(random, prefix), unwritten };
}

function survival(random: SeededRandom, prefix: Survival): Survival {
  const kind = random.integer(5);
  if (kind === 0) return none;
  if (kind === 1) return all;
  return kind === 2 ? prefix : { kind: "subset", seed: random.integer(2 ** 32) };
}

/** For traces: one short line. */
export function describeChoice(choice: CrashChoice): string {
  const part = (rule: CrashChoice["pages"]): string => {
    if (rule.kind === "prefix") return `up to change ${rule.last}`;
    return rule.kind === "subset" || rule.kind === "torn" ? `${rule.kind} ${rule.seed}` : rule.kind;
  };
  return `pages ${part(choice.pages)}, sizes ${part(choice.sizes)}, entries ${part(choice.entries)}, unwritten ${choice.unwritten}`;
}
