import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Reads lines of a process that goes on running. */
export class OutputReader {
  readonly #lines: AsyncIterator<string>;

  constructor(output: Readable) {
    this.#lines = createInterface({ input: output })[Symbol.asyncIterator]();
  }

  /** The next lines, when there are so many; fewer when the output ends before. */
  async lines(count: number): Promise<string[]> {
    const found: string[] = [];
    while (found.length < count) {
      const { done, value } = await this.#lines.next();
      if (done === true) break;
      found.push(value);
    }
    return found;
  }
}
