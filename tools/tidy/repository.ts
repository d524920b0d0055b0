import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Comment, type EcmaScriptModule, type Program, parseSync } from "oxc-parser";

/** A TypeScript file, parsed. Offsets are those of `text`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly module: EcmaScriptModule;
  readonly comments: readonly Comment[];
  lineAt(offset: number): number;
}

/** The files that rules look at, by their path from the root with forward slashes. */
export class Repository {
  readonly texts: ReadonlyMap<string, string>;
  readonly #isElsewhere: (path: string) => boolean;
  readonly #parsed = new Map<string, SourceFile>();

  /** `isElsewhere` tells of paths that exist without being among the texts: folders, pictures, data. */
  constructor(texts: ReadonlyMap<string, string>, isElsewhere: (path: string) => boolean = () => false) {
    this.texts = texts;
    this.#isElsewhere = isElsewhere;
  }

  hasPath(path: string): boolean {
    return this.texts.has(path) || this.#isElsewhere(path);
  }

  /** All TypeScript files, in order. */
  get sourcePaths(): string[] {
    return [...this.texts.keys()].filter((path) => path.endsWith(".ts"));
  }

  /** All TypeScript files that people write. */
  get writtenPaths(): string[] {
    return this.sourcePaths.filter((path) => !isGenerated(path));
  }

  source(path: string): SourceFile {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const source = parseSource(path, this.texts.get(path) ?? "");
    this.#parsed.set(path, source);
    return source;
  }
}

export function isGenerated(path: string): boolean {
  return path.includes("/generated/") || path.endsWith(".generated.ts");
}

/** Tests, and the benchmarks and fuzz cases that stand beside a file as its tests do. */
export function isTest(path: string): boolean {
  return /\.(test|bench|fuzz)\.ts$/.test(path);
}

/** Tests and what only tests import: the `testing` room of a package. */
export function isTestCode(path: string): boolean {
  return isTest(path) || path.includes("/testing/");
}

/** For the rules' own tests: a repository that is written down as an object. */
export function repositoryOf(files: Readonly<Record<string, string>>): Repository {
  return new Repository(new Map(Object.entries(files)));
}

/** Reads what rules look at, without folders that are made by tools or begin with a dot. */
export function readRepository(root: string): Repository {
  const paths = globSync(["**/*.{ts,md,json,yaml,sh,proto}", "Makefile", "flowmesh", ".ci/run"], {
    cwd: root,
    exclude: (path) => /(^|[/\\])(node_modules|dist|data|\.[^/\\]+)$/.test(path) && path !== ".ci",
  });
  const files = paths.filter((path) => statSync(join(root, path)).isFile()).sort();
  return new Repository(
    new Map(files.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")])),
    (path) => existsSync(join(root, path)),
  );
}

function parseSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  return { path, text, program, module, comments, lineAt: lineFinder(text) };
}

/** Finds the line, from 1 on, of an offset by bisection. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
