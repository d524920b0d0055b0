import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SeededRandom } from "../random/seeded-random.ts";
import { allKept, allLost, type CrashChoice } from "./crash-choice.ts";
import type { DiskFile } from "./disk.ts";
import { diskContract } from "./disk-contract.ts";
import { PAGE_BYTES, SECTOR_BYTES } from "./page.ts";
import { SimulatedDisk } from "./simulated-disk.ts";

const all = { kind: "all" } as const;
const none = { kind: "none" } as const;

describe("SimulatedDisk", () => {
  diskContract(test, async () => {
    let disk = new SimulatedDisk();
    return {
      disk,
      reopen: async () => {
        await disk.close();
        disk = disk.restart();
        return disk;
      },
      dispose: () => disk.close(),
    };
  });
});

/** A file of one page of `.`, synced with its name. */
async function diskWithFile(
  disk: SimulatedDisk = new SimulatedDisk(),
): Promise<{ disk: SimulatedDisk; file: DiskFile }> {
  const file = await disk.open("file", { create: true });
  await file.write(0, [Buffer.alloc(PAGE_BYTES, ".")]);
  await file.sync();
  await disk.syncDirectory();
  return { disk, file };
}

function textAt(disk: SimulatedDisk, position: number, length = 1, name = "file"): string {
  return disk.peek(name, position, length).toString("latin1");
}

/** Every result that some crash state shows. */
function outcomes<Result>(disk: SimulatedDisk, look: (found: SimulatedDisk) => Result, limit = 300): Set<Result> {
  const results = new Set<Result>();
  for (const state of disk.crashStates(limit, new SeededRandom(1))) results.add(look(state.disk));
  return results;
}

