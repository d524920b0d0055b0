import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isJson } from "./is-json.ts";

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("it takes what JSON.parse takes, and nothing else", () => {
  const pieces =
    '{ } [ ] , : " \\ "a" "\\u00e9" \\u \\n \n \t 0 -0 01 1 . .5 1. 1.5 e 1e5 1E+5 e- - + true false null nul é \u0000 \ufeff {} [] {"a":1}'
      .split(" ")
      .concat(" ");
  const changed = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...pieces)).map(([text, at, piece]) => {
    const cut = at % (text.length + 1);
    return [text.slice(0, cut) + piece + text.slice(cut), text.slice(0, cut) + piece + text.slice(cut + 1)];
  });
  const joined = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((chosen) => [chosen.join("")]);
  fc.assert(
    fc.property(
      fc.oneof(
        changed,
        joined,
        fc.json().map((text) => [text]),
      ),
      (texts) => {
        for (const text of texts) {
          const bytes = Buffer.from(text);
          assert.equal(isJson(bytes, 1000), isParsed(bytes.toString()), text);
        }
      },
    ),
    { numRuns: 5000 },
  );
});

test("every text of a few of the bytes that matter is told as JSON.parse tells it", () => {
  const alphabet = '[]{},:"\\u0-1.eE+ nt';
  const look = (text: string): void => {
    assert.equal(isJson(Buffer.from(text), 1000), isParsed(text), text);
    if (text.length < 3) for (const next of alphabet) look(text + next);
  };
  look("");
});

test("arrays and objects inside one another are counted", () => {
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const) {
    const nested = (levels: number): Buffer => Buffer.from(`${open.repeat(levels)}1${close.repeat(levels)}`);
    assert.deepEqual([isJson(nested(64), 64), isJson(nested(65), 64), isJson(nested(0), 0)], [true, false, true]);
    const beside = Buffer.from(`[${Array.from({ length: 100 }, () => nested(63)).join(",")}]`);
    assert.equal(isJson(beside, 64), true);
  }
});
