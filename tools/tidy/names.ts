import { posix } from "node:path";
import { type Node, Visitor } from "oxc-parser";
import { doorPaths, sisterPackages } from "./packages.ts";
import type { Repository, SourceFile } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

const vagueWords = new Set(["util", "utils", "helper", "helpers", "common", "misc", "types", "manager", "managers"]);
const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(integration|generated|fuzz|bench|test))*\.ts$/;

export const names: Rule = {
  promise: "files and identifiers carry names that say what is in them",
  check(repository) {
    const doors = new Set(
      [...sisterPackages(repository).values()].flatMap(({ folder, manifest }) => doorPaths(folder, manifest)),
    );
    const extended = extendedClasses(repository);
    return repository.writtenPaths.flatMap((path) => [
      ...checkPath(path, doors),
      ...checkIdentifiers(repository.source(path), extended),
    ]);
  },
};

function checkPath(path: string, doors: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const report = (problem: string, remedy: string): void => {
    findings.push({ path, line: 1, problem, remedy });
  };
  const base = posix.basename(path);
  if (!fileName.test(base)) report(`file name ${base} is not in kebab-case`, "Name it after its one main export");
  if (base === "index.ts" && !doors.has(path))
    report("index.ts is no door of a package", "Name it after its main export");
  const vague = path.split(/[/.-]/).find((word) => vagueWords.has(word));
  if (vague !== undefined) report(`"${vague}" says nothing about the content`, "Name it after its one main export");
  return findings;
}

function checkIdentifiers(source: SourceFile, extended: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const report = (offset: number, problem: string, remedy: string): void => {
    findings.push({ path: source.path, line: source.lineAt(offset), problem, remedy });
  };
  const checkName = (id: { name: string; start: number } | null): void => {
    if (id === null) return;
    const problem = problemOfName(id.name, extended);
    if (problem !== undefined) report(id.start, problem, "Name it by its nature or its promise");
  };
  const checkUnit = (named: Node, type: string | undefined): void => {
    if (named.type !== "Identifier" || named.name !== "timeout" || type === "TSStringKeyword") return;
    report(named.start, '"timeout" has no unit', "Put the unit last, as in timeoutMs");
  };
  new Visitor({
    ClassDeclaration: ({ id }) => checkName(id),
    TSInterfaceDeclaration: ({ id }) => checkName(id),
    TSTypeAliasDeclaration: ({ id }) => checkName(id),
    TSPropertySignature: ({ key, typeAnnotation }) => checkUnit(key, typeAnnotation?.typeAnnotation.type),
    PropertyDefinition: ({ key, typeAnnotation }) => checkUnit(key, typeAnnotation?.typeAnnotation.type),
    VariableDeclarator: ({ id }) => checkUnit(id, undefined),
    FunctionDeclaration: ({ params }) => {
      for (const param of params) checkUnit(param, undefined);
    },
  }).visit(source.program);
  return findings;
}

function problemOfName(name: string, extended: ReadonlySet<string>): string | undefined {
  if (/Impl$/.test(name)) return `${name} ends in Impl`;
  if (/^I[A-Z][a-z]/.test(name)) return `${name} begins with I`;
  if (/(Manager|Helper|Util|Utils|Misc)$/.test(name)) return `${name} says nothing about what it does`;
  if (/^(Base|Abstract)[A-Z]/.test(name) && !extended.has(name)) return `nothing extends ${name}`;
  return undefined;
}

function extendedClasses(repository: Repository): Set<string> {
  const extended = new Set<string>();
  for (const path of repository.writtenPaths) {
    for (const [, name] of (repository.texts.get(path) ?? "").matchAll(/\bextends\s+(\w+)/g)) extended.add(name ?? "");
  }
  return extended;
}
