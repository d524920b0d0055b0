import { type Node, Visitor } from "oxc-parser";
import { parseDocument } from "yaml";
import { isTestCode, lineFinder, type Repository } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

const listPath = "contract/errors.yaml";
const referencePath = "docs/errors.md";

export const errorList: Rule = {
  promise: "code and reference know exactly the errors of contract/errors.yaml",
  check(repository) {
    const listed = listedReasons(repository);
    if (listed.size === 0) return [];
    const { mentioned, findings } = readCode(repository, listed);
    const reference = repository.texts.get(referencePath);
    for (const [reason, line] of listed) {
      if (!mentioned.has(reason)) {
        findings.push({
          path: listPath,
          line,
          problem: `no code gives ${reason}`,
          remedy: "Use it, or take it off the list",
        });
      }
      if (reference !== undefined && !reference.includes(`\`${reason}\``) && !reference.includes(`# ${reason}\n`)) {
        findings.push({
          path: referencePath,
          line: 1,
          problem: `${reason} is not described`,
          remedy: "Run `make generate`",
        });
      }
    }
    return [...findings, ...unknownInReference(reference, listed)];
  },
};

/** Reasons of errors.yaml, with their lines. */
function listedReasons(repository: Repository): Map<string, number> {
  const text = repository.texts.get(listPath);
  if (text === undefined) return new Map();
  const lineAt = lineFinder(text);
  const errors = parseDocument(text).get("errors") as
    | { items: { key: { value: string; range: [number] } }[] }
    | undefined;
  return new Map((errors?.items ?? []).map(({ key }) => [key.value, lineAt(key.range[0])]));
}

function readCode(
  repository: Repository,
  listed: ReadonlyMap<string, number>,
): { mentioned: Set<string>; findings: Finding[] } {
  const mentioned = new Set<string>();
  const findings: Finding[] = [];
  for (const path of repository.writtenPaths) {
    if (path.startsWith("contract/") || isTestCode(path)) continue;
    const source = repository.source(path);
    const checkReason = (reason: Node | undefined): void => {
      if (reason?.type !== "Literal" || typeof reason.value !== "string" || listed.has(reason.value)) return;
      const line = source.lineAt(reason.start);
      findings.push({
        path,
        line,
        problem: `${reason.value} is not in ${listPath}`,
        remedy: "Add it there, with code, message and remedy",
      });
    };
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === "string") mentioned.add(value);
      },
      NewExpression: ({ callee, arguments: given }) => {
        if (callee.type === "Identifier" && callee.name === "FlowMeshError") checkReason(given[0]);
      },
    }).visit(source.program);
  }
  return { mentioned, findings };
}

/** Headings of the reference that consist of one reason which is not on the list. */
function unknownInReference(reference: string | undefined, listed: ReadonlyMap<string, number>): Finding[] {
  return (reference?.split("\n") ?? []).flatMap((text, index) => {
    const reason = /^#{2,} `?([a-z]+(?:_[a-z]+)+)`?$/.exec(text)?.[1];
    if (reason === undefined || listed.has(reason)) return [];
    return [
      {
        path: referencePath,
        line: index + 1,
        problem: `${reason} is not in ${listPath}`,
        remedy: "Run `make generate`",
      },
    ];
  });
}
