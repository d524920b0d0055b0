/** What the documentation shows is run as it stands there, against a FlowMesh of its own. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { type CodeBlock, codeBlocks, moduleOf } from "./documented-code.ts";

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);
/** Only from within the repository are its packages found. */
const modules = join(root, ".cache/documented-code");
/** From the sources, unless tools/run-tests.ts has bundled it. */
const flowmesh = process.env.TESTED_FLOWMESH ?? join(root, "cli/main.ts");
const data = mkdtempSync(join(tmpdir(), "flowmesh-documented-"));

/** A FlowMesh that runs for these tests. */
interface Served {
  readonly process: ChildProcess;
  readonly url: string;
  readonly http: string;
}

let server: Served;

before(async () => {
  mkdirSync(modules, { recursive: true });
  server = await serve(["--data-dir", data]);
});

async function serve(flags: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [flowmesh, "dev", "--json", "--port", "0", ...flags], {
    cwd: data,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  return { process: child, ...(JSON.parse(line) as { url: string; http: string }) };
}

async function stop(served: Served): Promise<void> {
  const exited = once(served.process, "exit");
  served.process.kill();
  await exited;
}

after(async () => {
  await stop(server);
  for (const folder of [modules, data]) rmSync(folder, { recursive: true, force: true });
});

function blocksOf(path: string, language: string): CodeBlock[] {
  return codeBlocks(readFileSync(join(root, path), "utf8")).filter((block) => block.language === language);
}

/** Addresses in the text are those of a default installation. */
function addressed(code: string, { url, http }: Served = server): string {
  return code.replaceAll("flowmesh://127.0.0.1:7070", url).replaceAll("http://127.0.0.1:7070", http);
}

async function runModule(name: string, code: string): Promise<string> {
  const path = join(modules, `${name}.ts`);
  writeFileSync(path, addressed(code));
  const { stdout } = await run(process.execPath, [path], { env: { ...process.env, FLOWMESH_URL: server.url } });
  return stdout;
}

test("the README's twelve lines run as they stand there", async () => {
  const blocks = blocksOf("README.md", "ts");
  assert.equal(blocks.length, 1);
  const lines = blocks[0]!.code.trimEnd().split("\n");
  assert.equal(lines.filter((line) => line !== "").length, 12);
  const output = await runModule("readme", blocks[0]!.code);
  assert.match(output, /alice.*9\.5/);
});

for (const [path, stream] of [
  ["docs/getting-started.md", "payments"],
  ["docs/sdk-node.md", "orders"],
  ["docs/queues.md", "unused"],
  ["docs/dead-letters.md", "unused"],
  ["docs/lineage.md", "unused"],
  ["docs/schedules.md", "unused"],
  ["docs/testing.md", "unused"],
  ["tools/published/client.md", "unused"],
  ["tools/published/testing.md", "unused"],
] as const) {
  test(`the code in ${path} runs`, async () => {
    await run(process.execPath, [flowmesh, "stream", "create", stream, "--if-missing", "--url", server.url]);
    const name = path.replaceAll(/\W/g, "-");
    await runModule(name, moduleOf(blocksOf(path, "ts")));
  });
}

/** Commands that do not end by themselves, or end something. */
const notRun = /^(make |npm |kill |flowmesh |\.\/flowmesh (dev|start|stop)|\.\/flowmesh tail \w+$|$)/;

/** Those of the guide to REST are typed by a test beside its face. */
for (const pages of [
  ["README.md", "docs/getting-started.md", "docs/queues.md"],
  ["docs/lineage.md", "docs/dead-letters.md", "docs/schedules.md"],
])
  test(`the commands in ${pages.join(", ")} run`, async (t) => {
    const blocks = pages.flatMap((path) => blocksOf(path, "sh"));
    const commands = blocks.flatMap(({ code }) => code.trimEnd().split("\n")).filter((line) => !notRun.test(line));
    assert.ok(commands.length >= 8, `found only ${commands.length} commands`);
    // What the code of the other pages has written is not there for who begins with these.
    const fresh = await serve(["--mem"]);
    t.after(() => stop(fresh));
    for (const command of commands) await runCommand(command, fresh);
  });

test("the commands in docs/testing.md run, on the FlowMesh that its first one starts", async (t) => {
  const [start, ...commands] = blocksOf("docs/testing.md", "sh").flatMap(({ code }) => code.trimEnd().split("\n"));
  const clockwork = await serve(start!.split(" ").slice(2));
  t.after(() => stop(clockwork));
  const told = [];
  for (const command of commands) told.push(await runCommand(command, clockwork));
  assert.deepEqual(told, [
    "2030-01-01T00:00:00.000Z\n",
    "2030-01-04T00:00:00.000Z\n",
    '{"now":"2030-01-07T00:00:00.000Z"}',
  ]);
});

async function runCommand(command: string, served: Served): Promise<string> {
  const here = addressed(command, served).replace(/^\.\/flowmesh/, `"${process.execPath}" "${flowmesh}"`);
  const line = here.replace(/^curl /, "curl --fail-with-body ");
  const { stdout } = await run("sh", ["-ec", line], { cwd: root, env: { ...process.env, FLOWMESH_URL: served.url } });
  return stdout;
}
