import { posix } from "node:path";
import { Visitor } from "oxc-parser";
import { importedModules } from "./imported-modules.ts";
import { doorPaths, folderOf, sisterPackages } from "./packages.ts";
import { isGenerated, isTest, type Repository } from "./repository.ts";
import type { Rule } from "./rule.ts";

export const orphans: Rule = {
  promise: "every file is imported, is an entry, or goes",
  check(repository) {
    const used = usedPaths(repository);
    return repository.sourcePaths
      .filter((path) => !isTest(path) && !path.endsWith("/main.ts") && !used.has(path) && !isGenerated(path))
      .map((path) => ({
        path,
        line: 1,
        problem: "nobody imports this file, or only its own test does",
        remedy: "Delete it, or import it from where it belongs",
      }));
  },
};

function usedPaths(repository: Repository): Set<string> {
  const used = new Set(
    [...sisterPackages(repository).values()].flatMap(({ folder, manifest }) => doorPaths(folder, manifest)),
  );
  for (const path of repository.sourcePaths) {
    for (const target of mentionedPaths(repository, path)) {
      if (path !== target.replace(/\.ts$/, ".test.ts")) used.add(target);
    }
  }
  for (const [path, text] of repository.texts) {
    if (!isEntryList(path)) continue;
    for (const [mention] of text.matchAll(/[\w./-]+\.ts\b/g))
      used.add(posix.join(posix.dirname(path), mention)).add(mention);
  }
  return used;
}

/** Files that name programs to start. */
function isEntryList(path: string): boolean {
  return path === "Makefile" || path === "flowmesh" || path.endsWith("package.json") || path.endsWith(".sh");
}

/** What a file imports, and what it names as a path in a string, as for a worker or a child process. */
function mentionedPaths(repository: Repository, path: string): string[] {
  const source = repository.source(path);
  const folder = posix.dirname(path);
  const mentioned = importedModules(source)
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ specifier }) => posix.join(folder, specifier));
  const addString = (value: string): void => {
    if (!value.endsWith(".ts")) return;
    const packageFolder = folderOf(path);
    mentioned.push(posix.join(folder, value), posix.normalize(value));
    if (packageFolder !== undefined) mentioned.push(posix.join(packageFolder, value));
  };
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === "string") addString(value);
    },
    TemplateElement: ({ value }) => addString((value.cooked ?? "").replace(/^\//, "")),
  }).visit(source.program);
  return mentioned;
}
