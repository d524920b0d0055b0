import { readFile } from "node:fs/promises";
import type { Earthquake, NetworkFigures } from "./statistics.ts";

/** What figures.py found in the events between two times. */
export interface Expected {
  readonly published: number;
  readonly from: string;
  readonly until: string;
  readonly inRange: number;
  /** Id of the last event of each network, of all that were published. */
  readonly latest: Record<string, string>;
  /** Magnitude from which on an event is worth an alert, and the ids of those of all that were published. */
  readonly alertFrom: number;
  readonly alerts: readonly string[];
  readonly networks: Record<string, NetworkFigures>;
}

/** All events, in the order of their times. */
export async function readEvents(): Promise<Earthquake[]> {
  const lines = await read("earthquakes.ndjson");
  return lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Earthquake);
}

export async function readExpected(): Promise<Expected> {
  return JSON.parse(await read("expected.json")) as Expected;
}

function read(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), "utf8");
}
