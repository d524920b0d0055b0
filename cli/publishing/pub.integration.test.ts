import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { limits } from "@flowmesh/contract";
import {
  type Finished,
  finished,
  flowmesh,
  ServerProcess,
  spawnFlowMesh,
  temporaryFolder,
} from "../testing/flowmesh-process.ts";
import { OutputReader } from "../testing/output-reader.ts";
import { noTerminal, onTerminal } from "../testing/terminal.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

interface Shown {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: string;
  readonly key?: string;
  readonly value?: unknown;
  readonly valueText?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

function pub(words: readonly string[], input?: string | Buffer): Promise<Finished> {
  return flowmesh(["pub", ...words], input === undefined ? { cwd } : { cwd, input });
}

async function ok(words: readonly string[], input?: string | Buffer): Promise<string> {
  const { code, stdout, stderr } = await pub(words, input);
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

async function recordsOf(stream: string): Promise<Shown[]> {
  const { stdout } = await flowmesh(["tail", stream, "--from", "earliest", "--no-follow", "--json"], { cwd });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test("a value with key, headers and time is published, and its place is told", async () => {
  const words = ["single", '{"id":1}', "--create", "--partitions", "4", "-k", "alice", "-H", "a=1", "-H", "b=x=y"];
  const placed = JSON.parse(await ok([...words, "--timestamp", "2026-11-03T14:00:00Z", "--json"]));
  const [found] = await recordsOf("single");
  assert.deepEqual([placed.stream, placed.offset, placed.duplicate], ["single", 0, false]);
  assert.equal(found!.partition, placed.partition);
  assert.deepEqual([found!.key, found!.value, found!.timestamp], ["alice", { id: 1 }, "2026-11-03T14:00:00.000Z"]);
  assert.deepEqual(found!.headers, [
    { name: "a", value: "1" },
    { name: "b", value: "x=y" },
  ]);
});

test("each line of standard input is a record as it stands; empty lines and carriage returns are left out", async () => {
  const out = await ok(["lines", "--create", "--json"], "one\r\n\n two \n\n\u00e9\nlast without an end");
  const { published, failed, partitions } = JSON.parse(out);
  assert.deepEqual([published, failed], [4, 0]);
  assert.deepEqual(partitions, [{ partition: 0, records: 4, firstOffset: 0, lastOffset: 3 }]);
  assert.deepEqual(
    (await recordsOf("lines")).map(({ valueText }) => valueText),
    ["one", " two ", "\u00e9", "last without an end"],
  );
});

test("a file's lines are published, with key and time from fields of their JSON", async () => {
  const file = join(cwd, "events.ndjson");
  const events = [1, 2, 3].map((id) => ({ id, who: { name: `n${id}` }, at: `2026-01-0${id}T00:00:00.000Z` }));
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  await ok(["file", "--create", "-f", file, "--key-field", "who.name", "--timestamp-field", "at"]);
  assert.deepEqual(
    (await recordsOf("file")).map(({ key, value, timestamp }) => ({ key, value, timestamp })),
    events.map((event) => ({ key: event.who.name, value: event, timestamp: event.at })),
  );
});

test("-f - is standard input, and --ndjson takes whole records", async () => {
  const lines = [
    { key: "k", value: { a: 1 }, headers: { h: "v" }, timestamp: "2026-01-01T00:00:00Z", partition: 1 },
    { valueText: "plain", partition: 0 },
    { valueBase64: "/wA=", partition: 0 },
    { key: "gone", value: null, partition: 0 },
  ];
  const input = lines.map((line) => JSON.stringify(line)).join("\n");
  await ok(["whole", "--create", "--partitions", "2", "-f", "-", "--ndjson"], input);
  const found = await recordsOf("whole");
  const { key, value, headers, timestamp } = found.find(({ partition }) => partition === 1)!;
  assert.deepEqual({ key, value, timestamp }, { key: "k", value: { a: 1 }, timestamp: "2026-01-01T00:00:00.000Z" });
  assert.deepEqual(headers, [{ name: "h", value: "v" }]);
  const others = found.filter(({ partition }) => partition === 0);
  assert.deepEqual(
    others.map(({ offset }) => offset),
    [0, 1, 2],
  );
  assert.equal(others[0]!.valueText, "plain");
});

test("what tail prints as JSON is published again as the same records", async () => {
  const lines = ['{"n":1}', "text", "\u0000\u001b[31m"].join("\n");
  await ok(["original", "--create", "-k", "k", "-H", "a=b"], lines);
  const { stdout } = await flowmesh(["tail", "original", "--from", "earliest", "--no-follow", "-o", "ndjson"], { cwd });
  await ok(["copy", "--create", "--ndjson"], stdout);
  assert.deepEqual(await recordsOf("copy"), await recordsOf("original"));
});

test("--count publishes the value so many times", async () => {
  assert.equal(JSON.parse(await ok(["often", "tick", "--create", "--count", "2500", "--json"])).published, 2500);
  const { stdout } = await flowmesh(["stream", "get", "often", "--json"], { cwd });
  assert.equal(JSON.parse(stdout).partitions[0].nextOffset, 2500);
});

test("a dedupe id is written once, and the second time tells that it was there", async () => {
  const words = ["deduped", "v", "--dedupe-id", "order-1", "--json"];
  await flowmesh(["stream", "create", "deduped"], { cwd });
  const first = JSON.parse(await ok(words));
  const second = JSON.parse(await ok(words));
  assert.deepEqual([first.duplicate, second.duplicate, second.offset], [false, true, first.offset]);
  assert.equal((await recordsOf("deduped")).length, 1);
});

test("an expected offset that does not hold is a conflict, and nothing is written", async () => {
  await ok(["expected", "v", "--create", "--expected-offset", "0"]);
  const { code, stderr } = await pub(["expected", "w", "--expected-offset", "0"]);
  assert.equal(code, 4);
  assert.match(stderr, /is at offset 1, not at 0/);
  assert.equal((await recordsOf("expected")).length, 1);
});

test("-o ndjson prints the place of each record beside the number of its line", async () => {
  const out = await ok(["placed", "--create", "-o", "ndjson"], "a\n\nb\n");
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines, [
    { line: 1, partition: 0, offset: 0, duplicate: false },
    { line: 3, partition: 0, offset: 1, duplicate: false },
  ]);
});

test("lines that are no records are told with their number, the others are published, and it ends with 7", async () => {
  const input = ['{"id":"a"}', "no json", '{"x":1}', '{"id":null}', '{"id":{}}'].join("\n");
  const { code, stdout, stderr } = await pub(["partly", "--create", "--key-field", "id"], input);
  assert.equal(code, 7);
  assert.match(stdout, /^partly\t2\t0\t3\t/);
  assert.match(stderr, /^line 2: .*no JSON.*\nline 3: .*id is not there\nline 5: .*id is a list or an object/);
  assert.deepEqual(
    (await recordsOf("partly")).map(({ key }) => key),
    ["a", undefined],
  );
});

test("of many failures the first ten are told, and the lines of the rest named; nothing is told twice, and no stream is made", async () => {
  const { code, stdout, stderr } = await pub(["failing", "--create", "--ndjson"], "x\n".repeat(25));
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.equal(stderr.match(/^line \d+:/gm)?.length, 10);
  assert.match(stderr, /\nfurther failures are named at the end\nlines 11-25 failed too\n$/);
  assert.equal((await flowmesh(["stream", "get", "failing"], { cwd })).code, 3);
});

test("a stream that is not there ends it with 3 and one error, before a line is awaited", async (t) => {
  const child = spawnFlowMesh(["pub", "nowhere"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const { code, stdout, stderr } = await finished(child);
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(stderr, /there is no stream nowhere/);
  assert.match(stderr, /--create/);
  assert.equal(stderr.split("\n").length, 4, stderr);
});

test("a stream that is deleted while lines come is told once, not for every line", async (t) => {
  const child = spawnFlowMesh(["pub", "vanishing", "--create"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  const ended = finished(child);
  child.stdin!.write("first\n");
  while ((await recordsOf("vanishing")).length === 0) assert.equal(child.exitCode, null);
  await flowmesh(["stream", "rm", "vanishing", "--yes"], { cwd });
  child.stdin!.end("line\n".repeat(5000));
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 7);
  assert.match(stdout, /^vanishing\t1\t0\t\d+\t/);
  assert.match(
    stderr,
    /^not acknowledged: lines 2-\d+\n(not sent: what comes behind line \d+\n)?error: there is no stream vanishing\n {2}do: .*\n {2}see: .*\n$/,
  );
});

test("a value that is too large is refused with its size and the limit, and is not sent", async () => {
  await flowmesh(["stream", "create", "large"], { cwd });
  const { code, stderr } = await pub(["large"], `\n${"x".repeat(9 * 1024 * 1024)}`);
  assert.equal(code, 2);
  assert.match(stderr, /^line 2: the value of record 2 has \d+ bytes; at most \d+ are taken\n$/);
});

test("a line beyond any record ends it, what came before is published and counted, and it ends with 7", async () => {
  const { code, stdout, stderr } = await pub(
    ["endless", "--create"],
    `one\ntwo\n${"x".repeat(limits.recordValueBytes.max * 2 + 1)}`,
  );
  assert.equal(code, 7);
  assert.match(stdout, /^endless\t2\t0\t0\t/);
  assert.match(stderr, /^error: line 3 has \d+ bytes or more; at most \d+ are taken\n/);
});

test("a file that cannot be read is told in one line", async () => {
  const { code, stderr } = await pub(["lines", "-f", "missing.txt"]);
  assert.equal(code, 2);
  assert.match(stderr, /^error: \/.*\/missing\.txt cannot be read: there is no such file\n {2}do: {2}check the path/);
});

test("a field that no record has is told once with those that there are", async () => {
  const { code, stderr } = await pub(["lines", "--ndjson"], '{"valeu":1}\n{"valeu":2}');
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^line 1: there is no field valeu in a record\n {2}do: {2}.*: key, .*value, .*\nline 2: .* in a record\n$/,
  );
});

test("seconds are no timestamp, on the command line and in a field", async () => {
  const flag = await pub(["lines", "x", "--timestamp", "1767225600"]);
  assert.deepEqual([flag.code, flag.stdout], [2, ""]);
  assert.match(
    flag.stderr,
    /^error: field --timestamp is 1767225600, and a number is a time in milliseconds since 1970/,
  );
  const field = await pub(["lines", "--timestamp-field", "at"], '{"at":1767225600}');
  assert.match(field.stderr, /^line 1: field at is 1767225600, and a number is a time in milliseconds/);
});

test("a stream that is there keeps its partitions, and --partitions says so", async () => {
  await flowmesh(["stream", "create", "narrow"], { cwd });
  const { code, stdout, stderr } = await pub(["narrow", "x", "--create", "--partitions", "5"]);
  assert.deepEqual([code, stdout], [0, "narrow\t0\t0\tfalse\n"]);
  assert.match(
    stderr,
    /^stream narrow is there already, with 1 partition: --partitions 5 changes nothing; .* stream edit narrow/,
  );
});

test("bytes of a file that are no text arrive as they are", async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  writeFileSync(join(cwd, "bytes"), bytes);
  await ok(["binary", "--create", "-f", "bytes"]);
  const { stdout } = await flowmesh(["tail", "binary", "--no-follow", "--json"], { cwd });
  assert.equal(JSON.parse(stdout).valueBase64, bytes.toString("base64"));
});

test("nothing on standard input publishes nothing, and that is no failure", async () => {
  assert.match(await ok(["lines"], ""), /^lines\t0\t0\t0\t/);
});

test("Ctrl-C ends it once what was sent is acknowledged, with what was published and what was not sent", async (t) => {
  for (const words of [[], ["--format", "%V %v\\n"]]) {
    const child = spawnFlowMesh(["pub", "cut", "--create", ...words], { cwd });
    t.after(() => void child.kill("SIGKILL"));
    const ended = finished(child);
    child.stdin!.write("3 one\n2 tw");
    while (!(await flowmesh(["tail", "cut", "--no-follow"], { cwd })).stdout.includes("one"))
      assert.equal(child.exitCode, null);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stdout, /^cut\t1\t0\t0\t/);
    assert.match(stderr, /^not sent: what comes behind (line|record) 1\n$/);
    await flowmesh(["stream", "rm", "cut", "--yes"], { cwd });
  }
});

test("on a terminal it says that lines are awaited, and ends with Ctrl-D", { skip: noTerminal }, async () => {
  const { code, stdout } = await onTerminal(["pub", "typed", "--create"], { cwd, input: "hello\n" });
  assert.equal(code, 0);
  assert.match(stdout, /Each line becomes a record; end with Ctrl-D/);
  assert.deepEqual(
    (await recordsOf("typed")).map(({ valueText }) => valueText),
    ["hello"],
  );
});

test("a server that is killed while lines come is waited for, and each line is there once, in order", async (t) => {
  const folder = temporaryFolder(t);
  const start = (port: string): Promise<ServerProcess> => ServerProcess.start(t, folder, ["dev", "--port", port]);
  const first = await start("0");
  const child = spawnFlowMesh(["pub", "s", "--create", "-o", "ndjson", "--url", first.ready.url], { cwd: folder });
  t.after(() => void child.kill("SIGKILL"));
  const placed = new OutputReader(child.stdout!);
  const said = new OutputReader(child.stderr!);
  const numbers = Array.from({ length: 3000 }, (_, number) => String(number));
  const write = (from: number, until: number): void =>
    void child.stdin!.write(`${numbers.slice(from, until).join("\n")}\n`);
  write(0, 1000);
  await placed.lines(1);
  write(1000, 2000);
  await first.end("SIGKILL");
  write(2000, 3000);
  child.stdin!.end();
  assert.deepEqual(await said.lines(1), ["the connection was lost; trying again"]);
  await start(new URL(first.ready.http).port);
  assert.equal((await placed.lines(2999)).length, 2999);
  assert.deepEqual(await said.lines(2), ["the connection is back"]);
  const words = ["tail", "s", "--from", "earliest", "--no-follow", "--format", "%v\\n"];
  const { stdout } = await flowmesh(words, { cwd: folder });
  assert.deepEqual(stdout.split("\n").slice(0, -1), numbers);
});
