import type { ASTNode } from "@marcbachmann/cel-js";
import { attempt, type Evaluate, type ExpressionValue, kindOf, NoValue } from "./expression-run.ts";
import { functions, methods } from "./functions.ts";
import { listMacros } from "./list-macros.ts";
import { binaryOperators } from "./operators.ts";

/** What is known where a part of an expression stands. */
export interface Scope {
  /** Names of the subject. */
  readonly names: ReadonlySet<string>;
  /** Names of elements, of the outermost list first. */
  readonly elements: readonly string[];
  /** @throws FlowMeshError `expression_invalid` */
  refuse(problem: string, node: Pick<ASTNode, "pos">): never;
}

type NodeOf<Op extends ASTNode["op"]> = Extract<ASTNode, { readonly op: Op }>;

/** Makes a part of an expression ready to be evaluated; what it cannot do is refused now. */
export function prepare(node: ASTNode, scope: Scope): Evaluate {
  const evaluate = prepareKind(node, scope);
  const at = node.pos + 1;
  return (run) => {
    run.spend(1, at);
    return evaluate(run);
  };
}

function prepareKind(node: ASTNode, scope: Scope): Evaluate {
  switch (node.op) {
    case "value":
      return prepareLiteral(node, scope);
    case "id":
      return prepareName(node, scope);
    case ".":
      return prepareField(node, scope);
    case "[]":
      return prepareIndex(node, scope);
    case "call":
      return prepareCall(node, scope);
    case "rcall":
      return prepareMethod(node, scope);
    case "list":
      return prepareList(node, scope);
    case "?:":
      return prepareChoice(node, scope);
    case "||":
      return prepareLogic(node, scope, true);
    case "&&":
      return prepareLogic(node, scope, false);
    case "!_":
      return prepareNot(node, scope);
    case "-_":
      return prepareMinus(node, scope);
    default:
      return prepareBinary(node, scope);
  }
}

function prepareLiteral(node: NodeOf<"value">, scope: Scope): Evaluate {
  const literal = node.args;
  if (literal instanceof Uint8Array) return scope.refuse("cannot have bytes in it", node);
  const isWhole = typeof literal === "bigint" || (typeof literal === "object" && literal !== null);
  const value: ExpressionValue = isWhole ? Number(literal) : (literal as ExpressionValue);
  if (isWhole && !Number.isSafeInteger(value))
    return scope.refuse(`cannot have ${literal} in it: numbers are exact up to ${Number.MAX_SAFE_INTEGER}`, node);
  return () => value;
}

function prepareName(node: NodeOf<"id">, scope: Scope): Evaluate {
  const name = node.args;
  const index = scope.elements.lastIndexOf(name);
  if (index >= 0) return (run) => run.elements[index] as ExpressionValue;
  if (!scope.names.has(name))
    return scope.refuse(`has a name ${name} that is not known here: there are ${[...scope.names].join(", ")}`, node);
  const at = node.pos + 1;
  return (run) => {
    const value = run.read(name);
    if (value === undefined) throw new NoValue(`there is no ${name}`, at);
    return value;
  };
}

function prepareField(node: NodeOf<".">, scope: Scope): Evaluate {
  const [of, name] = node.args;
  const evaluate = prepare(of, scope);
  const at = node.pos + 1;
  return (run) => fieldOf(evaluate(run), name, at);
}

function fieldOf(value: ExpressionValue, name: string, at: number): ExpressionValue {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new NoValue(`${kindOf(value)} has no field ${name}`, at);
  if (!Object.hasOwn(value, name)) throw new NoValue(`there is no field ${name}`, at);
  return (value as { readonly [name: string]: ExpressionValue })[name] as ExpressionValue;
}

function prepareIndex(node: NodeOf<"[]">, scope: Scope): Evaluate {
  const [of, index] = node.args.map((each) => prepare(each, scope)) as [Evaluate, Evaluate];
  const at = node.pos + 1;
  return (run) => {
    const value = of(run);
    const wanted = index(run);
    if (typeof wanted === "string") return fieldOf(value, wanted, at);
    if (!Array.isArray(value) || typeof wanted !== "number")
      throw new NoValue(`${kindOf(value)} has no element named by ${kindOf(wanted)}`, at);
    const element: ExpressionValue | undefined = value[wanted];
    if (element === undefined) throw new NoValue(`there is no element ${wanted}`, at);
    return element;
  };
}

function prepareCall(node: NodeOf<"call">, scope: Scope): Evaluate {
  const [name, given] = node.args;
  if (name === "has") return prepareHas(node, scope);
  const declared = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (declared === undefined) return scope.refuse(unknownFunction(name, functions), node);
  if (given.length !== 1) return scope.refuse(`has ${name} with ${given.length} values: it takes 1`, node);
  const value = prepare(given[0] as ASTNode, scope);
  const at = node.pos + 1;
  return (run) => declared.call(value(run), null, run, at);
}

