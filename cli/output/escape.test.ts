import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeControls, escapeJson, isUnsafe } from "./escape.ts";

/** Control characters, and what reorders text or separates lines; beside it what people read. */
const shown: readonly [string, string][] = [
  [
    "plain text, \u00e4\u00f6\u00fc, \u65e5\u672c, \u{1f600}",
    "plain text, \u00e4\u00f6\u00fc, \u65e5\u672c, \u{1f600}",
  ],
  ["a\nb\rc\td", "a\\nb\\rc\\td"],
  ["\u001b[31mred\u0007", "\\u001b[31mred\\u0007"],
  ["\u0000\u007f\u0085\u009b", "\\u0000\\u007f\\u0085\\u009b"],
  ["\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069", "\\u200e\\u200f\\u2028\\u2029\\u202a\\u202e\\u2066\\u2069"],
];

test("text is shown as it is, but for what breaks its line, drives a terminal or turns its order round", () => {
  for (const [text, expected] of shown) {
    assert.equal(escapeControls(text), expected);
    assert.equal(isUnsafe(text), text !== expected);
    assert.equal(isUnsafe(expected), false);
  }
});

test("JSON that is escaped is the same JSON", () => {
  for (const [text] of shown) {
    const json = escapeJson(JSON.stringify({ [text]: text }));
    assert.equal(isUnsafe(json), false);
    assert.deepEqual(JSON.parse(json), { [text]: text });
  }
});
