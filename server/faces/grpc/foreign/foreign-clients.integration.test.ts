import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { startedServer } from "../../../testing/started-server.ts";

const run = promisify(execFile);
const cache = join(import.meta.dirname, "../../../../.cache/foreign-grpc");
const pythonPackages = [
  "grpcio==1.85.1",
  "grpcio-reflection==1.85.1",
  "grpcio-health-checking==1.85.1",
  "grpcio-status==1.85.1",
  "googleapis-common-protos==1.76.0",
];
const setupMs = 500_000;
/**
 * The client runs for a second, and is compiled for half a minute where Go's own caches have nothing of it: half as long without what nobody needs of it. Where they
 * have, as after the first clone on a machine, for a second or two.
 */
const quickCompiling = { CGO_ENABLED: "0", GOGC: "800" };
const withoutOptimizing = ["-gcflags=all=-N -l -dwarf=false", "-ldflags=-s -w"];
const scriptMs = 60_000;

/** Makes a tool once, aside, and puts it into its place when it is whole. */
async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const place = join(cache, name);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, "making-"));
  try {
    await make(aside);
    if (!existsSync(place)) renameSync(aside, place);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return place;
}

/** What is built from a folder is built anew when the folder changes. */
function fingerprintOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}

async function has(command: string, ...args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

/** The names of the steps that a client says it has done. */
async function stepsOf(t: TestContext, command: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
  const server = await startedServer(t);
  const { stdout } = await run(command, [...args, `127.0.0.1:${server.port}`], {
    timeout: scriptMs,
    env: { ...process.env, ...environment },
  });
  return stdout.trim().split("\n");
}

test("a Python client that has only reflection works with everything", async (t) => {
  if (!(await has("python3", "-c", "import venv"))) return t.skip("python3 with venv is not installed");
  const named = createHash("sha256").update(pythonPackages.join("\n")).digest("hex").slice(0, 12);
  const packages = await madeOnce(`python-${named}`, async (folder) => {
    await run("python3", ["-m", "pip", "install", "--quiet", "--target", folder, ...pythonPackages], {
      timeout: setupMs,
    });
  });
  const script = join(import.meta.dirname, "client.py");
  const steps = await stepsOf(t, "python3", [script], { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" });
  assert.equal(steps.length, 15, steps.join("\n"));
  assert.deepEqual(
    steps.filter((line) => !line.startsWith("ok ")),
    [],
  );
});

test("a Go client that has only reflection works with everything", async (t) => {
  if (!(await has("go", "version"))) return t.skip("go is not installed");
  const source = join(import.meta.dirname, "go");
  const built = await madeOnce(`go-1.85.0-${fingerprintOf(source)}`, async (folder) => {
    cpSync(source, join(folder, "source"), { recursive: true });
    const env = { ...process.env, ...quickCompiling };
    const options = { cwd: join(folder, "source"), timeout: setupMs, env };
    await run("go", ["build", ...withoutOptimizing, "-o", join(folder, "client"), "."], options);
    rmSync(join(folder, "source"), { recursive: true });
  });
  const steps = await stepsOf(t, join(built, "client"), [], {});
  assert.equal(steps.length, 16, steps.join("\n"));
  assert.deepEqual(
    steps.filter((line) => !line.startsWith("ok ")),
    [],
  );
});
