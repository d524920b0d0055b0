import { type ExpressionRun, type ExpressionValue, kindOf, NoValue, textSteps } from "./expression-run.ts";

/** A function of a value and at most one more. */
export type ValueFunction = (
  value: ExpressionValue,
  given: ExpressionValue,
  run: ExpressionRun,
  at: number,
) => ExpressionValue;

interface DeclaredFunction {
  /** How many values it takes beside the first. */
  readonly given: 0 | 1;
  readonly call: ValueFunction;
}

/** Functions that are written behind a value: `error.contains("timeout")`. */
export const methods: { readonly [name: string]: DeclaredFunction } = {
  size: { given: 0, call: size },
  contains: searching("contains", (text, part) => text.includes(part)),
  startsWith: searching("startsWith", (text, part) => text.startsWith(part)),
  endsWith: searching("endsWith", (text, part) => text.endsWith(part)),
  lowerAscii: changing("lowerAscii", (text) => text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase())),
  upperAscii: changing("upperAscii", (text) => text.replace(/[a-z]+/g, (lower) => lower.toUpperCase())),
  trim: changing("trim", (text) => text.trim()),
};

/** Functions that are written before a value: `size(value.items)`. */
export const functions: { readonly [name: string]: DeclaredFunction } = {
  size: { given: 0, call: size },
  string: { given: 0, call: toText },
  double: { given: 0, call: toNumber },
  int: { given: 0, call: (value, given, run, at) => Math.trunc(toNumber(value, given, run, at)) },
};

function size(value: ExpressionValue, _given: ExpressionValue, run: ExpressionRun, at: number): number {
  if (typeof value === "string") {
    run.spend(value.length >>> 3, at);
    let characters = 0;
    for (const _ of value) characters++;
    return characters;
  }
  if (Array.isArray(value)) return value.length;
  if (value === null || typeof value !== "object") throw new NoValue(`size does not take ${kindOf(value)}`, at);
  const names = Object.keys(value);
  run.spend(names.length, at);
  return names.length;
}

/** Looking for a part costs, at its worst, the product of both lengths. */
function searching(name: string, search: (text: string, part: string) => boolean): DeclaredFunction {
  return {
    given: 1,
    call(text, part, run, at) {
      if (typeof text !== "string" || typeof part !== "string")
        throw new NoValue(`${name} does not take ${kindOf(text)} and ${kindOf(part)}`, at);
      run.spend(Math.ceil((text.length * Math.max(16, part.length)) / 1024), at);
      return search(text, part);
    },
  };
}

function changing(name: string, change: (text: string) => string): DeclaredFunction {
  return {
    given: 0,
    call(text, _given, run, at) {
      if (typeof text !== "string") throw new NoValue(`${name} does not take ${kindOf(text)}`, at);
      run.spend(text.length >>> 3, at);
      return change(text);
    },
  };
}

function toText(value: ExpressionValue, _given: ExpressionValue, run: ExpressionRun, at: number): string {
  if (value === null || typeof value === "object") throw new NoValue(`string does not take ${kindOf(value)}`, at);
  const text = String(value);
  run.spend(textSteps(text), at);
  return text;
}

function toNumber(value: ExpressionValue, _given: ExpressionValue, run: ExpressionRun, at: number): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") throw new NoValue(`a number cannot be made of ${kindOf(value)}`, at);
  run.spend(textSteps(value), at);
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw new NoValue("the text is no number", at);
}
