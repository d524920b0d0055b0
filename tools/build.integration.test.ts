import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

test("on an older Node the command and the client say in one line which they need", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-old-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const old = join(folder, "old.mjs");
  writeFileSync(old, 'Object.defineProperty(process.versions, "node", { value: "22.17.9" });');
  const told = spawnSync(process.execPath, ["--import", old, command, "--version"], { encoding: "utf8" });
  assert.deepEqual([told.status, told.stdout], [1, ""]);
  assert.match(told.stderr, /^error: flowmesh needs Node 22\.18 or later; this is v[\d.]+\n$/);
  const client = spawnSync(process.execPath, ["--import", old, join(root, "dist/client/index.js")], {
    encoding: "utf8",
  });
  assert.match(client.stderr, /^Error: @flowmesh\/client needs Node 22\.18 or later/m);
});

test("what is published has a README for who uses it, and says which Node it needs", () => {
  for (const name of ["flowmesh", "client", "testing"]) {
    const folder = join(root, "dist", name);
    assert.match(readFileSync(join(folder, "README.md"), "utf8"), /Needs Node 22\.18 or later/);
    assert.equal(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).engines.node, ">=22.18");
  }
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

  const loads = {
    module: 'import { connect } from "@flowmesh/client"; console.log(typeof connect)',
    commonjs: 'console.log(typeof require("@flowmesh/client").connect)',
  };
  for (const [type, load] of Object.entries(loads)) {
    const loaded = spawnSync(process.execPath, [`--input-type=${type}`, "-e", load], { cwd: folder, encoding: "utf8" });
    assert.equal(loaded.stdout, "function\n", loaded.stderr);
  }
});

test("compilers that know nothing of exports find the same code and declarations", () => {
  for (const name of ["client", "testing"]) {
    const folder = join(root, "dist", name);
    const { main, types, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    assert.deepEqual({ types, default: main }, exports["."]);
    assert.ok(existsSync(join(folder, main)) && existsSync(join(folder, types)), name);
  }
});

/** As `npm install` of packed packages puts them into a project, and as that of folders does. */
const installs: Readonly<Record<string, (from: string, to: string) => void>> = {
  copied: (from, to) => cpSync(from, to, { recursive: true }),
  linked: symlinkSync,
};

for (const [how, install] of Object.entries(installs)) {
  test(`the bundled testing package, ${how}, stands on the project's client, in types and when it runs`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "flowmesh-tested-"));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "node_modules/@flowmesh"), { recursive: true });
    for (const name of ["client", "testing"])
      install(join(root, "dist", name), join(folder, "node_modules/@flowmesh", name));
    symlinkSync(join(root, "node_modules/@node-rs"), join(folder, "node_modules/@node-rs"));
    symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const lines = [
      'import { Fatal, FlowMeshError, Mesh } from "@flowmesh/client";',
      'import { TestMesh } from "@flowmesh/testing";',
      "const mesh = await TestMesh.open();",
      "const asMesh: Mesh = mesh;",
      'const ofEngine = await mesh.publish("none", 1).catch((error: unknown) => error);',
      'console.log(asMesh instanceof Mesh, ofEngine instanceof FlowMeshError, (await mesh.clock.advance("3d")).toISOString());',
      'await mesh.queues.create("q");',
      'mesh.worker("q", () => { throw new Fatal("no"); });',
      'const job = await mesh.enqueue("q", 1);',
      "await mesh.clock.settle();",
      "console.log((await job.details()).state);",
      "await mesh.close();",
    ];
    writeFileSync(join(folder, "right.ts"), lines.join("\n"));
    assert.equal(typeCheck(folder, "right.ts"), "");
    const ran = spawnSync(process.execPath, ["right.ts"], { cwd: folder, encoding: "utf8" });
    assert.equal(ran.stdout, "true true 2026-01-04T00:00:00.000Z\ndead\n", ran.stderr);
  });
}

function consumer(statement: string): string {
  return `import { connect } from "@flowmesh/client";\nconst mesh = await connect();\nawait ${statement};\n`;
}

function typeCheck(folder: string, file: string): string {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
  return spawnSync(process.execPath, [compiler, ...options, file], { cwd: folder, encoding: "utf8" }).stdout;
}
