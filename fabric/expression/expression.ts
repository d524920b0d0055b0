import { limits } from "@flowmesh/contract";
import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { checkText } from "../check-fields.ts";
import { FlowMeshError } from "../errors.ts";
import {
  type Evaluate,
  ExpressionRun,
  type ExpressionSubject,
  type ExpressionValue,
  NoValue,
} from "./expression-run.ts";
import { parseProblem } from "./parse-problem.ts";
import { prepare } from "./prepare-node.ts";

/** What came of an evaluation: a value, or why there is none and where in the expression (from 1 on). */
export type Evaluation =
  | { readonly value: ExpressionValue }
  | { readonly value?: undefined; readonly problem: string; readonly at: number };

/**
 * An expression in the syntax of CEL that is asked about one subject after another, such as `value.customer` or `attempts > 2 && error.contains("timeout")`. It is sandboxed: it
 * sees its subject and nothing else, changes nothing, and its source, its parts and the steps of each evaluation are limited. Its values are those of JSON; numbers are doubles.
 */
export class Expression {
  readonly source: string;
  readonly #field: string;
  readonly #evaluate: Evaluate;

  /**
   * @param field names the expression in errors
   * @param names what the subjects have
   * @throws FlowMeshError `expression_invalid`, `field_invalid` (too long)
   */
  constructor(field: string, source: string, names: readonly string[]) {
    this.source = checkText(field, source, limits.expressionBytes.value);
    this.#field = field;
    const refuse = (problem: string, { pos }: Pick<ASTNode, "pos">): never => {
      throw new FlowMeshError("expression_invalid", { field, problem, at: pos + 1 });
    };
    this.#evaluate = prepare(parsed(field, source), { names: new Set(names), elements: [], refuse });
  }

  /**
   * Its value for a subject.
   * @throws FlowMeshError `expression_invalid` when the evaluation takes too many steps
   */
  evaluate(subject: ExpressionSubject): Evaluation {
    try {
      return { value: this.#evaluate(new ExpressionRun(this.#field, subject)) };
    } catch (error) {
      if (error instanceof NoValue) return { problem: error.problem, at: error.at };
      throw error;
    }
  }

  /**
   * Whether it is true of a subject; not when it has no value for it.
   * @throws FlowMeshError `expression_invalid` when the evaluation takes too many steps
   */
  isTrue(subject: ExpressionSubject): boolean {
    return this.evaluate(subject).value === true;
  }
}

const NODES = limits.expressionNodes.value;

const environment: Environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: NODES,
    maxDepth: limits.expressionDepth.value,
    maxListElements: NODES,
    maxMapEntries: NODES,
    maxCallArguments: 8,
  },
});

function parsed(field: string, source: string): ASTNode {
  try {
    return environment.parse(source).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const problem = parseProblem(error.summary);
    throw new FlowMeshError("expression_invalid", { field, problem, at: (error.range?.start ?? 0) + 1 });
  }
}