describe("a power cut", () => {
  test("never changes what was synced", async () => {
    for (let seed = 0; seed < 20; seed++) await checkSyncedBytesSurvive(new SeededRandom(seed));
  });

  test("may lose or keep what was not synced", async () => {
    const { disk, file } = await diskWithFile();
    await file.write(0, [Buffer.from("x")]);
    assert.equal(textAt(disk.afterCut(allLost), 0), ".");
    assert.equal(textAt(disk.afterCut(allKept), 0), "x");
    assert.equal(textAt(disk, 0), "x");
  });

  test("may keep a later write and lose an earlier one", async () => {
    const { disk, file } = await diskWithFile();
    await file.write(PAGE_BYTES, [Buffer.alloc(PAGE_BYTES, ".")]);
    await file.sync();
    await file.write(0, [Buffer.from("1")]);
    await file.write(PAGE_BYTES, [Buffer.from("2")]);
    const seen = outcomes(disk, (found) => textAt(found, 0) + textAt(found, PAGE_BYTES));
    assert.deepEqual([...seen].sort(), ["..", ".2", "1.", "12"]);
  });

  test("may leave any of the contents that a page had since its sync", async () => {
    const { disk, file } = await diskWithFile();
    for (const text of ["1", "2", "3"]) await file.write(0, [Buffer.from(text)]);
    assert.deepEqual([...outcomes(disk, (found) => textAt(found, 0))].sort(), [".", "1", "2", "3"]);
  });

  test("tears a page between sectors, and never within one", async () => {
    const { disk, file } = await diskWithFile();
    await file.write(0, [Buffer.alloc(PAGE_BYTES, "x")]);
    let torn = 0;
    for (let seed = 0; seed < 50; seed++) {
      const choice: CrashChoice = { ...allKept, pages: { kind: "torn", seed } };
      const text = textAt(disk.afterCut(choice), 0, PAGE_BYTES);
      if (text.includes("x") && text.includes(".")) torn++;
      for (let at = 0; at < PAGE_BYTES; at += SECTOR_BYTES) {
        assert.equal(new Set(text.slice(at, at + SECTOR_BYTES)).size, 1);
      }
    }
    assert.ok(torn > 10);
  });

  test("may leave a file grown before its data arrived: zeros, garbage or what a removed file had written", async () => {
    const { disk, file } = await diskWithFile();
    const removed = await disk.open("removed", { create: true });
    await removed.write(0, [Buffer.alloc(PAGE_BYTES, "r")]);
    await removed.sync();
    await removed.close();
    await disk.remove("removed");
    await disk.syncDirectory();
    await file.write(PAGE_BYTES, [Buffer.alloc(PAGE_BYTES, "x")]);
    const grown = (unwritten: CrashChoice["unwritten"]): string => {
      const found = disk.afterCut({ pages: none, sizes: all, entries: none, unwritten });
      assert.equal(found.fileSize("file"), 2 * PAGE_BYTES);
      return textAt(found, PAGE_BYTES, PAGE_BYTES);
    };
    assert.equal(grown("zeros"), "\0".repeat(PAGE_BYTES));
    assert.equal(grown("stale"), "r".repeat(PAGE_BYTES));
    assert.ok(new Set(grown("garbage")).size > 100);
  });

  test("may lose the growth although the data was written", async () => {
    const { disk, file } = await diskWithFile();
    await file.write(PAGE_BYTES - 1, [Buffer.from("xy")]);
    const found = disk.afterCut({ pages: all, sizes: none, entries: all, unwritten: "zeros" });
    assert.equal(found.fileSize("file"), PAGE_BYTES);
    assert.equal(textAt(found, PAGE_BYTES - 1, 10), "x");
  });

  test("may lose a name whose file was synced, until the directory is", async () => {
    const disk = new SimulatedDisk();
    const file = await disk.open("file", { create: true });
    await file.write(0, [Buffer.from("x")]);
    await file.sync();
    assert.deepEqual([...outcomes(disk, (found) => found.fileNames().join())].sort(), ["", "file"]);
    await disk.syncDirectory();
    assert.deepEqual([...outcomes(disk, (found) => found.fileNames().join())], ["file"]);
  });

  test("may keep a name whose file's bytes are lost", async () => {
    const disk = new SimulatedDisk();
    const file = await disk.open("file", { create: true });
    await file.write(0, [Buffer.from("x")]);
    await disk.syncDirectory();
    assert.deepEqual([...outcomes(disk, (found) => found.fileSize("file"))].sort(), [0, 1]);
  });

  test("may carry out a rename before the data of the renamed file arrived", async () => {
    const { disk } = await diskWithFile();
    const fresh = await disk.open("fresh", { create: true });
    await fresh.write(0, [Buffer.from("new")]);
    await disk.rename("fresh", "file");
    const seen = outcomes(disk, (found) => `${found.fileNames().sort().join()} ${textAt(found, 0, 1)}`);
    assert.ok(seen.has("file "));
    assert.ok(seen.has("file ."));
    assert.ok(seen.has("file n"));
    assert.ok(seen.has("file,fresh ."));
  });

  test("may undo a removal, with the synced bytes, until the directory is synced", async () => {
    const { disk } = await diskWithFile();
    await disk.remove("file");
    assert.deepEqual([...outcomes(disk, (found) => found.fileNames().join())].sort(), ["", "file"]);
    assert.equal(textAt(disk.afterCut(allLost), 0), ".");
    await disk.syncDirectory();
    assert.deepEqual([...outcomes(disk, (found) => found.fileNames().join())], [""]);
  });

  test("finds a call under way begun, done or not begun", async () => {
    const { disk, file } = await diskWithFile();
    disk.hold();
    void file.write(0, [Buffer.from("x")]);
    await Promise.resolve();
    assert.deepEqual([...outcomes(disk, (found) => textAt(found, 0))].sort(), [".", "x"]);
    assert.equal(textAt(disk, 0), ".");
  });

  test("leaves one state where everything is synced, and distinct ones by hash where not", async () => {
    const { disk, file } = await diskWithFile();
    assert.equal([...disk.crashStates(100, new SeededRandom(1))].length, 1);
    for (let index = 0; index < 5; index++) await file.write(index * PAGE_BYTES, [Buffer.from("x")]);
    const states = [...disk.crashStates(100, new SeededRandom(1))];
    assert.equal(states.length, 100);
    assert.equal(new Set(states.map((state) => state.hash)).size, 100);
    for (const state of states) assert.equal(state.disk.hash(), state.hash);
  });
});

/** Writes and syncs at random; every sector that was not written since its last sync must be in every crash state as it was synced. */
async function checkSyncedBytesSurvive(random: SeededRandom): Promise<void> {
  const size = 3 * PAGE_BYTES;
  const disk = new SimulatedDisk({ random });
  const file = await disk.open("file", { create: true });
  await file.write(0, [Buffer.alloc(size)]);
  await file.sync();
  await disk.syncDirectory();
  let synced: Buffer = Buffer.alloc(size);
  const dirtySectors = new Set<number>();
  for (let step = 0; step < 30; step++) {
    const [position, length] = [random.integer(size - 700), 1 + random.integer(700)];
    await file.write(position, [Buffer.alloc(length, random.integer(256))]);
    for (let at = position; at < position + length; at++) dirtySectors.add(Math.floor(at / SECTOR_BYTES));
    if (random.chance(0.3)) {
      await file.sync();
      synced = disk.peek("file", 0, size);
      dirtySectors.clear();
    }
    for (const state of disk.crashStates(5, random)) {
      const found = state.disk.peek("file", 0, size);
      for (let sector = 0; sector < size / SECTOR_BYTES; sector++) {
        const [from, to] = [sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES];
        if (!dirtySectors.has(sector)) assert.ok(found.subarray(from, to).equals(synced.subarray(from, to)));
      }
    }
  }
}

