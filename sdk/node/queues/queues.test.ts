import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";
import { allOf } from "../testing/all-of.ts";
import type { LeasedJob } from "./job.ts";
import type { QueueOptions } from "./queue-options.ts";

async function setUp(options: QueueOptions = {}) {
  const clock = new VirtualModelClock();
  const mesh = new Mesh(new ModelFabric({ clock }));
  await mesh.queues.create("mails", options);
  const reserve = async (): Promise<LeasedJob | undefined> => {
    const { jobs } = await mesh.fabric.queues.reserve({ queue: "mails", workerId: "w" });
    return jobs[0] && { queue: "mails", id: jobs[0].job, lease: jobs[0].lease };
  };
  return { mesh, clock, reserve };
}

test("a job carries what it was given, and its handle waits for what its worker returns", async () => {
  const { mesh, reserve } = await setUp();
  const handle = await mesh.enqueue("mails", { to: "ann" }, { key: "ann", priority: 9, headers: { a: "b" } });
  const { state, value, key, priority, headers } = await handle.details();
  assert.deepEqual([state, String(value), String(key), priority], ["waiting", '{"to":"ann"}', "ann", 9]);
  assert.deepEqual(
    headers.map(({ name, value }) => [name, String(value)]),
    [["a", "b"]],
  );
  const result = handle.result<{ sent: boolean }>();
  const job = await reserve();
  await mesh.commit((tx) => tx.ack(job!, { sent: true }));
  assert.deepEqual(await result, { sent: true });
});

test("a job that dies rejects its result with the error that it died of, and one that was cancelled too", async () => {
  const { mesh, reserve } = await setUp();
  const [dead, cancelled] = await mesh.enqueueMany("mails", [{ value: 1 }, { value: 2 }]);
  const job = await reserve();
  await mesh.commit((tx) => tx.dead(job!, new TypeError("no such address")));
  const why = { reason: "job_failed", message: /^job 0 of queue mails is dead: TypeError: no such address/ };
  await assert.rejects(dead!.result(), why);
  assert.equal(await mesh.queues.cancel("mails", cancelled!.id), "cancelled");
  await assert.rejects(cancelled!.result(), { reason: "job_failed", message: /is cancelled/ });
});

test("a result that does not come in time is told so, and a wait that is given up ends", async () => {
  const { mesh } = await setUp();
  const handle = await mesh.enqueue("mails", "a");
  await assert.rejects(handle.result({ timeout: "0s" }), { reason: "deadline_exceeded" });
  const giveUp = new AbortController();
  const waiting = handle.result({ signal: giveUp.signal });
  giveUp.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  await assert.rejects(handle.result({ timeout: "soon" }), { reason: "field_invalid" });
});

const lost = new FlowMeshError("connection_failed", { address: "flowmesh://there", problem: "it was cut" });

test("a result that is waited for without a connection keeps its time, and says why", async (t) => {
  const { mesh } = await setUp();
  const handle = await mesh.enqueue("mails", "a");
  const getJob = t.mock.method(mesh.fabric.queues, "getJob", () => Promise.reject(lost));
  await assert.rejects(handle.result({ timeout: "20ms" }), { reason: "deadline_exceeded", cause: lost });
  for (const { arguments: given } of getJob.mock.calls) {
    const [, options] = given as unknown as [object, { timeoutMs: number }];
    assert.ok(options.timeoutMs <= 1020, `a call may take ${options.timeoutMs} ms`);
  }
});

test("the end of an operation is waited for through lost connections", async (t) => {
  const { mesh } = await setUp();
  const { operation } = await mesh.operations.start("mails", { action: "remove", filter: { state: "waiting" } });
  const { operations } = mesh.fabric;
  const getOperation = operations.getOperation.bind(operations);
  let calls = 0;
  t.mock.method(operations, "getOperation", (...given: Parameters<typeof getOperation>) =>
    ++calls < 3 ? Promise.reject(lost) : getOperation(...given),
  );
  assert.equal((await mesh.operations.ended("mails", operation)).state, "done");
  assert.equal(calls, 3);
});

