import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { errorCodes, errors } from "@flowmesh/contract";
import type { Command } from "commander";
import { commandPath } from "./output/usage-error.ts";
import { createProgram, loadCommand } from "./program.ts";
import { type Finished, flowmesh, ServerProcess, temporaryFolder } from "./testing/flowmesh-process.ts";

/** What is run of each command of the tree: words with which it succeeds, and words with which it fails, in this order. */
interface Walk {
  readonly works: readonly string[];
  readonly fails: readonly string[];
  readonly reason: string;
  /** What must be there beside that with which the commands before it work. */
  readonly given?: () => Promise<void>;
  /** What it prints is JSON, or a number, also where nobody asks for JSON. */
  readonly isJsonAnyway?: boolean;
}

const scope = { after };
const folder = temporaryFolder(scope);
const server = await ServerProcess.start(scope, folder);
/** One whose time is virtual; it is in no folder's file. */
const clockwork = await ServerProcess.start(scope, temporaryFolder(scope), ["dev", "--mem", "--clock", "virtual"]);

const walks: Readonly<Record<string, Walk>> = {
  "stream create": { works: ["walked", "--partitions", "2"], fails: ["walked"], reason: "stream_exists" },
  "stream ls": { works: [], fails: ["--nope"], reason: "usage_invalid" },
  "stream get": { works: ["walked"], fails: ["missing"], reason: "stream_not_found" },
  "stream edit": {
    works: ["walked", "--retention", "7d"],
    fails: ["walked", "--partitions", "1"],
    reason: "partitions_shrink",
  },
  pub: { works: ["walked", "one", "-k", "k"], fails: ["missing", "one"], reason: "stream_not_found" },
  tail: {
    works: ["walked", "--no-follow"],
    fails: ["walked", "--partition", "7", "--no-follow"],
    reason: "partition_not_found",
  },
  commit: {
    works: ["commit.json"],
    fails: ["missing.json"],
    reason: "file_unreadable",
    given: async () =>
      writeFileSync(join(folder, "commit.json"), '[{"publish":{"stream":"walked","records":[{"value":2}]}}]'),
  },
  where: { works: ["walked/0@0"], fails: ["missing/0@0"], reason: "lineage_unknown" },
  "group ls": { works: [], fails: ["--nope"], reason: "usage_invalid", given: aGroup },
  "group get": { works: ["walkers"], fails: ["missing"], reason: "group_not_found", given: aGroup },
  "group pause": { works: ["walkers"], fails: ["missing"], reason: "group_not_found" },
  "group resume": { works: ["walkers"], fails: ["missing"], reason: "group_not_found" },
  "group reset": {
    works: ["walkers", "walked", "--to", "latest", "--yes"],
    fails: ["walkers", "walked", "--to", "latest"],
    reason: "usage_invalid",
  },
  "group undo": { works: ["walkers"], fails: ["missing"], reason: "group_not_found" },
  "group rm": { works: ["walkers", "--yes"], fails: ["missing", "--yes"], reason: "group_not_found" },
  "kv create": { works: ["walked", "--history", "9"], fails: ["no name"], reason: "name_invalid" },
  "kv ls": { works: [], fails: ["--nope"], reason: "usage_invalid" },
  "kv get": { works: ["walked"], fails: ["missing"], reason: "bucket_not_found" },
  "kv edit": { works: ["walked", "--ttl", "7d"], fails: ["walked"], reason: "usage_invalid" },
  put: { works: ["walked", "key", "one"], fails: ["missing", "key", "one"], reason: "bucket_not_found" },
  get: { works: ["walked", "key"], fails: ["missing", "key"], reason: "bucket_not_found" },
  "kv keys": { works: ["walked"], fails: ["missing"], reason: "bucket_not_found" },
  "kv history": { works: ["walked", "key"], fails: ["missing", "key"], reason: "bucket_not_found" },
  "kv restore": { works: ["walked", "key", "--revision", "1"], fails: ["walked", "key"], reason: "usage_invalid" },
  "kv incr": {
    works: ["walked", "number"],
    fails: ["walked", "number", "one"],
    reason: "usage_invalid",
    isJsonAnyway: true,
  },
  "kv watch": { works: ["walked", "-n", "1"], fails: ["missing"], reason: "bucket_not_found" },
  "kv export": { works: ["walked"], fails: ["missing"], reason: "bucket_not_found", isJsonAnyway: true },
  "kv import": { works: ["walked"], fails: ["missing"], reason: "bucket_not_found" },
  "kv del": { works: ["walked", "key"], fails: ["missing", "key"], reason: "bucket_not_found" },
  "kv rm": { works: ["walked", "--yes"], fails: ["walked"], reason: "usage_invalid" },
  "queue create": { works: ["walked", "--concurrency", "9"], fails: ["no name"], reason: "name_invalid" },
  "queue ls": { works: [], fails: ["--nope"], reason: "usage_invalid" },
  "queue get": { works: ["walked"], fails: ["missing"], reason: "queue_not_found" },
  "queue edit": { works: ["walked", "--lease", "1m"], fails: ["walked"], reason: "usage_invalid" },
  "queue pause": { works: ["walked"], fails: ["missing"], reason: "queue_not_found" },
  "queue resume": { works: ["walked"], fails: ["missing"], reason: "queue_not_found" },
  enqueue: { works: ["walked", "one"], fails: ["missing", "one"], reason: "queue_not_found" },
  work: {
    works: ["walked", "-n", "1", "dd"],
    fails: ["missing", "true"],
    reason: "queue_not_found",
  },
  "queue workers": { works: ["walked"], fails: ["missing"], reason: "queue_not_found", given: aWorker },
  "dlq ls": { works: [], fails: ["--nope"], reason: "usage_invalid", given: aDeadJob },
  "dlq show": { works: ["buried"], fails: ["missing"], reason: "queue_not_found", given: aDeadJob },
  "dlq edit": {
    works: ["buried", "0", "--value", "2"],
    fails: ["buried", "0"],
    reason: "usage_invalid",
    given: aDeadJob,
  },
  "dlq export": {
    works: ["buried"],
    fails: ["missing"],
    reason: "queue_not_found",
    given: aDeadJob,
    isJsonAnyway: true,
  },
  "dlq redrive": { works: ["buried"], fails: ["missing"], reason: "queue_not_found", given: aDeadJob },
  "dlq discard": { works: ["buried", "--yes"], fails: ["walked"], reason: "usage_invalid", given: aDeadJob },
  "op ls": { works: [], fails: ["--nope"], reason: "usage_invalid", given: anOperation },
  "op get": { works: ["redriven/1"], fails: ["redriven/77"], reason: "operation_not_found", given: anOperation },
  "op pause": { works: ["redriven/1"], fails: ["redriven/77"], reason: "operation_not_found", given: anOperation },
  "op resume": { works: ["redriven/1"], fails: ["redriven/77"], reason: "operation_not_found", given: anOperation },
  "op stop": { works: ["redriven/1"], fails: ["redriven/77"], reason: "operation_not_found", given: anOperation },
  "job ls": { works: ["walked"], fails: ["missing"], reason: "queue_not_found" },
  "job get": { works: ["walked", "0"], fails: ["missing", "0"], reason: "queue_not_found" },
  "job explain": { works: ["walked", "0"], fails: ["missing", "0"], reason: "queue_not_found" },
  "job logs": { works: ["walked", "0"], fails: ["missing", "0"], reason: "queue_not_found" },
  "job run": { works: ["walked", "2"], fails: ["missing", "2"], reason: "queue_not_found", given: aJob },
  "job cancel": { works: ["walked", "2"], fails: ["missing", "2"], reason: "queue_not_found" },
  "job retry": { works: ["walked", "2"], fails: ["missing", "2"], reason: "queue_not_found" },
  "job rm": { works: ["walked", "2", "--yes"], fails: ["walked", "2"], reason: "usage_invalid" },
  "queue purge": { works: ["walked", "--yes"], fails: ["walked"], reason: "usage_invalid" },
  "queue rm": { works: ["walked", "--yes"], fails: ["walked"], reason: "usage_invalid" },
  "schedule add": {
    works: ["walked", "value", "--publish", "walked", "--every", "1h"],
    fails: ["walked", "value"],
    reason: "usage_invalid",
  },
  "schedule ls": { works: [], fails: ["--nope"], reason: "usage_invalid" },
  "schedule get": { works: ["walked"], fails: ["missing"], reason: "schedule_not_found" },
  "schedule edit": { works: ["walked", "--jitter", "1m"], fails: ["walked"], reason: "usage_invalid" },
  "schedule pause": { works: ["walked"], fails: ["missing"], reason: "schedule_not_found" },
  "schedule resume": { works: ["walked"], fails: ["missing"], reason: "schedule_not_found" },
  "schedule trigger": { works: ["walked"], fails: ["missing"], reason: "schedule_not_found" },
  "schedule preview": { works: ["--every", "1h"], fails: ["--cron", "61 * * * *"], reason: "settings_invalid" },
  "schedule rm": { works: ["walked", "--yes"], fails: ["walked"], reason: "usage_invalid" },
  status: { works: [], fails: ["--url", "nowhere"], reason: "configuration_invalid" },
  "clock get": { works: ["--url", clockwork.ready.url], fails: [], reason: "clock_not_virtual" },
  "clock advance": { works: ["3d", "--url", clockwork.ready.url], fails: ["3d"], reason: "clock_not_virtual" },
  doctor: { works: [], fails: ["--nope"], reason: "usage_invalid" },
  "bench jobs": {
    works: ["--duration", "20ms", "--in-flight", "2", "--batch", "3"],
    fails: ["--size", "big"],
    reason: "field_invalid",
  },
  "bench pub": { works: ["--duration", "20ms", "--in-flight", "8"], fails: ["--size", "big"], reason: "field_invalid" },
  "bench read": {
    works: ["--duration", "20ms", "--records", "100"],
    fails: ["--duration", "0s"],
    reason: "field_invalid",
  },
  "bench rpc": { works: ["--duration", "20ms"], fails: ["--in-flight", "0"], reason: "usage_invalid" },
  completion: { works: ["bash"], fails: ["tcsh"], reason: "usage_invalid" },
  "stream rm": { works: ["walked", "--yes"], fails: ["walked"], reason: "usage_invalid" },
  "config print": { works: ["--show-origin"], fails: ["--port", "99999"], reason: "configuration_invalid" },
  "token new": {
    works: ["--name", "walker", "--allow", "streams:read", "--tokens", "walked.json"],
    fails: ["--name", "walker", "--allow", "streams:raed"],
    reason: "usage_invalid",
  },
  "token ls": { works: ["--tokens", "walked.json"], fails: ["--url", "flowmesh://a"], reason: "usage_invalid" },
  "token rm": {
    works: ["walker", "--tokens", "walked.json"],
    fails: ["missing", "--tokens", "walked.json"],
    reason: "token_not_found",
  },
  dev: { works: [], fails: ["--port", "70000"], reason: "configuration_invalid" },
  start: { works: [], fails: ["--host", "0.0.0.0"], reason: "access_missing" },
  stop: { works: [], fails: ["--data-dir", "elsewhere"], reason: "instance_not_found" },
};
/** These serve until they are stopped; `stop` ends the last of them. */
const servers = ["dev", "start"];
const apart = [...servers, "stop"];
const talking = Object.keys(walks).filter((name) => !apart.includes(name));

