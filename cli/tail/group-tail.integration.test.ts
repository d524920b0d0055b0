import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import {
  commandLine,
  finished,
  flowmesh,
  ServerProcess,
  spawnFlowMesh,
  spawnProgram,
  temporaryFolder,
} from "../testing/flowmesh-process.ts";
import { OutputReader } from "../testing/output-reader.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

async function pub(stream: string, values: readonly string[]): Promise<void> {
  const { code, stderr } = await flowmesh(["pub", stream, "--create"], { cwd, input: values.join("\n") });
  assert.deepEqual([code, stderr], [0, ""]);
}

async function group(name: string): Promise<{ state: string; offset: number }> {
  const { stdout } = await flowmesh(["group", "get", name, "--json"], { cwd });
  const { state, cursors } = JSON.parse(stdout);
  return { state, offset: cursors[0].cursor.offset };
}

function numbers(from: number, until: number): string[] {
  return Array.from({ length: until - from }, (_, at) => String(from + at));
}

test("it shows what the group has not finished and what comes, and Ctrl-C leaves in good order: the next goes on behind it", async (t) => {
  await pub("orders", numbers(0, 5));
  const words = ["tail", "orders", "--group", "audit", "--format", "%v\\n"];
  const child = spawnFlowMesh(words, { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const reader = new OutputReader(child.stdout!);
  assert.deepEqual(await reader.lines(5), numbers(0, 5));
  await pub("orders", numbers(5, 7));
  assert.deepEqual(await reader.lines(2), numbers(5, 7));
  assert.equal((await group("audit")).state, "stable");
  child.kill("SIGINT");
  assert.deepEqual(await finished(child), { code: 0, signal: null, stdout: "", stderr: "" });
  assert.deepEqual(await group("audit"), { state: "empty", offset: 7 });
  await pub("orders", numbers(7, 12));
  const next = await flowmesh([...words, "-n", "3"], { cwd });
  assert.deepEqual([next.code, next.stdout, next.stderr], [0, "7\n8\n9\n", ""]);
  assert.deepEqual(await group("audit"), { state: "empty", offset: 10 });
});

test("with --from latest a group that is new to the stream begins behind what is there", async (t) => {
  await pub("late", ["before"]);
  const words = ["tail", "late", "--group", "late", "--from", "latest", "-n", "1", "--json"];
  const child = spawnFlowMesh(words, { cwd });
  t.after(() => void child.kill("SIGKILL"));
  while (!(await fetch(`${server.ready.http}/v1/groups/late`)).ok) assert.equal(child.exitCode, null);
  await pub("late", ["behind"]);
  const { code, stdout } = await finished(child);
  assert.deepEqual([code, JSON.parse(stdout).valueText], [0, "behind"]);
});

test("when whoever reads the output leaves, it leaves the group in good order too", async (t) => {
  await pub("left", numbers(0, 5));
  const command = commandLine.map((word) => `'${word}'`).join(" ");
  const shell = spawnProgram(["sh", "-c", `${command} tail left --group left --format '%v\\n' | head -n 2`], { cwd });
  t.after(() => void shell.kill("SIGKILL"));
  assert.deepEqual(await finished(shell), { code: 0, signal: null, stdout: "0\n1\n", stderr: "" });
  const { state, offset } = await group("left");
  assert.equal(state, "empty");
  assert.ok(offset >= 2, String(offset));
});

test("a group that is paused is told as such, and when it goes on", async (t) => {
  await pub("held", ["one"]);
  const words = ["tail", "held", "--group", "held", "-n", "1", "--format", "%v\\n"];
  assert.equal((await flowmesh([...words, "-n", "0"], { cwd })).code, 0);
  assert.equal((await flowmesh(["group", "pause", "held"], { cwd })).code, 0);
  const child = spawnFlowMesh(words, { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const ended = once(child, "close");
  const [shown, said] = [new OutputReader(child.stdout!), new OutputReader(child.stderr!)];
  assert.match(
    (await said.lines(1)).join(),
    /^group held is paused: nothing comes until \S*flowmesh group resume held$/,
  );
  assert.equal((await flowmesh(["group", "resume", "held"], { cwd })).code, 0);
  assert.deepEqual(await shown.lines(1), ["one"]);
  assert.deepEqual(await ended, [0, null]);
});

test("while the server is away Ctrl-C tells that it waits to leave the group", async (t) => {
  const folder = temporaryFolder(t);
  const own = await ServerProcess.start(t, folder, ["dev", "--mem"]);
  await flowmesh(["pub", "s", "one", "--create"], { cwd: folder });
  const child = spawnFlowMesh(["tail", "s", "--group", "g", "--format", "%v\\n"], { cwd: folder });
  t.after(() => void child.kill("SIGKILL"));
  const said = new OutputReader(child.stderr!);
  assert.deepEqual(await new OutputReader(child.stdout!).lines(1), ["one"]);
  await own.end("SIGKILL");
  assert.deepEqual(await said.lines(1), ["the connection was lost; trying again"]);
  child.kill("SIGINT");
  assert.deepEqual(await said.lines(1), ["waiting for the server, to leave the group; once more ends at once"]);
});

test("a stream that is not there, and flags that say what only the group can, are refused", async () => {
  assert.equal((await flowmesh(["tail", "nowhere", "--group", "g"], { cwd })).code, 3);
  for (const words of [["--since", "1h"], ["--to", "latest"], ["--no-follow"], ["--partition", "0"], ["--from", "7"]]) {
    const { code, stderr } = await flowmesh(["tail", "orders", "--group", "g", ...words], { cwd });
    assert.equal(code, 2, words.join(" "));
    assert.match(stderr, /with --group the group says which records come/);
  }
});