test("a delayed job and one with a time wait for it, and one with a dedupe id is enqueued once", async () => {
  const { mesh, clock, reserve } = await setUp();
  const late = await mesh.enqueue("mails", "late", { delay: "10m" });
  const later = await mesh.enqueue("mails", "later", { runAt: new Date(clock.nowMs() + 1_200_000) });
  assert.equal((await late.details()).state, "delayed");
  assert.equal(await reserve(), undefined);
  clock.advance(600_000);
  const first = await reserve();
  assert.equal(first?.id, late.id);
  await mesh.commit((tx) => tx.ack(first!));
  clock.advance(600_000);
  assert.equal((await reserve())?.id, later.id);
  const once = await mesh.enqueue("mails", "once", { dedupeId: "x" });
  const again = await mesh.enqueue("mails", "once", { dedupeId: "x" });
  assert.deepEqual([once.duplicate, again.duplicate, again.id], [false, true, once.id]);
});

test("many jobs are enqueued in order, all or none", async () => {
  const { mesh } = await setUp();
  const jobs = Array.from({ length: 2500 }, (_, number) => ({ value: number }));
  const handles = await mesh.enqueueMany("mails", jobs);
  assert.deepEqual(
    handles.map(({ id }) => Number(id)),
    jobs.map(({ value }) => value),
  );
  await assert.rejects(mesh.enqueueMany("mails", [{ value: 1 }, { value: 2, priority: 10 }]), {
    reason: "field_invalid",
  });
  assert.equal((await mesh.queues.get("mails")).counts?.waiting, 2500);
  assert.deepEqual(await mesh.enqueueMany("mails", []), []);
});

test("a queue is made, ensured, changed, paused, listed and deleted", async () => {
  const { mesh } = await setUp({ leaseMs: 5000, backoff: { initialMs: 10 }, keepDead: { count: 3 } });
  const queue = await mesh.queues.ensure("mails", { leaseMs: 9000 });
  assert.deepEqual([queue.settings?.leaseMs, queue.settings?.backoff?.initialMs], [5000, 10]);
  assert.equal((await mesh.queues.update("mails", { maxAttempts: 2 })).settings?.maxAttempts, 2);
  await mesh.queues.ensure("other");
  await mesh.queues.pause("mails");
  assert.equal((await mesh.queues.get("mails")).paused, true);
  await mesh.queues.resume("mails");
  const names = (await allOf(mesh.queues.list())).map(({ queue: name }) => name);
  assert.deepEqual(names, ["mails", "other"]);
  await mesh.queues.delete("other");
  await assert.rejects(mesh.queues.get("other"), { reason: "queue_not_found" });
  await assert.rejects(mesh.queues.create("x", { backoff: { first: 1 } } as never), { reason: "field_unknown" });
});

test("a bulk action of which a name is misspelled is refused: without its filter it would be one upon all jobs", async () => {
  const { mesh } = await setUp();
  await mesh.enqueueMany("mails", [{ value: "a" }, { value: "b" }]);
  const misspelled: readonly object[] = [
    { action: "remove", fliter: { state: "waiting", error: "timeout" } },
    { action: "remove", filter: { state: "waiting", eror: "timeout" } },
    { action: "retry", edit: { vlaue: "c" } },
    { action: "retry", rate: { limt: 1 } },
    { action: "retry", stopOnFailurePrcent: 10 },
  ];
  for (const request of misspelled) {
    await assert.rejects(mesh.operations.start("mails", request as never), { reason: "field_unknown" });
    await assert.rejects(mesh.operations.preview("mails", request as never), { reason: "field_unknown" });
  }
  await assert.rejects(allOf(mesh.operations.list({ queu: "mails" } as never)), { reason: "field_unknown" });
  await assert.rejects(allOf(mesh.deadLetters.list({ prefx: "m" } as never)), { reason: "field_unknown" });
  assert.equal((await mesh.queues.get("mails")).counts?.waiting, 2);
});

test("jobs are listed by state, key and error, and run, retried, explained and removed", async () => {
  const { mesh, reserve } = await setUp({ maxAttempts: 1 });
  const [first, second] = await mesh.enqueueMany("mails", [
    { value: "a", key: "ann" },
    { value: "b", key: "bob", delay: "1h" },
  ]);
  const job = await reserve();
  await mesh.commit((tx) => tx.nack(job!, "it is Sunday"));
  const ids = async (options: object) => (await allOf(mesh.queues.jobs("mails", options))).map(({ job: id }) => id);
  assert.deepEqual(await ids({ state: "dead", error: "sunday" }), [first!.id]);
  assert.deepEqual(await ids({ key: "bob" }), [second!.id]);
  assert.equal((await mesh.queues.explain("mails", second!.id)).reason, "delayed");
  await mesh.queues.run("mails", second!.id);
  assert.equal((await mesh.queues.explain("mails", second!.id)).reason, "no_worker");
  assert.equal(await mesh.queues.retry("mails", first!.id), first!.id);
  await mesh.queues.cancel("mails", first!.id);
  const edited = await mesh.queues.retry("mails", first!.id, { value: { fixed: true }, priority: 9 });
  const { retryOf, priority, key, value } = await mesh.queues.job("mails", edited);
  assert.deepEqual([retryOf, priority, String(key), String(value)], [first!.id, 9, "ann", '{"fixed":true}']);
  await mesh.queues.cancel("mails", edited);
  assert.equal((await mesh.queues.job("mails", await mesh.queues.retry("mails", edited, { key: "eve" }))).value, value);
  assert.equal(await mesh.queues.purge("mails"), 2);
  await assert.rejects(mesh.queues.remove("mails", first!.id), { reason: "job_not_found" });
});

