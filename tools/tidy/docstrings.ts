import { posix } from "node:path";
import type { ExportNamedDeclaration, ModuleExportName, Program } from "oxc-parser";
import { sisterPackages } from "./packages.ts";
import { isGenerated, type Repository, type SourceFile } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

type Statement = Program["body"][number];

export const docstrings: Rule = {
  promise: "everything that users can import through a package's door has a docstring",
  check(repository) {
    const findings = new Map<string, Finding>();
    for (const { folder, manifest } of sisterPackages(repository).values()) {
      const door = manifest.exports?.["."];
      if (door === undefined) continue;
      for (const finding of undocumented(repository, posix.join(folder, door), undefined, new Set())) {
        findings.set(`${finding.path}:${finding.line}`, finding);
      }
    }
    return [...findings.values()];
  },
};

/** Follows re-exports inside the package; `wanted` are the names that pass through the door, or all of them. */
function undocumented(
  repository: Repository,
  path: string,
  wanted: ReadonlySet<string> | undefined,
  seen: Set<string>,
): Finding[] {
  const visit = `${path} ${wanted === undefined ? "*" : [...wanted].sort().join(" ")}`;
  if (seen.has(visit) || !repository.texts.has(path) || isGenerated(path)) return [];
  seen.add(visit);
  const source = repository.source(path);
  const follow = (specifier: string, names: ReadonlySet<string> | undefined): Finding[] =>
    specifier.startsWith(".") ? undocumented(repository, posix.join(posix.dirname(path), specifier), names, seen) : [];
  return source.program.body.flatMap((statement): Finding[] => {
    if (statement.type === "ExportAllDeclaration") return follow(statement.source.value, wanted);
    if (statement.type !== "ExportNamedDeclaration") return [];
    if (statement.declaration) return checkDeclaration(source, statement, wanted);
    const names = exportedNames(statement, wanted);
    if (names.size === 0) return [];
    if (statement.source) return follow(statement.source.value, names);
    return checkLocalNames(repository, source, names, seen);
  });
}

/** Their names in the module they come from. */
function exportedNames(statement: ExportNamedDeclaration, wanted: ReadonlySet<string> | undefined): Set<string> {
  const passing = statement.specifiers.filter(({ exported }) => wanted?.has(nameOf(exported)) ?? true);
  return new Set(passing.map(({ local }) => nameOf(local)));
}

function nameOf(name: ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}

/** `export { a }` without a source: declared in this file, or imported by it. */
function checkLocalNames(
  repository: Repository,
  source: SourceFile,
  names: ReadonlySet<string>,
  seen: Set<string>,
): Finding[] {
  return source.program.body.flatMap((statement): Finding[] => {
    if (statement.type !== "ImportDeclaration") {
      return declaredNames(statement).some((name) => names.has(name)) ? checkComment(source, statement) : [];
    }
    if (!statement.source.value.startsWith(".")) return [];
    const imported = new Set<string>();
    for (const specifier of statement.specifiers) {
      if (specifier.type === "ImportSpecifier" && names.has(specifier.local.name))
        imported.add(nameOf(specifier.imported));
    }
    if (imported.size === 0) return [];
    return undocumented(repository, posix.join(posix.dirname(source.path), statement.source.value), imported, seen);
  });
}

function checkDeclaration(
  source: SourceFile,
  statement: ExportNamedDeclaration,
  wanted: ReadonlySet<string> | undefined,
): Finding[] {
  const isWanted = declaredNames(statement.declaration as Statement).some((name) => wanted?.has(name) ?? true);
  return isWanted ? checkComment(source, statement) : [];
}

function declaredNames(statement: Statement): string[] {
  if (statement.type === "VariableDeclaration") {
    return statement.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  }
  const named = statement as { readonly id?: { readonly name?: string } | null };
  return named.id?.name === undefined ? [] : [named.id.name];
}

function checkComment(source: SourceFile, statement: Statement): Finding[] {
  if (hasDocstring(source, statement.start) || isLaterOverload(source, statement)) return [];
  const declaration = statement.type === "ExportNamedDeclaration" ? (statement.declaration as Statement) : statement;
  return [
    {
      path: source.path,
      line: source.lineAt(statement.start),
      problem: `${declaredNames(declaration).join(", ")} is exported to users without a docstring`,
      remedy: "Say above it, in /** */: effect, units and defaults, what is promised, error codes",
    },
  ];
}

function hasDocstring(source: SourceFile, start: number): boolean {
  return source.comments.some(
    ({ type, value, end }) =>
      type === "Block" && value.startsWith("*") && end <= start && source.text.slice(end, start).trim() === "",
  );
}

/** The docstring of overloads stands above the first. */
function isLaterOverload(source: SourceFile, statement: Statement): boolean {
  const [name] = declaredNames(declarationOf(statement));
  const before = source.program.body[source.program.body.indexOf(statement as Program["body"][number]) - 1];
  return (
    before !== undefined &&
    name !== undefined &&
    declarationOf(before).type === "TSDeclareFunction" &&
    declaredNames(declarationOf(before))[0] === name
  );
}

function declarationOf(statement: Statement): Statement {
  return statement.type === "ExportNamedDeclaration"
    ? ((statement.declaration as Statement | null) ?? statement)
    : statement;
}
