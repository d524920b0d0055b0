import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeKey, encodeValue, type Value } from "./value.ts";

test("bytes are taken as they are, without a copy", () => {
  const bytes = Buffer.from("abc");
  assert.equal(encodeValue(bytes), bytes);
  assert.equal(encodeKey(bytes), bytes);
  const words = new Uint16Array([0x6261, 0x6463]);
  assert.deepEqual(Buffer.from(encodeValue(words.subarray(1))!), Buffer.from("cd"));
  assert.equal(encodeValue(words.buffer)!.length, 4);
});

test("text is UTF-8, other values are JSON, null is none", () => {
  const texts: [Value, string][] = [
    ["ä€", "ä€"],
    ["", ""],
    [7, "7"],
    [false, "false"],
    [{ a: [1, null] }, '{"a":[1,null]}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ];
  for (const [value, text] of texts) assert.equal(Buffer.from(encodeValue(value)!).toString(), text);
  assert.equal(encodeValue(null), undefined);
  assert.equal(Buffer.from(encodeKey("ä")).toString(), "ä");
});

test("what cannot be written is refused, and says why", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const bad: [unknown, RegExp][] = [
    [undefined, /use null for no value/],
    [() => 1, /function/],
    [Symbol("x"), /symbol/],
    [1n, /BigInt/],
    [Promise.resolve(1), /await it/],
    [new Map([["a", 1]]), /fromEntries/],
    [new Set(["a"]), /\[\.\.\.set\]/],
    [circle, /Converting circular structure to JSON$/],
    [{ toJSON: () => undefined }, /no JSON/],
  ];
  for (const [value, message] of bad)
    assert.throws(() => encodeValue(value as Value), { reason: "field_invalid", message });
  assert.throws(() => encodeKey(7 as never), { reason: "field_invalid", message: /key is a number/ });
  assert.throws(() => encodeKey(null as never), { reason: "field_invalid", message: /key/ });
});
