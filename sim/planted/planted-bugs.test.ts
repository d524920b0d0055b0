import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { plant } from "./planted-bug.ts";
import { plantedBugs } from "./planted-bugs.ts";

test("every bug has its place in the source as it stands, and leaves something that can be loaded", () => {
  for (const bug of plantedBugs) {
    const source = readFileSync(join(import.meta.dirname, "../../engine", bug.file), "utf8");
    assert.doesNotThrow(() => stripTypeScriptTypes(plant(bug, source)), bug.name);
  }
});