describe("a simulated process", () => {
  test("that was killed hears nothing more of its calls", async () => {
    const { disk, file } = await diskWithFile();
    const calls: Promise<unknown>[] = [
      file.write(0, [Buffer.from("x")]),
      file.sync(),
      disk.list(),
      disk.open("other", { create: true }),
    ];
    disk.kill();
    calls.push(file.read(0, new Uint8Array(1)), disk.syncDirectory(), disk.close());
    let settled = 0;
    for (const call of calls) void call.finally(() => settled++);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(settled, 0);
  });

  test("finds after a restart what the one before wrote, which a power cut can still take", async () => {
    const { disk, file } = await diskWithFile();
    await file.write(0, [Buffer.from("x")]);
    const again = disk.restart();
    assert.equal(textAt(again, 0), "x");
    assert.equal(textAt(again.crash(allLost), 0), ".");
  });

  test("can be stopped before and after every change and sync", async () => {
    const disk = new SimulatedDisk();
    const seen: string[] = [];
    disk.onOperation(({ kind, file, position, length }, moment) => {
      seen.push(`${moment} ${kind} ${file} ${position} ${length}`);
      if (kind === "sync" && moment === "before") disk.kill();
    });
    const file = await disk.open("file", { create: true });
    await file.write(7, [Buffer.from("ab"), Buffer.from("c")]);
    void file.sync();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(seen, [
      "before create file 0 0",
      "after create file 0 0",
      "before write file 7 3",
      "after write file 7 3",
      "before sync file 0 0",
    ]);
  });
});

describe("calls that overlap", () => {
  test("are carried out in the order in which they are released", async () => {
    const { disk, file } = await diskWithFile();
    disk.hold();
    const done: string[] = [];
    void file.write(0, [Buffer.from("1")]).then(() => done.push("first"));
    void file.write(0, [Buffer.from("2")]).then(() => done.push("second"));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(done, []);
    disk.release(1);
    disk.release();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(done, ["second", "first"]);
    assert.equal(textAt(disk, 0), "1");
  });

  test("are not covered by a sync that was called before they were carried out", async () => {
    const { disk, file } = await diskWithFile();
    const write = file.write(0, [Buffer.from("x")]);
    const sync = file.sync();
    await Promise.all([write, sync]);
    assert.equal(textAt(disk.afterCut(allLost), 0), ".");
  });

  test("write what their buffers hold when they are carried out", async () => {
    const { disk, file } = await diskWithFile();
    const bytes = Buffer.from("x");
    const write = file.write(0, [bytes]);
    bytes.write("y");
    await write;
    assert.equal(textAt(disk, 0), "y");
  });

  test("give the same bytes from the same seed", async () => {
    const run = async (): Promise<number> => {
      const random = new SeededRandom(5);
      const { disk, file } = await diskWithFile(new SimulatedDisk({ random }));
      for (let index = 0; index < 20; index++) await file.write(random.integer(9000), [Buffer.alloc(100, index)]);
      disk.failNext({ kind: "sync", nth: 1, code: "EIO" });
      await assert.rejects(() => file.sync());
      return disk.hash();
    };
    assert.equal(await run(), await run());
  });
});

