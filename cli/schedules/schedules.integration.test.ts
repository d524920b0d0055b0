import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect } from "@flowmesh/client";
import { type Finished, flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem", "--clock", "virtual"]);
const mesh = await connect({ url: server.ready.url });
after(() => mesh.close());
await mesh.queues.create("reports");
await mesh.buckets.create("state");

const run = (words: readonly string[], input = ""): Promise<Finished> => flowmesh(words, { cwd, input });

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(words);
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

test("a schedule is added, listed, shown, changed, paused, resumed, triggered and removed", async () => {
  const times = ["--cron", "0 9 * * MON-FRI", "--zone", "Europe/Berlin"];
  await ok("schedule", "add", "daily", '{"kind":"daily"}', "--enqueue", "reports", "--key", "k", ...times);
  const made = await mesh.schedules.get("daily");
  assert.equal(made.operations[0]?.enqueue?.jobs[0]?.value?.toString(), '{"kind":"daily"}');
  assert.match(await ok("schedule", "ls", "-o", "tsv"), /^daily\t0 9 \* \* MON-FRI Europe\/Berlin\tactive\t\d{4}-/m);
  await ok("schedule", "edit", "daily", "--every", "10m", "--missed", "all", "--keep", "0");
  const edited = await mesh.schedules.get("daily");
  assert.deepEqual([edited.times?.everyMs, edited.times?.cron, edited.missed], [600_000, undefined, "all"]);
  assert.deepEqual([edited.missedWindowMs, edited.keepFinishedMs], [86_400_000, 0]);
  await ok("schedule", "edit", "daily", '{"kind":"hourly"}', "--enqueue", "reports");
  const other = await mesh.schedules.get("daily");
  assert.equal(other.operations[0]?.enqueue?.jobs[0]?.value?.toString(), '{"kind":"hourly"}');
  assert.deepEqual([other.times?.everyMs, other.missed], [600_000, "all"]);
  assert.match(await ok("schedule", "edit", "daily", "a", "--publish", "s", "--curl"), /curl .*"publish"/s);
  await mesh.clock.advance("21m");
  assert.equal((await mesh.schedules.get("daily")).fired, 2);
  const json = JSON.parse(await ok("schedule", "get", "daily", "-o", "json"));
  assert.equal(json.firings.length, 2);
  assert.match((await run(["schedule", "get", "daily", "-o", "table"])).stdout, /SCHEDULED .*\n(.*ok\s*\n){2}/);
  assert.match(await ok("schedule", "pause", "daily", "-o", "tsv"), /paused/);
  assert.match(await ok("schedule", "resume", "daily", "-o", "tsv"), /active/);
  assert.match(await ok("schedule", "trigger", "daily", "-o", "tsv"), /^daily\t\d+$/m);
  assert.equal((await mesh.queues.get("reports")).counts?.waiting, 3);
  assert.match(await ok("schedule", "rm", "daily", "--dry-run", "-o", "tsv"), /would delete/);
  await ok("schedule", "rm", "daily", "--yes");
  assert.equal(await ok("schedule", "ls", "-o", "name"), "");
});

test("a schedule commits what a file says, or standard input", async () => {
  const operations = [{ increment: { bucket: "state", key: "n" } }, { enqueue: { queue: "reports", jobs: [{}] } }];
  writeFileSync(join(cwd, "commit.json"), JSON.stringify({ operations }));
  const past = ["--at", "2020-01-01T00:00:00Z", "--keep", "1h"];
  const { stderr } = await run(["schedule", "add", "file", "--commit", "commit.json", ...past]);
  assert.equal(stderr, "the time of file is past: it fires at once\n");
  const input = JSON.stringify(operations);
  const { code } = await run(["schedule", "add", "piped", "--commit", "-", "--every", "1h"], input);
  assert.equal(code, 0);
  assert.equal((await mesh.schedules.get("piped")).operations.length, 2);
  const { stdout } = await run(["schedule", "get", "piped", "-o", "table"]);
  assert.match(stdout, /^DOES +increment state\/n, enqueue reports$/m);
  assert.equal((await mesh.kv("state").get("n"))?.json(), 1);
  assert.equal((await run(["schedule", "add", "bad", "--commit", "-", "--every", "1h"], "no json")).code, 2);
});

test("a preview tells the times, and mistakes are told with their exit codes", async () => {
  const preview = ["schedule", "preview", "--cron", "30 2 * * *", "--zone", "Europe/Berlin", "--count", "2"];
  const shown = (await ok(...preview, "-o", "json")).trim();
  assert.deepEqual((JSON.parse(shown) as string[]).length, 2);
  const wrong: readonly (readonly [number, readonly string[]])[] = [
    [2, ["schedule", "add", "x", "--every", "5m"]],
    [2, ["schedule", "add", "x", "v", "--enqueue", "reports", "--cron", "0 0 31 2 *"]],
    [2, ["schedule", "add", "x", "v", "--enqueue", "reports"]],
    [2, ["schedule", "add", "x", "v", "--enqueue", "reports", "--at", "2h ago"]],
    [3, ["schedule", "add", "x", "v", "--enqueue", "not-there", "--every", "1h"]],
    [2, ["schedule", "preview"]],
    [2, ["schedule", "edit", "piped"]],
    [2, ["schedule", "edit", "piped", "a value alone"]],
  ];
  for (const [code, words] of wrong) assert.equal((await run(words)).code, code, words.join(" "));
  const missing = await run(["schedule", "get", "pipe"]);
  assert.notEqual(missing.code, 0);
  assert.match(missing.stderr, /piped/);
  const taken = await run(["schedule", "add", "piped", "v", "--enqueue", "reports", "--every", "1h"]);
  assert.match(taken.stderr, /is there already \(.*flowmesh schedule edit piped changes it\)/);
  assert.notEqual(taken.code, 0);
});

test("what a schedule writes to is created on demand, and a bare duration is a time to come", async () => {
  await ok("schedule", "add", "soon", "v", "--enqueue", "made-for-it", "--create", "--at", "2h");
  await ok("schedule", "add", "later", "v", "--publish", "made-too", "--create", "--every", "1h");
  const { times, fired } = await mesh.schedules.get("soon");
  assert.ok(times!.at! > Date.now() + 3_600_000);
  assert.equal(fired, 0);
  assert.equal((await mesh.queues.get("made-for-it")).queue, "made-for-it");
  assert.equal((await mesh.streams.get("made-too")).stream, "made-too");
});

test("what --curl prints does the same", async () => {
  const words = [
    "schedule",
    "add",
    "curled",
    "hello",
    "--enqueue",
    "reports",
    "--every",
    "1h",
    "--jitter",
    "5s",
    "--curl",
  ];
  execFileSync("sh", ["-c", await ok(...words)]);
  const made = await mesh.schedules.get("curled");
  assert.deepEqual([made.times?.everyMs, made.times?.jitterMs], [3_600_000, 5000]);
  assert.equal(made.operations[0]?.enqueue?.jobs[0]?.value?.toString(), "hello");
  for (const verb of ["get", "pause", "resume", "trigger"])
    execFileSync("sh", ["-c", await ok("schedule", verb, "curled", "--curl")]);
  assert.equal((await mesh.schedules.get("curled")).fired, 1);
  const preview = execFileSync("sh", [
    "-c",
    await ok("schedule", "preview", "--every", "1h", "--count", "3", "--curl"),
  ]);
  assert.equal(JSON.parse(preview.toString()).at.length, 3);
  const listed = execFileSync("sh", ["-c", await ok("schedule", "ls", "--prefix", "cur", "--curl")]);
  assert.equal(JSON.parse(listed.toString()).schedules.length, 1);
  execFileSync("sh", ["-c", await ok("schedule", "rm", "curled", "--curl")]);
  await assert.rejects(mesh.schedules.get("curled"), { reason: "schedule_not_found" });
});

test("a moment that has passed and does not fire any more is told", async () => {
  const { stderr } = await run([
    ...["schedule", "add", "late", "x", "--enqueue", "reports", "--at", "2020-01-01", "--missed", "skip", "--json"],
  ]);
  assert.equal(stderr, "the time of late is past: it does not fire, for its missed times do so within 1m only\n");
  const { stderr: edited } = await run(["schedule", "edit", "late", "--at", "2020-01-02", "--missed", "one"]);
  assert.equal(edited, "the time of late is past: it fires at once\n");
  await ok("schedule", "edit", "late", "--at", "1h");
});
