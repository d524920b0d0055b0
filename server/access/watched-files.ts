import { type BigIntStats, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Clock, Timer } from "@flowmesh/engine";

/** What files are watched with. */
export interface WatchOptions {
  readonly clock: Clock;
  /** Time between two looks. */
  readonly everyMs: number;
  /** The files are other ones, or have other content, than before; and they have not changed since the last look. */
  readonly onChange: () => void;
}

/**
 * Looks at files now and then, and tells when they were replaced or written. Looking works everywhere, also where files are links that are turned to another
 * folder, as in containers. Half-written files are waited for: a change is told when two looks in a row have found the same. What counts as before is how the
 * files were when this was made: whoever makes it first and reads them then misses no change.
 */
export class WatchedFiles {
  readonly #paths: readonly string[];
  /** What was found when `onChange` was called last. */
  #told: string;
  #seen: string;
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#told = paths.map((path) => stampOf(() => statSync(path, { bigint: true }))).join("\n");
    this.#seen = this.#told;
  }

  /** Looks from now on, until `stop`. */
  watch(options: WatchOptions): void {
    this.#timer = options.clock.after(options.everyMs, () => void this.#look(options));
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  async #look(options: WatchOptions): Promise<void> {
    const found = (await Promise.all(this.#paths.map(laterStampOf))).join("\n");
    if (this.#isStopped) return;
    const isSettled = found === this.#seen;
    this.#seen = found;
    if (isSettled && found !== this.#told) {
      this.#told = found;
      options.onChange();
    }
    this.watch(options);
  }
}

/** Differs when the file was replaced or written. */
function stampOf(read: () => BigIntStats): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = read();
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

async function laterStampOf(path: string): Promise<string> {
  const [result] = await Promise.allSettled([stat(path, { bigint: true })]);
  return stampOf(() => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
