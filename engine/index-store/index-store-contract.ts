import assert from "node:assert/strict";
import { type IndexChange, IndexDamaged, type IndexStore } from "./index-store.ts";

/** A store under test, empty at first. */
export interface IndexStoreUnderTest {
  readonly store: IndexStore;
  /** Closes the store and opens it again. */
  reopen(): Promise<IndexStore>;
  /** Closes the store, damages the bytes of every value, and opens it again. */
  reopenDamaged(): Promise<IndexStore>;
  /** Takes away what the case left behind. */
  dispose(): Promise<void>;
}

type Case = (subject: IndexStoreUnderTest) => Promise<void>;

/** What every `IndexStore` promises. `open` gives each case a store of its own. */
export function indexStoreContract(
  test: (name: string, run: () => Promise<void>) => unknown,
  open: () => Promise<IndexStoreUnderTest>,
): void {
  for (const [name, run] of Object.entries(cases)) {
    test(name, async () => {
      const subject = await open();
      try {
        await run(subject);
      } finally {
        await subject.dispose();
      }
    });
  }
}

const cases: Record<string, Case> = {
  "gives back what was written, and undefined for what was not": async ({ store }) => {
    await store.write([put("a", "1"), put("b", "")]);
    assert.equal(textOf(store.get("a")), "1");
    assert.equal(textOf(store.get("b")), "");
    assert.equal(store.get("c"), undefined);
  },

  "shows a write as soon as it has resolved, also after a read in the same turn": async ({ store }) => {
    for (let round = 0; round < 20; round++) {
      assert.equal(textOf(store.get("a")), round === 0 ? undefined : String(round - 1));
      await store.write([put("a", String(round))]);
      assert.equal(textOf(store.get("a")), String(round));
    }
  },

  "replaces and removes, the last change of a key in a write being the one that counts": async ({ store }) => {
    await store.write([put("a", "1"), put("b", "1"), put("c", "1")]);
    await store.write([put("a", "2"), remove("b"), remove("missing"), remove("c"), put("c", "3")]);
    assert.deepEqual(all(store), ["a=2", "c=3"]);
  },

  "carries out writes in the order of the calls, without waiting between them": async ({ store }) => {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.write([put("a", String(index)), put(`k${index}`, "")])),
    );
    assert.equal(textOf(store.get("a")), "49");
    assert.equal(all(store).length, 51);
  },

  "takes an empty write": async ({ store }) => {
    await store.write([]);
    assert.deepEqual(all(store), []);
  },

  "scans from the first key on, up to but without the last, in the order of the bytes, so many at most": async ({
    store,
  }) => {
    await store.write(["b", "a", "B", "b\0", "ba", "c", "~", "0"].map((key) => put(key, "")));
    const keys = (from: string, to: string, limit: number): string[] =>
      store.scan(from, to, limit).map(({ key }) => key);
    assert.deepEqual(keys("", "\x7f", 100), ["0", "B", "a", "b", "b\0", "ba", "c", "~"]);
    assert.deepEqual(keys("b", "c", 100), ["b", "b\0", "ba"]);
    assert.deepEqual(keys("aa", "c", 2), ["b", "b\0"]);
    assert.deepEqual(keys("b", "b", 100), []);
    assert.deepEqual(keys("x", "y", 100), []);
    assert.deepEqual(keys("a", "z", 0), []);
  },

  "gives bytes that later writes do not change, and takes copies": async ({ store }) => {
    const bytes = Buffer.from("1");
    const written = store.write([{ key: "a", value: bytes }]);
    await written;
    bytes.fill("x");
    const before = store.get("a");
    const [scanned] = store.scan("a", "b", 1);
    await store.write([put("a", "2")]);
    store.get("a");
    assert.equal(textOf(before), "1");
    assert.equal(textOf(scanned!.value), "1");
  },

  "holds many entries and values of many pages": async ({ store }) => {
    const changes: IndexChange[] = [];
    for (let index = 0; index < 3000; index++)
      changes.push(put(`key/${String(index).padStart(8, "0")}`, `value ${index}`));
    await store.write(changes);
    await store.write([{ key: "large", value: Buffer.alloc(100_000, 7) }]);
    assert.equal(textOf(store.get("key/00001234")), "value 1234");
    assert.equal(store.scan("key/", "key0", 10_000).length, 3000);
    assert.ok(Buffer.alloc(100_000, 7).equals(store.get("large")!));
  },

  "keeps what was synced when it is opened again": async ({ store, reopen }) => {
    await store.write([put("a", "1")]);
    await store.write([put("b", "2"), remove("a")]);
    await store.sync();
    assert.deepEqual(all(await reopen()), ["b=2"]);
  },

  "is empty after it was cleared, and takes writes again": async ({ store, reopen }) => {
    await store.write([put("a", "1"), put("b", "2")]);
    await store.clear();
    assert.deepEqual(all(store), []);
    await store.write([put("c", "3")]);
    await store.sync();
    assert.deepEqual(all(await reopen()), ["c=3"]);
  },

  "never gives a damaged value: reads and writes throw IndexDamaged until it is cleared": async ({
    store,
    reopenDamaged,
  }) => {
    await store.write([put("a", "a value that is damaged"), put("b", "a value that is damaged")]);
    await store.sync();
    const damaged = await reopenDamaged();
    assert.throws(() => damaged.get("a"), IndexDamaged);
    assert.throws(() => damaged.get("c"), IndexDamaged);
    assert.throws(() => damaged.scan("x", "y", 1), IndexDamaged);
    await assert.rejects(() => damaged.write([put("c", "1")]), IndexDamaged);
    await assert.rejects(() => damaged.sync(), IndexDamaged);
    await damaged.clear();
    await damaged.write([put("c", "1")]);
    assert.deepEqual(all(damaged), ["c=1"]);
  },

  "refuses calls after it was closed, and may be closed twice": async ({ store }) => {
    await store.close();
    await store.close();
    assert.throws(() => store.get("a"), { code: "EBADF" });
    assert.throws(() => store.scan("a", "b", 1), { code: "EBADF" });
    await assert.rejects(() => store.write([put("a", "1")]), { code: "EBADF" });
    await assert.rejects(() => store.sync(), { code: "EBADF" });
    await assert.rejects(() => store.clear(), { code: "EBADF" });
  },
};

function put(key: string, text: string): IndexChange {
  return { key, value: Buffer.from(text) };
}

function remove(key: string): IndexChange {
  return { key, value: undefined };
}

function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString();
}

function all(store: IndexStore): string[] {
  return store.scan("", "\x7f", 100_000).map(({ key, value }) => `${key}=${textOf(value)}`);
}
