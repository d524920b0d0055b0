import { Visitor } from "oxc-parser";
import { isTestCode, type Repository } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * `a.b = () => ...`: V8 takes it for a method of something that lives long, and makes the function in the old generation. All that it knows then outlives every collection of the young
 * one. Measured with simulated engines, of each of which one such function knew: four times the time in collections of the young generation, and a tenth more of all.
 */
export const closures: Rule = {
  promise: "no function is made where it is assigned to a property",
  check: (repository) => repository.writtenPaths.filter(isProduct).flatMap((path) => assigned(repository, path)),
};

const isProduct = (path: string): boolean =>
  path.endsWith(".ts") && !isTestCode(path) && /^(engine|fabric|server|sdk|sim)\//.test(path);

function assigned(repository: Repository, path: string): Finding[] {
  const source = repository.source(path);
  const findings: Finding[] = [];
  new Visitor({
    AssignmentExpression: ({ left, right, start }) => {
      if (left.type !== "MemberExpression") return;
      if (right.type !== "ArrowFunctionExpression" && right.type !== "FunctionExpression") return;
      findings.push({
        path,
        line: source.lineAt(start),
        problem: "a function is made where it is assigned to a property",
        remedy: "Give it to a method that keeps it, make it a field with an initializer, or name it first",
      });
    },
  }).visit(source.program);
  return findings;
}
