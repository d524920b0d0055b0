import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitRequestInit } from "@flowmesh/contract";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";

/** A mesh with a bucket, and how many operations each of its commits had. */
async function setUp() {
  const fabric = new ModelFabric({ clock: new VirtualModelClock() });
  const sizes: number[] = [];
  const commit = fabric.commit.bind(fabric);
  fabric.commit = (request: CommitRequestInit, ...rest) => {
    sizes.push(request.operations?.length ?? 0);
    return commit(request, ...rest);
  };
  const mesh = new Mesh(fabric);
  await mesh.buckets.create("b", { history: 10 });
  return { mesh, fabric, sizes, entries: mesh.kv("b") };
}

test("writes of one turn go as one commit, and each has its own result", async () => {
  const { mesh, entries, sizes } = await setUp();
  await entries.put("gone", 1);
  const [first, second, sum, deleted, missing] = await Promise.all([
    entries.put("a", 1),
    mesh.kv("b").put("c", 2),
    entries.increment("n", 5),
    entries.delete("gone"),
    entries.delete("never"),
  ]);
  assert.deepEqual(sizes, [1, 5]);
  assert.equal(first.position, second.position);
  assert.deepEqual([sum, deleted, missing], [5, true, false]);
  for (const [key, { revision }] of [["a", first] as const, ["c", second] as const])
    assert.equal((await entries.get(key))?.revision, revision);
});

test("the order in which writes were asked for stays, whichever of them go together", async () => {
  const { mesh, entries } = await setUp();
  await mesh.buckets.create("other");
  const writes = [
    entries.put("a", 1),
    entries.put("a", 2),
    mesh.kv("other").put("a", 0),
    entries.put("b", 3, { expectedRevision: 0 }),
    entries.put("b", 4),
    mesh.commit((tx) => tx.put("b", "b", 5)),
  ];
  const positions = (await Promise.all(writes)).map(({ position }) => position);
  assert.deepEqual(
    positions,
    positions.toSorted((a, b) => a - b),
  );
  const told = async (key: string) => (await entries.history(key)).map((entry) => entry.json());
  assert.deepEqual(
    [await told("a"), await told("b")],
    [
      [1, 2],
      [3, 4, 5],
    ],
  );
});

test("one that is refused is refused alone", async () => {
  const { entries } = await setUp();
  await entries.put("text", "no number");
  const results = await Promise.allSettled([
    entries.put("a", 1),
    entries.increment("text"),
    entries.put("", 1),
    entries.increment("n"),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === "rejected" ? result.reason.reason : "written")),
    ["written", "not_a_number", "key_invalid", "written"],
  );
  assert.equal((await entries.get("n"))?.json(), 1);
});

test("after a failure that does not say whether the commit took effect nothing is sent again", async () => {
  const { fabric, entries } = await setUp();
  const commit = fabric.commit.bind(fabric);
  fabric.commit = async (request, options) => {
    await commit(request, options);
    throw new Error("nobody knows");
  };
  const results = await Promise.allSettled([entries.increment("n"), entries.increment("m")]);
  assert.ok(results.every((result) => result.status === "rejected" && result.reason.message === "nobody knows"));
  assert.deepEqual([(await entries.get("n"))?.json(), (await entries.get("m"))?.json()], [1, 1]);
});
