import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allLost } from "../disk/crash-choice.ts";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import type { Engine } from "../engine.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../testing/engine-world.ts";
import { checkSurvivors, type Survivors, type Written } from "../testing/survivors.ts";
import type { SegmentHeader } from "./segment-header.ts";
import { readSegmentHeader, SEGMENT_DATA_START } from "./segment-header.ts";

const SEGMENT_BYTES = 64 * 1024;

/** A closed world of several segments, the last of them copied by two restarts, and what was written to it. */
interface Library {
  readonly world: EngineWorld;
  readonly written: Written;
  readonly lastPosition: number;
  /** The same disk before the last restart. */
  readonly earlier: SimulatedDisk;
}

class Writer {
  readonly values = new Map<string, string[]>([
    ["a/0", []],
    ["a/1", []],
  ]);
  #count = 0;

  async write(engine: Engine, records: number, bytes: number): Promise<void> {
    for (let n = 0; n < records; n++) {
      const partition = this.#count % 2;
      const value = `${this.#count++} `.padEnd(bytes, "x");
      await publish(engine, "a", [value], partition);
      this.values.get(`a/${partition}`)?.push(value);
    }
  }
}

async function makeLibrary(records: readonly number[], seed = 1): Promise<Library> {
  let world = newWorld();
  const writer = new Writer();
  let engine = await openWorld(world, { random: new SeededRandom(seed) });
  await engine.streams.createStream({ stream: "a", partitions: 2 });
  let earlier = world.disk.clone();
  for (const [round, count] of records.entries()) {
    if (round > 0) {
      await engine.close();
      earlier = world.disk.clone();
      world = restarted(world);
      engine = await openWorld(world);
    }
    await writer.write(engine, count, 2000);
    await world.clock.advance(1000);
  }
  await engine.close();
  const lastPosition = engine.status().visiblePosition;
  return { world: restarted(world), written: writer.values, lastPosition, earlier };
}

const shelf = await makeLibrary([100, 10, 10]);
const single = await makeLibrary([5, 5, 5]);

/** Names of the files that hold the log's segments, in order; of two the newer. */
function segmentFiles(disk: SimulatedDisk): string[] {
  const best = new Map<number, { name: string; header: SegmentHeader }>();
  for (const name of disk.fileNames()) {
    const reading = readSegmentHeader(disk.peek(name, 0, SEGMENT_DATA_START));
    if (reading.state !== "whole" || reading.header.kind !== "log") continue;
    const { header } = reading;
    if ((best.get(header.segment)?.header.epoch ?? 0) < header.epoch) best.set(header.segment, { name, header });
  }
  return [...best.values()].sort((a, b) => a.header.segment - b.header.segment).map(({ name }) => name);
}

interface Case {
  readonly library?: Library;
  /** Default: kept, and gone. */
  readonly indexes?: readonly string[];
  readonly damage: (disk: SimulatedDisk, files: readonly string[], library: Library) => void;
  /** What must be the case afterwards. */
  readonly expect: (found: Survivors & { damages: number }, index: string) => void;
}

const lostNothing: Case["expect"] = ({ lost }) => assert.deepEqual(lost, []);
const lostNothingInSilence: Case["expect"] = ({ lost, damages }) => assert.deepEqual([lost, damages], [[], 0]);
const reported: Case["expect"] = ({ damages }) => assert.ok(damages > 0);
const lostSome: Case["expect"] = ({ lost, kept, damages }) => assert.ok(lost.length > 0 && kept > 0 && damages > 0);
const at = (files: readonly string[], index: number): string => files.at(index) as string;

function loseHeader(disk: SimulatedDisk, file: string): void {
  disk.zeroPage(file, 0);
  disk.zeroPage(file, 1);
}

function frameStarts(disk: SimulatedDisk, file: string): number[] {
  const bytes = disk.peek(file, 0, SEGMENT_BYTES);
  const starts: number[] = [];
  for (let byte = SEGMENT_DATA_START; bytes.readUInt32LE(byte) === 0x31464d46; byte += bytes.readUInt32LE(byte + 4))
    starts.push(byte);
  return starts;
}

