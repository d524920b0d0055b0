import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { asTyped, commandAnywhere, typedCommand } from "./typed-command.ts";

const launcher = realpathSync(join(import.meta.dirname, "../../flowmesh"));

test("in the clone commands are told as they work there, and by their name once the PATH leads to the launcher", (t) => {
  const { PATH } = process.env;
  const bin = mkdtempSync(join(tmpdir(), "flowmesh-bin-"));
  t.after(() => {
    process.env.PATH = PATH;
    rmSync(bin, { recursive: true });
  });
  process.env.PATH = bin;
  assert.deepEqual([typedCommand(), commandAnywhere()], ["./flowmesh", launcher]);
  symlinkSync(launcher, join(bin, "flowmesh"));
  assert.deepEqual([typedCommand(), commandAnywhere()], ["flowmesh", "flowmesh"]);
});

test("in a text commands are told as they are typed, and names, paths and addresses stay", () => {
  const typed = typedCommand();
  assert.equal(asTyped("use flowmesh stop (flowmesh --help)"), `use ${typed} stop (${typed} --help)`);
  for (const text of [
    "see flowmesh.yaml there",
    "/opt/flowmesh is it",
    "flowmesh://127.0.0.1:7070",
    "this FlowMesh of",
  ])
    assert.equal(asTyped(text), text);
});
