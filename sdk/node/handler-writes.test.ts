import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { type ConsumeContext, type JobHandle, lineageId, type WorkContext } from "./index.ts";
import { Mesh } from "./mesh.ts";
import type { Job } from "./queues/job.ts";
import { allOf } from "./testing/all-of.ts";

async function setUp(): Promise<Mesh> {
  const mesh = new Mesh(new ModelFabric());
  await mesh.queues.create("orders", { backoff: { initialMs: 0 }, maxAttempts: 2 });
  await mesh.queues.create("mails");
  await mesh.streams.create("paid");
  await mesh.buckets.create("state");
  return mesh;
}

/** Works on one order, and gives its handle back with what its handler threw. */
async function workOn(
  t: TestContext,
  mesh: Mesh,
  handler: (job: Job, context: WorkContext) => unknown,
): Promise<{ readonly order: JobHandle; readonly errors: unknown[] }> {
  const errors: unknown[] = [];
  const worker = mesh.worker("orders", { onError: (error) => errors.push(error) }, handler);
  t.after(() => worker.stop().catch(() => undefined));
  return { order: await mesh.enqueue("orders", { order: 17 }), errors };
}

async function texts(mesh: Mesh, stream: string): Promise<string[]> {
  return (await allOf(mesh.read(stream))).map((message) => message.text());
}

async function mails(mesh: Mesh): Promise<number> {
  return (await mesh.queues.get("mails")).counts!.waiting;
}

test("what a handler writes on its way and that its job is done are one commit, which names the job as its cause", async (t) => {
  const mesh = await setUp();
  const { order } = await workOn(t, mesh, async (_job, { publish, enqueue, put, increment, delete: remove }) => {
    publish("paid", "a");
    await new Promise((resolve) => setImmediate(resolve));
    publish("paid", "b");
    enqueue("mails", "thanks");
    put("state", "17", "paid");
    increment("state", "orders");
    remove("state", "cart");
    assert.deepEqual(await texts(mesh, "paid"), [], "nothing is sent before it returns");
    return "receipt";
  });
  assert.equal(await order.result(), "receipt");
  assert.deepEqual(await texts(mesh, "paid"), ["a", "b"]);
  assert.equal(await mails(mesh), 1);
  assert.equal((await mesh.kv("state").get("17"))?.text(), "paid");
  assert.equal((await mesh.kv("state").get("orders"))?.json(), 1);
  const { nodes } = await mesh.where(lineageId.job("orders", order.id));
  assert.ok(nodes.some(({ id }) => id === "mails#0"));
});

test("nothing is written of what a handler that throws wrote on its way, and once of what it writes at its next attempt", async (t) => {
  const mesh = await setUp();
  const { order, errors } = await workOn(t, mesh, (_job, { publish, attempt }) => {
    publish("paid", `attempt ${attempt}`);
    if (attempt === 1) throw new Error("not yet");
  });
  await order.result();
  assert.deepEqual(await texts(mesh, "paid"), ["attempt 2"]);
  assert.equal(errors.length, 1);
});

test("a write that is refused fails the attempt, and nothing of it is written", async (t) => {
  const mesh = await setUp();
  const { order, errors } = await workOn(t, mesh, (_job, { publish, put }) => {
    publish("paid", "a");
    put("state", "17", "paid", { expectedRevision: 99 });
  });
  await assert.rejects(order.result(), { reason: "job_failed", message: /revision/ });
  assert.deepEqual(await texts(mesh, "paid"), []);
  assert.deepEqual(
    errors.map((error) => (error as { reason: string }).reason),
    ["revision_mismatch", "revision_mismatch"],
  );
});

test("context.commit takes along what was written before, also when it is tried again by hand", async (t) => {
  const mesh = await setUp();
  const { order } = await workOn(t, mesh, async (_job, { publish, commit }) => {
    publish("paid", "before");
    await assert.rejects(
      commit((tx) => tx.check("state", "17", 99)),
      { reason: "revision_mismatch" },
    );
    const { published } = await commit((tx) => tx.publish("paid", "in it"), "result");
    assert.equal(published.length, 2);
    assert.throws(() => publish("paid", "behind it"), { reason: "handler_ended" });
    const again = commit((tx) => tx.publish("paid", "behind it"));
    await assert.rejects(again, { reason: "handler_ended" }, "the lease ended with the commit, and was not lost");
  });
  assert.equal(await order.result(), "result");
  assert.deepEqual(await texts(mesh, "paid"), ["before", "in it"]);
});

