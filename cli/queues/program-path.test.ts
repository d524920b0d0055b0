import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isProgram } from "./program-path.ts";

test("a program is what may be run: by its path, or by its name in a folder of PATH", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-path-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "runs"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(join(folder, "text"), "", { mode: 0o644 });
  const path = `/nonexistent:${folder}`;
  assert.equal(await isProgram("runs", path), true);
  assert.equal(await isProgram(join(folder, "runs"), ""), true);
  assert.equal(await isProgram("nosuch", path), false);
  assert.equal(await isProgram(folder, path), false, "a folder");
  if (process.getuid?.() !== 0) assert.equal(await isProgram("text", path), false);
});
