import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "../errors.ts";
import { Expression } from "./expression.ts";
import type { ExpressionSubject, ExpressionValue } from "./expression-run.ts";
import { headersValue, jsonValue, textValue } from "./json-subject.ts";

const subject: ExpressionSubject = {
  value: {
    customer: "ada",
    total: 12.5,
    tags: ["new", "big"],
    items: [{ sku: "a", price: 5 }, { sku: "b" }, { sku: "c", price: 200 }],
    address: { city: "Bonn" },
    none: null,
  },
  headers: { tenant: "t1", "trace-id": "7" },
  error: "timeout after 30 s",
  attempts: 3,
};
const names = ["value", "headers", "error", "attempts", "key"];

function evaluated(source: string, of: ExpressionSubject = subject): ExpressionValue | undefined {
  return new Expression("where", source, names).evaluate(of).value;
}

/** The reason's details when an expression is refused as it is made, or when it is evaluated. */
function refusal(source: string, of: ExpressionSubject = subject): { problem: string; at: number } {
  try {
    new Expression("where", source, names).evaluate(of);
  } catch (error) {
    if (!isFlowMeshError(error, "expression_invalid")) throw error;
    assert.equal(error.details.field, "where");
    return { problem: String(error.details.problem), at: Number(error.details.at) };
  }
  throw new Error(`${source} was not refused`);
}

test("an expression reads what its subject has", () => {
  const expected: [string, ExpressionValue][] = [
    ["value.customer", "ada"],
    ["value.address.city", "Bonn"],
    ['headers["trace-id"]', "7"],
    ["value.tags[1]", "big"],
    ["value.none == null", true],
    ['attempts > 2 && error.contains("timeout")', true],
    ["value.total * 2 + 1", 26],
    ["-value.total < 0 ? 'less' : 'more'", "less"],
    ['value.customer + "/" + string(attempts)', "ada/3"],
    ['"big" in value.tags && "customer" in value', true],
    ["value.tags + ['x'] == ['new', 'big', 'x']", true],
    ["size(value.items) == 3 && error.size() == 18", true],
    ["!(value.customer != 'ada')", true],
    ['error.startsWith("timeout") && error.endsWith(" s")', true],
    ["'ÄbC'.lowerAscii() + 'ÄbC'.upperAscii() + ' x '.trim()", "ÄbcÄBCx"],
    ["int('12') + double('0.5')", 12.5],
  ];
  for (const [source, value] of expected) assert.deepEqual(evaluated(source), value, source);
});

test("what goes through a list skips elements that lack what is asked about", () => {
  assert.equal(evaluated("value.items.exists(item, item.price > 100)"), true);
  assert.equal(evaluated("value.items.all(item, item.price > 1)"), false);
  assert.equal(evaluated("value.items.exists_one(item, item.price > 100)"), true);
  assert.deepEqual(evaluated("value.items.filter(i, has(i.price)).map(i, i.sku)"), ["a", "c"]);
  assert.equal(evaluated("value.items.exists(i, value.tags.exists(t, i.sku + t == 'cbig'))"), true);
});

test("has tells whether a field is there, whatever else is missing", () => {
  assert.equal(evaluated("has(value.customer)"), true);
  assert.equal(evaluated("has(value.nobody.knows)"), false);
  assert.equal(evaluated("has(value.customer)", {}), false);
});

test("a side that decides is enough when the other has no value", () => {
  assert.equal(evaluated("value.missing == 1 || attempts == 3"), true);
  assert.equal(evaluated("attempts == 3 || value.missing == 1"), true);
  assert.equal(evaluated("value.missing == 1 && attempts == 4"), false);
  assert.equal(evaluated("value.missing == 1 && attempts == 3"), undefined);
});

test("what is missing, or of another kind, is told with its place and is not true", () => {
  const expected: [string, string, number][] = [
    ["value.missing.deep == 1", "there is no field missing", 7],
    ["value.customer > 3", "> does not take text and a number", 1],
    ["key == 'x'", "there is no key", 1],
    ["value.tags[7]", "there is no element 7", 1],
    ["1 / 0", "1 / 0 is no number", 1],
    ["error.customer", "text has no field customer", 7],
    ["value.__proto__", "there is no field __proto__", 7],
    ["value.constructor", "there is no field constructor", 7],
  ];
  for (const [source, problem, at] of expected) {
    const expression = new Expression("where", source, names);
    assert.deepEqual(expression.evaluate(subject), { problem, at }, source);
    assert.equal(expression.isTrue(subject), false);
  }
});

test("a value is asked for only when the expression comes to it", () => {
  const lazy = {
    attempts: 1,
    get value(): ExpressionValue {
      throw new Error("the value was read");
    },
  };
  assert.equal(evaluated("attempts == 1 || value.x == 1", lazy), true);
});

