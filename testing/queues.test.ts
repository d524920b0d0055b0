import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { JobDetails, JobHandle, QueueOptions, WorkContext } from "@flowmesh/client";
import { TestMesh } from "./index.ts";

async function openMesh(t: TestContext, options: QueueOptions = {}): Promise<TestMesh> {
  const mesh = await TestMesh.open();
  t.after(() => mesh.close());
  await mesh.queues.create("mails", options);
  return mesh;
}

async function statesOf(handles: readonly JobHandle[]): Promise<string[]> {
  const jobs = await Promise.all(handles.map((handle) => handle.details()));
  return jobs.map(({ state, attemptsUsed }) => `${state} ${attemptsUsed}`);
}

test("a delayed job is handed out at its moment, and at no other one", async (t) => {
  const mesh = await openMesh(t);
  const doneMs: number[] = [];
  const worker = mesh.worker("mails", () => void doneMs.push(mesh.clock.nowMs));
  const begunMs = mesh.clock.nowMs;
  await mesh.enqueue("mails", "soon", { delay: "10m" });
  await mesh.enqueue("mails", "later", { delay: "5h" });
  const far = await mesh.enqueue("mails", "far", { delay: "40d" });
  await mesh.clock.advance("6h");
  assert.deepEqual(
    doneMs.map((ms) => ms - begunMs),
    [600_000, 5 * 3_600_000],
  );
  assert.deepEqual(await statesOf([far]), ["delayed 0"]);
  await worker.stop();
});

test("a job that fails waits longer each time, and is dead after its last attempt", async (t) => {
  const mesh = await openMesh(t, { maxAttempts: 4, backoff: { initialMs: 1000, factor: 3, jitter: "none" } });
  const triedMs: number[] = [];
  const worker = mesh.worker("mails", () => {
    triedMs.push(mesh.clock.nowMs);
    throw new Error("the server is away");
  });
  const handle = await mesh.enqueue("mails", "a");
  await mesh.clock.advance("1h");
  assert.deepEqual(
    triedMs.map((ms) => ms - triedMs[0]!),
    [0, 1000, 4000, 13_000],
  );
  await assert.rejects(handle.result(), { reason: "job_failed" });
  await worker.stop();
});

test("handlers hear at once that their jobs are cancelled, and the others go on", async (t) => {
  const mesh = await openMesh(t, { leaseMs: 60_000 });
  const abortedMs: number[] = [];
  const worker = mesh.worker("mails", { concurrency: 3 }, async (_job, { signal }) => {
    signal.addEventListener("abort", () => abortedMs.push(mesh.clock.nowMs));
    await mesh.clock.sleep("5m");
  });
  const handles = await mesh.enqueueMany("mails", [{ value: "a" }, { value: "b" }, { value: "c" }]);
  await mesh.clock.advance("1s");
  const cancelledMs = mesh.clock.nowMs;
  for (const { id } of handles.slice(0, 2)) {
    await mesh.queues.cancel("mails", id);
    await mesh.clock.settle();
  }
  await mesh.clock.advance("200ms");
  assert.equal(abortedMs.length, 2);
  for (const ms of abortedMs) assert.ok(ms - cancelledMs <= 200, `after ${ms - cancelledMs} ms`);
  await mesh.clock.advance("10m");
  assert.equal(abortedMs.length, 2);
  await worker.stop();
});

test("leases are extended for as long as the handler runs, however short they are", async (t) => {
  const mesh = await openMesh(t, { leaseMs: 1000 });
  const others: string[] = [];
  const worker = mesh.worker("mails", () => mesh.clock.sleep("10m"));
  const handle = await mesh.enqueue("mails", "long");
  await mesh.clock.settle();
  const other = mesh.worker("mails", (job) => void others.push(job.id));
  await mesh.clock.advance("11m");
  assert.deepEqual([await statesOf([handle]), others], [["done 1"], []]);
  await Promise.all([worker.stop(), other.stop()]);
});

test("a job goes to another worker when the lease of one that is gone has ended, and what that one never began costs no attempt", async (t) => {
  const mesh = await openMesh(t, { backoff: { initialMs: 0 } });
  const handles = await mesh.enqueueMany("mails", [{ value: 1 }, { value: 2 }]);
  const { jobs } = await mesh.fabric.queues.reserve({ queue: "mails", workerId: "gone", maxJobs: 2, ahead: true });
  const [begun] = jobs;
  const leases = [{ job: begun!.job, lease: begun!.lease }];
  await mesh.fabric.queues.extend({ queue: "mails", workerId: "gone", leases });
  const attempts: string[] = [];
  const worker = mesh.worker("mails", (job) => void attempts.push(`${job.id} ${job.attempt}`));
  await mesh.clock.advance("29s");
  assert.deepEqual(attempts, []);
  await mesh.clock.advance("2s");
  assert.deepEqual(attempts.sort(), ["0 2", "1 1"]);
  assert.deepEqual(await statesOf(handles), ["done 2", "done 1"]);
  await worker.stop();
});

