import assert from "node:assert/strict";
import type { Disk } from "./disk.ts";

/** A disk under test: empty at first, and opened again as a new process would. */
export interface DiskUnderTest {
  readonly disk: Disk;
  /** Closes the disk and opens the same files again. */
  reopen(): Promise<Disk>;
  /** Takes away what the case left behind. */
  dispose(): Promise<void>;
}

/** What every `Disk` promises. `open` gives each case a disk of its own. */
export function diskContract(
  test: (name: string, run: () => Promise<void>) => unknown,
  open: () => Promise<DiskUnderTest>,
): void {
  for (const [name, run] of Object.entries({ ...fileCases, ...directoryCases, ...lifeCases })) {
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

type Case = (subject: DiskUnderTest) => Promise<void>;

const fileCases: Record<string, Case> = {
  "a new file is empty": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    assert.equal(file.name, "a");
    assert.equal(await file.size(), 0);
    assert.equal(await file.read(0, new Uint8Array(10)), 0);
    await file.close();
  },

  "buffers are written one behind the other from the position on": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(3, [bytesOf("ab"), bytesOf(""), bytesOf("cde")]);
    assert.equal(await file.size(), 8);
    assert.deepEqual(await readText(file, 0, 20), "\0\0\0abcde");
    await file.close();
  },

  "a write replaces exactly the bytes it covers": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("0123456789")]);
    await file.write(4, [bytesOf("xy")]);
    assert.equal(await readText(file, 0, 20), "0123xy6789");
    assert.equal(await file.size(), 10);
    await file.close();
  },

  "a synced write replaces exactly the bytes it covers, also in a file that was renamed meanwhile": async ({
    disk,
  }) => {
    const file = await disk.open("a", { create: true });
    await file.writeSynced(0, [bytesOf("01"), bytesOf("23456789")]);
    await file.writeSynced(4, [bytesOf("xy")]);
    await disk.rename("a", "b");
    await file.write(6, [bytesOf("z")]);
    await file.writeSynced(9, [bytesOf("end")]);
    assert.equal(await readText(file, 0, 12), "0123xyz78end");
    await file.close();
  },

  "synced writes may be under way side by side, in one page too": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf(".".repeat(9000))]);
    const parts = ["a".repeat(3000), "b".repeat(3000), "c".repeat(3000)];
    await Promise.all(parts.map((part, index) => file.writeSynced(3000 * index, [bytesOf(part)])));
    await file.writeSynced(2999, [bytesOf("xy")]);
    const text = parts.join("");
    assert.equal(await readText(file, 0, 9001), `${text.slice(0, 2999)}xy${text.slice(3001)}`);
    await file.close();
  },

  "a write of nothing changes nothing": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(5, []);
    await file.write(5, [new Uint8Array(0)]);
    assert.equal(await file.size(), 0);
    await file.close();
  },

  "a read stops at the end of the file and says how much it got": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("0123456789")]);
    const target = new Uint8Array(6).fill(255);
    assert.equal(await file.read(7, target), 3);
    assert.deepEqual([...target], [...bytesOf("789"), 255, 255, 255]);
    assert.equal(await file.read(10, target), 0);
    assert.equal(await file.read(1000, target), 0);
    await file.close();
  },

  "a read at once gives the same as one that is awaited": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("0123456789")]);
    const target = new Uint8Array(6).fill(255);
    assert.equal(file.readSync(7, target), 3);
    assert.deepEqual([...target], [...bytesOf("789"), 255, 255, 255]);
    assert.equal(file.readSync(10, target), 0);
    await file.close();
    assert.throws(() => file.readSync(0, target), { code: "EBADF" });
  },

  "writes across pages, chunks and more buffers than one system call takes come back as they were": async ({
    disk,
  }) => {
    const file = await disk.open("a", { create: true });
    const buffers = Array.from({ length: 3000 }, (_, index) => new Uint8Array(index % 97).fill(index));
    const expected = Buffer.concat(buffers);
    await file.write(65_000, buffers);
    await file.sync();
    const actual = Buffer.alloc(expected.length);
    assert.equal(await file.read(65_000, actual), expected.length);
    assert.ok(actual.equals(expected));
    await file.close();
  },

  "a gap that nobody wrote reads as zeros": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(200_000, [bytesOf("end")]);
    const gap = new Uint8Array(200_000).fill(1);
    assert.equal(await file.read(0, gap), 200_000);
    assert.ok(gap.every((byte) => byte === 0));
    await file.close();
  },

  "zeros that are written over bytes are there": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [new Uint8Array(10_000).fill(7)]);
    await file.write(1000, [new Uint8Array(8000)]);
    const actual = new Uint8Array(10_000);
    await file.read(0, actual);
    assert.ok(actual.every((byte, index) => byte === (index >= 1000 && index < 9000 ? 0 : 7)));
    await file.close();
  },

  "two openings of one file see each other's writes": async ({ disk }) => {
    const one = await disk.open("a", { create: true });
    const other = await disk.open("a");
    await one.write(0, [bytesOf("seen")]);
    assert.equal(await readText(other, 0, 4), "seen");
    await one.close();
    assert.equal(await readText(other, 0, 4), "seen");
    await other.close();
  },

  "every call on a closed file is refused, and closing twice is not": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.close();
    await file.close();
    await assert.rejects(() => file.size(), { code: "EBADF" });
    await assert.rejects(() => file.read(0, new Uint8Array(1)), { code: "EBADF" });
    await assert.rejects(() => file.write(0, [bytesOf("a")]), { code: "EBADF" });
    await assert.rejects(() => file.writeSynced(0, [bytesOf("a")]), { code: "EBADF" });
    await assert.rejects(() => file.sync(), { code: "EBADF" });
  },
};

