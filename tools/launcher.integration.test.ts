import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");

test("./flowmesh runs from any folder, through a symbolic link, and passes the exit status on", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh launcher "));
  t.after(() => rmSync(folder, { recursive: true }));
  const link = join(folder, "fm");
  symlinkSync(join(root, "flowmesh"), link);

  const version = spawnSync(link, ["--version"], { cwd: folder, encoding: "utf8" });
  assert.equal(version.stderr, "");
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(version.status, 0);

  assert.equal(spawnSync(link, ["no such command"], { cwd: folder }).status, 2);
});

test("tools/node24.sh gives a folder whose node runs TypeScript sources", () => {
  const found = spawnSync(join(root, "tools/node24.sh"), { encoding: "utf8" });
  const node = join(found.stdout.trim(), "node");
  const { stdout } = spawnSync(node, ["-p", "process.features.typescript"], { encoding: "utf8" });
  assert.equal(stdout, "strip\n");
});

test("make without a target lists every target with a line on it", () => {
  const { stdout } = spawnSync("make", ["--no-print-directory"], { cwd: root, encoding: "utf8" });
  for (const target of ["dev", "test", "verify", "sim", "soak", "bench", "generate", "build", "help"]) {
    assert.match(stdout, new RegExp(`^ {2}make ${target} +\\S`, "m"));
  }
});
