import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";

const root = join(import.meta.dirname, "..");
const command = join(root, "dist/flowmesh/main.js");

before(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/build.ts")], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

test("the bundled command tells its version and its commands", () => {
  const version = spawnSync(process.execPath, [command, "--version"], { encoding: "utf8" });
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/, version.stderr);
  const help = spawnSync(process.execPath, [command, "--help"], { encoding: "utf8" });
  assert.match(help.stdout, /\bdev\b/, help.stderr);
});

test("the bundled client loads, and its declarations hold a program of TypeScript to them", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-consumer-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules/@flowmesh"), { recursive: true });
  symlinkSync(join(root, "dist/client"), join(folder, "node_modules/@flowmesh/client"));
  symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

  writeFileSync(join(folder, "right.ts"), consumer("mesh.close()"));
  writeFileSync(join(folder, "wrong.ts"), consumer("mesh.noSuchThing()"));
  assert.equal(typeCheck(folder, "right.ts"), "");
  assert.match(typeCheck(folder, "wrong.ts"), /^wrong\.ts\(3,12\): error TS2339/);

  const load = 'import { connect } from "@flowmesh/client"; console.log(typeof connect)';
  const loaded = spawnSync(process.execPath, ["--input-type=module", "-e", load], { cwd: folder, encoding: "utf8" });
  assert.equal(loaded.stdout, "function\n", loaded.stderr);
});

function consumer(statement: string): string {
  return `import { connect } from "@flowmesh/client";\nconst mesh = await connect();\nawait ${statement};\n`;
}

function typeCheck(folder: string, file: string): string {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
  return spawnSync(process.execPath, [compiler, ...options, file], { cwd: folder, encoding: "utf8" }).stdout;
}
