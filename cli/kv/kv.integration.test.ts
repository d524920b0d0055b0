import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect } from "@flowmesh/client";
import {
  commandLine,
  type Finished,
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
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);
const mesh = await connect({ url: server.ready.url });
after(() => mesh.close());
await mesh.buckets.create("plain");

const run = (words: readonly string[], input: string | Buffer = ""): Promise<Finished> =>
  flowmesh(words, { cwd, input });

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(words);
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

/** What survives no careless step between an entry and its copy. */
const contents: Readonly<Record<string, Uint8Array | string>> = {
  empty: "",
  "line feeds": '{"a": 1.0,\r\n "b":12345678901234567890}\n',
  null: "null",
  "text\u001b[2J\n\t": "\u001b[2Jred\u202e",
  "ünï/codé": Buffer.from([0, 255, 10, 13, 128]),
};

test("a value goes in from the command line, a file or standard input and comes out, to the last byte", async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  writeFileSync(join(cwd, "value.bin"), bytes);
  assert.match(await ok("put", "made", "a/b c", "  text ", "--create"), /^a\/b c\t1\tmade\t\d+\n$/);
  assert.equal(await ok("get", "made", "a/b c"), "  text ");
  await ok("put", "made", "--", "-k", "-v");
  assert.equal(await ok("get", "made", "--", "-k"), "-v");
  await ok("put", "made", "file", "-f", "value.bin");
  const piped = await run(["put", "made", "piped", "-", "--json"], bytes);
  assert.deepEqual([piped.code, JSON.parse(piped.stdout).revision], [0, 4]);
  for (const key of ["file", "piped"]) assert.ok(bytes.equals((await mesh.kv("made").get(key))!.value!), key);
  const line = commandLine.map((word) => `'${word}'`).join(" ");
  const shell = spawnProgram(["sh", "-c", `${line} get made piped > out.bin`], { cwd });
  assert.equal((await finished(shell)).code, 0);
  assert.deepEqual(readFileSync(join(cwd, "out.bin")), bytes);
});

test("on a terminal a value keeps its lines, and nothing in it drives the terminal", { skip: noTerminal }, async () => {
  await mesh.kv("plain").put("text", "one\n\ttwo\u001b[2J");
  await mesh.kv("plain").put("bytes", Buffer.from([0x41, 0, 0xff]));
  assert.equal((await onTerminal(["get", "plain", "text"], { cwd })).stdout, "one\r\n\ttwo\\u001b[2J\r\n");
  assert.equal((await onTerminal(["get", "plain", "bytes"], { cwd })).stdout, "A\\x00\\xff\r\n");
});

test("conditions hold: what somebody else wrote is neither overwritten nor deleted", async () => {
  const entries = mesh.kv("plain");
  const { revision } = await entries.put("guarded", "theirs");
  const stale = String(revision - 1);
  for (const words of [
    ["put", "plain", "guarded", "mine", "--if-absent"],
    ["put", "plain", "guarded", "mine", "--if-revision", stale],
    ["kv", "del", "plain", "guarded", "--if-revision", stale],
  ]) {
    const { code, stdout, stderr } = await run(words);
    assert.deepEqual([code, stdout], [4, ""], words.join(" "));
    assert.match(
      stderr,
      new RegExp(`entry guarded of bucket plain was changed meanwhile: its revision is ${revision}`),
    );
  }
  assert.equal((await entries.get("guarded"))?.text(), "theirs");
  await ok("put", "plain", "guarded", "mine", "--if-revision", String(revision), "--ttl", "10m");
  const { expiresMs = 0, writtenMs } = (await entries.get("guarded"))!;
  assert.equal(expiresMs - writtenMs, 600_000);
});

