import assert from "node:assert/strict";
import { test } from "node:test";
import { layers } from "./layers.ts";
import { repositoryOf } from "./repository.ts";

const manifests = {
  "package.json": JSON.stringify({ name: "root", devDependencies: { yaml: "2" } }),
  "fabric/package.json": manifest("@flowmesh/fabric", {}),
  "engine/package.json": manifest("@flowmesh/engine", { "@flowmesh/fabric": "0.1.0", lz4: "3" }),
  "server/package.json": manifest("@flowmesh/server", { "@flowmesh/engine": "0.1.0" }),
};

function manifest(name: string, dependencies: Record<string, string>): string {
  return JSON.stringify({ name, dependencies, exports: { ".": "./index.ts", "./internal": "./internal.ts" } });
}

function problems(path: string, text: string): string[] {
  return layers.check(repositoryOf({ ...manifests, [path]: text })).map(({ line, problem }) => `${line}: ${problem}`);
}

test("accepts sisters above, own files, built-in modules and what is declared", () => {
  const text = `import { a } from "@flowmesh/fabric/internal";
import type { Frame } from "./frame.ts";
import { open } from "lz4";
import { readFile } from "node:fs/promises";
export { b } from "@flowmesh/fabric";`;
  assert.deepEqual(problems("engine/log/log.ts", text), []);
});

test("refuses a sister that stands below", () => {
  const found = problems("engine/log/log.ts", `\nimport { serve } from "@flowmesh/server";`);
  assert.deepEqual(found, ["2: engine imports server"]);
});

test("refuses a sister below in a re-export, an import() and the place of a type", () => {
  const found = problems(
    "engine/log/log.ts",
    `export * from "@flowmesh/server";
const later = import("@flowmesh/server");
type Server = import("@flowmesh/server").Server;`,
  );
  assert.deepEqual(found, ["1: engine imports server", "2: engine imports server", "3: engine imports server"]);
});

test("refuses a path into another package", () => {
  const found = problems("engine/log/log.ts", `import { a } from "../../fabric/a.ts";`);
  assert.deepEqual(found, ['1: "../../fabric/a.ts" reaches into another package by path']);
});

test("refuses a room of a sister that is no door", () => {
  const found = problems("engine/log/log.ts", `import { a } from "@flowmesh/fabric/batch/a.ts";`);
  assert.deepEqual(found, ['1: "@flowmesh/fabric/batch/a.ts" is no door of @flowmesh/fabric']);
});

test("refuses what package.json does not declare, though tests may use the toolchain", () => {
  const text = `import { parse } from "yaml";`;
  assert.deepEqual(problems("engine/log/log.ts", text), ['1: "yaml" is not declared in engine\'s package.json']);
  assert.deepEqual(problems("engine/log/log.test.ts", text), []);
});
