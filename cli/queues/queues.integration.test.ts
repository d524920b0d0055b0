import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
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

const run = (words: readonly string[], input: string | Buffer = ""): Promise<Finished> =>
  flowmesh(words, { cwd, input });

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(words);
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

test("a queue's settings are those that the flags say, and a change leaves the others", async () => {
  await ok(
    "queue",
    "create",
    "set",
    "--lease",
    "1m",
    "--backoff",
    "5s..1h",
    "--rate",
    "1000/5m",
    "--keep-dead",
    "100,7d",
  );
  await ok("queue", "edit", "set", "--concurrency", "4", "--keep-done", "10", "--max-attempts", "3");
  await ok(
    "queue",
    "edit",
    "set",
    "--concurrency-per-key",
    "2",
    "--rate-per-key",
    "5/s",
    "--key-expression",
    "value.customer",
  );
  const { settings } = await mesh.queues.get("set");
  assert.deepEqual(
    [settings?.concurrencyPerKey, settings?.ratePerKey?.limit, settings?.keyExpression],
    [2, 5, "value.customer"],
  );
  assert.deepEqual(
    [
      settings?.leaseMs,
      settings?.concurrency,
      settings?.maxAttempts,
      settings?.keepDone?.count,
      settings?.keepDone?.ageMs,
    ],
    [60_000, 4, 3, 10, undefined],
  );
  assert.deepEqual(
    [settings?.backoff?.initialMs, settings?.backoff?.maxMs, settings?.backoff?.factor],
    [5000, 3_600_000, 2],
  );
  assert.deepEqual([settings?.rate?.limit, settings?.rate?.perMs], [1000, 300_000]);
  assert.deepEqual([settings?.keepDead?.count, settings?.keepDead?.ageMs], [100, 604_800_000]);
  for (const wrong of [
    ["--rate", "fast"],
    ["--backoff", "1s..2s..3s"],
    ["--keep-done", "7,8"],
    ["--lease", "long"],
  ]) {
    const { code, stderr } = await run(["queue", "edit", "set", ...wrong]);
    assert.deepEqual([code, /^error: field --/.test(stderr)], [2, true], stderr);
  }
});

test("jobs come from the command line, lines, or lines of JSON, and one bad line holds up no other", async () => {
  await ok("enqueue", "jobs", '{"n":1}', "--create", "-k", "ann", "-H", "a=b", "--priority", "9", "--delay", "10m");
  writeFileSync(join(cwd, "lines.txt"), "one\n\ntwo\n");
  await ok("enqueue", "jobs", "-f", "lines.txt", "--ordering-key", "o");
  const lines = ['{"value":{"n": 1.0},"priority":7}', '{"value":1,"prio":2}', '{"valueText":"x","dedupeId":"once"}'];
  const mixed = await run(["enqueue", "jobs", "--ndjson", "-o", "ndjson"], [...lines, lines[2]].join("\n"));
  assert.equal(mixed.code, 7);
  assert.match(mixed.stderr, /"line":2.*no field prio in a job/);
  const told = mixed.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    told.map(({ line, duplicate }) => [line, duplicate]),
    [
      [1, false],
      [3, false],
      [4, true],
    ],
  );
  const jobs = JSON.parse(await ok("job", "ls", "jobs", "--json"));
  assert.deepEqual(
    jobs.map(({ value, valueText, state, priority, orderingKey }: Record<string, unknown>) => [
      value ?? valueText,
      state,
      priority,
      orderingKey,
    ]),
    [
      [{ n: 1 }, "delayed", 9, ""],
      ["one", "waiting", 5, "o"],
      ["two", "waiting", 5, "o"],
      [{ n: 1 }, "waiting", 7, ""],
      ["x", "waiting", 5, ""],
    ],
  );
  assert.equal(await ok("job", "ls", "jobs", "-k", "ann", "-o", "name"), "0\n");
  const ofOne = ["job", "ls", "jobs", "--where", "value.n == 1", "-o", "name"];
  assert.equal(await ok(...ofOne), "0\n3\n");
  const { stdout, stderr } = await run([...ofOne, "-n", "1"]);
  assert.equal(stdout, "0\n");
  assert.match(stderr, /There are more: --from 1 /);
});

test("the REST calls that are printed do the same", async () => {
  await mesh.queues.create("by-rest");
  const calls = [
    ["enqueue", "by-rest", "it's", "-k", "k", "--delay", "1h", "--dedupe-id", "d"],
    ["job", "run", "by-rest", "0"],
    ["job", "cancel", "by-rest", "0"],
    ["job", "retry", "by-rest", "0"],
    ["queue", "edit", "by-rest", "--backoff", "10s", "--rate", "5/s"],
    ["queue", "pause", "by-rest"],
    ["job", "ls", "by-rest", "--state", "waiting"],
    ["job", "explain", "by-rest", "0"],
    ["job", "cancel", "by-rest", "0"],
    ["job", "retry", "by-rest", "0", "--value", "edited"],
    ["queue", "purge", "by-rest", "--state", "waiting"],
  ];
  for (const words of calls) {
    const line = await ok(...words, "--curl");
    const { code, stdout } = await finished(spawnProgram(["sh", "-c", `${line.trim()} -f`], { cwd }));
    assert.equal(code, 0, `${line}${stdout}`);
  }
  const { settings, paused, counts } = await mesh.queues.get("by-rest");
  assert.deepEqual([settings?.backoff?.jitter, settings?.rate?.limit, paused, counts?.waiting], ["none", 5, true, 0]);
});