test("an expression that cannot be read is refused with the place of the problem", () => {
  const expected: [string, RegExp, number][] = [
    ["value.", /^cannot be read: a name is missing at its end$/, 7],
    ["value.customer ==", /^cannot be read: it ends where a value should follow$/, 18],
    ["value.customer = 'ada'", /^cannot be read: values are compared with ==, not with =$/, 16],
    ["attempts > || true", /^cannot be read: \|\| does not belong here$/, 12],
    ["(attempts > 2", /^cannot be read: \) is missing at its end$/, 14],
    ["[1, 2)", /^cannot be read: there should be \] in the place of \)$/, 6],
    ["", /^cannot be read: it ends where a value should follow$/, 1],
    ["'open", /^cannot be read/, 1],
    ["valeu.customer", /a name valeu .* there are value, headers/, 1],
    ["error.contians('x')", /a function contians .* there are .*contains/, 1],
    ["error.matches('(a+)+$')", /regular expression may take for ever/, 1],
    ["error.constructor('x')", /a function constructor /, 1],
    ["toString(error)", /a function toString /, 1],
    ["b'abc' == b'abc'", /bytes/, 1],
    ["{'a': 1}.a", /an object/, 1],
    ["9007199254740993 == 1", /exact up to/, 1],
    ["has(attempts)", /something else than a field/, 1],
    ["error.contains()", /takes 1/, 1],
  ];
  for (const [source, problem, at] of expected) {
    const told = refusal(source);
    assert.match(told.problem, problem, source);
    assert.equal(told.at, at, source);
  }
});

test("an expression that is too long, too deep or has too many parts is refused at once", () => {
  assert.throws(() => evaluated("1".repeat(1025)), /at most 1024 bytes/);
  for (const [tooMuch, problem] of [
    [`${"(".repeat(500)}1${")".repeat(500)}`, /more than 32 parts that stand/],
    ["!".repeat(1000).concat("true"), /more than 200 parts$/],
    ["-".repeat(1000).concat("1"), /more than 200 parts$/],
    [`${"[".repeat(500)}${"]".repeat(500)}`, /more than 32 parts that/],
    [`1${"+1".repeat(500)}`, /more than 200 parts$/],
    [`error${".x".repeat(500)}`, /more than 32 parts that/],
    [`[${"1,".repeat(500)}1]`, /more than 200 parts$/],
    [`true${"?true:1".repeat(140)}`, /more than 32 parts that/],
    ["size(1, 2, 3, 4, 5, 6, 7, 8, 9)", /a call with more than 8 values/],
  ] as const)
    assert.match(refusal(tooMuch).problem, problem, tooMuch);
});

const many = Array.from({ length: 20_000 }, (_, index) => index);
const long = "a".repeat(500_000);

test("an evaluation that would take long is ended after so many steps", () => {
  const hostile: [string, ExpressionSubject][] = [
    ["value.all(a, value.all(b, value.all(c, a + b + c >= 0)))", { value: many }],
    ["value.map(a, value.map(b, value)) == []", { value: many }],
    ["value.map(a, value + value) == []", { value: many }],
    ["value.all(a, error.contains('b') == false)", { value: many, error: long }],
    ["error.contains(value)", { value: `b${"a".repeat(250_000)}`, error: long }],
    ["value.all(a, error == error)", { value: many, error: long }],
    ["value.all(a, size(error) > 0)", { value: many, error: long }],
    ["value.all(a, error.lowerAscii() + error != '')", { value: many, error: long }],
    ["value.all(a, !(7 in value))", { value: many.map((each) => each + 8) }],
    ["value.all(a, value == value)", { value: many }],
  ];
  for (const [source, of] of hostile) {
    const begun = process.cpuUsage();
    assert.match(refusal(source, of).problem, /takes more than 100000 steps/, source);
    const { user } = process.cpuUsage(begun);
    assert.ok(user < 500_000, `${source} took ${user} µs`);
  }
});

test("no nesting of a value overflows the stack", () => {
  const nested = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`) as ExpressionValue;
  const told = new Expression("where", "value == value", names).evaluate({ value: nested });
  assert.deepEqual(told, { problem: "cannot compare what is nested more than 64 deep", at: 1 });
});

test("an expression sees JSON, text and headers of a record", () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  assert.deepEqual(jsonValue(bytes('{"a":[1]}')), { a: [1] });
  assert.equal(jsonValue(bytes("{a}")), undefined);
  assert.equal(jsonValue(null), undefined);
  assert.equal(jsonValue(bytes(JSON.stringify("x".repeat(1_100_000)))), undefined);
  assert.equal(textValue(Uint8Array.of(0xff)), undefined);
  const headers = headersValue([
    { name: "a", value: bytes("1") },
    { name: "a", value: bytes("2") },
    { name: "__proto__", value: bytes("3") },
  ]);
  assert.equal(headers.a, "1");
  assert.equal(evaluated('headers["__proto__"]', { headers }), "3");
});