/** Whether a field is there; what it would be a field of may be missing too. */
function prepareHas(node: NodeOf<"call">, scope: Scope): Evaluate {
  const [asked] = node.args[1];
  if (node.args[1].length !== 1 || asked?.op !== ".")
    return scope.refuse("has a has() of something else than a field, as in has(value.customer)", node);
  const field = prepare(asked, scope);
  return (run) => !(attempt(field, run) instanceof NoValue);
}

function prepareMethod(node: NodeOf<"rcall">, scope: Scope): Evaluate {
  const [name, of, given] = node.args;
  if (Object.hasOwn(listMacros, name)) return prepareMacro(node, scope);
  const declared = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (declared === undefined) return scope.refuse(unknownFunction(name, { ...methods, ...listMacros }), node);
  if (given.length !== declared.given)
    return scope.refuse(`has ${name} with ${given.length} values: it takes ${declared.given}`, node);
  const [value, argument] = [of, ...given].map((each) => prepare(each, scope)) as [Evaluate, Evaluate | undefined];
  const at = node.pos + 1;
  return (run) => declared.call(value(run), argument === undefined ? null : argument(run), run, at);
}

function unknownFunction(name: string, known: object): string {
  const why = name === "matches" ? " (a regular expression may take for ever)" : "";
  return `has a function ${name} that is not known here${why}: there are ${Object.keys(known).join(", ")}`;
}

function prepareMacro(node: NodeOf<"rcall">, scope: Scope): Evaluate {
  const [name, of, given] = node.args;
  const [element, test] = given;
  if (given.length !== 2 || element?.op !== "id")
    return scope.refuse(`has ${name} without a name for each element and what is asked of it`, node);
  const macro = listMacros[name] as (typeof listMacros)[string];
  const list = prepare(of, scope);
  const depth = scope.elements.length;
  const each = prepare(test as ASTNode, { ...scope, elements: [...scope.elements, element.args] });
  const at = node.pos + 1;
  return (run) => {
    const elements = list(run);
    if (!Array.isArray(elements)) throw new NoValue(`${name} does not take ${kindOf(elements)}`, at);
    const ofElement = (value: ExpressionValue): ExpressionValue => {
      run.elements[depth] = value;
      return each(run);
    };
    return macro(elements, ofElement, at);
  };
}

function prepareList(node: NodeOf<"list">, scope: Scope): Evaluate {
  const elements = node.args.map((each) => prepare(each, scope));
  return (run) => elements.map((each) => each(run));
}

function prepareChoice(node: NodeOf<"?:">, scope: Scope): Evaluate {
  const [condition, yes, no] = node.args.map((each) => prepare(each, scope)) as [Evaluate, Evaluate, Evaluate];
  const at = node.pos + 1;
  return (run) => (truth(condition(run), "?", at) ? yes(run) : no(run));
}

function truth(value: ExpressionValue, op: string, at: number): boolean {
  if (typeof value === "boolean") return value;
  throw new NoValue(`${op} does not take ${kindOf(value)}`, at);
}

/** One side that decides is enough, even when the other has no value. */
function prepareLogic(node: NodeOf<"||"> | NodeOf<"&&">, scope: Scope, deciding: boolean): Evaluate {
  const [left, right] = node.args.map((each) => prepare(each, scope)) as [Evaluate, Evaluate];
  const at = node.pos + 1;
  return (run) => {
    const first = attempt(left, run);
    if (first === deciding) return deciding;
    const second = truth(right(run), node.op, at);
    if (second === deciding) return deciding;
    if (first instanceof NoValue) throw first;
    return truth(first, node.op, at);
  };
}

function prepareNot(node: NodeOf<"!_">, scope: Scope): Evaluate {
  const value = prepare(node.args, scope);
  const at = node.pos + 1;
  return (run) => !truth(value(run), "!", at);
}

function prepareMinus(node: NodeOf<"-_">, scope: Scope): Evaluate {
  const value = prepare(node.args, scope);
  const at = node.pos + 1;
  return (run) => {
    const number = value(run);
    if (typeof number !== "number") throw new NoValue(`- does not take ${kindOf(number)}`, at);
    return -number;
  };
}

function prepareBinary(node: ASTNode, scope: Scope): Evaluate {
  const operator = binaryOperators[node.op];
  if (operator === undefined)
    return scope.refuse(`has ${node.op === "map" ? "an object" : node.op} in it, which is not known here`, node);
  const [left, right] = (node.args as [ASTNode, ASTNode]).map((each) => prepare(each, scope)) as [Evaluate, Evaluate];
  const at = node.pos + 1;
  return (run) => operator(left(run), right(run), run, at);
}
