import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

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

/** Finds its settings as npm does, beside the Node that runs it, and speaks of its newer versions as npm does; installs nothing. */
const npmStandIn = `#!/bin/sh
if [ "$*" = "config get globalconfig" ]; then echo "$(dirname "$(dirname "$(command -v node)")")/etc/npmrc"; exit; fi
echo "$1 $npm_config_globalconfig" >asked
mkdir -p node_modules
case " $* " in *" --no-update-notifier "*) ;; *) echo "npm notice New version of npm available!" >&2 ;; esac
if [ -n "$NPM_PROBLEM" ]; then echo "npm error $NPM_PROBLEM" >&2; exit 1; fi
echo "added 1 package"
`;

/** A clone in which nothing is installed, on a machine with a Node and an npm of its own. */
function freshClone(t: TestContext): { clone: string; machine: string } {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh setup "));
  t.after(() => rmSync(folder, { recursive: true }));
  const [clone, machine] = [join(folder, "clone"), join(folder, "machine")];
  for (const each of ["clone/tools", "clone/.cache/node/bin", "machine/bin"])
    mkdirSync(join(folder, each), { recursive: true });
  for (const script of ["setup.sh", "node24.sh"])
    copyFileSync(join(root, "tools", script), join(clone, "tools", script));
  writeFileSync(join(clone, "package-lock.json"), "{}");
  symlinkSync(process.execPath, join(clone, ".cache/node/bin/node"));
  symlinkSync(process.execPath, join(machine, "bin/node"));
  writeFileSync(join(machine, "bin/npm"), npmStandIn, { mode: 0o755 });
  return { clone, machine };
}

function setUp({ clone, machine }: { clone: string; machine: string }, env = {}): SpawnSyncReturns<string> {
  const path = `${join(machine, "bin")}:/usr/bin:/bin`;
  return spawnSync(join(clone, "tools/setup.sh"), { encoding: "utf8", env: { PATH: path, ...env } });
}

test("dependencies are installed with the npm settings of this machine, and quietly", (t) => {
  const { clone, machine } = freshClone(t);
  const { status, stdout, stderr } = setUp({ clone, machine });
  assert.deepEqual([status, stdout], [0, `${join(clone, ".cache/node/bin")}\n`], stderr);
  assert.equal(stderr, "flowmesh: installing dependencies into node_modules (once)\n");
  assert.equal(readFileSync(join(clone, "asked"), "utf8"), `ci ${join(machine, "etc/npmrc")}\n`);
  rmSync(join(clone, "asked"));
  assert.equal(setUp({ clone, machine }).stderr, "");
});

test("an npm that fails says why itself, and the next try begins anew", (t) => {
  const places = freshClone(t);
  const failed = setUp(places, { NPM_PROBLEM: "self-signed certificate" });
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /\nnpm error self-signed certificate\nflowmesh: npm ci failed, as told above\./);
  assert.equal(setUp(places).status, 0);
});
