import { ScheduleRun } from "@flowmesh/engine/testing";
import { damageAtRest } from "../damage.ts";
import { differenceFrom, seedOfCauses, seedOfOperations } from "../lockstep/comparison.ts";
import { simulate } from "../simulation.ts";
import type { SessionWorkload, Workload } from "../workload.ts";
import { workloads } from "../workloads/all.ts";

/** What a search for violations came to. */
export interface SearchResult {
  /** States that were looked at. */
  readonly states: number;
  /** The first violation, if there was one. */
  readonly found: string | undefined;
}

const seeds = [2, 3, 1, 4];
const damages = 300;
const comparisons = 40;
/** What is looked at without a bug: some of each kind. That the others find nothing is what the test of crash states says. */
const searchesWithoutBug = ["singles", "damage at rest", "commits", "schedules", "beside the model"];

/** Simulates the named workloads, from one seed after the other, until the first violation. */
export async function searchFor(names: readonly string[], from: readonly number[] = seeds): Promise<SearchResult> {
  let states = 0;
  for (const seed of from) {
    for (const search of searchesOf(names)) {
      const result = await unlessStuck(search(seed)).catch((error: Error) => ({
        states: 0,
        found: `the engine did not survive: ${error.message}`,
      }));
      states += result.states;
      if (result.found !== undefined) return { states, found: result.found };
    }
  }
  return { states, found: undefined };
}

/** A search on a virtual clock and a simulated disk waits for nothing outside: once this process has nothing more to do, what it waits for never comes. */
async function unlessStuck(search: Promise<SearchResult>): Promise<SearchResult> {
  const { promise, resolve } = Promise.withResolvers<SearchResult>();
  // What is given here to do keeps the process alive.
  const onIdle = (): unknown => setImmediate(resolve, { states: 0, found: "what was asked is never answered" });
  process.once("beforeExit", onIdle);
  try {
    return await Promise.race([search, promise]);
  } finally {
    process.off("beforeExit", onIdle);
  }
}

/** The same where nothing is to be found. */
export function searchWithoutBug(): Promise<SearchResult> {
  return searchFor(searchesWithoutBug, seeds.slice(0, 1));
}

function searchesOf(names: readonly string[]): ((seed: number) => Promise<SearchResult>)[] {
  const wanted = names.map(kindAndFirst);
  const firstOf = new Map(wanted.map(({ kind, first }) => [kind, first]));
  const chosen = workloads.filter(({ name }) => firstOf.has(name));
  const searches = chosen.map((workload) => (seed: number) => {
    const first = firstOf.get(workload.name) ?? 0;
    return simulated(workload, first > 0 && seed === seeds[0] ? first : seed);
  });
  for (const { kind, first } of wanted) {
    const search = others.get(kind);
    if (search !== undefined) searches.push((seed) => search(seed, first));
  }
  return searches;
}

/** What stands before ` from 7`, and the number. */
function kindAndFirst(name: string): { readonly kind: string; readonly first: number } {
  const [, kind = name, first = "0"] = /^(.*) from (\d+)$/.exec(name) ?? [];
  return { kind, first: Number(first) };
}

type Search = (seed: number, first: number) => Promise<SearchResult>;

const others: ReadonlyMap<string, Search> = new Map<string, Search>([
  ["damage at rest", (seed) => damaged("commits", seed)],
  ["damage of settled files", (seed) => damaged("settling", seed)],
  ["beside the model", (seed, first) => compared(seed, first, (number) => number)],
  ["operations beside the model", (seed, first) => compared(seed, first, seedOfOperations)],
  ["causes beside the model", (seed, first) => compared(seed, first, seedOfCauses)],
  ["schedules", scheduled],
]);

async function simulated(workload: Workload, seed: number): Promise<SearchResult> {
  const { states, violations } = await simulate({ workload, seed, lives: 3, statesAMoment: 4, stopsEarly: true });
  return { states: states.size, found: violations[0]?.what };
}

async function damaged(kind: string, seed: number): Promise<SearchResult> {
  const workload = workloads.find(({ name }) => name === kind) as SessionWorkload;
  const { damages: states, findings } = await damageAtRest({ workload, seed, rounds: damages, stopsEarly: true });
  return { states, found: findings[0]?.what };
}

/** As many seeds of their own for each, from the first on. */
async function compared(seed: number, first: number, seedOf: (number: number) => number): Promise<SearchResult> {
  for (let count = 0; count < comparisons; count++) {
    const found = await differenceFrom(seedOf(first + seeds.indexOf(seed) * comparisons + count));
    if (found !== undefined) return { states: count, found };
  }
  return { states: comparisons, found: undefined };
}

async function scheduled(seed: number): Promise<SearchResult> {
  const run = new ScheduleRun(seed);
  const found = await run.run().catch((error: Error) => error.message);
  return { states: run.lives, found: found ?? undefined };
}