const directoryCases: Record<string, Case> = {
  "opening a file that is missing gives ENOENT": async ({ disk }) => {
    await assert.rejects(() => disk.open("missing"), { code: "ENOENT" });
  },

  "creating a file that exists gives EEXIST and leaves it as it is": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("kept")]);
    await assert.rejects(() => disk.open("a", { create: true }), { code: "EEXIST" });
    assert.equal(await readText(file, 0, 10), "kept");
    await file.close();
  },

  "lists the files that exist": async ({ disk }) => {
    assert.deepEqual(await disk.list(), []);
    for (const name of ["c", "a", "b-1.log"]) await (await disk.open(name, { create: true })).close();
    assert.deepEqual((await disk.list()).sort(), ["a", "b-1.log", "c"]);
  },

  "a renamed file has the new name alone, and stays open": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("x")]);
    await disk.rename("a", "b");
    await file.write(1, [bytesOf("y")]);
    assert.deepEqual(await disk.list(), ["b"]);
    const again = await disk.open("b");
    assert.equal(await readText(again, 0, 10), "xy");
    await assert.rejects(() => disk.open("a"), { code: "ENOENT" });
    await file.close();
    await again.close();
  },

  "a rename replaces a file that has the new name": async ({ disk }) => {
    for (const name of ["a", "b"]) {
      const file = await disk.open(name, { create: true });
      await file.write(0, [bytesOf(`was ${name}`)]);
      await file.close();
    }
    await disk.rename("a", "b");
    assert.deepEqual(await disk.list(), ["b"]);
    const file = await disk.open("b");
    assert.equal(await readText(file, 0, 10), "was a");
    await file.close();
  },

  "a removed file is gone, and its name is free again": async ({ disk }) => {
    const file = await disk.open("a", { create: true });
    await file.write(0, [bytesOf("old")]);
    await file.close();
    await disk.remove("a");
    assert.deepEqual(await disk.list(), []);
    const again = await disk.open("a", { create: true });
    assert.equal(await again.size(), 0);
    await again.close();
  },

  "renaming or removing a missing file gives ENOENT": async ({ disk }) => {
    await assert.rejects(() => disk.rename("missing", "b"), { code: "ENOENT" });
    await assert.rejects(() => disk.remove("missing"), { code: "ENOENT" });
  },

  "a name is never a path": async ({ disk }) => {
    for (const name of ["", ".", "..", "../a", "a/b", "/a", "a\0b", ".hidden", "a b", "x".repeat(201)]) {
      await assert.rejects(() => disk.open(name, { create: true }), { code: "EINVAL" }, name);
    }
    const file = await disk.open("a", { create: true });
    await assert.rejects(() => disk.rename("a", "../a"), { code: "EINVAL" });
    await file.close();
  },

  "says how much room there is": async ({ disk }) => {
    assert.ok((await disk.freeBytes()) > 0);
  },
};

const lifeCases: Record<string, Case> = {
  "what was written and synced is there when the disk is opened again": async ({ disk, reopen }) => {
    const file = await disk.open("a", { create: true });
    await file.write(100, [bytesOf("kept")]);
    await file.sync();
    await disk.syncDirectory();
    await file.close();
    const again = await reopen();
    assert.deepEqual(await again.list(), ["a"]);
    const reopened = await again.open("a");
    assert.equal(await readText(reopened, 100, 10), "kept");
    await reopened.close();
    await again.close();
  },

  "every call on a closed disk is refused, and closing twice is not": async ({ disk }) => {
    await disk.close();
    await disk.close();
    await assert.rejects(() => disk.open("a", { create: true }), { code: "EBADF" });
    await assert.rejects(() => disk.list(), { code: "EBADF" });
    await assert.rejects(() => disk.rename("a", "b"), { code: "EBADF" });
    await assert.rejects(() => disk.remove("a"), { code: "EBADF" });
    await assert.rejects(() => disk.syncDirectory(), { code: "EBADF" });
    await assert.rejects(() => disk.freeBytes(), { code: "EBADF" });
  },
};

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

async function readText(
  file: { read(position: number, target: Uint8Array): Promise<number> },
  position: number,
  length: number,
): Promise<string> {
  const target = Buffer.alloc(length);
  return target.subarray(0, await file.read(position, target)).toString("latin1");
}