test("jobs are enqueued and settled in one commit with all else, and not at all once the lease is lost", async () => {
  const { mesh, clock, reserve } = await setUp({ leaseMs: 1000 });
  await mesh.buckets.create("orders");
  await mesh.enqueue("mails", "a");
  const job = await reserve();
  const work = () =>
    mesh.commit((tx) => {
      tx.put("orders", "1", "shipped");
      tx.ack(job!);
      tx.enqueue("mails", "b");
      tx.enqueue("mails", "c", { priority: 9 });
    });
  clock.advance(2000);
  await assert.rejects(work, { reason: "lease_lost" });
  assert.equal(await mesh.kv("orders").get("1"), undefined);
  const { waiting = 0, retrying = 0 } = (await mesh.queues.get("mails")).counts ?? {};
  assert.equal(waiting + retrying, 1);
  clock.advance(2000);
  const again = await reserve();
  const { jobs } = await mesh.commit((tx) => {
    tx.nack(again!, new Error("later"), { retryAfter: "1h" });
    tx.enqueue("mails", "b");
    tx.enqueue("mails", "c", { priority: 9 });
  });
  assert.deepEqual(jobs, [
    { id: "1", duplicate: false },
    { id: "2", duplicate: false },
  ]);
  assert.equal((await mesh.queues.explain("mails", again!.id)).reason, "retry");
});

test("what a job cannot carry is refused before anything is sent", async () => {
  const { mesh } = await setUp();
  const refused = (options: object, reason: string) => assert.rejects(mesh.enqueue("mails", "a", options), { reason });
  await refused({ delay: "soon" }, "field_invalid");
  await refused({ runAt: new Date(Number.NaN) }, "field_invalid");
  await refused({ runAt: Date.parse("2026-11-03T14:00:00Z") / 1000 }, "field_invalid");
  await refused({ dedupeId: "" }, "field_invalid");
  await refused({ prio: 1 }, "field_unknown");
  await assert.rejects(mesh.enqueue("none", "a"), { reason: "queue_not_found" });
});

test("operations take keys, times, values and headers as everything else does", async () => {
  const { mesh, reserve } = await setUp();
  const [ann, bob] = await mesh.enqueueMany("mails", [
    { value: { to: "ann", tries: 1 }, key: "ann" },
    { value: { to: "bob", tries: 1 }, key: "bob" },
  ]);
  for (const _ of [ann, bob]) {
    const job = await reserve();
    await mesh.commit((tx) => tx.dead(job!, "no such address"));
  }
  const filter = { key: "ann", fromTime: new Date(0), toTime: "2999-01-01T00:00:00Z" };
  const edit = { mergePatch: { tries: null, at: "home" }, key: "anna", headers: { by: "hand" } };
  assert.equal((await mesh.operations.preview("mails", { action: "retry", filter, edit })).matched, 1);
  const { operation } = await mesh.operations.start("mails", { action: "retry", filter, edit });
  assert.equal((await mesh.operations.ended("mails", operation)).changed, 1);
  const [found] = await allOf(mesh.queues.jobs("mails", { state: "waiting" }));
  assert.deepEqual(
    [String(found?.value), String(found?.key), found?.headers.map(({ name, value }) => `${name}=${value}`)],
    ['{"to":"ann","at":"home"}', "anna", ["by=hand"]],
  );
  await assert.rejects(mesh.operations.preview("mails", { action: "retry", filter: { fromTime: "soon" } }), {
    reason: "field_invalid",
    message: /filter\.fromTime/,
  });
  await assert.rejects(mesh.enqueue("mails", "a", { dedupeId: 5 as never }), { reason: "field_invalid" });
});
