import assert from "node:assert/strict";
import { test } from "node:test";
import type { GetManyRequestInit, GetRequestInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";

/** A mesh with a bucket, and for how many keys each call asked. */
async function setUp() {
  const fabric = new ModelFabric({ clock: new VirtualModelClock() });
  const sizes: number[] = [];
  const { kv } = fabric;
  const [get, getMany] = [kv.get.bind(kv), kv.getMany.bind(kv)];
  kv.get = (request: GetRequestInit, ...rest) => {
    sizes.push(1);
    return get(request, ...rest);
  };
  kv.getMany = (request: GetManyRequestInit, ...rest) => {
    sizes.push(request.keys?.length ?? 0);
    return getMany(request, ...rest);
  };
  const mesh = new Mesh(fabric);
  await mesh.buckets.create("b", { history: 10 });
  return { mesh, fabric, sizes, entries: mesh.kv("b") };
}

test("entries that are asked for in one turn come by one call, those that are not there and those asked for twice too", async () => {
  const { mesh, entries, sizes } = await setUp();
  await Promise.all(["a", "b", "c"].map((key) => entries.put(key, key)));
  const keys = ["b", "never", "a", "b", "nor this", "c", "a"];
  const found = await Promise.all(keys.map((key) => mesh.kv("b").get(key)));
  assert.deepEqual(
    found.map((entry) => entry?.text()),
    ["b", undefined, "a", "b", undefined, "c", "a"],
  );
  assert.deepEqual(sizes, [keys.length]);
  assert.equal((await entries.get("c"))?.text(), "c");
  assert.equal(await entries.get("never"), undefined);
  assert.deepEqual(sizes, [keys.length, 1, 1]);
});

test("those of another bucket, of an older revision, or from a position on are asked for by themselves", async () => {
  const { mesh, entries, sizes } = await setUp();
  await mesh.buckets.create("other");
  const { revision } = await entries.put("a", 1);
  const { position } = await entries.put("a", 2);
  await mesh.kv("other").put("a", 3);
  const found = await Promise.all([
    entries.get("a"),
    entries.get("a", { revision }),
    mesh.kv("other").get("a"),
    entries.get("a", { atLeast: position }),
    entries.get("a"),
    entries.get("never", { atLeast: position }),
  ]);
  assert.deepEqual(
    found.map((entry) => entry?.text()),
    ["2", "1", "3", "2", "2", undefined],
  );
  assert.deepEqual(sizes.toSorted(), [1, 1, 1, 1, 2]);
});

test("many are asked for by several calls, so that the first do not wait for the last", async () => {
  const { entries, sizes } = await setUp();
  await entries.put("249", "last");
  const found = await Promise.all(Array.from({ length: 250 }, (_, key) => entries.get(String(key))));
  assert.equal(found.at(-1)?.text(), "last");
  assert.deepEqual(sizes, [100, 100, 50]);
});

test("one that is refused is refused alone; a bucket that is not there is so for all of them at once", async () => {
  const { mesh, entries, sizes } = await setUp();
  await entries.put("a", 1);
  const results = await Promise.allSettled([entries.get("a"), entries.get(""), entries.get("b")]);
  assert.deepEqual(
    results.map((result) => (result.status === "rejected" ? result.reason.reason : result.value?.text())),
    ["1", "key_invalid", undefined],
  );
  sizes.length = 0;
  const missing = await Promise.allSettled(["a", "b", "c"].map((key) => mesh.kv("missing").get(key)));
  assert.deepEqual(
    missing.map((result) => result.status === "rejected" && result.reason.reason),
    ["bucket_not_found", "bucket_not_found", "bucket_not_found"],
  );
  assert.deepEqual(sizes, [3]);
});

test("entries that are too much for one answer come by several, and then fewer are asked for together", async () => {
  const { fabric, entries, sizes } = await setUp();
  const keys = Array.from({ length: 80 }, (_, key) => `k${key}`);
  for (const key of keys) await entries.put(key, key);
  const getMany = fabric.kv.getMany.bind(fabric.kv);
  fabric.kv.getMany = async (request, ...rest) => {
    const count = request.keys?.length ?? 0;
    if (count <= 25) return getMany(request, ...rest);
    sizes.push(count);
    throw new FlowMeshError("answer_too_large", { count, what: "entries", limit: 25 });
  };
  const readAll = async (): Promise<unknown[]> =>
    (await Promise.all(keys.map((key) => entries.get(key)))).map((entry) => entry?.text());
  assert.deepEqual(await readAll(), keys);
  assert.deepEqual(sizes, [80, 40, 40, 20, 20, 20, 20]);
  sizes.length = 0;
  assert.deepEqual(await readAll(), keys);
  assert.equal(Math.max(...sizes) <= 25, true, `${sizes}`);
});