test("a restart or a loss of power ends no handler, loses no job, and does none twice", async (t) => {
  const mesh = await openMesh(t);
  await mesh.buckets.create("sent");
  const seen: string[] = [];
  const handler = async (job: { text(): string }, context: WorkContext): Promise<void> => {
    seen.push(job.text());
    await mesh.clock.sleep("5s");
    await context.commit((tx) => tx.increment("sent", job.text()));
  };
  const worker = mesh.worker("mails", { concurrency: 3, prefetch: 3 }, handler);
  const values = Array.from({ length: 20 }, (_, number) => `mail-${number}`);
  await mesh.enqueueMany(
    "mails",
    values.map((value) => ({ value })),
  );
  for (let time = 0; time < 6; time++) {
    await mesh.clock.advance("7s");
    await mesh.restart({ crash: time % 2 === 0 });
  }
  await mesh.clock.advance("5m");
  assert.equal((await mesh.queues.get("mails")).counts?.done, 20);
  const counts = await mesh.kv("sent").getMany(values);
  assert.deepEqual(
    [...counts.values()].map((entry) => entry.json()),
    values.map(() => 1),
  );
  await worker.stop();
});

test("a handler whose server does not come back in time is told that its lease may be lost", async (t) => {
  const mesh = await openMesh(t, { leaseMs: 30_000 });
  const lost = Promise.withResolvers<number>();
  const worker = mesh.worker("mails", (job, { signal }) => {
    if (job.attempt > 1) return;
    const begunMs = mesh.clock.nowMs;
    signal.addEventListener("abort", () => lost.resolve(mesh.clock.nowMs - begunMs));
    return mesh.clock.sleep("2m");
  });
  const handle = await mesh.enqueue("mails", "a");
  await mesh.clock.settle();
  const { extend } = mesh.fabric.queues;
  mesh.fabric.queues.extend = () => mesh.clock.sleep("10s").then(() => Promise.reject(cut));
  const { FlowMeshError } = await import("@flowmesh/client");
  const cut = new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
  await mesh.clock.advance("1m");
  mesh.fabric.queues.extend = extend;
  const afterMs = await lost.promise;
  assert.ok(afterMs >= 29_000 && afterMs < 45_000, `${afterMs} ms`);
  await mesh.clock.advance("5m");
  const { state, attempts }: JobDetails = await handle.details();
  assert.deepEqual([state, attempts.map(({ end }) => end)], ["done", ["lease_ended", "done"]]);
  await worker.stop();
});

test("a worker that is told to stop gives a handler its time, aborts it, and at last leaves it alone; its job costs no attempt", async (t) => {
  const mesh = await openMesh(t);
  let abortedMs = 0;
  const worker = mesh.worker("mails", { stopTimeout: "30s" }, (_job, { signal }) => {
    signal.addEventListener("abort", () => (abortedMs = mesh.clock.nowMs));
    return mesh.clock.sleep("1h");
  });
  const handle = await mesh.enqueue("mails", "deaf");
  await mesh.clock.settle();
  const beganMs = mesh.clock.nowMs;
  const stopping = worker.stop();
  await mesh.clock.advance("35s");
  await stopping;
  assert.equal(abortedMs - beganMs, 30_000);
  assert.deepEqual(await statesOf([handle]), ["waiting 0"]);
  await mesh.clock.advance("2h");
  assert.deepEqual(await statesOf([handle]), ["waiting 0"]);
});

test("jobs fetched in advance take a bounded share of the memory, however large they are", async (t) => {
  const mesh = await openMesh(t);
  const value = Buffer.alloc(500_000);
  for (let count = 0; count < 10; count++)
    await mesh.enqueueMany(
      "mails",
      Array.from({ length: 4 }, () => ({ value })),
    );
  const worker = mesh.worker("mails", { prefetch: 1000 }, () => mesh.clock.sleep("1s"));
  await mesh.clock.settle();
  const { active = 0 } = (await mesh.queues.get("mails")).counts ?? {};
  assert.ok(active > 5 && active <= 18, `${active} jobs of half a megabyte are held`);
  await mesh.clock.advance("1m");
  assert.equal((await mesh.queues.get("mails")).counts?.done, 40);
  await worker.stop();
});

test("however much handlers log at one time, all of it that is kept arrives", async (t) => {
  const mesh = await openMesh(t);
  const count = 60;
  const worker = mesh.worker("mails", { concurrency: count }, (_job, { log }) => {
    for (let line = 0; line < 150; line++) log(`${line} ${"ü".repeat(1000)}`);
  });
  const handles = await mesh.enqueueMany(
    "mails",
    Array.from({ length: count }, (_, value) => ({ value })),
  );
  await mesh.clock.settle();
  for (const handle of handles) {
    const [attempt] = (await handle.details()).attempts;
    assert.deepEqual([attempt?.log.length, attempt?.log[0]?.startsWith("50 üüü")], [100, true]);
  }
  await worker.stop();
});

test("jobs of one ordering key are worked on one after the other, also after a failure; other keys go on", async (t) => {
  const mesh = await openMesh(t, { backoff: { initialMs: 60_000, jitter: "none" } });
  const seen: string[] = [];
  const worker = mesh.worker("mails", { concurrency: 8 }, (job) => {
    if (job.text() === "a1" && job.attempt === 1) throw new Error("not yet");
    seen.push(job.text());
  });
  for (const value of ["a1", "b1", "a2", "b2"]) await mesh.enqueue("mails", value, { orderingKey: value[0] });
  await mesh.clock.settle();
  assert.deepEqual(seen, ["b1", "b2"]);
  await mesh.clock.advance("2m");
  assert.deepEqual(seen, ["b1", "b2", "a1", "a2"]);
  await worker.stop();
});
