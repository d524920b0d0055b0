import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { allKept } from "../disk/crash-choice.ts";
import { MemoryDisk } from "../disk/memory-disk.ts";
import { openNodeDisk } from "../disk/node-disk.ts";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { watchedDisk } from "../testing/watched-disk.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "./index-store.ts";
import { type IndexStoreUnderTest, indexStoreContract } from "./index-store-contract.ts";
import { openIndexStore } from "./table-index-store.ts";

/** Small, so that everything happens in few steps. */
const small = { memoryBytes: 2000, cacheBytes: 20_000 };

async function onSimulatedDisk(options: typeof small | undefined): Promise<IndexStoreUnderTest> {
  let disk = new SimulatedDisk();
  let store = await openIndexStore(disk, options);
  const reopen = async (change: (disk: SimulatedDisk) => void): Promise<IndexStore> => {
    await store.close();
    disk = disk.restart();
    change(disk);
    store = await openIndexStore(disk, options);
    return store;
  };
  return {
    store,
    reopen: () => reopen(() => undefined),
    reopenDamaged: () => reopen((found) => damageText(found, "damaged")),
    dispose: () => store.close(),
  };
}

function damageText(disk: SimulatedDisk, text: string): void {
  for (const name of disk.fileNames()) {
    const bytes = disk.peek(name, 0, disk.fileSize(name));
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) disk.flipBit(name, at, 0);
  }
}

async function onNodeDisk(): Promise<IndexStoreUnderTest> {
  const folder = await fs.promises.mkdtemp(join(tmpdir(), "flowmesh-index-"));
  let store = await openIndexStore(await openNodeDisk(folder));
  const reopen = async (): Promise<IndexStore> => {
    await store.close();
    store = await openIndexStore(await openNodeDisk(folder));
    return store;
  };
  return {
    store,
    reopen,
    reopenDamaged: async () => {
      await store.close();
      for (const name of await fs.promises.readdir(folder)) {
        const bytes = await fs.promises.readFile(join(folder, name));
        const at = bytes.indexOf("damaged");
        if (at < 0) continue;
        bytes[at]! ^= 1;
        await fs.promises.writeFile(join(folder, name), bytes);
      }
      return reopen();
    },
    dispose: async () => {
      await store.close();
      await fs.promises.rm(folder, { recursive: true });
    },
  };
}

describe("openIndexStore on a simulated disk", () => indexStoreContract(test, () => onSimulatedDisk(undefined)));
describe("openIndexStore with little memory", () => indexStoreContract(test, () => onSimulatedDisk(small)));
describe("openIndexStore on a real disk", () => indexStoreContract(test, onNodeDisk));

const allKeys = ["", "\x7f", 1_000_000] as const;

/** Changes made at random, and what the store should hold after each. */
class Script {
  readonly expected: Map<string, string> = new Map();
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  next(): IndexChange[] {
    const changes: IndexChange[] = [];
    for (let count = this.#random.integer(12); count >= 0; count--) {
      const key = `key/${this.#random.integer(150)}`;
      const text = this.#random.chance(0.3)
        ? undefined
        : `${this.#random.integer(1e9)} `.repeat(this.#random.integer(30));
      changes.push({ key, value: text === undefined ? undefined : Buffer.from(text) });
      if (text === undefined) this.expected.delete(key);
      else this.expected.set(key, text);
    }
    return changes;
  }
}

function contentOf(store: IndexStore): Map<string, string> {
  return new Map(store.scan(...allKeys).map(({ key, value }) => [key, Buffer.from(value).toString()]));
}

function sorted(content: Map<string, string>): [string, string][] {
  return [...content].sort(([one], [other]) => (one < other ? -1 : 1));
}

function assertHolds(store: IndexStore, expected: Map<string, string>): void {
  assert.deepEqual([...contentOf(store)], sorted(expected));
  for (const [key, text] of expected) assert.equal(Buffer.from(store.get(key)!).toString(), text);
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("an index store", () => {
  test("holds what any sequence of writes, syncs and openings should leave", async () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = new SeededRandom(seed);
      const script = new Script(random);
      let disk = new SimulatedDisk();
      let store = await openIndexStore(disk, small);
      for (let step = 0; step < 60; step++) {
        await store.write(script.next());
        if (random.chance(0.3)) await store.sync();
        if (random.chance(0.05)) {
          await store.close();
          disk = disk.restart();
          store = await openIndexStore(disk, small);
        }
        if (random.chance(0.2)) assertHolds(store, script.expected);
      }
      assertHolds(store, script.expected);
      await store.close();
    }
  });

  test("keeps few tables, and none of what they replaced", async () => {
    const disk = new SimulatedDisk();
    const store = await openIndexStore(disk, small);
    const script = new Script(new SeededRandom(1));
    for (let step = 0; step < 300; step++) {
      await store.write(script.next());
      await store.sync();
    }
    await settled();
    const names = disk.fileNames();
    assert.ok(names.filter((name) => name.startsWith("table-")).length <= 32);
    assert.equal(names.filter((name) => name.startsWith("manifest-")).length, 1);
    const bytes = names.reduce((sum, name) => sum + disk.fileSize(name), 0);
    assert.ok(bytes < 200_000, `${bytes} bytes`);
    assertHolds(store, script.expected);
    await store.close();
  });

  test("loses in a crash the newest writes alone, at every moment and in every state that a loss of power may leave", async () => {
    let states = 0;
    for (let seed = 0; seed < 6; seed++) states += await crashEverywhere(new SeededRandom(seed));
    assert.ok(states > 2000, `${states} states`);
  });

  test("notices every flipped bit, every cut and every exchanged file, or is empty", async () => {
    const { disk, content } = await storedDisk();
    const random = new SeededRandom(7);
    const outcomes = { intact: 0, noticed: 0, empty: 0 };
    for (let round = 0; round < 600; round++) {
      const damaged = disk.clone();
      damageSomething(damaged, disk, random);
      outcomes[await lookInto(damaged, content)]++;
    }
    assert.ok(outcomes.noticed > 100 && outcomes.empty > 100, JSON.stringify(outcomes));
  });

  test("refuses writes on a full disk, holds what it has, and goes on when there is room", async () => {
    const disk = new SimulatedDisk({ capacityBytes: 40_000 });
    const store = await openIndexStore(disk, small);
    const accepted = new Map<string, string>();
    const refused: number[] = [];
    for (let step = 0; step < 200; step++) {
      if (step === 150) disk.capacityBytes = 10_000_000;
      const key = `key/${step}`;
      await store.write([{ key, value: Buffer.alloc(500, "v") }]).then(
        () => accepted.set(key, "v".repeat(500)),
        (error: unknown) => {
          assert.ok(error instanceof Error && "code" in error && error.code === "ENOSPC");
          refused.push(step);
        },
      );
    }
    assert.ok(refused.length > 10);
    assert.ok(refused.at(-1)! < 150);
    await store.sync();
    assertHolds(store, accepted);
    await store.close();
  });

  test("does not go on after a failed sync", async () => {
    const disk = new SimulatedDisk();
    const store = await openIndexStore(disk, small);
    await store.write([{ key: "a", value: Buffer.from("1") }]);
    disk.failNext({ kind: "sync", nth: 1, code: "EIO" });
    await assert.rejects(() => store.sync(), { code: "EIO" });
    await assert.rejects(() => store.sync(), { code: "EIO" });
    await assert.rejects(() => store.write([]), { code: "EIO" });
  });
});

