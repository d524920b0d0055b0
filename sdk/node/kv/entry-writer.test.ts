import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitRequestInit } from "@flowmesh/contract";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";
import { systemWorld } from "../world/system-world.ts";
import { type EntriesWritten, EntryWriter } from "./entry-writer.ts";

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

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A writer whose commits take as long as is said, and come back when they are called for. */
function writerByHand() {
  let nowMs = 0;
  let written = 0;
  const underWay: { keys: string[]; answer: () => void; fail: () => void }[] = [];
  const commit = (operations: { put?: { key?: string } }[]) =>
    new Promise<EntriesWritten>((resolve, reject) => {
      const keys = operations.map(({ put }) => put?.key ?? "");
      const entries = keys.map(() => ({ revision: ++written, value: 0, deleted: false }));
      underWay.push({
        keys,
        answer: () => resolve({ position: written, entries }),
        fail: () => reject(new Error("gone")),
      });
    });
  const writer = new EntryWriter(commit as never, {
    ...systemWorld.clock,
    monotonicMs: () => nowMs,
    soon: setImmediate,
  });
  const results: string[] = [];
  let asked = 0;
  /** Asks for so many writes in this turn, and lets them be sent. */
  const ask = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const key = `k${asked++}`;
      const put = { bucket: "b", key, value: new Uint8Array(1) };
      const told = writer.write({ put }, ({ revision }) => `${key} ${revision}`);
      void told.then(
        (result) => results.push(result),
        (error: Error) => results.push(`${key} ${error.message}`),
      );
    }
    await turn();
    await turn();
  };
  /** Answers the commit that is under way for longest, so long after it was sent, and what is sent then is sent. */
  const answer = async (ms: number, how: "answer" | "fail" = "answer"): Promise<void> => {
    nowMs += ms;
    underWay.shift()?.[how]();
    await turn();
    await turn();
  };
  return {
    ask,
    answer,
    flush: () => writer.flush(),
    results,
    sizes: () => underWay.map(({ keys }) => keys.length),
    keys: () => underWay.flatMap(({ keys }) => keys),
  };
}

/** A writer that has found that many writes go better in two commits. */
async function halvingWriter() {
  const byHand = writerByHand();
  for (let count = 0; count < 64; count++) {
    await byHand.ask(64);
    await byHand.answer(5);
  }
  for (let count = 0; count < 32; count++) {
    await byHand.ask(64);
    await byHand.answer(1);
    await byHand.answer(1);
  }
  byHand.results.length = 0;
  return byHand;
}

test("where that is quicker many writes of one turn are two commits, in order, and what follows keeps them apart", async () => {
  const { ask, answer, results, sizes, keys } = await halvingWriter();
  await ask(64);
  assert.deepEqual(sizes(), [32, 32]);
  assert.deepEqual(
    keys(),
    Array.from({ length: 64 }, (_, index) => `k${96 * 64 + index}`),
  );
  await answer(1);
  await ask(32);
  assert.deepEqual(sizes(), [32, 32]);
  await answer(1);
  await ask(7);
  assert.deepEqual(sizes(), [32, 7]);
  await answer(1);
  await answer(1);
  await ask(31);
  assert.deepEqual(sizes(), [31], "few go together");
  await answer(1);
  assert.deepEqual(
    results,
    Array.from({ length: 134 }, (_, index) => `k${96 * 64 + index} ${96 * 64 + index + 1}`),
  );
});

test("where that is slower many writes of one turn are one commit, and halves are joined again", async () => {
  const { ask, answer, sizes, results } = await halvingWriter();
  await ask(64);
  for (let count = 0; count < 3000 && sizes().length === 2; count++) {
    await answer(9);
    await ask(32);
  }
  assert.deepEqual(sizes(), [32], "what follows the last half waits for the other, and for what follows that");
  await Promise.all([answer(9, "fail"), ask(32)]);
  assert.deepEqual(sizes(), [64], "and goes when that has failed, too");
  const lost = results.filter((result) => result.endsWith("gone"));
  assert.equal(lost.length, 32);
});

test("those that have not been sent yet go before what must come behind them", async () => {
  const { ask, flush, sizes, keys } = await halvingWriter();
  const asked = ask(64);
  await new Promise((resolve) => process.nextTick(resolve));
  assert.deepEqual(sizes(), [32]);
  flush();
  assert.deepEqual(sizes(), [32, 32]);
  await asked;
  assert.deepEqual(keys().length, 64);
});
