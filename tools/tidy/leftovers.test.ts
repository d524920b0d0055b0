import assert from "node:assert/strict";
import { test } from "node:test";
import { leftovers } from "./leftovers.ts";
import { repositoryOf } from "./repository.ts";

function lines(path: string, text: string): number[] {
  return leftovers.check(repositoryOf({ [path]: text })).map(({ line }) => line);
}

test("refuses a test that is singled out", () => {
  const text = `test.only("a", () => {});\ndescribe.only("b", () => {});\ntest("c", { only: true }, () => {});`;
  assert.deepEqual(lines("engine/a.test.ts", text), [1, 2, 3]);
});

test("refuses a mark of open work without an issue number, in code, YAML and scripts", () => {
  assert.deepEqual(lines("engine/a.ts", "const a = 1;\n// TODO: later\n/* FIXME */"), [2, 3]);
  assert.deepEqual(lines("contract/errors.yaml", "a: 1 # TODO: later"), [1]);
  assert.deepEqual(lines("contract/proto/a.proto", "// FIXME later"), [1]);
});

test("accepts a mark with an issue number, and the words outside comments", () => {
  assert.deepEqual(lines("engine/a.ts", '// TODO(#12): later\n// FIXME see #7\nconst text = "TODO";'), []);
});
