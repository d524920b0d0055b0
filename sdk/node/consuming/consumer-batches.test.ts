import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { meshWith, numbered, offsetOf, Seen } from "../testing/consuming.ts";

const quick = { retryMs: () => 1 };

test("a batch holds what is there of one partition, in order, and no more than it may", async () => {
  const mesh = await meshWith({ events: 2 });
  await mesh.publishMany("events", numbered(250));
  const seen = new Seen();
  const sizes: number[] = [];
  const consumer = mesh.consume("events", { group: "g", batch: { records: 40 } }, (messages) => {
    sizes.push(messages.length);
    assert.equal(new Set(messages.map(({ partition }) => partition)).size, 1);
    const offsets = messages.map(({ offset }) => offset);
    assert.deepEqual(
      offsets,
      offsets.map((_, index) => offsets[0]! + index),
    );
    for (const message of messages) seen.add(message);
  });
  await seen.reach(250);
  await consumer.stop();
  assert.equal(new Set(seen.values).size, 250);
  assert.equal(seen.values.length, 250);
  assert.equal(Math.max(...sizes), 40);
  assert.equal(
    (await offsetOf(mesh, "g")).reduce((sum, offset) => sum + offset, 0),
    250,
  );
  await mesh.close();
});

test("a batch that is not full waits for more, and is handed over when its time is over", async () => {
  const mesh = await meshWith({ events: 1 });
  const seen = new Seen();
  const sizes: number[] = [];
  const batch = { records: 10, waitMs: 300 };
  const startMs = performance.now();
  const consumer = mesh.consume("events", { group: "g", batch }, (messages) => {
    sizes.push(messages.length);
    for (const message of messages) seen.add(message);
  });
  for (const { value } of numbered(13)) await mesh.publish("events", value);
  await seen.reach(13);
  assert.deepEqual(sizes, [10, 3]);
  assert.ok(performance.now() - startMs >= 299);
  await consumer.stop();
  await mesh.close();
});

test("what a batch writes and that all of it is finished are one commit", async () => {
  const mesh = await meshWith({ orders: 1, sums: 1 });
  await mesh.publishMany("orders", numbered(100));
  const seen = new Seen();
  const options = { group: "g", concurrency: 3, orderBy: "key", batch: { records: 16 } } as const;
  const consumer = mesh.consume("orders", options, async (messages, { commit }) => {
    const sum = messages.reduce((total, message) => total + Number(message.text()), 0);
    await commit((tx) => tx.publish("sums", String(sum)));
    for (const message of messages) seen.add(message);
    throw new Error("too late to be tried again");
  });
  await seen.reach(100);
  await consumer.stop();
  let total = 0;
  for await (const message of mesh.read("sums")) total += Number(message.text());
  assert.equal(total, (99 * 100) / 2);
  assert.equal(seen.values.length, 100);
  assert.deepEqual(await offsetOf(mesh, "g"), [100]);
  await mesh.close();
});

test("by key: no key is in two batches at one time, and each is in order", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(500));
  const running = new Set<string>();
  const last = new Map<string, number>();
  const seen = new Seen();
  let [now, most] = [0, 0];
  const options = { group: "g", concurrency: 3, orderBy: "key", batch: { records: 4 } } as const;
  const consumer = mesh.consume("events", options, async (messages) => {
    most = Math.max(most, ++now);
    const keys = new Set(messages.map((message) => message.keyText() ?? ""));
    for (const key of keys) assert.ok(!running.has(key), `${key} is worked on by one`);
    for (const key of keys) running.add(key);
    await new Promise((resolve) => setImmediate(resolve));
    for (const message of messages) {
      const [key, number] = [message.keyText() ?? "", Number(message.text())];
      assert.ok(number > (last.get(key) ?? -1), `${key} is in order`);
      last.set(key, number);
      seen.add(message);
    }
    for (const key of keys) running.delete(key);
    now--;
  });
  await seen.reach(500);
  await consumer.stop();
  assert.ok(most > 1, "batches run beside each other");
  await mesh.close();
});

test("of a batch that fails, the record at fault comes to stand alone, and those before it are finished", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(100));
  const alone = Promise.withResolvers<void>();
  const finished = new Set<string>();
  const consumer = mesh.consume("events", { group: "g", ...quick, batch: { records: 100 } }, (messages) => {
    const values = messages.map((message) => message.text());
    if (values.includes("60")) {
      if (values.length === 1) alone.resolve();
      throw new Error("not digested");
    }
    for (const value of values) finished.add(value);
  });
  await alone.promise;
  await consumer.stop();
  assert.equal(finished.size, 60);
  assert.deepEqual(await offsetOf(mesh, "g"), [60]);
  await mesh.close();
});

test("by key: a key at fault is tried alone, and the others of its batch are finished", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(70));
  const seen = new Seen();
  const skipped: string[] = [];
  const options = { group: "g", ...quick, orderBy: "key", batch: { records: 70 }, attempts: 2 } as const;
  const onPoison = ({ offset }: { offset: number }): unknown => skipped.push(String(offset));
  const consumer = mesh.consume("events", { ...options, onPoison }, (messages) => {
    if (messages.some((message) => message.text() === "36")) throw new Error("not digested");
    for (const message of messages) seen.add(message);
  });
  await seen.reach(69);
  await consumer.stop();
  assert.deepEqual(skipped, ["36"]);
  assert.equal(new Set(seen.values).size, 69);
  const ofKey = seen.values.map(Number).filter((number) => number % 7 === 1);
  assert.deepEqual(
    ofKey,
    ofKey.toSorted((one, other) => one - other),
  );
  assert.deepEqual(await offsetOf(mesh, "g"), [70]);
  await mesh.close();
});

test("a handler that failed for a while gets full batches again", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(64));
  const seen = new Seen();
  const sizes: number[] = [];
  let failures = 8;
  const consumer = mesh.consume(
    "events",
    { group: "g", ...quick, onPoison: "block", batch: { records: 64 } },
    (messages) => {
      if (failures-- > 0) throw new Error("the database is away");
      sizes.push(messages.length);
      for (const message of messages) seen.add(message);
    },
  );
  await seen.reach(64);
  await consumer.stop();
  assert.deepEqual(sizes, [1, 63]);
  assert.deepEqual(
    seen.values,
    numbered(64).map(({ value }) => value),
  );
  await mesh.close();
});

test("stop waits for the batch that runs, commits all of it, and hands over nothing more", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(30));
  const started = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const consumer = mesh.consume("events", { group: "g", batch: { records: 8 } }, async () => {
    started.resolve();
    await goOn.promise;
  });
  await started.promise;
  const stopping = consumer.stop();
  goOn.resolve();
  await stopping;
  assert.deepEqual(await offsetOf(mesh, "g"), [8]);
  await mesh.close();
});

test("batch settings that cannot be are refused", async () => {
  const mesh = await meshWith({ events: 1 });
  const consume = (batch: object): unknown =>
    mesh.consume("events", { group: "g", batch: batch as { records: number } }, () => undefined);
  for (const batch of [{}, { records: 0 }, { records: 10_001 }, { records: 1.5 }, { records: 1, waitMs: -1 }])
    assert.throws(
      () => consume(batch),
      (error) => isFlowMeshError(error, "field_invalid"),
    );
  assert.throws(
    () => consume({ records: 1, waitMS: 10 }),
    (error) => isFlowMeshError(error, "field_unknown"),
  );
  await mesh.close();
});
