import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Reads lines of a process that goes on running. */
export class OutputReader {
  readonly #lines: AsyncIterator<string>;

  constructor(output: Readable) {
    this.#lines = createInterface({ input: output })[Symbol.asyncIterator]();
  }

  /** The next lines, when there are so many; fewer when the output ends before. */
  lines(count: number): Promise<string[]> {
    return this.#collect((found) => found.length === count);
  }

  /** The next lines up to one that matches; all when none does. */
  until(pattern: RegExp): Promise<string[]> {
    return this.#collect((found) => pattern.test(found.at(-1) ?? ""));
  }

  async #collect(isEnough: (found: readonly string[]) => boolean): Promise<string[]> {
    const found: string[] = [];
    while (!isEnough(found)) {
      const { done, value } = await this.#lines.next();
      if (done === true) break;
      found.push(value);
    }
    return found;
  }
}
