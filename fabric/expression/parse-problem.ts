/** What the parser calls the signs of an expression, as they are written. */
const signs: Readonly<Record<string, string>> = {
  NUMBER: "a number",
  STRING: "a text",
  BOOLEAN: "true or false",
  NULL: "null",
  BYTES: "bytes",
  IDENTIFIER: "a name",
  EOF: "the end",
  PLUS: "+",
  MINUS: "-",
  MULTIPLY: "*",
  DIVIDE: "/",
  MODULO: "%",
  EQ: "==",
  NE: "!=",
  LT: "<",
  LE: "<=",
  GT: ">",
  GE: ">=",
  AND: "&&",
  OR: "||",
  NOT: "!",
  IN: "in",
  LPAREN: "(",
  RPAREN: ")",
  LBRACKET: "[",
  RBRACKET: "]",
  LBRACE: "{",
  RBRACE: "}",
  DOT: ".",
  COMMA: ",",
  COLON: ":",
  QUESTION: "?",
};

/** The parser's limits, and what is said of an expression beyond them. */
const beyond: Readonly<Record<string, (limit: string) => string>> = {
  maxDepth: (limit) => `has more than ${limit} parts that stand one in the other`,
  maxAstNodes: (limit) => `has more than ${limit} parts`,
  maxListElements: (limit) => `has a list of more than ${limit} elements`,
  maxMapEntries: (limit) => `has an object of more than ${limit} fields`,
  maxCallArguments: (limit) => `has a call with more than ${limit} values`,
};

/** What the parser of CEL found wrong, in words for whoever wrote the expression. */
export function parseProblem(summary: string): string {
  const [, name = "", limit = ""] = /^Exceeded ([A-Za-z]+) \((\d+)\)$/.exec(summary) ?? [];
  return beyond[name]?.(limit) ?? `cannot be read: ${unreadable(summary)}`;
}

function unreadable(summary: string): string {
  const [, expected, got] = /^Expected ([A-Z]+), got ([A-Z]+)$/.exec(summary) ?? [];
  if (got === "EOF") return `${signOf(expected)} is missing at its end`;
  if (got !== undefined) return `there should be ${signOf(expected)} in the place of ${signOf(got)}`;
  const [, unexpected] = /^Unexpected (?:token|character): (.+)$/.exec(summary) ?? [];
  if (unexpected === "EOF") return "it ends where a value should follow";
  if (unexpected === "=") return "values are compared with ==, not with =";
  return unexpected === undefined ? summary : `${signOf(unexpected)} does not belong here`;
}

function signOf(name = ""): string {
  return signs[name] ?? name;
}