test("while a commit is under way nothing is added to what it took along, and no second one takes it", async (t) => {
  const mesh = await setUp();
  const { order } = await workOn(t, mesh, async (_job, { publish, commit }) => {
    publish("paid", "before");
    const refused = commit(() => {
      assert.throws(() => publish("paid", "in the function that gathers"), { reason: "handler_ended" });
      throw new Error("not like this");
    });
    assert.throws(() => publish("paid", "beside it"), { reason: "handler_ended" });
    await assert.rejects(
      commit(() => undefined),
      { reason: "handler_ended" },
    );
    await assert.rejects(refused, /not like this/);
    publish("paid", "after one that failed");
    // Nobody waits for it.
    void commit((tx) => tx.publish("paid", "in it"), "of the commit");
    return "of the handler";
  });
  assert.equal(await order.result(), "of the commit");
  assert.deepEqual(await texts(mesh, "paid"), ["before", "after one that failed", "in it"]);
});

test("of a consumer's commits beside one another only the first takes along what was written before", async () => {
  const mesh = await setUp();
  await mesh.streams.create("orders");
  await mesh.publish("orders", "17");
  const late = Promise.withResolvers<ConsumeContext>();
  const consumer = mesh.consume("orders", { group: "billing" }, async (_message, context) => {
    context.publish("paid", "before");
    await Promise.all(["a", "b"].map((value) => context.commit((tx) => tx.publish("paid", value))));
    late.resolve(context);
  });
  const { commit } = await late.promise;
  await consumer.stop();
  assert.deepEqual((await texts(mesh, "paid")).sort(), ["a", "b", "before"]);
  await assert.rejects(
    commit((tx) => tx.publish("paid", "late")),
    { reason: "handler_ended" },
  );
});

test("a write that comes after the handler returned is refused, not lost in silence", async (t) => {
  const mesh = await setUp();
  const late = Promise.withResolvers<WorkContext>();
  const { order } = await workOn(t, mesh, (_job, context) => late.resolve(context));
  await order.result();
  const { enqueue, commit } = await late.promise;
  assert.throws(() => enqueue("mails", "a"), { reason: "handler_ended" });
  await assert.rejects(
    commit(() => undefined),
    { reason: "handler_ended" },
  );
});

test("a handler whose job is somebody else's by now writes nothing", async (t) => {
  const mesh = await setUp();
  const { order } = await workOn(t, mesh, async ({ id, lease, attempt }, { publish }) => {
    publish("paid", `attempt ${attempt}`);
    if (attempt > 1) return;
    await mesh.fabric.queues.settle({ queue: "orders", outcomes: [{ job: id, lease, failed: {} }] });
  });
  await order.result();
  assert.deepEqual(await texts(mesh, "paid"), ["attempt 2"]);
});

test("what a consumer's handler writes on its way and that its record is finished are one commit, at every try anew", async () => {
  const mesh = await setUp();
  const options = { group: "billing", retryMs: () => 0 };
  await mesh.publish("paid", "17");
  const seen = Promise.withResolvers<void>();
  const consumer = mesh.consume("paid", options, (message, { attempt, put, enqueue }) => {
    enqueue("mails", `of ${message.text()}`);
    put("state", "attempt", attempt);
    if (attempt < 3) throw new Error("not yet");
    seen.resolve();
  });
  await seen.promise;
  await consumer.stop();
  assert.equal(await mails(mesh), 1);
  assert.equal((await mesh.kv("state").get("attempt"))?.json(), 3);
  const { nodes } = await mesh.where(lineageId.record("paid", 0, 0));
  assert.ok(nodes.some(({ id }) => id === "mails#0"));
});

test("a consumer's commit that is refused is a try that failed", async () => {
  const mesh = await setUp();
  await mesh.publish("paid", "17");
  const options = { group: "billing", attempts: 2, retryMs: () => 0, onPoison: "stop" } as const;
  const consumer = mesh.consume("paid", options, (_message, { publish }) => publish("nowhere", "a"));
  await assert.rejects(consumer.ended, { reason: "stream_not_found" });
});
