import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryOf } from "./repository.ts";
import { sizes } from "./sizes.ts";

function problems(files: Record<string, string>, exceptions: Record<string, number> = {}): string[] {
  const listed = { "tools/tidy/size-exceptions.json": JSON.stringify(exceptions) };
  return sizes.check(repositoryOf({ ...files, ...listed })).map(({ problem }) => problem);
}

function functionOf(lines: number): string {
  return `function long(): void {\n${"  work();\n".repeat(lines - 2)}}\n`;
}

test("refuses functions over 70 lines, of every kind", () => {
  assert.deepEqual(problems({ "engine/a.ts": functionOf(70) }), []);
  assert.deepEqual(problems({ "engine/a.ts": functionOf(71) }), ["long has 71 lines, and may have 70"]);
  const body = "work();\n".repeat(70);
  assert.deepEqual(problems({ "engine/a.ts": `const run = () => {\n${body}};` }), [
    "run has 72 lines, and may have 70",
  ]);
  assert.deepEqual(problems({ "engine/a.ts": `class A { go() {\n${body}} }` }), ["go has 72 lines, and may have 70"]);
});

test("refuses files over 600 lines and tests over 1,000, but not what is generated", () => {
  assert.deepEqual(problems({ "engine/a.ts": "work();\n".repeat(601) }), ["the file has 601 lines, and may have 600"]);
  assert.deepEqual(problems({ "engine/a.test.ts": "work();\n".repeat(1000) }), []);
  assert.deepEqual(problems({ "engine/a.test.ts": "work();\n".repeat(1001) }), [
    "the file has 1001 lines, and may have 1000",
  ]);
  assert.deepEqual(problems({ "engine/generated/a.ts": "work();\n".repeat(2000) }), []);
});

test("lets a function that declares tests be as long as they are", () => {
  const tests = `test("promise", () => {\n  work();\n});\n`.repeat(30);
  assert.deepEqual(problems({ "engine/a.test.ts": `describe("a", () => {\n${tests}});` }), []);
  assert.deepEqual(problems({ "engine/a.test.ts": `function contract(): void {\n${tests}}` }), []);
  const long = `test("promise", () => {\n${"  work();\n".repeat(90)}});`;
  assert.deepEqual(problems({ "engine/a.test.ts": long }), ["a function has 92 lines, and may have 70"]);
});

test("accepts an exception of exactly today's length, which may shrink but not grow", () => {
  const key = "engine/a.ts#long";
  assert.deepEqual(problems({ "engine/a.ts": functionOf(80) }, { [key]: 80 }), []);
  assert.deepEqual(problems({ "engine/a.ts": functionOf(81) }, { [key]: 80 }), ["long has 81 lines, and may have 80"]);
  assert.deepEqual(problems({ "engine/a.ts": functionOf(79) }, { [key]: 80 }), ["long has 79 lines, and may have 80"]);
  assert.deepEqual(problems({ "engine/a.ts": functionOf(70) }, { [key]: 80 }), [`${key} needs no exception any more`]);
});
