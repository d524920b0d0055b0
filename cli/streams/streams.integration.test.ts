import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { type Finished, flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";
import { noTerminal, onTerminal } from "../testing/terminal.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(words, { cwd });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

async function streamNames(): Promise<string[]> {
  return (await ok("stream", "ls", "-o", "name")).split("\n").slice(0, -1);
}

test("who misspells a stream is told the one that was probably meant", async () => {
  await ok("stream", "create", "invoices");
  for (const words of [
    ["tail", "invoces"],
    ["pub", "invoice", "v"],
    ["stream", "get", "Invoices"],
  ]) {
    const { code, stderr } = await flowmesh(words, { cwd });
    assert.equal(code, 3);
    assert.match(stderr, /Did you mean invoices\?$/m, words.join(" "));
  }
  await ok("stream", "rm", "invoices", "--yes");
});

test("a stream that is created is shown with its settings, changed, listed and removed", async () => {
  const created = JSON.parse(await ok("stream", "create", "life", "--partitions", "3", "--retention", "7d", "--json"));
  assert.equal(created.partitions.length, 3);
  assert.equal(created.settings.retentionMs, 604_800_000);
  const shown = await ok("stream", "get", "life", "-o", "table");
  assert.match(shown, /^PARTITIONS +3$/m);
  assert.match(shown, /^RETENTION +7d$/m);
  assert.match(shown, /^PARTITION +EARLIEST +NEXT +RECORDS +SIZE$/m);
  const edited = await ok(
    ...["stream", "edit", "life", "--partitions", "4", "--retention", "0", "--retention-bytes", "1GB", "--json"],
  );
  const { partitions, settings } = JSON.parse(edited);
  assert.equal(partitions.length, 4);
  assert.deepEqual([settings.retentionMs ?? 0, settings.retentionBytes], [0, 1_000_000_000]);
  assert.deepEqual(await streamNames(), ["life"]);
  assert.match(await ok("stream", "rm", "life", "--yes"), /^life\tdeleted\t0 records/);
  assert.deepEqual(await streamNames(), []);
});

test("a stream that is there is a conflict, unless --if-missing leaves it as it is", async () => {
  await ok("stream", "create", "twice", "--partitions", "2");
  assert.equal((await flowmesh(["stream", "create", "twice"], { cwd })).code, 4);
  const { code, stdout, stderr } = await flowmesh(
    ["stream", "create", "twice", "--if-missing", "--partitions", "9", "--json"],
    { cwd },
  );
  assert.deepEqual([code, JSON.parse(stdout).partitions.length], [0, 2]);
  assert.match(
    stderr,
    /^stream twice is there already, with 2 partitions: --partitions 9 changes nothing; .* edit twice/,
  );
});

test("a name that is not allowed is refused with the rule", async () => {
  for (const name of ["a b", ".", "", "x".repeat(250)]) {
    const { code, stderr } = await flowmesh(["stream", "create", name], { cwd });
    assert.equal(code, 2, name);
    assert.match(stderr, /1 to 249 of the characters/);
  }
});

test("only streams with the prefix are listed", async () => {
  for (const name of ["eu.orders", "eu.bills", "us.orders"]) await ok("stream", "create", name);
  assert.equal(await ok("stream", "ls", "--prefix", "eu.", "-o", "name"), "eu.bills\neu.orders\n");
});

test("--dry-run says what create, edit and rm would do, and does nothing", async () => {
  const create = ["stream", "create", "dry", "--partitions", "2", "--retention", "1h"];
  assert.equal(await ok(...create, "--dry-run"), "dry\twould create\t2 partitions, retention 1h\n");
  assert.ok(!(await streamNames()).includes("dry"));
  await ok(...create);
  assert.equal((await flowmesh([...create, "--dry-run"], { cwd })).code, 4);
  const edit = ["stream", "edit", "dry", "--retention", "2h", "--dry-run"];
  assert.equal(await ok(...edit), "dry\twould change\tretention 1h to 2h\n");
  assert.deepEqual(JSON.parse(await ok(...edit, "--json")).changes, [
    { setting: "retentionMs", from: 3_600_000, to: 7_200_000 },
  ]);
  await ok("pub", "dry", "v");
  assert.match(await ok("stream", "rm", "dry", "--dry-run"), /^dry\twould delete\t1 record, /);
  const { settings } = JSON.parse(await ok("stream", "get", "dry", "--json"));
  assert.equal(settings.retentionMs, 3_600_000);
});

test("where nobody can be asked rm needs --yes, and deletes nothing without it", async () => {
  await ok("stream", "create", "unasked");
  const { code, stdout, stderr } = await flowmesh(["stream", "rm", "unasked"], { cwd, input: "y\n" });
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /--yes/);
  assert.ok((await streamNames()).includes("unasked"));
});

