import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { type Finished, flowmesh, temporaryFolder } from "./testing/flowmesh-process.ts";

/** No stack, and what was said fits into a few lines. */
function assertTold(finished: Finished, code: number, words: RegExp): void {
  assert.equal(finished.code, code, finished.stderr);
  assert.match(finished.stderr, words);
  assert.match(finished.stderr, /^ {2}do: {2}\S/m);
  assert.doesNotMatch(finished.stderr, /^\s+at /m);
  assert.ok(finished.stderr.split("\n").length <= 5, finished.stderr);
}

const wrong: readonly { readonly words: readonly string[]; readonly says: RegExp }[] = [
  { words: ["pubb"], says: /unknown command 'pubb'.*pub/ },
  { words: ["stream", "lss"], says: /unknown command 'lss'/ },
  { words: ["help", "pubb"], says: /unknown command 'pubb'.*pub/ },
  { words: ["help", "stream", "lss"], says: /unknown command 'lss'/ },
  { words: ["pubb", "--help"], says: /unknown command 'pubb'.*pub/ },
  { words: ["publish"], says: /Here that is: \S*flowmesh pub <stream> \[value\]$/m },
  {
    words: ["kv", "put", "prices", "a", "b"],
    says: /'put'\n.*Here that is: \S*flowmesh put <bucket> <key> \[value\]$/m,
  },
  { words: ["kv", "set"], says: /'set'\n.*flowmesh put <bucket>/ },
  { words: ["kv", "get", "prices", "EUR/USD"], says: /too many.*\n.*Here that is: \S*flowmesh get <bucket> <key>$/m },
  { words: ["stream", "get", "s", "more"], says: /too many.*\n.*\S*flowmesh stream get --help shows what it takes$/m },
  { words: ["stream", "delete", "s"], says: /Here that is: \S*flowmesh stream rm <streams\.\.\.>$/m },
  { words: ["stream", "info", "--help"], says: /Here that is: \S*flowmesh stream get <stream>$/m },
  { words: ["schedule", "create"], says: /Here that is: \S*flowmesh schedule add <schedule>/ },
  { words: ["group", "describe"], says: /Here that is: \S*flowmesh group get <group>/ },
  { words: ["queue", "delete"], says: /Here that is: \S*flowmesh queue rm <queues\.\.\.>/ },
  { words: ["constructor"], says: /unknown command 'constructor'/ },
  { words: ["job", "help", "retri"], says: /unknown command 'retri'.*retry/ },
  { words: ["version"], says: /--version or -V/ },
  { words: ["-v"], says: /--version or -V/ },
  { words: ["pub"], says: /missing required argument 'stream'/ },
  { words: ["status", "more"], says: /too many arguments/ },
  { words: ["stream", "ls", "--nope"], says: /unknown option '--nope'/ },
  { words: ["dev", "--durabilty", "always"], says: /'--durabilty'.*Did you mean --durability\?/ },
  { words: ["pub", "s", "v", "--haeder", "a=b"], says: /Did you mean --header\?/ },
  { words: ["strem", "ls"], says: /Did you mean stream\?/ },
  { words: ["tail", "s", "-n", "many"], says: /'many' is invalid/ },
  { words: ["stream", "ls", "-o", "xml"], says: /--output.*"xml"/ },
  { words: ["stream", "ls", "--url", "http:/x"], says: /url.*flowmesh:\/\/host:port/ },
  { words: ["stream", "create", "s", "--partitions", "0"], says: /'0' is invalid/ },
  { words: ["stream", "create", "s", "--retention", "long"], says: /--retention.*"long"/ },
  { words: ["stream", "create", "s", "--retention-bytes", "big"], says: /--retention-bytes.*"big"/ },
  { words: ["stream", "edit", "s"], says: /nothing to change/ },
  { words: ["stream", "rm", "s"], says: /--yes/ },
  { words: ["pub", "s", "v", "--file", "f"], says: /either a value or --file/ },
  { words: ["pub", "s", "v", "-H", "x"], says: /name=value/ },
  { words: ["pub", "s", "v", "--timestamp", "soon"], says: /--timestamp.*"soon"/ },
  { words: ["pub", "s", "v", "--partitions", "3"], says: /--partitions needs --create/ },
  { words: ["pub", "s", "v", "--durability", "maybe"], says: /--durability.*"maybe"/ },
  { words: ["pub", "s", "--count", "3"], says: /--count/ },
  { words: ["tail", "s", "--from", "there"], says: /--from.*"there"/ },
  { words: ["tail", "s", "--from", "earliest", "--since", "1h"], says: /either --from or --since/ },
  { words: ["tail", "s", "--since", "12"], says: /--since.*neither a date/ },
  { words: ["tail", "s", "--to", "now", "--follow"], says: /--follow/ },
  { words: ["tail", "s", "--format", "%x"], says: /--format.*%x/ },
  { words: ["enqueue", "q", "v", "--delay", "1m", "--run-at", "now"], says: /either --delay or --run-at/ },
  { words: ["enqueue", "q", "v", "--priority", "10"], says: /'10' is invalid/ },
  { words: ["queue", "create", "q", "--rate", "fast"], says: /--rate.*"fast".*50\/s/ },
  { words: ["queue", "purge", "q"], says: /--yes/ },
  { words: ["job", "ls", "q", "--state", "lost"], says: /--state.*"lost".*waiting/ },
  { words: ["queue", "ls", "--watch", "often"], says: /--watch.*"often"/ },
  { words: ["work", "q"], says: /missing required argument 'command'/ },
  { words: ["bench", "pub", "--size", "9MiB"], says: /--size/ },
  { words: ["bench", "rpc", "--duration", "0s"], says: /--duration/ },
  { words: ["dev", "--port", "70000"], says: /port from the command line.*70000/ },
  { words: ["dev", "--durability", "often"], says: /durability from the command line/ },
  { words: ["dev", "--segment-size", "1"], says: /segmentBytes from the command line/ },
  { words: ["dev", "--clock", "sundial"], says: /--clock.*sundial.*system, virtual/ },
  { words: ["dev", "--now", "2026-01-01"], says: /--now needs --clock virtual/ },
  { words: ["dev", "--clock", "virtual", "--now", "later"], says: /--now.*"later"/ },
  { words: ["clock", "advance", "soon"], says: /<duration>.*"soon"/ },
  { words: ["stop", "--timeout", "x"], says: /--timeout/ },
  { words: ["completion", "tcsh"], says: /'tcsh' is invalid.*bash, zsh, fish/ },
];

