import { attempt, type ExpressionValue, kindOf, NoValue } from "./expression-run.ts";

/** What is asked of each element of a list. */
type OfElement = (element: ExpressionValue) => ExpressionValue;

type ListMacro = (list: readonly ExpressionValue[], ofElement: OfElement, at: number) => ExpressionValue;

/** What goes through a list: `value.items.exists(item, item.price > 100)`. An element of which what is asked has no value does not meet it. */
export const listMacros: { readonly [name: string]: ListMacro } = {
  exists: (list, ofElement, at) => list.some((each) => isMet(ofElement, each, "exists", at)),
  all: (list, ofElement, at) => list.every((each) => isMet(ofElement, each, "all", at)),
  exists_one: (list, ofElement, at) => list.filter((each) => isMet(ofElement, each, "exists_one", at)).length === 1,
  filter: (list, ofElement, at) => list.filter((each) => isMet(ofElement, each, "filter", at)),
  map: (list, ofElement) => list.map(ofElement),
};

function isMet(ofElement: OfElement, element: ExpressionValue, macro: string, at: number): boolean {
  const answer = attempt(ofElement, element);
  if (typeof answer === "boolean") return answer;
  if (answer instanceof NoValue) return false;
  throw new NoValue(`what ${macro} asks must be true or false, and is ${kindOf(answer)}`, at);
}