const cases: Readonly<Record<string, Case>> = {
  "one copy of every header": {
    damage: (disk, files) => {
      for (const [index, file] of files.entries()) disk.zeroPage(file, index % 2);
    },
    expect: lostNothingInSilence,
  },
  "the header of a complete segment": {
    damage: (disk, files) => loseHeader(disk, at(files, 1)),
    expect: lostNothing,
  },
  "the header of the last segment, which holds commits of three epochs": {
    damage: (disk, files) => loseHeader(disk, at(files, -1)),
    expect: (found) => {
      lostNothing(found, "");
      reported(found, "");
    },
  },
  "the header of the only segment": {
    library: single,
    damage: (disk, files) => loseHeader(disk, at(files, -1)),
    expect: lostNothing,
  },
  "the headers of all segments": {
    damage: (disk, files) => {
      for (const file of files) loseHeader(disk, file);
    },
    expect: lostNothing,
  },
  "the header and the first commits of a complete segment": {
    damage: (disk, files) => {
      loseHeader(disk, at(files, 2));
      disk.zeroPage(at(files, 2), 2);
    },
    expect: lostSome,
  },
  "the header and the first commits of the last segment": {
    damage: (disk, files) => {
      loseHeader(disk, at(files, -1));
      disk.zeroPage(at(files, -1), 2);
    },
    expect: lostSome,
  },
  "the file of the first segment": { damage: (disk, files) => disk.removeFile(at(files, 0)), expect: lostSome },
  "the file of a segment in the middle": { damage: (disk, files) => disk.removeFile(at(files, 2)), expect: lostSome },
  "the file of the last segment": { damage: (disk, files) => disk.removeFile(at(files, -1)), expect: lostSome },
  "the files of the last two segments": {
    damage: (disk, files) => {
      disk.removeFile(at(files, -1));
      disk.removeFile(at(files, -2));
    },
    expect: lostSome,
  },
  "all files": {
    library: single,
    damage: (disk, files) => {
      for (const file of files) disk.removeFile(file);
    },
    expect: reported,
  },
  "the end of a complete segment": {
    damage: (disk, files) => disk.truncate(at(files, 1), 30_000),
    expect: lostSome,
  },
  "the end of the last segment": { damage: (disk, files) => disk.truncate(at(files, -1), 20_000), expect: lostSome },
  "all of the last segment but its header": {
    damage: (disk, files) => disk.truncate(at(files, -1), SEGMENT_DATA_START),
    expect: lostSome,
  },
  "the last segment, of which an older copy is there": {
    damage: (disk, files, { earlier }) => {
      const [last] = segmentFiles(earlier).slice(-1);
      disk.damageBytes(at(files, -1), 0, earlier.peek(last ?? "", 0, SEGMENT_BYTES));
    },
    indexes: ["kept"],
    expect: lostSome,
  },
  "two files, which are exchanged": {
    damage: (disk, files) => disk.swapFiles(at(files, 1), at(files, -1)),
    expect: lostNothingInSilence,
  },
  "the tables of a complete segment, whose footer repeats them": {
    damage: (disk, files) => {
      for (const start of frameStarts(disk, at(files, 1))) disk.flipBit(at(files, 1), start + 70, 1);
    },
    expect: lostNothingInSilence,
  },
  "the footers of all segments": {
    damage: (disk, files) => {
      for (const file of files) disk.flipBit(file, SEGMENT_BYTES - 30, 1);
    },
    expect: lostNothingInSilence,
  },
  "one record of the last segment": {
    damage: (disk, files) => disk.flipBit(at(files, -1), (frameStarts(disk, at(files, -1))[2] as number) + 600, 1),
    expect: ({ lost, damages }) => assert.deepEqual([lost.length, damages], [1, 1]),
  },
  "one commit of the last segment": {
    damage: (disk, files) => disk.flipBit(at(files, -1), (frameStarts(disk, at(files, -1))[2] as number) + 20, 1),
    expect: ({ lost, damages }) => assert.deepEqual([lost.length, damages], [1, 1]),
  },
};

async function survive(
  { world, written }: Library,
  disk: SimulatedDisk,
  index: SimulatedIndexStore,
): Promise<Survivors & { damages: number }> {
  const found = { disk, index, clock: world.clock };
  const engine = await openWorld(found);
  await world.clock.settle();
  const { streams } = await engine.streams.listStreams({});
  // Where the commit that made the stream is lost and nothing else knows its name, it gets another one.
  const name = streams.some(({ stream }) => stream === "a") ? "a" : "damaged-1";
  const renamed = new Map([...written].map(([key, values]) => [key.replace("a", name), values]));
  const survivors = streams.length > 0 ? await checkSurvivors(engine, renamed) : { lost: [], kept: 0 };
  const damages = engine.damages().length;
  await checkConsistency(engine);
  await engine.close();
  assert.equal(disk.openFiles, 0);
  return { ...survivors, damages };
}

