import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { IndexChange } from "./index-store.ts";
import { indexStoreContract } from "./index-store-contract.ts";
import { SimulatedIndexStore } from "./simulated-index-store.ts";

describe("SimulatedIndexStore", () => {
  indexStoreContract(test, async () => {
    let store = new SimulatedIndexStore();
    const reopen = async (): Promise<SimulatedIndexStore> => {
      await store.close();
      store = store.clone();
      return store;
    };
    return {
      store,
      reopen,
      reopenDamaged: async () => {
        const again = await reopen();
        again.damageValue();
        return again;
      },
      dispose: () => store.close(),
    };
  });
});

function put(key: string, text: string): IndexChange {
  return { key, value: Buffer.from(text) };
}

function keys(store: SimulatedIndexStore): string {
  return store
    .scan("", "\x7f", 100)
    .map(({ key }) => key)
    .join("");
}

async function storeWithThreeTransactions(): Promise<SimulatedIndexStore> {
  const store = new SimulatedIndexStore();
  await store.write([put("a", "1"), put("b", "1")]);
  await store.sync();
  await store.write([put("c", "1"), { key: "a", value: undefined }]);
  await store.write([put("d", "1"), put("e", "1")]);
  return store;
}

describe("a crash of the index", () => {
  test("loses the newest transactions, whole, and never what was synced", async () => {
    const store = await storeWithThreeTransactions();
    assert.equal(store.unsyncedTransactions, 2);
    assert.deepEqual(
      [0, 1, 2, 3].map((lost) => keys(store.afterCut(lost))),
      ["bcde", "bc", "ab", "ab"],
    );
    assert.equal(keys(store), "bcde");
  });

  test("may undo a clearing", async () => {
    const store = await storeWithThreeTransactions();
    await store.clear();
    await store.write([put("x", "1")]);
    assert.deepEqual(
      [0, 1, 2].map((lost) => keys(store.afterCut(lost))),
      ["x", "", "bcde"],
    );
  });

  test("leaves what was found durable", async () => {
    const store = (await storeWithThreeTransactions()).crash(1);
    await store.write([put("x", "1")]);
    assert.deepEqual(
      [0, 5].map((lost) => keys(store.afterCut(lost))),
      ["bcx", "bc"],
    );
  });

  test("lets no call of the process before settle", async () => {
    const store = await storeWithThreeTransactions();
    let settled = 0;
    void store.write([put("x", "1")]).finally(() => settled++);
    store.kill();
    void store.sync().finally(() => settled++);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(settled, 0);
    assert.equal(keys(store.clone()), "bcde");
  });

  test("can be made to happen before and after every write and sync", async () => {
    const store = new SimulatedIndexStore();
    const seen: string[] = [];
    store.onOperation((kind, changes, moment) => seen.push(`${moment} ${kind} ${changes.length}`));
    await store.write([put("a", "1")]);
    await store.sync();
    await store.clear();
    assert.deepEqual(seen, [
      "before write 1",
      "after write 1",
      "before sync 0",
      "after sync 0",
      "before clear 0",
      "after clear 0",
    ]);
  });
});

describe("a simulated index", () => {
  test("has equal hashes for equal content alone", async () => {
    const one = new SimulatedIndexStore();
    const other = new SimulatedIndexStore();
    await one.write([put("a", "1"), put("b", "2")]);
    await other.write([put("b", "2")]);
    assert.notEqual(one.hash(), other.hash());
    await other.write([put("a", "1")]);
    assert.equal(one.hash(), other.hash());
    await other.write([put("a", "2")]);
    assert.notEqual(one.hash(), other.hash());
  });

  test("fails the call that was chosen, changing nothing", async () => {
    const store = new SimulatedIndexStore();
    store.failNext("write", "ENOSPC", 2);
    await store.write([put("a", "1")]);
    await assert.rejects(() => store.write([put("b", "1")]), { code: "ENOSPC" });
    await store.write([put("c", "1")]);
    assert.equal(keys(store), "ac");
  });
});