/** Runs a script and holds every crash state against the contents that the store had at or after its last sync. Returns how many states were looked at. */
async function crashEverywhere(random: SeededRandom): Promise<number> {
  const disk = new SimulatedDisk();
  const store = await openIndexStore(disk, small);
  const script = new Script(random);
  let possible: Map<string, string>[] = [new Map()];
  const found: { states: SimulatedDisk[]; possible: Map<string, string>[] }[] = [];
  disk.onOperation(() => {
    if (!random.chance(0.5)) return;
    const states = [...disk.crashStates(6, random)].map((state) => state.disk);
    found.push({ states, possible: [...possible, new Map(script.expected)] });
  });
  for (let step = 0; step < 25; step++) {
    const changes = script.next();
    possible = [...possible, new Map(script.expected)];
    await store.write(changes);
    if (!random.chance(0.5)) continue;
    await store.sync();
    possible = [new Map(script.expected)];
  }
  await store.close();
  let count = 0;
  for (const { states, possible: contents } of found) {
    const allowed = new Set(contents.map((content) => JSON.stringify(sorted(content))));
    for (const state of states) {
      const again = await openIndexStore(state, small);
      assert.ok(allowed.has(JSON.stringify(sorted(contentOf(again)))));
      await again.write([{ key: "after", value: Buffer.from("crash") }]);
      await again.sync();
      const survived = await openIndexStore(state.crash(), small);
      assert.equal(Buffer.from(survived.get("after")!).toString(), "crash");
      count++;
    }
  }
  return count;
}

/** A store of several tables, synced and closed. */
async function storedDisk(): Promise<{ disk: SimulatedDisk; content: Map<string, string> }> {
  const disk = new SimulatedDisk();
  const store = await openIndexStore(disk, small);
  const script = new Script(new SeededRandom(11));
  for (let step = 0; step < 50; step++) {
    await store.write(script.next());
    if (step % 5 === 0) await store.sync();
  }
  await store.close();
  return { disk: disk.crash(allKept), content: script.expected };
}

function damageSomething(damaged: SimulatedDisk, original: SimulatedDisk, random: SeededRandom): void {
  const names = original.fileNames();
  const name = random.pick(names);
  const size = original.fileSize(name);
  switch (random.integer(5)) {
    case 0:
      damaged.flipBit(name, random.integer(size), random.integer(8));
      break;
    case 1:
      damaged.zeroPage(name, random.integer(Math.ceil(size / 4096)));
      break;
    case 2:
      damaged.truncate(name, random.integer(size));
      break;
    case 3:
      damaged.removeFile(name);
      break;
    default:
      damaged.swapFiles(name, random.pick(names));
  }
}

async function lookInto(disk: SimulatedDisk, content: Map<string, string>): Promise<"intact" | "noticed" | "empty"> {
  const store = await openIndexStore(disk, small);
  try {
    const found = contentOf(store);
    if (found.size === 0) return "empty";
    assert.deepEqual([...found], sorted(content));
    return "intact";
  } catch (error) {
    if (!(error instanceof IndexDamaged)) throw error;
    await store.clear();
    assert.equal(contentOf(store).size, 0);
    return "noticed";
  } finally {
    await store.close();
  }
}

test("while one merge takes long, what comes meanwhile is merged beside it, so that nobody who writes waits", async () => {
  const disk = new MemoryDisk();
  const gate = Promise.withResolvers<void>();
  const slow = watchedDisk(disk, (file) => (file === "table-1" ? gate.promise : undefined));
  const store = await openIndexStore(slow, small);
  for (let round = 0; round < 300; round++) {
    await store.write([{ key: `key/${round}`, value: Buffer.from(String(round)) }]);
    await store.sync();
  }
  const names = (await disk.list()).filter((name) => name.startsWith("table-"));
  assert.ok(names.includes("table-1") && names.length < 64, `${names.length} tables`);
  gate.resolve();
  for (let round = 0; round < 300; round++)
    assert.equal(Buffer.from(store.get(`key/${round}`) ?? []).toString(), String(round));
  await store.close();
});
