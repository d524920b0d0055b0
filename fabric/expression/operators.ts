import { type ExpressionRun, type ExpressionValue, kindOf, NoValue, textSteps } from "./expression-run.ts";

/** An operator with both its operands evaluated; `at` is where it stands. */
export type BinaryOperator = (
  left: ExpressionValue,
  right: ExpressionValue,
  run: ExpressionRun,
  at: number,
) => ExpressionValue;

/** The operators that take two values; `&&`, `||` and `?:` do not always evaluate both. */
export const binaryOperators: { readonly [op: string]: BinaryOperator } = {
  "==": (left, right, run, at) => isSame(left, right, run, at),
  "!=": (left, right, run, at) => !isSame(left, right, run, at),
  "<": (left, right, run, at) => compared("<", left, right, run, at) < 0,
  "<=": (left, right, run, at) => compared("<=", left, right, run, at) <= 0,
  ">": (left, right, run, at) => compared(">", left, right, run, at) > 0,
  ">=": (left, right, run, at) => compared(">=", left, right, run, at) >= 0,
  in: isIn,
  "+": plus,
  "-": (left, right, _run, at) => calculated("-", left, right, at, (a, b) => a - b),
  "*": (left, right, _run, at) => calculated("*", left, right, at, (a, b) => a * b),
  "/": (left, right, _run, at) => calculated("/", left, right, at, (a, b) => a / b),
  "%": (left, right, _run, at) => calculated("%", left, right, at, (a, b) => a % b),
};

const DEPTH_MAX = 64;

/** Whether two values are the same; values of two kinds never are. */
export function isSame(
  left: ExpressionValue,
  right: ExpressionValue,
  run: ExpressionRun,
  at: number,
  depth = 0,
): boolean {
  run.spend(1, at);
  if (typeof left === "string") {
    run.spend(textSteps(left), at);
    return left === right;
  }
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return left === right;
  if (depth === DEPTH_MAX) throw new NoValue(`cannot compare what is nested more than ${DEPTH_MAX} deep`, at);
  const same = (a: ExpressionValue, b: ExpressionValue): boolean => isSame(a, b, run, at, depth + 1);
  if (Array.isArray(left)) return Array.isArray(right) && isSameList(left, right, same);
  return !Array.isArray(right) && isSameObject(left as JsonObject, right as JsonObject, same);
}

type Same = (a: ExpressionValue, b: ExpressionValue) => boolean;

function isSameList(left: readonly ExpressionValue[], right: readonly ExpressionValue[], same: Same): boolean {
  return left.length === right.length && left.every((each, index) => same(each, right[index] as ExpressionValue));
}

type JsonObject = { readonly [name: string]: ExpressionValue };

function isSameObject(left: JsonObject, right: JsonObject, same: Same): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && same(left[name] as ExpressionValue, right[name] as ExpressionValue),
  );
}

function compared(
  op: string,
  left: ExpressionValue,
  right: ExpressionValue,
  run: ExpressionRun,
  at: number,
): -1 | 0 | 1 {
  const isOrdered = typeof left === "number" || typeof left === "string" || typeof left === "boolean";
  if (!isOrdered || typeof left !== typeof right) throw cannot(op, left, right, at);
  if (typeof left === "string") run.spend(textSteps(left), at);
  return left === right ? 0 : left < (right as typeof left) ? -1 : 1;
}

function isIn(wanted: ExpressionValue, where: ExpressionValue, run: ExpressionRun, at: number): boolean {
  if (Array.isArray(where)) return where.some((each) => isSame(wanted, each, run, at));
  if (where === null || typeof where !== "object" || typeof wanted !== "string") throw cannot("in", wanted, where, at);
  return Object.hasOwn(where, wanted);
}

function plus(left: ExpressionValue, right: ExpressionValue, run: ExpressionRun, at: number): ExpressionValue {
  if (typeof left === "string" && typeof right === "string") {
    run.spend(textSteps(left) + textSteps(right), at);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    run.spend(left.length + right.length, at);
    return [...left, ...right];
  }
  return calculated("+", left, right, at, (a, b) => a + b);
}

function calculated(
  op: string,
  left: ExpressionValue,
  right: ExpressionValue,
  at: number,
  calculate: (left: number, right: number) => number,
): number {
  if (typeof left !== "number" || typeof right !== "number") throw cannot(op, left, right, at);
  const result = calculate(left, right);
  if (Number.isFinite(result)) return result;
  throw new NoValue(`${left} ${op} ${right} is no number`, at);
}

function cannot(op: string, left: ExpressionValue, right: ExpressionValue, at: number): NoValue {
  return new NoValue(`${op} does not take ${kindOf(left)} and ${kindOf(right)}`, at);
}
