import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";
import { allOf } from "../testing/all-of.ts";
import type { BucketOptions } from "./bucket-options.ts";
import type { Entry } from "./entry.ts";

async function setUp(options: BucketOptions = {}) {
  const clock = new VirtualModelClock();
  const mesh = new Mesh(new ModelFabric({ clock }));
  await mesh.buckets.create("prices", options);
  return { mesh, clock, prices: mesh.kv("prices") };
}

function told(entries: readonly Entry[]): string[] {
  return entries.map(({ revision, kind, key, ...entry }) => `${revision} ${kind} ${key} ${entry.value ?? ""}`.trim());
}

test("an entry is put, read as text or JSON, and not there when it was deleted", async () => {
  const { prices } = await setUp();
  const { revision, position } = await prices.put("EUR/USD", { bid: 1.17 });
  const entry = await prices.get("EUR/USD", { atLeast: position });
  assert.deepEqual([entry?.revision, entry?.json(), entry?.kind], [revision, { bid: 1.17 }, "put"]);
  await prices.put("plain", "no JSON");
  const plain = await prices.get("plain");
  assert.equal(plain?.text(), "no JSON");
  assert.throws(() => plain?.json(), { reason: "entry_not_json" });
  assert.equal(await prices.delete("EUR/USD"), true);
  assert.equal(await prices.delete("EUR/USD"), false);
  assert.equal(await prices.get("EUR/USD"), undefined);
});

test("a write that was decided on another revision is refused, and names the present one", async () => {
  const { prices } = await setUp({ history: 2 });
  const { revision } = await prices.put("a", 1, { expectedRevision: 0 });
  await prices.put("a", 2);
  const late = prices.put("a", 3, { expectedRevision: revision });
  await assert.rejects(late, { reason: "revision_mismatch", code: "failed_precondition" });
  await assert.rejects(prices.delete("a", { expectedRevision: revision }), { reason: "revision_mismatch" });
  assert.equal((await prices.get("a", { revision }))?.json(), 1);
  await assert.rejects(prices.get("a", { revision: 9 }), { reason: "revision_not_kept" });
});

test("numbers are counted, and entries expire", async () => {
  const { prices, clock } = await setUp({ ttlMs: 60_000 });
  assert.equal(await prices.increment("visits"), 1);
  assert.equal(await prices.increment("visits", 5, { ttlMs: 120_000 }), 6);
  await prices.put("a", 1);
  clock.advance(60_000);
  assert.equal(await prices.get("a"), undefined);
  assert.equal((await prices.get("visits"))?.json(), 6);
});

test("entries are read at once, listed over all pages, and a key's history too", async () => {
  const { prices } = await setUp({ history: 64 });
  const keys = Array.from({ length: 1100 }, (_, index) => `k${String(index).padStart(4, "0")}`);
  await Promise.all(keys.map((key) => prices.put(key, key)));
  const many = await prices.getMany(["k0001", "none", "k0000"]);
  assert.deepEqual([...many.keys()], ["k0001", "k0000"]);
  assert.equal(many.get("k0000")?.text(), "k0000");
  assert.deepEqual(
    (await allOf(prices.list({ keysOnly: true }))).map(({ key }) => key),
    keys,
  );
  const range = await allOf(prices.list({ from: "k1098", to: "k1099" }));
  assert.deepEqual([range.length, range[0]?.text()], [1, "k1098"]);
  assert.equal((await allOf(prices.list({ prefix: "k10" }))).length, 100);
  await prices.delete("k0000");
  assert.deepEqual(
    (await prices.history("k0000")).map(({ kind }) => kind),
    ["put", "deleted"],
  );
  assert.deepEqual(await prices.history("none"), []);
});

