import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** What an expression works with: that of JSON. All numbers are doubles. */
export type ExpressionValue =
  | null
  | boolean
  | number
  | string
  | readonly ExpressionValue[]
  | { readonly [name: string]: ExpressionValue };

/** What an expression is about; each name is asked for only when the expression comes to it. Undefined: it is missing. */
export type ExpressionSubject = { readonly [name: string]: ExpressionValue | undefined };

/** An expression has no value for this subject: something is missing in it, or is of another kind than the expression takes it to be. */
export class NoValue {
  readonly problem: string;
  /** Where in the expression, from 1 on. */
  readonly at: number;

  constructor(problem: string, at: number) {
    this.problem = problem;
    this.at = at;
  }
}

/** One evaluation: its subject, what `exists` and its like are at, and how much it may still cost. */
export class ExpressionRun {
  /** Elements that are looked at, the outermost list's first. */
  readonly elements: ExpressionValue[] = [];
  readonly #subject: ExpressionSubject;
  readonly #read = new Map<string, ExpressionValue | undefined>();
  readonly #field: string;
  #stepsLeft: number = limits.expressionSteps.value;

  constructor(field: string, subject: ExpressionSubject) {
    this.#field = field;
    this.#subject = subject;
  }

  /** What the subject has by a name; it is asked once. */
  read(name: string): ExpressionValue | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#subject[name]);
    return this.#read.get(name);
  }

  /** @throws FlowMeshError `expression_invalid` when the evaluation has cost more than any may */
  spend(steps: number, at: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft >= 0) return;
    const problem = `takes more than ${limits.expressionSteps.value} steps`;
    throw new FlowMeshError("expression_invalid", { field: this.#field, problem, at });
  }
}

/** A part of an expression, ready to be evaluated. */
export type Evaluate = (run: ExpressionRun) => ExpressionValue;

/** The value of a part, or why it has none. */
export function attempt<Of>(evaluate: (of: Of) => ExpressionValue, of: Of): ExpressionValue | NoValue {
  try {
    return evaluate(of);
  } catch (error) {
    if (error instanceof NoValue) return error;
    throw error;
  }
}

/** What kind of value it is, in words. */
export function kindOf(value: ExpressionValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return { boolean: "true or false", number: "a number", string: "text" }[typeof value as "boolean"] ?? "nothing";
}

/** What reading a text, or putting it together, costs. */
export function textSteps(text: string): number {
  return text.length >>> 6;
}
