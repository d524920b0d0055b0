import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "./names.ts";
import { repositoryOf } from "./repository.ts";

function problems(files: Record<string, string>): string[] {
  const doors = JSON.stringify({ name: "@flowmesh/engine", exports: { ".": "./index.ts" } });
  return names.check(repositoryOf({ "engine/package.json": doors, ...files })).map(({ problem }) => problem);
}

test("accepts kebab-case, wire numbers, doors and integration tests", () => {
  const files = [
    "engine/index.ts",
    "engine/log/segment-header.ts",
    "server/apis/00-produce.ts",
    "sim/kill.integration.test.ts",
  ];
  assert.deepEqual(problems(Object.fromEntries(files.map((path) => [path, ""]))), []);
});

test("refuses vague file and folder names", () => {
  assert.deepEqual(problems({ "engine/string-utils.ts": "" }), ['"utils" says nothing about the content']);
  assert.deepEqual(problems({ "engine/common/frame.ts": "" }), ['"common" says nothing about the content']);
});

test("refuses other cases than kebab-case, and index.ts that is no door", () => {
  assert.deepEqual(problems({ "engine/logWriter.ts": "" }), ["file name logWriter.ts is not in kebab-case"]);
  assert.deepEqual(problems({ "engine/log/index.ts": "" }), ["index.ts is no door of a package"]);
});

test("refuses Impl, the I prefix, managers, and a base that nothing extends", () => {
  const text =
    "class DiskImpl {}\ninterface IDisk {}\ntype LogManager = string;\nclass BaseView {}\nclass BaseLog {}\nclass Log extends BaseLog {}";
  assert.deepEqual(problems({ "engine/disk.ts": text }), [
    "DiskImpl ends in Impl",
    "IDisk begins with I",
    "LogManager says nothing about what it does",
    "nothing extends BaseView",
  ]);
});

test("refuses a timeout without a unit", () => {
  const text =
    "interface Options { timeout: number; timeoutMs: number }\ninterface Flags { timeout: string }\nfunction wait(timeout: number): void {}";
  assert.deepEqual(problems({ "engine/wait.ts": text }), ['"timeout" has no unit', '"timeout" has no unit']);
});
