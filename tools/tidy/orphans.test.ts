import assert from "node:assert/strict";
import { test } from "node:test";
import { orphans } from "./orphans.ts";
import { repositoryOf } from "./repository.ts";

const doors = JSON.stringify({ name: "@flowmesh/engine", exports: { ".": "./index.ts" } });

function orphansOf(files: Record<string, string>): string[] {
  return orphans.check(repositoryOf({ "engine/package.json": doors, ...files })).map(({ path }) => path);
}

test("finds a file that nobody imports, or only its own test", () => {
  const found = orphansOf({
    "engine/index.ts": `export { a } from "./a.ts";`,
    "engine/a.ts": "export const a = 1;",
    "engine/b.ts": "export const b = 1;",
    "engine/c.ts": "export const c = 1;",
    "engine/c.test.ts": `import { c } from "./c.ts";`,
  });
  assert.deepEqual(found, ["engine/b.ts", "engine/c.ts"]);
});

test("accepts entries, and programs that are named in the Makefile or in a string", () => {
  const found = orphansOf({
    Makefile: "\tnode tools/build.ts",
    "tools/build.ts": "",
    "sim/main.ts": `spawn(process.execPath, ["crash/writer.ts"]); new URL("./reader.ts", import.meta.url);`,
    "sim/crash/writer.ts": "",
    "sim/reader.ts": "",
    "engine/index.ts": "",
  });
  assert.deepEqual(found, []);
});