describe("a failing disk", () => {
  test("fails the call that was chosen, and no other", async () => {
    const { disk, file } = await diskWithFile();
    disk.failNext({ kind: "write", nth: 2, code: "EIO", file: /^file$/ });
    await file.write(0, [Buffer.from("1")]);
    await assert.rejects(() => file.write(0, [Buffer.from("2")]), { code: "EIO" });
    await file.write(0, [Buffer.from("3")]);
    assert.equal(textAt(disk, 0), "3");
  });

  test("loses the pages of a failed sync although later syncs succeed", async () => {
    let lost = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { disk, file } = await diskWithFile(new SimulatedDisk({ random: new SeededRandom(seed) }));
      await file.write(0, [Buffer.from("x")]);
      disk.failNext({ kind: "sync", nth: 1, code: "EIO" });
      await assert.rejects(() => file.sync(), { code: "EIO" });
      await file.sync();
      assert.equal(textAt(disk, 0), "x");
      if (textAt(disk.afterCut(allKept), 0) === ".") lost++;
    }
    assert.ok(lost > 5 && lost < 20);
  });

  test("may leave any part of a failed write", async () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { disk, file } = await diskWithFile(new SimulatedDisk({ random: new SeededRandom(seed) }));
      disk.failNext({ kind: "write", nth: 1, code: "EIO" });
      await assert.rejects(() => file.write(0, [Buffer.from("xxxxxxxx")]), { code: "EIO" });
      lengths.add(textAt(disk, 0, 8).indexOf("."));
    }
    assert.ok(lengths.size > 3);
  });

  test("does not make names durable that a failed directory sync gave up", async () => {
    const disk = new SimulatedDisk();
    await disk.open("file", { create: true });
    disk.failNext({ kind: "syncDirectory", nth: 1, code: "EIO" });
    await assert.rejects(() => disk.syncDirectory(), { code: "EIO" });
    await disk.syncDirectory();
    assert.deepEqual(disk.afterCut(allLost).fileNames(), []);
  });

  test("that is full takes overwrites, and new bytes once there is room again", async () => {
    const { disk, file } = await diskWithFile(new SimulatedDisk({ capacityBytes: 2 * PAGE_BYTES }));
    assert.equal(await disk.freeBytes(), PAGE_BYTES);
    await assert.rejects(() => file.write(PAGE_BYTES, [Buffer.alloc(2 * PAGE_BYTES, "x")]), { code: "ENOSPC" });
    assert.equal(disk.fileSize("file"), 2 * PAGE_BYTES);
    assert.equal(await disk.freeBytes(), 0);
    await file.write(0, [Buffer.alloc(2 * PAGE_BYTES, "y")]);
    disk.capacityBytes = 3 * PAGE_BYTES;
    await file.write(2 * PAGE_BYTES, [Buffer.alloc(PAGE_BYTES, "z")]);
    await file.close();
    await disk.remove("file");
    assert.equal(await disk.freeBytes(), 3 * PAGE_BYTES);
  });

  test("that is read-only refuses changes and serves reads", async () => {
    const { disk, file } = await diskWithFile();
    disk.isReadOnly = true;
    await assert.rejects(() => file.write(0, [Buffer.from("x")]), { code: "EROFS" });
    await assert.rejects(() => disk.open("new", { create: true }), { code: "EROFS" });
    await assert.rejects(() => disk.rename("file", "other"), { code: "EROFS" });
    await assert.rejects(() => disk.remove("file"), { code: "EROFS" });
    assert.equal(await file.read(0, new Uint8Array(4)), 4);
  });
});

describe("damage", () => {
  test("changes the medium itself, as asked", async () => {
    const { disk } = await diskWithFile();
    const before = disk.clone();
    disk.flipBit("file", 10, 0);
    assert.equal(textAt(disk.afterCut(allLost), 9, 3), "./.");
    disk.zeroPage("file", 0);
    assert.equal(textAt(disk, 0, 2), "\0\0");
    disk.truncate("file", 5);
    assert.equal(disk.fileSize("file"), 5);
    disk.replaceWithOlder("file", before);
    assert.equal(textAt(disk.afterCut(allLost), 0, PAGE_BYTES), ".".repeat(PAGE_BYTES));
    const other = await disk.open("other", { create: true });
    await other.write(0, [Buffer.from("o")]);
    disk.swapFiles("file", "other");
    assert.equal(textAt(disk, 0), "o");
    assert.equal(textAt(disk, 0, 1, "other"), ".");
    disk.removeFile("other");
    assert.deepEqual(disk.afterCut(allLost).fileNames(), ["file"]);
  });
});

test("a synced write makes nothing durable that another one beside it has written", async () => {
  const { disk, file } = await diskWithFile();
  disk.hold();
  const resolved: string[] = [];
  for (const [index, letter] of ["a", "b"].entries())
    void file.writeSynced(5000 * index, [Buffer.alloc(5000, letter)]).then(() => resolved.push(letter));
  for (const next of [0, 0, 1]) {
    disk.release(next);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(resolved, ["b"]);
  const found = disk.afterCut(allLost);
  assert.equal(textAt(found, 0), ".");
  assert.equal(textAt(found, 9999), "b");
});