test("a transaction writes entries and records as one, and tells what became of each entry", async () => {
  const { mesh, prices } = await setUp();
  await mesh.streams.create("orders");
  await prices.put("old", 1);
  const { published, entries } = await mesh.commit((tx) => {
    tx.publish("orders", "a");
    tx.put("prices", "a", { of: 1 }, { expectedRevision: 0 });
    tx.publish("orders", "b");
    tx.increment("prices", "n", 7);
    tx.delete("prices", "old");
    tx.check("prices", "none", 0);
  });
  assert.deepEqual(
    published.map(({ offset }) => offset),
    [0, 1],
  );
  assert.deepEqual(
    entries.map(({ revision, value, deleted }) => [revision, value, deleted]),
    [
      [2, 0, false],
      [3, 7, false],
      [4, 0, true],
      [0, 0, false],
    ],
  );
  const refused = mesh.commit((tx) => {
    tx.put("prices", "a", 2);
    tx.check("prices", "n", 99);
  });
  await assert.rejects(refused, { reason: "revision_mismatch" });
  assert.deepEqual((await prices.get("a"))?.json(), { of: 1 });
});

test("a watch gives what is there, tells that it has caught up, and goes on; another one goes on where it was left", async () => {
  const { prices } = await setUp({ history: 5 });
  await prices.put("b", "1");
  await prices.put("a", "2");
  const watch = prices.watch();
  const first = [(await watch.next()).value!, (await watch.next()).value!];
  assert.deepEqual(told(first), ["2 put a 50", "1 put b 49"]);
  assert.equal(watch.revision, undefined);
  const third = watch.next();
  await watch.caughtUp;
  assert.equal(watch.revision, 2);
  await prices.delete("b");
  assert.deepEqual(told([(await third).value!]), ["3 deleted b"]);
  await watch.return();
  assert.equal((await watch.next()).done, true);
  await prices.put("c", "4");
  for await (const entry of prices.watch({ from: watch.revision! })) {
    assert.deepEqual(told([entry]), ["4 put c 52"]);
    break;
  }
  const now = prices.watch({ from: "now", prefix: "d" });
  const next = now.next();
  await now.caughtUp;
  await prices.put("e", "5");
  await prices.put("d", "6");
  assert.deepEqual(told([(await next).value!]), ["6 put d 54"]);
  await now.return();
});

test("a watch ends with the signal's reason, and with its bucket", async () => {
  const { mesh, prices } = await setUp();
  const aborting = new AbortController();
  const watch = prices.watch({ signal: aborting.signal });
  const next = watch.next();
  await watch.caughtUp;
  const reason = new Error("enough");
  aborting.abort(reason);
  await assert.rejects(next, reason);
  const other = prices.watch();
  const ending = other.next();
  await other.caughtUp;
  await mesh.buckets.delete("prices");
  await assert.rejects(ending, { reason: "bucket_not_found" });
});

test("what is misspelled, or no value, is refused before anything is sent", async () => {
  const { mesh, prices } = await setUp();
  await assert.rejects(prices.put("a", 1, { expectdRevision: 1 } as never), { reason: "field_unknown" });
  await assert.rejects(prices.put("a", null), { reason: "field_invalid" });
  await assert.rejects(prices.put("a", undefined as never), { message: /is undefined; delete the entry/ });
  await assert.rejects(prices.get("a", { at: 1 } as never), { reason: "field_unknown" });
  assert.throws(() => prices.watch({ form: "now" } as never), { reason: "field_unknown" });
  await assert.rejects(prices.put("", 1), { reason: "key_invalid" });
  await assert.rejects(mesh.kv("none").get("a"), { reason: "bucket_not_found" });
});

test("buckets are made, found, changed and deleted", async () => {
  const { mesh } = await setUp({ history: 3 });
  assert.equal((await mesh.buckets.ensure("prices", { history: 9 })).settings?.history, 3);
  assert.equal((await mesh.buckets.ensure("other", { ttlMs: 5 })).settings?.ttlMs, 5);
  await assert.rejects(mesh.buckets.create("other"), { reason: "bucket_exists" });
  const updated = await mesh.buckets.update("prices", { ttlMs: 1000 });
  assert.deepEqual({ ...updated.settings }, { history: 3, ttlMs: 1000 });
  const names = (await allOf(mesh.buckets.list({ prefix: "p" }))).map(({ bucket }) => bucket);
  assert.deepEqual(names, ["prices"]);
  await mesh.buckets.delete("prices");
  await assert.rejects(mesh.buckets.get("prices"), { reason: "bucket_not_found" });
  await assert.rejects(mesh.buckets.create("x", { histroy: 1 } as never), { reason: "field_unknown" });
});
