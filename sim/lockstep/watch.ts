import type { Machine } from "../machine.ts";
import { differenceOfLines } from "./plain.ts";

/** A moment before something that the machine does: what it holds, and what clients knew. */
export interface Moment {
  readonly machine: Machine;
  readonly operation: string;
  readonly wallMs: number;
  readonly visiblePosition: number;
  /** The highest position that a client was told of. */
  readonly acknowledged: number;
}

/** A moment, and what may be found if the machine stops there. */
export interface Watched extends Moment {
  readonly allowed: Allowed;
}

/**
 * What an engine may show that is started on a machine which stopped in the midst of a step.
 *
 * - `one of`: exactly one of the states before and after each of the commits under way, from the last one on that was acknowledged.
 * - `between`: time passes, and each bucket and queue follows it by commits of its own: every line is as it was before or after the moment.
 */
export interface Allowed {
  readonly kind: "one of" | "between";
  readonly worlds: readonly (readonly string[])[];
}

/** What of the lines is forbidden; undefined: nothing. */
export function forbidden({ kind, worlds }: Allowed, found: readonly string[]): string | undefined {
  if (kind === "one of") {
    const differences = worlds.map((world) => differenceOfLines(found, world));
    return differences.includes(undefined) ? undefined : differences.join("; or ");
  }
  const known = new Set(worlds.flat());
  const more = found.find((line) => !known.has(line) && !isCount(line));
  if (more !== undefined) return `there is ${more}`;
  const here = new Set(found);
  const [first = [], ...others] = worlds;
  const missing = first.find(
    (line) => !isCount(line) && !here.has(line) && others.every((world) => world.includes(line)),
  );
  return missing === undefined ? undefined : `there is no ${missing}`;
}

/** Figures of something as a whole, which follow from its parts. */
function isCount(line: string): boolean {
  return line.includes(" in all: ");
}

interface World {
  /** Of the commit that made it so. */
  readonly position: number;
  readonly lines: readonly string[];
}

/** Notes what happens while a step is done. */
export class Watch {
  acknowledged = 0;
  readonly #startMs: number;
  readonly #moments: Moment[] = [];
  /** Before the step, and after each of its commits. */
  readonly #worlds: World[];
  /** Just before and at each time that was passed through. */
  readonly #atTimes: Map<number, readonly (readonly string[])[]> = new Map();

  constructor(startMs: number, lines: readonly string[]) {
    this.#startMs = startMs;
    this.#worlds = [{ position: 0, lines }];
  }

  moment(moment: Moment): void {
    this.#moments.push(moment);
  }

  world(world: World): void {
    this.#worlds.push(world);
  }

  /** Times of moments that have not been passed through, in order. */
  timesUntil(endMs: number): number[] {
    const times = this.#moments.map(({ wallMs }) => wallMs);
    return [...new Set(times)]
      .filter((ms) => ms > this.#startMs && ms <= endMs && !this.#atTimes.has(ms))
      .sort((a, b) => a - b);
  }

  atTime(wallMs: number, worlds: readonly (readonly string[])[]): void {
    this.#atTimes.set(wallMs, worlds);
  }

  /** Those of the moments at which it is known what may be found. */
  watched(): Watched[] {
    return this.#moments.flatMap((moment) => {
      const allowed = this.#allowedAt(moment);
      return allowed === undefined ? [] : [{ ...moment, allowed }];
    });
  }

  #allowedAt({ wallMs, acknowledged }: Moment): Allowed | undefined {
    if (wallMs > this.#startMs) {
      const worlds = this.#atTimes.get(wallMs);
      return worlds && { kind: "between", worlds };
    }
    const last = this.#worlds.findLastIndex(({ position }) => position <= acknowledged);
    return { kind: "one of", worlds: this.#worlds.slice(last).map(({ lines }) => lines) };
  }
}
