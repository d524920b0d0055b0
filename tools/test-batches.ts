import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** Hooks outside of any test or suite belong to a whole process. */
const rootHook = /^(before|after|beforeEach|afterEach)\(/m;

/** Name of the test that stands behind all others of a batch. */
export const lastOfBatch = "every file of this batch has been run to its end";

/** Test files that are run one after another in one process, which loads what they share once. */
export class TestBatches {
  readonly #folder: string;
  readonly #members: Map<string, readonly string[]> = new Map();

  /** @param folder where the files that name the members are written; what stands in it is removed */
  constructor(folder: string) {
    this.#folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** What to run in the place of these files: batches of at most `most`, neighbours together, behind those that must not share a process. */
  gather(files: readonly string[], most: number): string[] {
    const alone = files.filter((file) => rootHook.test(readFileSync(file, "utf8")));
    const sharing = files.filter((file) => !alone.includes(file));
    const batches = Math.ceil(sharing.length / most);
    const bounds = Array.from({ length: batches + 1 }, (_, number) => Math.round((number * sharing.length) / batches));
    const shares = bounds.slice(1).map((end, index) => sharing.slice(bounds[index], end));
    return [...alone, ...shares.map((members) => this.#write(members))];
  }

  /** Whether a file is a batch of others. */
  has(file: string): boolean {
    return this.#members.has(file);
  }

  /** The files of a batch; undefined for any other file. */
  membersOf(file: string): readonly string[] | undefined {
    return this.#members.get(file);
  }

  #write(members: readonly string[]): string {
    const file = relative(process.cwd(), join(this.#folder, `batch-${this.#members.size + 1}.test.ts`));
    const imports = members.map((member) => `import ${JSON.stringify(pathToFileURL(member).href)};`);
    const last = `test(${JSON.stringify(lastOfBatch)}, () => undefined);`;
    writeFileSync(file, ['import { test } from "node:test";', ...imports, last, ""].join("\n"));
    this.#members.set(file, members);
    return file;
  }
}