describe("lost or damaged", () => {
  for (const [name, { library = shelf, indexes = ["kept", "gone"], damage, expect }] of Object.entries(cases)) {
    for (const index of indexes) {
      test(`${name}, index ${index}`, async () => {
        const disk = library.world.disk.clone();
        damage(disk, segmentFiles(disk), library);
        const store = index === "kept" ? library.world.index.clone() : new SimulatedIndexStore();
        const first = await survive(library, disk, store);
        expect(first, index);
        const again = await survive(library, disk.restart(), store.clone());
        assert.deepEqual(again.lost, first.lost, "the next start finds the same");
      });
    }
  }
});

/** A disk that was recovered by a process which was killed at some point, as the machine still has it in memory. */
async function killAfter(disk: SimulatedDisk, calls: number): Promise<{ disk: SimulatedDisk; isDone: boolean }> {
  let left = calls;
  disk.onOperation((_, moment) => {
    if (moment === "after" && --left === 0) disk.kill();
  });
  const opening = openWorld(newWorld({ disk })).then(
    () => true,
    () => false,
  );
  const isDone = await Promise.race([opening, settled(disk)]);
  return { disk: disk.restart(), isDone };
}

async function settled(disk: SimulatedDisk): Promise<boolean> {
  for (let turn = 0; turn < 2000 && !disk.isDead; turn++) await new Promise((resolve) => setImmediate(resolve));
  return !disk.isDead;
}

test("a process that dies at any step of a start, and a loss of power at any later one, lose nothing", async () => {
  for (let calls = 1; ; calls++) {
    const killed = await killAfter(single.world.disk.clone(), calls);
    const { disk } = killed;
    let left = 0;
    disk.onOperation((_, moment) => {
      if (moment === "after") left++;
    });
    const engine = await openWorld(newWorld({ disk }));
    await engine.close();
    for (let cut = 1; cut <= left; cut++) {
      const again = killed.disk.clone();
      let remaining = cut;
      const states: SimulatedDisk[] = [];
      again.onOperation((_, moment) => {
        if (moment === "after" && --remaining === 0) states.push(again.crash(allLost));
      });
      const cutting = openWorld(newWorld({ disk: again })).catch(() => undefined);
      await Promise.race([cutting, settled(again)]);
      for (const state of states) {
        const found = await survive(single, state, new SimulatedIndexStore());
        assert.deepEqual([found.lost, found.damages], [[], 0], `killed after ${calls} calls, power lost after ${cut}`);
      }
    }
    if (killed.isDone || calls > 60) return;
  }
});

test("a start that fails at any call leaves no file open, and the next one finds everything", async () => {
  for (const kind of ["create", "remove", "syncDirectory", "write", "sync"] as const) {
    for (let nth = 1; nth < 40; nth++) {
      const disk = shelf.world.disk.clone();
      disk.failNext({ kind, nth, code: "EIO" });
      const opened = await openWorld(newWorld({ disk })).catch((error) => error as Error);
      if (!(opened instanceof Error)) {
        await opened.close();
        break;
      }
      assert.equal(disk.openFiles, 0, `${kind} ${nth}`);
      const found = await survive(shelf, disk.restart(), new SimulatedIndexStore());
      assert.deepEqual([found.lost, found.damages], [[], 0], `${kind} ${nth}`);
    }
  }
});

test("a sector that cannot be read is damage of its place, not the end of the start", async () => {
  const files = shelf.world.disk.fileNames().length;
  for (let nth = 1; nth <= files + 1; nth++) {
    const disk = shelf.world.disk.clone();
    disk.failNext({ kind: "read", nth, code: "EIO" });
    const found = await survive(shelf, disk, new SimulatedIndexStore());
    assert.deepEqual([found.lost, found.damages], [[], 0], `read ${nth}`);
  }
});

test("a log of a newer version is refused and left as it is", async () => {
  const disk = shelf.world.disk.clone();
  const [file = ""] = segmentFiles(disk);
  for (const copy of [0, 4096]) disk.damageBytes(file, copy + 4, Buffer.from([9, 0, 0, 0]));
  const before = disk.hash();
  await assert.rejects(openWorld(newWorld({ disk })), { reason: "data_version_newer" });
  assert.deepEqual([disk.hash(), disk.openFiles], [before, 0]);
});

