import { type ArrowFunctionExpression, type Function as NamedFunction, type Node, Visitor } from "oxc-parser";
import { isTestCode, type SourceFile } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

const functionLinesMax = 70;
const fileLinesMax = 600;
const testLinesMax = 1000;
const exceptionsPath = "tools/tidy/size-exceptions.json";

/**
 * Today's exceptions, in size-exceptions.json: "path" or "path#function" to its number of lines. It may only get shorter: growth fails, and so
 * does a number that is no longer needed or higher than what is there.
 */
type Exceptions = Readonly<Record<string, number>>;

interface Measured {
  readonly key: string;
  readonly what: string;
  readonly path: string;
  readonly line: number;
  readonly lines: number;
  readonly linesMax: number;
}

export const sizes: Rule = {
  promise: "functions have at most 70 lines and files 600 (tests 1,000), and the list of exceptions only shrinks",
  check(repository) {
    const text = repository.texts.get(exceptionsPath);
    const exceptions: Exceptions = text === undefined ? {} : JSON.parse(text);
    const measured = repository.writtenPaths.flatMap((path) => measure(repository.source(path)));
    return [...measured.flatMap((part) => judge(part, exceptions)), ...needless(measured, exceptions)];
  },
};

function judge({ key, what, path, line, lines, linesMax }: Measured, exceptions: Exceptions): Finding[] {
  if (lines <= linesMax) return [];
  const excepted = exceptions[key];
  if (lines === excepted) return [];
  const problem = `${what} has ${lines} lines, and may have ${excepted ?? linesMax}`;
  const remedy =
    excepted !== undefined && lines < excepted
      ? `Lower its number in ${exceptionsPath} to ${lines}, so that it cannot grow back`
      : "Divide it by what its parts promise";
  return [{ path, line, problem, remedy }];
}

function needless(measured: readonly Measured[], exceptions: Exceptions): Finding[] {
  const tooLong = new Set(measured.filter(({ lines, linesMax }) => lines > linesMax).map(({ key }) => key));
  return Object.keys(exceptions)
    .filter((key) => !tooLong.has(key))
    .map((key) => ({
      path: exceptionsPath,
      line: 1,
      problem: `${key} needs no exception any more`,
      remedy: "Take it off the list",
    }));
}

function measure(source: SourceFile): Measured[] {
  const { path } = source;
  const lines = source.lineAt(Math.max(0, source.text.length - 1));
  const linesMax = isTestCode(path) ? testLinesMax : fileLinesMax;
  return [{ key: path, what: "the file", path, line: 1, lines, linesMax }, ...measureFunctions(source)];
}

type FunctionNode = NamedFunction | ArrowFunctionExpression;

function measureFunctions(source: SourceFile): Measured[] {
  const measured: Measured[] = [];
  const namesByStart = new Map<number, string>();
  const add = (node: FunctionNode): void => {
    if (groupsTests(node)) return;
    const { start, end } = node;
    const line = source.lineAt(start);
    const own = "id" in node && node.id ? node.id.name : undefined;
    const name = own ?? namesByStart.get(start) ?? "function";
    measured.push({
      key: `${source.path}#${name}`,
      what: name === "function" ? "a function" : name,
      path: source.path,
      line,
      lines: source.lineAt(end) - line + 1,
      linesMax: functionLinesMax,
    });
  };
  new Visitor({
    MethodDefinition: ({ key, value }) => void namesByStart.set(value.start, nameOfKey(key)),
    Property: ({ key, value }) => void namesByStart.set(value.start, nameOfKey(key)),
    PropertyDefinition: ({ key, value }) => void (value && namesByStart.set(value.start, nameOfKey(key))),
    VariableDeclarator: ({ id, init }) => void (init && namesByStart.set(init.start, nameOfKey(id))),
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(source.program);
  return measured;
}

function nameOfKey(key: Node): string {
  return key.type === "Identifier" || key.type === "PrivateIdentifier" ? key.name : "function";
}

/** A function that declares tests is as long as they are; each of them is measured by itself. */
function groupsTests({ body }: FunctionNode): boolean {
  if (body?.type !== "BlockStatement") return false;
  return body.body.some(
    (statement) =>
      statement.type === "ExpressionStatement" &&
      statement.expression.type === "CallExpression" &&
      statement.expression.callee.type === "Identifier" &&
      ["test", "it", "describe", "suite"].includes(statement.expression.callee.name),
  );
}
