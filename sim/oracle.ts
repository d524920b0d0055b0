import type { SeededRandom } from "@flowmesh/engine";
import type { Boot } from "./machine.ts";
import type { Snapshot } from "./simulation.ts";

/** What a recovered engine is tried with. */
export interface Probed<Expected, Found> extends Boot {
  readonly random: SeededRandom;
  readonly expected: Expected;
  readonly found: Found;
}

/** What a recovery is held against. */
export interface Held<Expected> {
  readonly expected: Expected;
  readonly snapshot: Snapshot;
  /** Only the process ended: what was written is there, synced or not. */
  readonly isKilled: boolean;
}

/** Who knows what an engine must show that was started on what a stopped machine left. */
export interface Oracle<Expected, Found> {
  /** Reads everything that a client can see. */
  survey(booted: Boot): Promise<Found>;
  /** What of it is wrong. */
  judge(found: Found, held: Held<Expected>): readonly string[];
  /** Tries what cannot be seen by reading. Returns what is wrong. */
  probe(probed: Probed<Expected, Found>): Promise<readonly string[]>;
  /** What differs between two that should be equal, if anything does. */
  difference(one: Found, other: Found): string | undefined;
}
