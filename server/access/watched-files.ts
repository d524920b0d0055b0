import { stat } from "node:fs/promises";
import type { Clock, Timer } from "@flowmesh/engine";

/** What files are watched with. */
export interface WatchOptions {
  readonly clock: Clock;
  /** Time between two looks. */
  readonly everyMs: number;
  /** The files are other ones, or have other content, than when it was called last; and they have not changed since the look before. */
  readonly onChange: () => void;
}

/**
 * Looks at files now and then, and tells when they were replaced or written. Looking works everywhere, also where files are links that are turned to another
 * folder, as in containers. Half-written files are waited for: a change is told when two looks in a row have found the same.
 */
export class WatchedFiles {
  readonly #paths: readonly string[];
  readonly #options: WatchOptions;
  /** What was found when `onChange` was called last. */
  #told: string | undefined;
  #seen: string | undefined;
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(paths: readonly string[], options: WatchOptions) {
    this.#paths = paths;
    this.#options = options;
    void this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  async #look(): Promise<void> {
    const found = (await Promise.all(this.#paths.map(stampOf))).join("\n");
    if (this.#isStopped) return;
    const isSettled = found === this.#seen;
    this.#seen = found;
    this.#told ??= found;
    if (isSettled && found !== this.#told) {
      this.#told = found;
      this.#options.onChange();
    }
    this.#timer = this.#options.clock.after(this.#options.everyMs, () => void this.#look());
  }
}

/** Differs when the file was replaced or written. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
