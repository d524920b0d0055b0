import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitRequestInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "./mesh.ts";
import { allOf } from "./testing/all-of.ts";
import type { Transaction } from "./transaction.ts";

async function setUp() {
  const fabric = new ModelFabric();
  const requests: CommitRequestInit[] = [];
  const commit = fabric.commit.bind(fabric);
  fabric.commit = (request, options) => {
    requests.push(request);
    return commit(request, options);
  };
  const mesh = new Mesh(fabric);
  await mesh.streams.create("orders", { partitions: 2 });
  await mesh.streams.create("invoices");
  return { mesh, fabric, requests };
}

async function countOf(mesh: Mesh, stream: string): Promise<number> {
  return (await allOf(mesh.read(stream))).length;
}

test("all that was added is written at one position, and each record's place is told in order", async () => {
  const { mesh, requests } = await setUp();
  const { position, published } = await mesh.commit((tx) => {
    tx.publish("orders", "a", { partition: 1 });
    tx.publish("orders", "b", { partition: 0 });
    tx.publish("invoices", { of: "a" }, { key: "k", expectedOffset: 0 });
    tx.publish("orders", "c", { partition: 1 });
  });
  assert.ok(position > 0);
  assert.deepEqual(
    published.map(({ partition, offset, duplicate }) => [partition, offset, duplicate]),
    [
      [1, 0, false],
      [0, 0, false],
      [0, 0, false],
      [1, 1, false],
    ],
  );
  assert.deepEqual(
    requests[0]!.operations!.map(({ publish }) => publish!.records!.length),
    [2, 1, 1],
    "records that follow one another into one stream are one operation",
  );
});

test("what is added once the commit was sent is refused, not lost in silence", async () => {
  const { mesh } = await setUp();
  const begun = Promise.withResolvers<Transaction>();
  await mesh.commit((tx) => {
    tx.publish("orders", "in time");
    begun.resolve(tx);
  });
  const late = await begun.promise;
  const writes: readonly (() => void)[] = [
    () => late.publish("orders", "late"),
    () => late.put("b", "k", 1),
    () => late.delete("b", "k"),
    () => late.increment("b", "k"),
    () => late.check("b", "k", 1),
    () => late.enqueue("q", 1),
    () => late.causedBy("orders/0@0"),
    () => late.belongsTo("order 17"),
  ];
  for (const write of writes) assert.throws(write, { reason: "handler_ended" });
  assert.equal(await countOf(mesh, "orders"), 1);
});

test("when one write fails nothing is written, and the error says which", async () => {
  const { mesh } = await setUp();
  const write = (tx: Transaction) => {
    tx.publish("orders", "a");
    tx.publish("invoices", "b", { expectedOffset: 7 });
  };
  await assert.rejects(mesh.commit(write), { reason: "expected_offset_mismatch" });
  await assert.rejects(mesh.commit(write), (error: FlowMeshError) => error.details.operation === 1);
  assert.deepEqual([await countOf(mesh, "orders"), await countOf(mesh, "invoices")], [0, 0]);
});

test("nothing is sent when the function throws, adds nothing, or adds what cannot be a record", async () => {
  const { mesh, requests } = await setUp();
  const reason = new Error("changed my mind");
  const throwing = async (tx: Transaction): Promise<void> => {
    tx.publish("orders", "a");
    await Promise.resolve();
    throw reason;
  };
  await assert.rejects(mesh.commit(throwing), (error) => error === reason);
  await assert.rejects(
    mesh.commit((tx) => tx.publish("orders", undefined as never)),
    { reason: "field_invalid" },
  );
  await assert.rejects(
    mesh.commit((tx) => tx.publish("orders", Buffer.alloc(9_000_000))),
    { reason: "record_too_large" },
  );
  assert.equal(requests.length, 0);
  await assert.rejects(
    mesh.commit(() => {}),
    { reason: "commit_empty" },
  );
  assert.equal(await countOf(mesh, "orders"), 0);
});

test("what an asynchronous function adds before it ends is in the commit", async () => {
  const { mesh } = await setUp();
  const { published } = await mesh.commit(async (tx) => {
    tx.publish("orders", "a");
    await new Promise((resolve) => setImmediate(resolve));
    tx.publish("invoices", "b");
  });
  assert.equal(published.length, 2);
});

test("the same idempotency key gives the first result again, also later, and writes nothing", async (context) => {
  const { mesh } = await setUp();
  const commit = () => mesh.commit((tx) => tx.publish("orders", "a"), { idempotencyKey: "order 7" });
  const first = await commit();
  const laterMs = Date.now() + 60_000;
  context.mock.method(Date, "now", () => laterMs);
  assert.deepEqual(await commit(), first);
  assert.equal(await countOf(mesh, "orders"), 1);
  await assert.rejects(
    mesh.commit((tx) => tx.publish("orders", "another"), { idempotencyKey: "order 7" }),
    { reason: "idempotency_key_reused" },
  );
});

test("a commit whose answer is lost is repeated, and takes effect once", async () => {
  const { mesh, fabric, requests } = await setUp();
  const commit = fabric.commit.bind(fabric);
  let lost = 2;
  fabric.commit = async (request, options) => {
    const response = await commit(request, options);
    if (lost-- > 0) throw new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
    return response;
  };
  const { published } = await mesh.commit((tx) => tx.publish("orders", "a"));
  assert.equal(published[0]?.offset, 0);
  assert.equal(new Set(requests.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
  assert.equal(requests.length, 3);
  assert.equal(await countOf(mesh, "orders"), 1);
});

test("an aborted signal ends the wait with the signal's reason", async () => {
  const { mesh } = await setUp();
  const reason = new Error("never mind");
  const write = (tx: Transaction): void => tx.publish("orders", "a");
  await assert.rejects(mesh.commit(write, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
  assert.equal(await countOf(mesh, "orders"), 0);
});

test("an empty idempotency key is refused: it would be none", async () => {
  const mesh = new Mesh(new ModelFabric());
  const write = mesh.commit((tx) => tx.publish("orders", "a"), { idempotencyKey: "" });
  await assert.rejects(write, { reason: "field_invalid", message: /idempotencyKey must not be empty/ });
});

test("a time for a commit that is out of bounds is refused", async () => {
  const { mesh } = await setUp();
  for (const timeoutMs of [-1, 300_001, 1.5, Number.NaN]) {
    await assert.rejects(
      mesh.commit((tx) => tx.publish("orders", "a"), { timeoutMs }),
      {
        reason: "field_invalid",
        message: /timeoutMs/,
      },
    );
  }
});