function run(name: string, words: readonly string[], options: readonly string[]): Promise<Finished> {
  return flowmesh([...name.split(" "), ...words, ...options], { cwd: folder });
}

/** One more job of the queue that is walked over. */
async function aJob(): Promise<void> {
  await post("queues/walked/jobs", { jobs: [{ value: 1 }] });
}

/** One that holds a job of its own. */
async function aWorker(): Promise<void> {
  await aJob();
  await post("queues/walked/reserve", { workerId: "walker" });
}

/** One that waits for the job that it has tried again. */
async function anOperation(): Promise<void> {
  await fetch(`${server.ready.http}/v1/queues/redriven`, { method: "DELETE" });
  await post("queues", { queue: "redriven" });
  await post("queues/redriven/jobs", { jobs: [{ value: 1 }] });
  await post("queues/redriven/jobs/0/cancel", {});
  await post("queues/redriven/operations", { action: "retry", filter: { state: "cancelled" }, ramp: [1] });
}

/** One that its worker called dead. */
async function aDeadJob(): Promise<void> {
  await fetch(`${server.ready.http}/v1/queues/buried`, { method: "DELETE" });
  await post("queues", { queue: "buried" });
  await post("queues/buried/jobs", { jobs: [{ value: 1 }] });
  const { jobs } = JSON.parse(await post("queues/buried/reserve", { workerId: "walker" }));
  const outcomes = [{ job: jobs[0].job, lease: jobs[0].lease, dead: { error: "no route" } }];
  await post("queues/buried/settle", { outcomes });
}