test("rm of several streams deletes those that are there, tells of the others, and ends with 7", async () => {
  await ok("stream", "create", "there");
  const some = await flowmesh(["stream", "rm", "there", "absent", "--yes", "--json"], { cwd });
  assert.equal(some.code, 7);
  assert.deepEqual(
    JSON.parse(some.stdout).map(({ stream }: { stream: string }) => stream),
    ["there"],
  );
  assert.equal(JSON.parse(some.stderr).error.reason, "stream_not_found");
  const none = await flowmesh(["stream", "rm", "absent", "--yes"], { cwd });
  assert.deepEqual([none.code, none.stdout], [3, ""]);
});

test("on a terminal rm asks, and only a yes deletes", { skip: noTerminal }, async () => {
  await ok("stream", "create", "asked");
  await ok("pub", "asked", "v");
  const answers: [string, number, boolean][] = [
    ["n\n", 1, true],
    ["\n", 1, true],
    ["yes please\n", 1, true],
    ["y\n", 0, false],
  ];
  for (const [input, expected, isKept] of answers) {
    const { code, stdout } = await onTerminal(["stream", "rm", "asked"], { cwd, input });
    assert.match(stdout, /Delete for good: asked \(1 record, .*\)\? \[y\/N\]/);
    assert.equal(code, expected, stdout);
    assert.equal((await streamNames()).includes("asked"), isKept, JSON.stringify(input));
  }
});

test("a terminal gets a table, what is no terminal gets lines with tabs and no escape sequences", async (t) => {
  await ok("stream", "create", "shown", "--partitions", "2");
  assert.match(await ok("stream", "ls", "--prefix", "shown"), /^shown\t2\t0\t0\t0\t/);
  if (noTerminal) return t.skip(noTerminal);
  const { stdout } = await onTerminal(["stream", "ls", "--prefix", "shown"], { cwd });
  assert.match(stdout, /^STREAM +PARTITIONS +RECORDS +SIZE +RETENTION\r\nshown +2 +0 +0 B +for ever\r\n/);
});

test("the calls that --curl prints do what the commands do", async () => {
  const shell = promisify(execFile);
  const words = [
    ["stream", "create", "curled", "--partitions", "2", "--retention", "1d"],
    ["stream", "edit", "curled", "--retention", "2d"],
    ["pub", "curled", '{"it":"o\'clock"}', "-k", "the key", "-H", "a=b c", "--timestamp", "2026-01-02T03:04:05Z"],
  ];
  for (const each of words) {
    const { stdout } = await shell("sh", ["-c", await ok(...each, "--curl")]);
    assert.doesNotMatch(stdout, /"error"/, stdout);
  }
  const { partitions, settings } = JSON.parse(await ok("stream", "get", "curled", "--json"));
  assert.deepEqual([partitions.length, settings.retentionMs], [2, 172_800_000]);
  const { key, value, headers, timestamp } = JSON.parse(await ok("tail", "curled", "--no-follow", "--json"));
  assert.deepEqual([key, value, timestamp], ["the key", { it: "o'clock" }, "2026-01-02T03:04:05.000Z"]);
  assert.deepEqual(headers, [{ name: "a", value: "b c" }]);
  for (const each of [
    ["stream", "get", "curled"],
    ["stream", "ls", "--prefix", "curled"],
  ]) {
    const { stdout } = await shell("sh", ["-c", await ok(...each, "--curl")]);
    assert.match(stdout, /"curled"/);
  }
  await shell("sh", ["-c", await ok("stream", "rm", "curled", "--curl")]);
  assert.ok(!(await streamNames()).includes("curled"));
});

test("a command finds the server of the folder above, and FLOWMESH_URL and --url go before it", async (t) => {
  const other = await ServerProcess.start(t, temporaryFolder(t), ["dev", "--mem"]);
  const url = async (words: string[], env = {}): Promise<string> => {
    const finished: Finished = await flowmesh(["status", "--json", ...words], { cwd: `${cwd}`, env });
    return JSON.parse(finished.stdout).url;
  };
  assert.equal(await url([]), server.ready.url);
  assert.equal(await url([], { FLOWMESH_URL: other.ready.url }), other.ready.url);
  assert.equal(await url(["--url", server.ready.url], { FLOWMESH_URL: other.ready.url }), server.ready.url);
});
