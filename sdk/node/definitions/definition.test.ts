import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { defineBucket, defineQueue, defineStream } from "../index.ts";
import { Mesh } from "../mesh.ts";
import { allOf } from "../testing/all-of.ts";

interface Order {
  readonly id: number;
  readonly items: readonly string[];
}

interface Receipt {
  readonly total: number;
}

const orders = defineQueue<Order, Receipt>("orders", { maxAttempts: 7, backoff: { initialMs: 0 } });
const paid = defineStream<Order>("paid", { partitions: 3 });
const carts = defineBucket<Order>("carts", { history: 3 });
const events = defineStream<Order>("events");
const parsed = defineQueue("parsed", { parse: orderOf, maxAttempts: 1 });

function orderOf(content: unknown): Order {
  const { id, items } = content as Partial<Order>;
  if (typeof id !== "number") throw new TypeError("an order has a number");
  return { id, items: items ?? [] };
}

async function setUp(): Promise<Mesh> {
  const mesh = new Mesh(new ModelFabric());
  for (const queue of [orders, parsed]) await mesh.queues.ensure(queue);
  for (const stream of [paid, events]) await mesh.streams.ensure(stream);
  await mesh.buckets.ensure(carts);
  return mesh;
}

test("a queue, a stream and a bucket are made as their definitions say, and as is said beside them", async () => {
  const mesh = await setUp();
  assert.equal((await mesh.queues.get("orders")).settings?.maxAttempts, 7);
  assert.equal((await mesh.streams.get("paid")).partitions.length, 3);
  assert.equal((await mesh.buckets.get("carts")).settings?.history, 3);
  await mesh.queues.delete("orders");
  const { settings } = await mesh.queues.create(orders, { maxAttempts: 2 });
  assert.deepEqual([settings?.maxAttempts, settings?.backoff?.initialMs], [2, 0]);
});

test("what is enqueued by a definition comes to its handler as what it was, and what the handler returns to who enqueued", async () => {
  const mesh = await setUp();
  const worker = mesh.worker(orders, ({ data }, context) => {
    context.publish(paid, data);
    if (data.id === 1) context.enqueue(orders, { id: 2, items: [] });
    return { total: data.items.length };
  });
  const one = await mesh.enqueue(orders, { id: 1, items: ["tea", "cups"] });
  assert.equal((await one.result())?.total, 2);
  const [three] = await mesh.enqueueMany(orders, [{ value: { id: 3, items: ["pot"] }, priority: 1 }]);
  assert.equal((await three?.result())?.total, 1);
  await worker.stop();
  const ids = (await allOf(mesh.read(paid))).map(({ data }) => data.id).sort();
  assert.deepEqual(ids, [1, 2, 3]);
});

test("what is published by a definition is consumed and read as what it was", async () => {
  const mesh = await setUp();
  await mesh.publish(paid, { id: 1, items: [] });
  await mesh.publishMany(paid, [{ value: { id: 2, items: [] }, key: "b" }]);
  await mesh.commit((tx) => tx.publish(paid, { id: 3, items: [] }));
  const seen: number[] = [];
  const all = Promise.withResolvers<void>();
  const consumer = mesh.consume(paid, { group: "g", batch: { records: 10 } }, (messages) => {
    if (seen.push(...messages.map(({ data }) => data.id)) === 3) all.resolve();
  });
  await all.promise;
  await consumer.stop();
  assert.deepEqual(seen.sort(), [1, 2, 3]);
});