async function post(path: string, body: object): Promise<string> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`${server.ready.http}/v1/${path}`, init);
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text;
}

/** A group whose one member has left. */
async function aGroup(): Promise<void> {
  const members = `${server.ready.http}/v1/groups/walkers/members`;
  const body = JSON.stringify({ memberId: "walker", streams: ["walked"] });
  const joined = await fetch(members, { method: "POST", headers: { "content-type": "application/json" }, body });
  assert.equal(joined.status, 200, await joined.text());
  assert.equal((await fetch(`${members}/walker`, { method: "DELETE" })).status, 200);
}

/** All the values in JSON texts that stand one after the other, each on lines of its own. */
function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
}

function assertErrorInJson(name: string, finished: Finished, reason: string): void {
  const { code, stdout, stderr } = finished;
  assert.equal(stdout, "", name);
  const { error } = JSON.parse(stderr);
  assert.equal(error.reason, reason, name);
  assert.equal(error.code, errors[reason as keyof typeof errors].code, name);
  assert.equal(code, errorCodes[error.code as keyof typeof errorCodes].exit, name);
  for (const field of ["message", "fix"]) assert.match(error[field], /\S/, `${name}: ${field}`);
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

test("every command of the tree is walked over here", () => {
  const names = leavesOf(createProgram()).map((command) => commandPath(command).replace(/^flowmesh /, ""));
  assert.deepEqual(names.sort(), Object.keys(walks).sort());
});

test("every command, option and argument is explained, and the explanation is one line of plain text", async () => {
  for (const command of leavesOf(createProgram())) {
    await loadCommand(command);
    const name = commandPath(command);
    assert.match(command.summary(), /^[a-z].*[^.]$/, name);
    for (const { flags, description } of command.options) assert.match(description, /^\S.*\S$/, `${name} ${flags}`);
  }
});

test("with --json every command that talks to a server prints JSON and nothing else", async () => {
  for (const name of talking) {
    await walks[name]!.given?.();
    const { code, stdout, stderr } = await run(name, walks[name]!.works, ["--json"]);
    assert.deepEqual([code, stderr], [0, ""], name);
    for (const value of jsonValues(stdout)) assert.equal(typeof value, "object", name);
  }
});

test("as text every command that talks to a server prints its result on standard output, and nothing on standard error", async () => {
  for (const name of talking) {
    await walks[name]!.given?.();
    const { code, stdout, stderr } = await run(name, walks[name]!.works, []);
    assert.deepEqual([code, stderr], [0, ""], name);
    assert.match(stdout, /\S/, name);
    if (walks[name]!.isJsonAnyway !== true) assert.throws(() => jsonValues(stdout), `${name} printed JSON unasked`);
  }
});

test("with --json every command fails with its documented error as JSON on standard error and the exit code of that error", async () => {
  await flowmesh(["stream", "create", "walked", "--partitions", "2"], { cwd: folder });
  for (const [name, { fails, reason }] of Object.entries(walks)) {
    assertErrorInJson(name, await run(name, fails, ["--json"]), reason);
  }
});

test("as text every command fails with what happened, what to do and where to read, and with the same exit code", async () => {
  for (const [name, { fails, reason }] of Object.entries(walks)) {
    const { code, stdout, stderr } = await run(name, fails, []);
    const kind = errors[reason as keyof typeof errors].code;
    assert.deepEqual([code, stdout], [errorCodes[kind].exit, ""], name);
    assert.match(
      stderr,
      new RegExp(`^error: .+\\n {2}do: {2}.+\\n {2}see: docs/errors.md#${reason} \\(${kind}\\)\\n$`),
      name,
    );
  }
});

test("every command takes the output formats", async () => {
  const formats = ["wide", "ndjson", "yaml"];
  const plain = ["stream ls", "stream get", "group get", "status", "pub", "tail", "doctor"];
  await flowmesh(["pub", "walked", "{}"], { cwd: folder });
  for (const name of plain) {
    await walks[name]!.given?.();
    await Promise.all(
      formats.map(async (format) => {
        const { code, stdout, stderr } = await run(name, walks[name]!.works, ["-o", format]);
        assert.deepEqual([code, stderr], [0, ""], `${name} -o ${format}`);
        assert.match(stdout, /\S.*\n$/, `${name} -o ${format}`);
        if (format === "ndjson") for (const line of stdout.trimEnd().split("\n")) JSON.parse(line);
      }),
    );
  }
});

for (const verb of servers) {
  test(`with --json ${verb} prints one line of JSON when it is ready, and stop one object when it has ended`, async (t) => {
    const cwd = temporaryFolder(t);
    const own = await ServerProcess.start(t, cwd, verb === "start" ? [verb, "--insecure"] : [verb]);
    assert.match(own.ready.url, /^flowmesh:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(own.ready.durability, "always");
    const { code, stdout, stderr } = await flowmesh(["stop", "--json"], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    const { url, pid } = JSON.parse(stdout);
    assert.deepEqual([url, pid], [own.ready.url, own.ready.pid]);
    assert.deepEqual(await own.closed(), { code: 0, signal: null });
    for (const line of own.said.trimEnd().split("\n").filter(Boolean)) JSON.parse(line);
  });
}

test("the server that they all talked to ends in order", async () => {
  assert.deepEqual(await server.end("SIGTERM"), { code: 0, signal: null });
});