test("what is not taken is refused with its exit code and says why", async () => {
  await mesh.kv("plain").put("word", "no number");
  const big = Buffer.alloc(1024 * 1024 + 1, "x");
  const cases: readonly [string[], number, RegExp, Buffer?][] = [
    [["get", "plian", "a"], 3, /there is no bucket plian\n.*Did you mean plain\?/],
    [["get", "plain", "words"], 3, /bucket plain has no entry words\n.*Did you mean word\?/],
    [["put", "nowhere", "a", "b"], 3, /flowmesh kv create nowhere, or put with --create/],
    [["put", "plain", "k".repeat(1025), "b"], 2, /the key .*1025/],
    [["put", "plain", "big", "-"], 2, /the value of big has 1048577 bytes; at most 1048576/, big],
    [["put", "plain", "a", "b", "-f", "value.bin"], 2, /either a value or --file/],
    [["put", "plain", "a", "-f", "missing.bin"], 2, /missing\.bin.*there is no such file/],
    [["kv", "incr", "plain", "word"], 4, /no whole number/],
    [["kv", "restore", "plain", "word", "--revision", "999"], 3, /revision 999 of word .*is not kept/],
    [["kv", "watch", "plain", "--from-revision", "999999"], 4, /cannot be watched behind revision 999999/],
    [["get", "plain", "a", "--url", "flowmesh://127.0.0.1:1"], 5, /nothing listens there/],
  ];
  await Promise.all(
    cases.map(async ([words, expected, message, input]) => {
      const { code, stdout, stderr } = await run(words, input);
      assert.deepEqual([code, stdout], [expected, ""], `${words.join(" ")}: ${stderr}`);
      assert.match(stderr, message);
    }),
  );
});

test("history shows every revision kept, also of a delete, and restore writes an old value again", async () => {
  await ok("kv", "create", "kept", "--history", "4", "--ttl", "0");
  for (const value of ["one", "two"]) await mesh.kv("kept").put("k", value);
  assert.equal(await ok("kv", "del", "kept", "k"), "k\tdeleted\tkept\n");
  assert.equal((await run(["kv", "del", "kept", "k"])).code, 3);
  await ok("kv", "restore", "kept", "k", "--revision", "1");
  const lines = (await ok("kv", "history", "kept", "k")).trimEnd().split("\n");
  const shown = lines.map((line) => line.split("\t").filter((_, at) => at !== 2));
  assert.deepEqual(shown, [
    ["1", "put", "", "one"],
    ["2", "put", "", "two"],
    ["3", "deleted", "", ""],
    ["4", "put", "", "one"],
  ]);
  assert.equal(await ok("get", "kept", "k", "--revision", "2"), "two");
  assert.equal(await ok("kv", "incr", "kept", "n", "-3"), "-3\n");
  assert.equal(await ok("kv", "keys", "kept", "-o", "name"), "k\nn\n");
  assert.match(await ok("kv", "keys", "kept", "k", "--values", "-o", "table"), /^KEY .* VALUE\nk +4 .* never +one\n$/);
});

test("what export prints import makes again in another bucket, to the last byte, with the time that is left", async () => {
  await mesh.buckets.create("source");
  for (const [key, value] of Object.entries(contents)) await mesh.kv("source").put(key, value);
  await mesh.kv("source").put("passing", "1", { ttlMs: 3_600_000 });
  const exported = await ok("kv", "export", "source");
  // A bucket with a time to live of its own: what lives for ever does so there too.
  await mesh.buckets.create("copy", { ttlMs: 60_000 });
  const imported = await run(["kv", "import", "copy"], exported);
  assert.deepEqual([imported.code, imported.stdout], [0, "copy\t6\t0\t0\t0\n"]);
  for await (const { key, value, expiresMs } of mesh.kv("source").list()) {
    const copy = await mesh.kv("copy").get(key);
    assert.deepEqual(copy?.value, value, key);
    assert.equal(copy?.expiresMs === undefined, expiresMs === undefined, key);
    assert.ok(Math.abs((copy?.expiresMs ?? 0) - (expiresMs ?? 0)) < 10_000, key);
  }
});

test("import writes what it can, names the lines that it cannot, and deletes where a line says so", async () => {
  const lines = [
    '{"key":"a","value":[1]}',
    '{"key":"b","value":null}',
    "no json",
    '{"key":"","value":1}',
    `{"key":"${"k".repeat(1025)}","value":1}`,
    '{"key":"c","valeu":1}',
    '{"key":"gone","value":1,"expiresAt":"2020-01-01T00:00:00Z"}',
    '{"key":"a","kind":"deleted"}',
    '{"key":"d","valueText":"last"}',
  ];
  const { code, stdout, stderr } = await run(["kv", "import", "partly", "--create"], lines.join("\n"));
  assert.deepEqual([code, stdout], [7, "partly\t2\t1\t1\t5\n"]);
  for (const line of [2, 3, 4, 5, 6]) assert.match(stderr, new RegExp(`^line ${line}: `, "m"));
  assert.match(stderr, /no field valeu in an entry/);
  assert.equal(await ok("kv", "keys", "partly", "-o", "name"), "d\n");
  assert.equal((await run(["kv", "import", "missing"], lines[0])).code, 3);
});

