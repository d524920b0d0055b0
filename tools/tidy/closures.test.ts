import assert from "node:assert/strict";
import { test } from "node:test";
import { closures } from "./closures.ts";
import { repositoryOf } from "./repository.ts";

function lines(path: string, text: string): number[] {
  return closures.check(repositoryOf({ [path]: text })).map(({ line }) => line);
}

test("refuses a function that is made where it is assigned to a property, public or private", () => {
  const text = "a.b = () => 1;\nclass C {\n  #d = 1;\n  e() {\n    this.#d = function () {};\n  }\n}";
  assert.deepEqual(lines("engine/a.ts", text), [1, 5]);
});

test("accepts one in a field, in an object, in a variable, and one that is given to a method", () => {
  const text =
    "class C {\n  #a = () => 1;\n}\nconst b = { c: () => 1 };\nconst d = () => 1;\nb.c = d;\nb.when(() => 1);";
  assert.deepEqual(lines("engine/a.ts", text), []);
});

test("leaves tests alone, and what stands in for something in them", () => {
  assert.deepEqual(lines("engine/a.test.ts", "a.b = () => 1;"), []);
  assert.deepEqual(lines("sdk/node/testing/a.ts", "a.b = () => 1;"), []);
});