test("work runs a command for each job: exit code 0 is done, 100 dead, any other another attempt, with what it said", async () => {
  await mesh.queues.create("work", { backoff: { initialMs: 0, maxMs: 0 }, maxAttempts: 2 });
  const handles = await mesh.enqueueMany(
    "work",
    ["fine", "dead", "flaky"].map((value) => ({ value, key: value })),
  );
  const script =
    'read x; echo "$FLOWMESH_KEY $1 $FLOWMESH_ATTEMPT" >&2; [ $x = dead ] && exit 100; [ $x = flaky ] && exit 3; echo "{\\"x\\":\\"$x\\"}"';
  const { code, stdout } = await run(["work", "work", "-n", "4", "--json", "--", "sh", "-c", script, "sh", "<{}>"]);
  assert.equal(code, 0);
  const ends = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(ends.map(({ job, end }) => `${job} ${end}`).sort(), ["0 done", "1 dead", "2 dead", "2 failed"]);
  assert.deepEqual(await handles[0]!.result(), { x: "fine" });
  await assert.rejects(handles[1]!.result(), { message: /is dead: dead <dead> 1/ });
  await assert.rejects(handles[2]!.result(), { message: /is dead: flaky <flaky> 2/ });
  assert.equal((await handles[1]!.details()).attemptsUsed, 1);
  assert.match(await ok("job", "logs", "work", "2"), /^1\t.*\tflaky <flaky> 1\n2\t.*\tflaky <flaky> 2\n$/);
  const { code: partial, stderr } = await run(["job", "retry", "work", "1", "0"]);
  assert.deepEqual([partial, /is done: it cannot be tried again/.test(stderr)], [7, true]);
});

test("a command that is not there is refused before it costs a job an attempt", async () => {
  await mesh.queues.create("untouched");
  const { id } = await mesh.enqueue("untouched", "x");
  const { code, stderr } = await run(["work", "untouched", "--", "no-such-command", "{}"]);
  assert.equal(code, 2);
  assert.match(stderr, /there is no command "no-such-command" to run/);
  assert.equal((await mesh.queues.job("untouched", id)).attempts.length, 0);
});

test("a worker that is interrupted lets its command end, and takes nothing more", async () => {
  await mesh.queues.create("stopped");
  const [first, second] = await mesh.enqueueMany("stopped", [{ value: 1 }, { value: 2 }]);
  const child = spawnFlowMesh(
    ["work", "stopped", "--", "sh", "-c", "echo begun >&2; read x; until [ -e go ]; do sleep 0.02; done; echo $x"],
    {
      cwd,
    },
  );
  while ((await first!.details()).attempts.at(0)?.log[0] !== "begun")
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  writeFileSync(join(cwd, "go"), "");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  assert.equal(await first!.result(), 1);
  assert.deepEqual([(await second!.details()).state, (await second!.details()).attemptsUsed], ["waiting", 0]);
});

test("what would be removed is told first, nobody is asked where nobody is, and somebody is on a terminal", {
  skip: noTerminal,
}, async () => {
  await mesh.queues.create("gone");
  await mesh.enqueueMany("gone", [{ value: 1 }, { value: 2, delay: "1h" }]);
  assert.equal(await ok("queue", "purge", "gone", "--dry-run"), "gone\twould remove\t2\n");
  assert.equal(await ok("job", "rm", "gone", "0", "--dry-run"), "0\twould remove\twaiting\n");
  assert.equal((await run(["queue", "purge", "gone"])).code, 2);
  const asked = await onTerminal(["queue", "purge", "gone"], { cwd, input: "n\n" });
  assert.match(asked.stdout, /Remove 2 jobs of gone for good\? \[y\/N\]/);
  assert.equal((await mesh.queues.get("gone")).counts?.waiting, 1);
  assert.equal(await ok("queue", "rm", "gone", "--yes"), "gone\tdeleted\t2 jobs\n");
});

test("a watched list is shown again and again, until Ctrl-C", async () => {
  await mesh.queues.create("watched");
  const child = spawnProgram(
    [...commandLine, "queue", "ls", "--prefix", "watched", "--watch", "50ms", "-o", "ndjson"],
    { cwd },
  );
  const output = new OutputReader(child.stdout!);
  await output.until(/"waiting":0/);
  await mesh.enqueue("watched", 1);
  await output.until(/"waiting":1/);
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
});

test("status tells of queues once there are some", async () => {
  assert.match(await ok("status", "-o", "table"), /QUEUES +\d+ queues?, /);
});
