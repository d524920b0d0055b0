import assert from "node:assert/strict";
import { createInterface } from "node:readline";
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
import { noTerminal, onTerminal } from "../testing/terminal.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

async function pub(stream: string, input: string, ...words: string[]): Promise<void> {
  const { code, stderr } = await flowmesh(["pub", stream, "--create", ...words], { cwd, input });
  assert.deepEqual([code, stderr], [0, ""]);
}

async function tail(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(["tail", ...words], { cwd });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

/** The values that tail shows. */
async function values(...words: string[]): Promise<string[]> {
  return (await tail(...words, "--format", "%v\\n")).split("\n").slice(0, -1);
}

const days = ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z"];
const byDay = days.flatMap((at, day) =>
  [0, 1].map((partition) => JSON.stringify({ valueText: `${day}.${partition}`, timestamp: at, partition })),
);
await pub("days", byDay.join("\n"), "--ndjson", "--partitions", "2");
await pub("numbers", Array.from({ length: 25 }, (_, number) => `${number}\n`).join(""));

/** Of stream `numbers`: 0 to 24 at the offsets 0 to 24. Of `days`: two records a day, one in each partition. */
const ranges: readonly { readonly words: readonly string[]; readonly gives: readonly string[] }[] = [
  { words: ["numbers", "--no-follow"], gives: range(15, 25) },
  { words: ["numbers", "--no-follow", "-n", "3"], gives: range(22, 25) },
  { words: ["numbers", "--no-follow", "-n", "0"], gives: [] },
  { words: ["numbers", "--no-follow", "-n", "99999"], gives: range(0, 25) },
  { words: ["numbers", "--no-follow", "--from", "earliest"], gives: range(0, 25) },
  { words: ["numbers", "--no-follow", "--from", "latest"], gives: [] },
  { words: ["numbers", "--no-follow", "--from", "20", "--partition", "0"], gives: range(20, 25) },
  { words: ["numbers", "--from", "5", "--to", "8", "--partition", "0"], gives: range(5, 8) },
  { words: ["numbers", "--to", "3", "--partition", "0"], gives: range(0, 3) },
  { words: ["numbers", "--to", "8", "-n", "2", "--partition", "0"], gives: range(6, 8) },
  { words: ["numbers", "--to", "latest", "-n", "2"], gives: range(23, 25) },
  { words: ["numbers", "--to", "2020-01-01", "-n", "2"], gives: [] },
  { words: ["days", "--to", days[2]!, "-n", "2"], gives: ["1.0", "1.1"] },
  { words: ["numbers", "--from", "3", "--to", "8", "-n", "2", "--partition", "0"], gives: range(3, 5) },
  { words: ["numbers", "--from", "earliest", "-n", "4"], gives: range(0, 4) },
  { words: ["numbers", "--since", "1h", "-n", "2"], gives: range(0, 2) },
  { words: ["numbers", "--no-follow", "--since", "2026-01-01"], gives: range(0, 25) },
  { words: ["days", "--no-follow"], gives: ["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"] },
  { words: ["days", "--no-follow", "-n", "2"], gives: ["2.0", "2.1"] },
  { words: ["days", "--no-follow", "--partition", "1"], gives: ["0.1", "1.1", "2.1"] },
  { words: ["days", "--from", days[1]!, "--to", days[2]!], gives: ["1.0", "1.1"] },
  { words: ["days", "--no-follow", "--since", days[2]!], gives: ["2.0", "2.1"] },
  { words: ["days", "--to", days[1]!, "--partition", "0"], gives: ["0.0"] },
];

function range(from: number, until: number): string[] {
  return Array.from({ length: until - from }, (_, at) => String(from + at));
}

test("tail shows the records that are asked for, and ends with them", async () => {
  for (const { words, gives } of ranges) {
    const shown = await values(...words);
    // Between partitions there is an order only where the last ones are shown.
    assert.deepEqual(shown.sort(), [...gives].sort(), words.join(" "));
  }
});

test("records of a partition come in their order, and the last ones of all partitions in that of their times", async () => {
  assert.deepEqual(await values("numbers", "--no-follow", "--from", "earliest"), range(0, 25));
  await pub("backwards", "0", "--timestamp", days[2]!);
  await pub("backwards", "1", "--timestamp", days[1]!);
  assert.deepEqual(await values("backwards", "--no-follow"), ["0", "1"]);
  const times = (await tail("days", "--no-follow", "--format", "%T\\n")).split("\n").slice(0, -1);
  assert.deepEqual(times, [...times].sort());
});

test("without flags it shows the last ten, and goes on with what is published until Ctrl-C, which ends it with 0", async (t) => {
  await pub("live", range(0, 12).join("\n"));
  const child = spawnFlowMesh(["tail", "live", "--format", "%v\\n"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const reader = new OutputReader(child.stdout!);
  assert.deepEqual(await reader.lines(10), range(2, 12));
  await pub("live", "12\n13");
  assert.deepEqual(await reader.lines(2), ["12", "13"]);
  child.kill("SIGINT");
  assert.deepEqual(await finished(child), { code: 0, signal: null, stdout: "", stderr: "" });
});

test("with --from and -n it waits for what is still to come, and ends after so many", async (t) => {
  await pub("few", "0\n1\n2");
  const child = spawnFlowMesh(["tail", "few", "--from", "latest", "-n", "2", "--format", "%v\\n"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const ended = finished(child);
  const isOver = (): boolean => child.exitCode !== null;
  for (let number = 3; !isOver(); number += 1) await pub("few", String(number));
  const { code, stdout } = await ended;
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\n\d+\n$/);
});

test("with --json each record is a line of its own, with all that it has", async () => {
  const record = { key: "k", value: { deep: [1, null, "\u001b[2J"] }, headers: { a: "1" }, timestamp: days[0] };
  await pub("json", JSON.stringify(record), "--ndjson");
  const out = await tail("json", "--no-follow", "--json");
  assert.equal(out.split("\n").length, 2);
  assert.deepEqual(JSON.parse(out), {
    partition: 0,
    offset: 0,
    timestamp: days[0],
    key: "k",
    value: record.value,
    headers: [{ name: "a", value: "1" }],
  });
});

test("every placeholder of --format stands for what the help says", async () => {
  const record = { key: "key", valueText: "v\u00e4lue", headers: { a: "1", b: "2" }, timestamp: days[0], partition: 1 };
  await pub("formatted", JSON.stringify(record), "--ndjson", "--partitions", "2");
  const format = "%t|%p|%o|%k|%v|%h|%T|%m|%K|%V|%%\\t\\r\\0\\\\\\n";
  const shown = await tail("formatted", "--no-follow", "--format", format);
  const ms = Date.parse(days[0]!);
  assert.equal(shown, `formatted|1|0|key|v\u00e4lue|a=1,b=2|${days[0]}|${ms}|3|6|%\t\r\0\\\n`);
});

const evil = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202eback";

test("on a terminal nothing that a record holds drives it; into a pipe its bytes go as they are", async (t) => {
  const record = { key: evil, valueText: `${evil}\nsecond`, headers: { [evil]: evil } };
  await pub("evil", JSON.stringify(record), "--ndjson");
  assert.equal(await tail("evil", "--no-follow", "--format", "%v"), `${evil}\nsecond`);
  if (noTerminal) return t.skip(noTerminal);
  for (const words of [[], ["--json"], ["-o", "wide"], ["-o", "tsv"], ["-o", "yaml"], ["--format", "%k %v %h\\n"]]) {
    const { code, stdout } = await onTerminal(["tail", "evil", "--no-follow", ...words], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /second/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    assert.doesNotMatch(stdout, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/, words.join(" "));
  }
});

test("told to end, it does not wait for ever for a reader that takes nothing", async (t) => {
  // Of the first one alone there is more than pipes take, so that whoever has begun to write waits.
  await pub("unread", `${"x".repeat(900_000)}\n`.repeat(3));
  for (const words of [[], ["--group", "unread"]]) {
    const child = spawnFlowMesh(["tail", "unread", "--from", "earliest", ...words], { cwd });
    t.after(() => void child.kill("SIGKILL"));
    const said = new OutputReader(child.stderr!);
    await new Promise((resolve) => child.stdout!.once("readable", resolve));
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    assert.deepEqual(await said.lines(1), ["ended, though nobody has read all that was written"]);
    assert.equal(await ended, 1);
  }
});

test("a reader that leaves ends it at once, though no further record comes", async (t) => {
  await pub("left", "one\ntwo");
  const command = commandLine.map((word) => `'${word}'`).join(" ");
  for (const reader of ["head -n 1", "true"]) {
    const shell = spawnProgram(["sh", "-c", `${command} tail left --format '%v\\n' | ${reader}`], { cwd });
    t.after(() => void shell.kill("SIGKILL"));
    const { code, stdout, stderr } = await finished(shell);
    assert.deepEqual([code, stderr], [0, ""]);
    if (reader !== "true") assert.equal(stdout, "one\n");
  }
});

test("a reader that stops for a while holds it up, and loses nothing", async (t) => {
  const count = 20_000;
  await flowmesh(["pub", "many", "x".repeat(200), "--create", "--count", String(count)], { cwd });
  const child = spawnFlowMesh(["tail", "many", "--from", "earliest", "--no-follow", "--format", "%o %v\\n"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const offsets: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    if (offsets.length === 0) await values("numbers", "--no-follow");
    offsets.push(line.slice(0, line.indexOf(" ")));
  }
  assert.deepEqual(offsets, range(0, count));
});

test("a stream that is deleted while it is shown ends it with 3", async (t) => {
  await pub("deleted", "one");
  const child = spawnFlowMesh(["tail", "deleted", "--format", "%v\\n"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  assert.deepEqual(await new OutputReader(child.stdout!).lines(1), ["one"]);
  // Looked at before the deletion: the end may come before the command that causes it has ended.
  const ending = finished(child);
  await flowmesh(["stream", "rm", "deleted", "--yes"], { cwd });
  const { code, stderr } = await ending;
  assert.equal(code, 3, stderr);
  assert.match(stderr, /there is no stream deleted/);
});

test("a server that is killed is waited for, and what came meanwhile is shown once", async (t) => {
  const folder = temporaryFolder(t);
  const start = (port: string): Promise<ServerProcess> => ServerProcess.start(t, folder, ["dev", "--port", port]);
  const server = await start("0");
  const url = server.ready.url;
  const publish = (text: string): Promise<unknown> =>
    flowmesh(["pub", "s", text, "--create", "--url", url], { cwd: folder });
  await publish("one");
  const child = spawnFlowMesh(["tail", "s", "--url", url, "--format", "%v\\n"], { cwd: folder });
  t.after(() => void child.kill("SIGKILL"));
  const reader = new OutputReader(child.stdout!);
  assert.deepEqual(await reader.lines(1), ["one"]);
  const said = new OutputReader(child.stderr!);
  await server.end("SIGKILL");
  assert.deepEqual(await said.lines(1), ["the connection was lost; trying again"]);
  await start(new URL(server.ready.http).port);
  await publish("two");
  assert.deepEqual(await reader.lines(1), ["two"]);
  assert.deepEqual(await said.lines(1), ["the connection is back"]);
  child.kill("SIGTERM");
  assert.equal((await finished(child)).code, 0);
});

test("an end that lies before the beginning is told, and nothing is shown", async () => {
  const reversed = [
    ["--from", "2026-01-03", "--to", "2026-01-01"],
    ["--since", "1h", "--to", "2h"],
    ["--from", "latest", "--to", "2026-01-01"],
    ["--from", "3", "--to", "1", "--partition", "0"],
    ["--from", "1h", "--to", "earliest"],
  ];
  for (const places of reversed) {
    const { code, stdout, stderr } = await flowmesh(["tail", "days", ...places], { cwd });
    const told = `there is nothing between: it begins at ${places[1]}, which is behind its end, ${places[3]}\n`;
    assert.deepEqual([code, stdout, stderr], [0, "", told]);
  }
  assert.equal(await tail("days", "--from", "2026-01-02T00:00:01Z", "--to", "2026-01-02T12:00:00Z"), "");
});
