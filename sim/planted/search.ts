import { damageAtRest } from "../damage.ts";
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

/** Simulates the named workloads, or all, until the first violation. */
export async function searchFor(names: readonly string[] | undefined): Promise<SearchResult> {
  let states = 0;
  for (const seed of seeds) {
    for (const search of searchesOf(names)) {
      const result = await search(seed).catch((error: Error) => ({
        states: 0,
        found: `the engine did not survive: ${error.message}`,
      }));
      states += result.states;
      if (result.found !== undefined) return { states, found: result.found };
    }
    if (names === undefined) break;
  }
  return { states, found: undefined };
}

function searchesOf(names: readonly string[] | undefined): ((seed: number) => Promise<SearchResult>)[] {
  const chosen = workloads.filter(({ name }) => names === undefined || names.includes(name));
  const searches = chosen.map((workload) => (seed: number) => simulated(workload, seed));
  return names === undefined || names.includes("damage at rest") ? [...searches, damaged] : searches;
}

async function simulated(workload: Workload, seed: number): Promise<SearchResult> {
  const { states, violations } = await simulate({ workload, seed, lives: 3, statesAMoment: 4, stopsEarly: true });
  return { states: states.size, found: violations[0]?.what };
}

async function damaged(seed: number): Promise<SearchResult> {
  const workload = workloads.find(({ name }) => name === "commits") as SessionWorkload;
  const { damages: states, findings } = await damageAtRest({ workload, seed, rounds: damages, stopsEarly: true });
  return { states, found: findings[0]?.what };
}