test("the log of an older copy beside a newer index is refused and left as it is, and opens without it", async () => {
  let world = newWorld();
  const writer = new Writer();
  let engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", partitions: 2 });
  await writer.write(engine, 20, 2000);
  await engine.close();
  const written = new Map([...writer.values].map(([key, values]) => [key, [...values]]));
  const position = engine.status().visiblePosition;
  const disk = world.disk.clone();
  world = restarted(world);
  engine = await openWorld(world);
  await writer.write(engine, 100, 2000);
  await engine.close();
  const known = engine.status().visiblePosition;
  const before = disk.hash();
  const newer = world.index.clone();
  await assert.rejects(openWorld({ ...restarted(world), disk, index: newer }), {
    reason: "data_index_newer",
    details: { path: "the data folder", position, known },
  });
  assert.deepEqual([disk.hash(), disk.openFiles], [before, 0]);
  assert.deepEqual(newer.hash(), world.index.hash());
  const library = { world: restarted(world), written, lastPosition: 0, earlier: disk };
  const found = await survive(library, disk.restart(), new SimulatedIndexStore());
  assert.deepEqual([found.lost, found.damages], [[], 0]);
});

test("a full disk does not keep a log from being opened: a segment is kept for it", async () => {
  const disk = shelf.world.disk.clone();
  disk.capacityBytes = disk.fileNames().length * SEGMENT_BYTES;
  const found = await survive(shelf, disk, new SimulatedIndexStore());
  assert.deepEqual([found.lost, found.damages], [[], 0]);
});

test("without room for a first segment the start says so and leaves nothing behind", async () => {
  const disk = new SimulatedDisk({ capacityBytes: SEGMENT_BYTES / 2 });
  await assert.rejects(openWorld(newWorld({ disk })), { reason: "disk_full" });
  assert.deepEqual([disk.fileNames(), disk.openFiles], [[], 0]);
  disk.capacityBytes = 10 * SEGMENT_BYTES;
  const engine = await openWorld(newWorld({ disk: disk.restart() }));
  await engine.close();
});

test("files of another log are set aside, however they are named and numbered; later ones do not overwrite them", async () => {
  const other = await makeLibrary([60], 2);
  const disk = single.world.disk.clone();
  const foreign = segmentFiles(other.world.disk)[1] ?? "";
  const bytes = other.world.disk.peek(foreign, 0, SEGMENT_BYTES);
  for (const name of ["00000000.seg", "00000098.seg"]) await addFile(disk, name, bytes);
  for (let round = 0; round < 2; round++) {
    const found = { ...single.world, disk };
    const engine = await openWorld({ ...found, index: new SimulatedIndexStore() });
    const reasons = engine.damages().map(({ file, reason }) => `${file}: ${reason}`);
    assert.equal(reasons.filter((reason) => reason.includes("another log")).length, 2 - round, reasons.join("; "));
    assert.deepEqual((await checkSurvivors(engine, single.written)).lost, []);
    await world(disk, engine);
    await addFile(disk, "00000098.seg", bytes);
  }
  const aside = disk.fileNames().filter((name) => name.includes(".set-aside"));
  assert.equal(aside.length, 3, aside.join(" "));
});

test("files that are no segments are left alone", async () => {
  const disk = single.world.disk.clone();
  for (const name of ["notes.txt", "99999999999999999999.seg", "1.seg", "00000003.seg.bak"])
    await addFile(disk, name, Buffer.from("keep me"));
  const found = await survive(single, disk, new SimulatedIndexStore());
  assert.deepEqual([found.lost, found.damages], [[], 0]);
  assert.equal(disk.fileNames().filter((name) => disk.peek(name, 0, 7).toString() === "keep me").length, 4);
});

test("positions and offsets go on behind what was lost: none that was seen is given again", async () => {
  for (const damage of ["missing", "cut"]) {
    const disk = shelf.world.disk.clone();
    const file = segmentFiles(disk).at(-1) ?? "";
    if (damage === "missing") disk.removeFile(file);
    else disk.truncate(file, 20_000);
    const engine = await openWorld({ ...shelf.world, disk, index: shelf.world.index.clone() });
    const { position } = await engine.streams.publish({ stream: "a", records: [{ value: Buffer.from("new") }] });
    assert.ok(position > shelf.lastPosition, `${position} is above ${shelf.lastPosition}`);
    await engine.close();
  }
});

async function addFile(disk: SimulatedDisk, name: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(name, { create: true });
  await file.write(0, [bytes]);
  await file.sync();
  await file.close();
  await disk.syncDirectory();
}

/** Ends the engine and gives the disk back for the next one. */
async function world(disk: SimulatedDisk, engine: Engine): Promise<void> {
  await engine.inspect().sequencer.whenQuiet();
  await engine.inspect().log.close();
  assert.equal(disk.openFiles, 0);
}