test("watch shows what is there, then every change, goes on after the server was away, and ends with 0 at Ctrl-C", async (t) => {
  const folder = temporaryFolder(t);
  const own = await ServerProcess.start(t, folder);
  const url = own.ready.url;
  const put = (...words: string[]): Promise<Finished> => flowmesh(["put", "b", ...words], { cwd: folder });
  await put("there", "1", "--create");
  const child = spawnFlowMesh(["kv", "watch", "b", "--json", "--url", url], { cwd: folder });
  t.after(() => void child.kill("SIGKILL"));
  const ended = once(child, "close");
  const [shown, said] = [new OutputReader(child.stdout!), new OutputReader(child.stderr!)];
  const next = async (): Promise<unknown[]> => {
    const { key, kind, value, revision } = JSON.parse((await shown.lines(1))[0]!);
    return [key, kind, value, revision];
  };
  assert.deepEqual(await next(), ["there", "put", 1, 1]);
  await put("new", '{"x":1}');
  assert.deepEqual(await next(), ["new", "put", { x: 1 }, 2]);
  await own.end("SIGKILL");
  assert.deepEqual(await said.lines(1), ["the connection was lost; trying again"]);
  await ServerProcess.start(t, folder, ["dev", "--port", new URL(url).port]);
  assert.equal((await put("behind", "2")).code, 0);
  assert.deepEqual(await next(), ["behind", "put", 2, 3]);
  assert.deepEqual(await said.lines(1), ["the connection is back"]);
  child.kill("SIGINT");
  assert.deepEqual(await ended, [0, null]);
  const behind = await flowmesh(["kv", "watch", "b", "--from-revision", "2", "-n", "1"], { cwd: folder });
  assert.match(behind.stdout, /^behind\t3\tput\t\S+\t2\n$/);
});

test("when whoever reads a watch or a list leaves, it ends without a word", async (t) => {
  const entries = mesh.kv("plain");
  await mesh.commit((tx) => {
    for (let at = 0; at < 900; at += 1) tx.put("plain", `many-${at}`, "x".repeat(200));
  });
  const line = commandLine.map((word) => `'${word}'`).join(" ");
  for (const words of ["kv watch plain many-", "kv export plain many-"]) {
    const shell = spawnProgram(["sh", "-c", `${line} ${words} | head -n 1 | wc -l`], { cwd });
    t.after(() => void shell.kill("SIGKILL"));
    assert.deepEqual(await finished(shell), { code: 0, signal: null, stdout: "1\n", stderr: "" }, words);
  }
  assert.equal((await entries.get("many-0"))?.value?.length, 200);
});

test("rm deletes buckets with --yes, and a dry run says what that would be", async () => {
  await mesh.buckets.create("doomed");
  await mesh.kv("doomed").put("a", "b");
  assert.match(await ok("kv", "rm", "doomed", "--dry-run"), /^doomed\twould delete\t1 entry, /);
  assert.match(await ok("kv", "rm", "doomed", "--yes"), /^doomed\tdeleted\t1 entry, /);
  assert.equal((await run(["kv", "get", "doomed"])).code, 3);
});

test("--curl prints a call that does the same", async () => {
  const shell = async (line: string): Promise<string> => {
    const { code, stdout, stderr } = await finished(spawnProgram(["sh", "-c", line], { cwd }));
    assert.equal(code, 0, stderr);
    return stdout;
  };
  await shell(await ok("put", "plain", "by curl/é?", '{"a":1}', "--ttl", "1h", "--curl"));
  const entry = await mesh.kv("plain").get("by curl/é?");
  assert.deepEqual([entry?.json(), (entry?.expiresMs ?? 0) > 0], [{ a: 1 }, true]);
  const answer = await shell(await ok("get", "plain", "by curl/é?", "--curl"));
  assert.equal(JSON.parse(answer).entry.revision, entry?.revision);
});
