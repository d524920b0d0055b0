import type { SimulationOptions, Violation } from "./simulation.ts";

/** What one run tells whoever replays it, and what it has found wrong. */
export class RunNotes {
  readonly violations: Violation[] = [];
  /** Which life it is at. */
  life = 0;
  readonly #options: SimulationOptions;

  constructor(options: SimulationOptions) {
    this.#options = options;
  }

  /** Enough is known. */
  get isOver(): boolean {
    return this.#options.stopsEarly === true && this.violations.length > 0;
  }

  violate(circumstances: string, what: string): void {
    const { workload, seed } = this.#options;
    this.violations.push({ workload: workload.name, seed, life: this.life, circumstances, what });
    this.say(`!!! ${what} (${circumstances})`);
  }

  say(line: string): void {
    this.#options.trace?.(line);
  }
}
