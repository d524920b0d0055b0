import assert from "node:assert/strict";
import { test } from "node:test";
import { docstrings } from "./docstrings.ts";
import { repositoryOf } from "./repository.ts";

function problems(files: Record<string, string>): string[] {
  const doors = { ".": "./index.ts", "./internal": "./internal.ts" };
  const manifest = JSON.stringify({ name: "@flowmesh/fabric", exports: doors });
  const found = docstrings.check(repositoryOf({ "fabric/package.json": manifest, ...files }));
  return found.map(({ path, line, problem }) => `${path}:${line} ${problem.split(" ")[0]}`);
}

test("follows re-exports to what has no docstring", () => {
  const found = problems({
    "fabric/index.ts": `export { publish, type Record } from "./publish.ts";\nexport * from "./all.ts";`,
    "fabric/publish.ts": `export function publish(): void {}
/** One record. */
export interface Record {}
export const notThroughTheDoor = 1;`,
    "fabric/all.ts": `// no docstring\nexport class Stream {}`,
  });
  assert.deepEqual(found, ["fabric/publish.ts:1 publish", "fabric/all.ts:2 Stream"]);
});

test("follows names that are imported and exported again, and renamed ones", () => {
  const found = problems({
    "fabric/index.ts": `import { a } from "./a.ts";\nexport { a as b };`,
    "fabric/a.ts": "function a(): void {}\nexport { a };",
  });
  assert.deepEqual(found, ["fabric/a.ts:1 a"]);
});

test("asks nothing of the inner door, of generated code and of later overloads", () => {
  const found = problems({
    "fabric/index.ts": `export * from "./generated/codec.ts";
/** Reads one or many. */
export function read(one: string): void;
export function read(many: string[]): void;
export function read(what: unknown): void {}`,
    "fabric/internal.ts": "export const inner = 1;",
    "fabric/generated/codec.ts": "export const codec = 1;",
  });
  assert.deepEqual(found, []);
});
