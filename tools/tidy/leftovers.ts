import { Visitor } from "oxc-parser";
import { isTest, lineFinder, type Repository } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

const mark = /\b(TODO|FIXME|XXX|HACK)\b(?!.{0,40}#\d+)/;

export const leftovers: Rule = {
  promise: "no test is singled out, and what is left to do has an issue number",
  check: (repository) => [...focusMarks(repository), ...openMarks(repository)],
};

/** `test.only(...)` and `{ only: true }`, which silence all other tests of a file. */
function focusMarks(repository: Repository): Finding[] {
  return repository.writtenPaths.filter(isTest).flatMap((path) => {
    const source = repository.source(path);
    const findings: Finding[] = [];
    const report = (offset: number): void => {
      findings.push({ path, line: source.lineAt(offset), problem: "a test is singled out", remedy: "Remove `only`" });
    };
    new Visitor({
      CallExpression: ({ callee, start }) => {
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        if (callee.property.name === "only") report(start);
      },
      Property: ({ key, value, start }) => {
        if (key.type === "Identifier" && key.name === "only" && value.type === "Literal" && value.value === true)
          report(start);
      },
    }).visit(source.program);
    return findings;
  });
}

function openMarks(repository: Repository): Finding[] {
  return [...repository.texts].flatMap(([path, text]) => {
    const lineAt = lineFinder(text);
    return comments(repository, path, text).flatMap(({ value, start }) => {
      const found = mark.exec(value);
      if (found === null) return [];
      const line = lineAt(start + found.index);
      return [
        { path, line, problem: `${found[1]} without an issue number`, remedy: "Do it, or name the issue, as in #12" },
      ];
    });
  });
}

/** Comments of TypeScript; of other files, but prose, every line that holds one. */
function comments(repository: Repository, path: string, text: string): { value: string; start: number }[] {
  if (path.endsWith(".ts"))
    return repository.source(path).comments.map(({ value, start }) => ({ value, start: start + 2 }));
  if (path.endsWith(".md") || path.endsWith(".json")) return [];
  return [...text.matchAll(/(#|\/\/).*/g)].map((found) => ({ value: found[0], start: found.index }));
}