test("what is put by a definition is got, listed and watched as what it was", async () => {
  const mesh = await setUp();
  const kv = mesh.kv(carts);
  const { revision } = await kv.put("a", { id: 1, items: ["tea"] });
  await mesh.commit((tx) => {
    tx.check(carts, "a", revision);
    tx.put(carts, "a", { id: 1, items: ["tea", "cups"] });
    tx.put(carts, "b", { id: 2, items: [] });
  });
  assert.deepEqual((await kv.get("a"))?.data?.items, ["tea", "cups"]);
  assert.equal((await kv.getMany(["b"])).get("b")?.data?.id, 2);
  assert.deepEqual(
    (await allOf(kv.list())).map(({ data }) => data?.id),
    [1, 2],
  );
  assert.deepEqual(
    (await kv.history("a")).map(({ data }) => data?.items.length),
    [1, 2],
  );
  await mesh.commit((tx) => tx.delete(carts, "b"));
  for await (const { data } of kv.watch({ from: revision + 1 })) {
    if (data === undefined) break;
    assert.equal(data.id, 2);
  }
});

test("an entry that is no JSON is told with its key and revision; a bucket without a definition is read as JSON", async () => {
  const mesh = await setUp();
  await mesh.kv("carts").put("a", "no JSON");
  const entry = await mesh.kv(carts).get("a");
  assert.throws(() => entry?.data, { reason: "entry_not_json", message: /a/ });
  const looked = defineBucket("carts", { parse: orderOf });
  await mesh.kv("carts").put("a", { id: "1" });
  const refused = await mesh.kv(looked).get("a");
  assert.throws(() => refused?.data, /an order has a number/);
  assert.deepEqual((await mesh.kv("carts").get("a"))?.data, { id: "1" });
});

test("what does not fit its definition does not compile", async () => {
  const mesh = await setUp();
  // @ts-expect-error: items are missing
  await mesh.enqueue(orders, { id: 1 });
  // @ts-expect-error: the number is a text
  await mesh.publish(paid, { id: "1", items: [] });
  await mesh.commit((tx) => {
    // @ts-expect-error: an order is no text
    tx.enqueue(orders, "an order");
  });
  // @ts-expect-error: a cart is an order
  await mesh.kv(carts).put("a", { total: 1 });
  await mesh.commit((tx) => {
    // @ts-expect-error: a cart is no text
    tx.put(carts, "a", "an order");
  });
  // @ts-expect-error: a handler returns a receipt
  const worker = mesh.worker(orders, () => "done");
  await worker.stop();
  await mesh.enqueue("orders", "any text at all, by its name");
});

test("any content of JSON comes back as it was, texts and null too", async () => {
  const mesh = await setUp();
  const contents = ["text", "", "17", null, 17, true, { a: [1] }, []];
  const anything = defineStream<unknown>("paid");
  for (const value of contents) await mesh.publish(anything, value as string, { partition: 0 });
  assert.deepEqual(
    (await allOf(mesh.read(anything))).map(({ data }) => data),
    contents,
  );
});

test("content that its definition does not take fails the attempt, and says why", async () => {
  const mesh = await setUp();
  const worker = mesh.worker(parsed, ({ data }) => data.items.length);
  assert.equal(await (await mesh.enqueue("parsed", { id: 1 })).result(), 0);
  const failing = { '{"id":"1"}': /an order has a number/, "not JSON": /not JSON/, "": /end of JSON/ };
  for (const [value, message] of Object.entries(failing)) {
    const job = await mesh.enqueue("parsed", value);
    await assert.rejects(job.result(), { reason: "job_failed", message });
  }
  await worker.stop();
});

test("a record that is no JSON is told with its place; one without a definition is read as JSON", async () => {
  const mesh = await setUp();
  await mesh.publish("paid", "no JSON", { partition: 1 });
  const [message] = await allOf(mesh.read(paid));
  assert.throws(() => message?.data, { reason: "value_not_json", message: /offset 0 of partition 1/ });
  await mesh.publish("paid", { id: 5 }, { partition: 2 });
  assert.deepEqual((await allOf(mesh.read("paid", { partitions: [2] })))[0]?.data, { id: 5 });
});