test("a command that is typed wrong ends with 2 and says how it is typed", async (t) => {
  const cwd = temporaryFolder(t);
  for (const { words, says } of wrong) assertTold(await flowmesh(words, { cwd }), 2, says);
});

test("a wrong command tells it as JSON where JSON is asked for", async (t) => {
  const cwd = temporaryFolder(t);
  for (const words of [
    ["stream", "ls", "--nope", "--json"],
    ["-o", "json", "pubb"],
    ["pub", "-ojson"],
  ]) {
    const { code, stdout, stderr } = await flowmesh(words, { cwd });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(JSON.parse(stderr).error.reason, "usage_invalid");
  }
});

test("help and version are data, and end with 0", async (t) => {
  const cwd = temporaryFolder(t);
  for (const words of [
    ["--help"],
    ["help"],
    ["stream", "--help"],
    ["help", "pub"],
    ["help", "stream", "ls"],
    ["stream", "help", "ls"],
    ["stream", "help"],
    ["pub", "-h"],
    ["--version"],
  ]) {
    const { code, stdout, stderr } = await flowmesh(words, { cwd });
    assert.deepEqual([code, stderr], [0, ""], words.join(" "));
    assert.match(stdout, words[0] === "--version" ? /^\d+\.\d+\.\d+\n$/ : /Usage: \S*flowmesh/);
  }
  const { stdout } = await flowmesh(["help", "pub"], { cwd });
  assert.match(stdout, /--key-field/);
  const retry = await flowmesh(["job", "help", "retry"], { cwd });
  assert.deepEqual(retry, await flowmesh(["help", "job", "retry"], { cwd }));
});

test("a command without what to do shows its help and ends with 2", async (t) => {
  const cwd = temporaryFolder(t);
  for (const words of [[], ["stream"], ["bench"]]) {
    const { code, stdout, stderr } = await flowmesh(words, { cwd });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /Usage: \S*flowmesh/);
  }
});

test("where no server is, commands end with 5", async (t) => {
  const cwd = temporaryFolder(t);
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  const url = `flowmesh://127.0.0.1:${port}`;
  for (const words of [
    ["status"],
    ["stream", "ls"],
    ["pub", "s", "v"],
    ["tail", "s"],
    ["bench", "rpc"],
    ["stream", "rm", "s", "--yes"],
  ]) {
    assertTold(await flowmesh([...words, "--url", url], { cwd }), 5, /no connection to flowmesh:/);
  }
  assertTold(await flowmesh(["status"], { cwd, env: { FLOWMESH_URL: url } }), 5, new RegExp(`${port}`));
});

test("something else that listens there is told from a FlowMesh", async (t) => {
  const cwd = temporaryFolder(t);
  const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const { code, stderr } = await flowmesh(["status", "--url", `flowmesh://127.0.0.1:${port}`], { cwd });
  assert.ok(code === 5 || code === 2, stderr);
  assert.doesNotMatch(stderr, /^\s+at /m);
});

test("a REST call can be printed without a server", async (t) => {
  const cwd = temporaryFolder(t);
  const base = "http://127.0.0.1:7070/v1/streams";
  const expected: readonly [readonly string[], string][] = [
    [["stream", "ls", "--prefix", "a b"], `curl -sS -X GET '${base}?prefix=a+b'`],
    [["stream", "get", "s"], `curl -sS -X GET ${base}/s`],
    [["stream", "rm", "s", "t"], `curl -sS -X DELETE ${base}/s\ncurl -sS -X DELETE ${base}/t`],
    [
      ["stream", "edit", "s", "--retention", "1d"],
      `curl -sS -X PATCH -H 'content-type: application/json' -d '{"settings":{"retentionMs":86400000}}' ${base}/s`,
    ],
    [
      ["pub", "s", '{"it":"o\'clock"}', "-k", "k"],
      `curl -sS -X POST -H 'content-type: application/json' -d '{"records":[{"key":"k","value":{"it":"o'\\''clock"}}]}' ${base}/s/records`,
    ],
  ];
  for (const [words, line] of expected) {
    const { code, stdout } = await flowmesh([...words, "--curl"], { cwd });
    assert.deepEqual([code, stdout], [0, `${line}\n`]);
  }
});
