import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect, type EnqueueJob } from "@flowmesh/client";
import { flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";
import { noTerminal, onTerminal } from "../testing/terminal.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);
const mesh = await connect({ url: server.ready.url });
after(() => mesh.close());

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(words, { cwd });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

/** Jobs that a worker from the shell calls dead. */
async function deadJobs(queue: string, jobs: readonly EnqueueJob[]): Promise<void> {
  await mesh.queues.create(queue, { maxAttempts: 1 });
  await mesh.enqueueMany(queue, jobs);
  await ok("work", queue, "-n", String(jobs.length), "--", "sh", "-c", "echo no route to host 7 >&2; exit 100");
}

test("dead jobs are told, grouped, tried again in an operation, and it says what became of it", async () => {
  await deadJobs("mails", [{ value: { total: 1 } }, { value: { total: 200 }, priority: 9 }, { value: { total: 300 } }]);
  assert.match(await ok("dlq", "ls"), /^mails\t3\t/);
  const [group] = JSON.parse(await ok("dlq", "show", "mails", "--json"));
  assert.deepEqual([group.jobs, group.repeated, group.error], [3, 0, "no route to host *"]);
  const dear = ["--where", "value.total > 100"];
  const tried = await flowmesh(["dlq", "redrive", "mails", ...dear, "--dry-run", "-o", "name"], { cwd });
  assert.deepEqual([tried.stdout, tried.stderr], ["1\n2\n", "2 jobs match; nothing was changed.\n"]);
  const begun = JSON.parse(await ok("dlq", "redrive", "mails", ...dear, "--ramp", "1,all", "--json"));
  assert.equal(begun.state, "running");
  await ok("work", "mails", "-n", "2", "--", "true");
  const ended = JSON.parse(await ok("op", "get", `mails/${begun.operation}`, "--wait", "--json"));
  assert.deepEqual([ended.state, ended.changed, ended.succeeded], ["done", 2, 2]);
  assert.match(await ok("op", "ls", "--queue", "mails"), /^mails\/1\tretry\tdone\t2\t2\t0\t/);
  await ok("dlq", "discard", "mails", "--yes", "--wait");
  assert.equal((await mesh.queues.get("mails")).counts?.dead, 0);
});

test("where no dead job matches it is said, and the operation is shown when it has ended", async () => {
  await deadJobs("spared", [{ value: { total: 1 } }]);
  const none = ["spared", "--where", "value.total > 100"];
  for (const [at, words] of [["redrive"], ["discard", "--yes"]].entries()) {
    const told = await flowmesh(["dlq", ...words, ...none], { cwd });
    assert.deepEqual([told.code, told.stderr], [0, "0 jobs match; nothing was changed.\n"]);
    assert.match(told.stdout, new RegExp(`^spared/${at + 1}\t\\w+\tdone\t0\t`));
  }
  const { state, changed } = JSON.parse(await ok("dlq", "redrive", ...none, "--json"));
  assert.deepEqual([state, changed ?? 0], ["done", 0]);
  assert.equal((await mesh.queues.get("spared")).counts?.dead, 1);
});

test("on a terminal discard asks with how many match, and not where none does", { skip: noTerminal }, async () => {
  await deadJobs("asked", [{ value: { total: 1 } }, { value: { total: 2 } }, { value: { total: 3 } }]);
  const words = ["dlq", "discard", "asked", "--where", "value.total > 1"];
  const refused = await onTerminal(words, { cwd, input: "n\n" });
  assert.match(refused.stdout, /Remove 2 dead jobs of asked for good\? \[y\/N\].*Nothing was removed/s);
  assert.deepEqual([refused.code, await ok("op", "ls", "--queue", "asked")], [1, ""]);
  const none = await onTerminal([...words.slice(0, 3), "--error", "other"], { cwd, input: "y\n" });
  assert.match(none.stdout, /^y\r\n0 jobs match; nothing was changed\.\r\n$/);
  assert.equal(await ok("op", "ls", "--queue", "asked"), "");
  await onTerminal([...words, "--wait"], { cwd, input: "y\n" });
  assert.equal((await mesh.queues.get("asked")).counts?.dead, 1);
});

test("a dead job is tried again with a changed value, and what is no JSON is not patched", async () => {
  const first = { value: { to: "x", old: 1 }, key: "k", priority: 8, headers: { tenant: "a" } };
  await deadJobs("edited", [first, { value: "text" }]);
  const patch = ["--merge-patch", '{"to":"ann","old":null}'];
  const line = await ok("dlq", "edit", "edited", "0", ...patch, "--curl");
  assert.match(line, /^curl .*"to":"ann".*\/v1\/queues\/edited\/jobs\/0\/retry$/m);
  assert.match(await ok("dlq", "export", "edited", "--curl"), /^curl .*\/v1\/queues\/edited\/jobs\?state=dead/);
  const edited = JSON.parse(await ok("dlq", "edit", "edited", "0", ...patch, "--json"));
  assert.deepEqual([edited.value, edited.state, edited.priority, edited.retryOf], [{ to: "ann" }, "waiting", 8, "0"]);
  assert.deepEqual([edited.key, edited.headers], ["k", [{ name: "tenant", value: "a" }]]);
  const { code, stderr } = await flowmesh(["dlq", "edit", "edited", "1", ...patch], { cwd });
  assert.deepEqual([code, /is for JSON, which the value of job 1/.test(stderr)], [2, true], stderr);
  assert.equal((await mesh.queues.job("edited", "1")).state, "dead");
});

test("dead jobs that are exported can be enqueued again as they were", async () => {
  const more = { key: "k", headers: { tenant: "a" }, priority: 7, orderingKey: "o", maxAttempts: 3 };
  const values = ["plain", Buffer.of(255), null];
  await deadJobs("kept", [{ value: '{"n":1.0}', ...more }, ...values.map((value) => ({ value }))]);
  const lines = await ok("dlq", "export", "kept", "--where", "attempts == 1");
  writeFileSync(join(cwd, "export.ndjson"), lines);
  await ok("enqueue", "copy", "--create", "--ndjson", "-f", "export.ndjson");
  const carried = async (queue: string): Promise<unknown[]> => {
    const found = [];
    for await (const { key, value, headers, priority, orderingKey } of mesh.queues.jobs(queue))
      found.push([String(key), value && Buffer.from(value).toString("latin1"), headers, priority, orderingKey]);
    return found;
  };
  const all = await carried("copy");
  assert.deepEqual(all, await carried("kept"));
  assert.equal(all.length, 4);
  assert.match(lines, /^\{.*"value":\{"n":1\.0\}.*"error":"no route to host 7"/m);
});

test("the server ends in order", async () => {
  await mesh.close();
  assert.deepEqual(await server.end("SIGTERM"), { code: 0, signal: null });
});