test("a codec of one's own writes and reads all contents", async () => {
  const mesh = await setUp();
  const days = defineStream<Date>("paid", {
    codec: {
      encode: (day) => day.toISOString(),
      decode: (bytes) => new Date(Buffer.from(bytes).toString()),
    },
  });
  const day = new Date("2026-11-21T19:30:00Z");
  await mesh.publish(days, day);
  assert.deepEqual((await allOf(mesh.read(days)))[0]?.data, day);
});

test("a definition stands wherever a name does", async () => {
  const mesh = await setUp();
  const { id } = await mesh.enqueue(orders, { id: 1, items: [] });
  assert.equal((await mesh.queues.update(orders, { maxAttempts: 3 })).settings?.maxAttempts, 3);
  await mesh.queues.pause(orders);
  assert.equal((await mesh.queues.get(orders)).paused, true);
  await mesh.queues.resume(orders);
  assert.deepEqual(
    (await allOf(mesh.queues.jobs(orders))).map(({ job }) => job),
    [id],
  );
  assert.equal((await mesh.queues.job(orders, id)).state, "waiting");
  await mesh.queues.explain(orders, id);
  await mesh.queues.workers(orders);
  await mesh.queues.cancel(orders, id);
  await assert.rejects(mesh.queues.result(orders, id), { reason: "job_failed" });
  assert.equal(await mesh.queues.retry(orders, id), id);
  await mesh.queues.run(orders, id);
  const filter = { state: "waiting" } as const;
  assert.equal((await mesh.operations.preview(orders, { action: "remove", filter })).matched, 1);
  const operation = await mesh.operations.start(orders, { action: "remove", filter });
  assert.equal((await mesh.operations.ended(orders, operation.operation)).state, "done");
  assert.equal((await mesh.operations.get(orders, operation.operation)).changed, 1);
  assert.deepEqual((await mesh.deadLetters.errors(orders)).groups, []);
  await mesh.queues.remove(orders, (await mesh.enqueue(orders, { id: 2, items: [] })).id);
  assert.equal(await mesh.queues.purge(orders), 0);
  await mesh.queues.delete(orders);

  await mesh.publish(paid, { id: 1, items: [] });
  assert.equal((await mesh.streams.update(paid, { partitions: 4 })).partitions.length, 4);
  assert.equal((await mesh.streams.get(paid)).partitions.length, 4);
  assert.equal((await allOf(mesh.chunks(paid))).length, 1);
  const poisonous = mesh.consume(events, { group: "g", attempts: 1, onPoison: { publishTo: paid } }, () => {
    throw new Error("poison");
  });
  await poisonous.stop();
  assert.equal((await mesh.groups.reset("g", events, "earliest"))[0]?.toOffset, 0);
  await mesh.streams.delete(paid);

  assert.equal((await mesh.buckets.update(carts, { history: 2 })).settings?.history, 2);
  assert.equal((await mesh.buckets.get(carts)).settings?.history, 2);
  await mesh.buckets.delete(carts);
});

test("what is neither a name nor a definition is refused by name", async () => {
  const mesh = await setUp();
  const wrong: readonly unknown[] = [undefined, null, 7, {}, { name: "paid" }];
  for (const ref of wrong) {
    const refused = { reason: "field_invalid", message: /name.*defineStream/ };
    await assert.rejects(async () => mesh.publish(ref as string, 1), refused);
    await assert.rejects(async () => mesh.streams.get(ref as string), refused);
    await assert.rejects(async () => mesh.commit((tx) => tx.publish(ref as string, 1)), refused);
  }
});

test("a definition that makes no sense is refused at once", () => {
  assert.throws(() => defineQueue("a", { parse: (content) => content, codec: paid.codec }), {
    reason: "field_invalid",
  });
  assert.throws(() => defineQueue("a", { attempts: 3 } as object), { reason: "field_unknown" });
  assert.throws(() => defineStream("a", { maxAttempts: 3 } as object), { reason: "field_unknown" });
  assert.throws(() => defineBucket("a", { partitions: 3 } as object), { reason: "field_unknown" });
});
