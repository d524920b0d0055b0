import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../clock/clock.ts";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import { newWorld, openWorld, publish } from "../testing/engine-world.ts";
import { CollectPace } from "./collect-pace.ts";

const SLICES = 20;
const SLICE_MS = 4;

/** How long some slices of settling take beside their work, in a log of so many segments that may have 16. */
async function pausedMs(log: { segments: number; full: boolean }, isBusy: boolean): Promise<number> {
  const clock = new VirtualClock();
  let acceptedBytes = 0;
  const likeLog = { firstSegment: 1, full: log.full, writer: { segment: { number: log.segments } } };
  const pace = new CollectPace({ clock, log: likeLog, logSegments: 16, acceptedBytes: () => acceptedBytes });
  let doneMs: number | undefined;
  const work = async (): Promise<void> => {
    await new Promise<void>((resolve) => clock.after(SLICE_MS, resolve));
    if (isBusy) acceptedBytes++;
  };
  const settling = (async () => {
    for (let slice = 0; slice < SLICES; slice++) await pace.slice(work);
    doneMs = clock.monotonicMs();
  })();
  while (doneMs === undefined) await clock.advance(1);
  await settling;
  return doneMs - SLICES * SLICE_MS;
}

test("while others write settling takes a quarter of the time, and all of it once nobody does, the log is twice as long as it may be, or the disk is full", async () => {
  const workMs = SLICES * SLICE_MS;
  assert.equal(await pausedMs({ segments: 16, full: false }, true), 3 * workMs);
  assert.equal(await pausedMs({ segments: 24, full: false }, true), 1.5 * workMs);
  assert.equal(await pausedMs({ segments: 32, full: false }, true), 0);
  assert.equal(await pausedMs({ segments: 16, full: true }, true), 0);
  assert.equal(await pausedMs({ segments: 16, full: false }, false), 0);
});

/** Looks through a thousand items of which each takes a tenth of a millisecond: how long that takes beside, and how many were looked at at once. */
async function lookedThrough(
  isBusy: boolean,
  stopAt: number,
): Promise<{ pausedMs: number; atOnce: number; isAll: boolean }> {
  let nowMs = 0;
  let [pausedMs, acceptedBytes, atOnce, sinceOthers] = [0, 0, 0, 0];
  const others = (callback: () => void): void => {
    atOnce = Math.max(atOnce, sinceOthers);
    sinceOthers = 0;
    if (isBusy) acceptedBytes++;
    queueMicrotask(callback);
  };
  const clock = {
    monotonicMs: () => nowMs,
    soon: others,
    after: (delayMs: number, callback: () => void) => {
      nowMs += delayMs;
      pausedMs += delayMs;
      others(callback);
    },
  } as unknown as Clock;
  const log = { firstSegment: 1, full: false, writer: { segment: { number: 2 } } };
  const pace = new CollectPace({ clock, log, logSegments: 16, acceptedBytes: () => acceptedBytes });
  let looked = 0;
  const items = Array.from({ length: 1000 }, (_, item) => item);
  const isAll = await pace.lookThrough(items[Symbol.iterator](), (item) => {
    assert.equal(item, looked++);
    nowMs += 0.1;
    sinceOthers++;
    return looked < stopAt;
  });
  assert.equal(looked, Math.min(1000, stopAt));
  return { pausedMs: Math.round(pausedMs), atOnce, isAll };
}

test("what is only looked through holds nobody up for more than two milliseconds, and takes a quarter of the time while others write", async () => {
  const busy = await lookedThrough(true, 2000);
  assert.ok(busy.atOnce <= 21, `${busy.atOnce} items at once`);
  // Nobody had written before the first slice.
  assert.ok(busy.pausedMs >= 280 && busy.pausedMs <= 300, `paused for ${busy.pausedMs} ms`);
  const alone = await lookedThrough(false, 2000);
  assert.ok(alone.atOnce <= 21, `${alone.atOnce} items at once`);
  assert.equal(alone.pausedMs, 0);
  assert.deepEqual([busy.isAll, alone.isAll], [true, true]);
  assert.equal((await lookedThrough(false, 500)).isAll, false);
});

test("what is settled is copied in slices of at most 500 batches and 256 KiB, between which a commit is answered", async () => {
  const disk = new SimulatedDisk();
  const world = newWorld({ disk });
  const segmentBytes = 1 << 20;
  const engine = await openWorld(world, { segmentBytes, logSegments: 2 });
  for (const stream of ["small", "large"]) await engine.streams.createStream({ stream });
  const slices: number[] = [];
  let answered = 0;
  let answeredBefore = 0;
  disk.onOperation(({ kind, file, length, position }, moment) => {
    if (kind !== "write" || !file.endsWith(".settled") || position === 0 || moment === "before") return;
    slices.push(length);
    answeredBefore = answered;
    if (slices.length === 1) void publish(engine, "small", ["meanwhile"]).then(() => answered++);
  });
  while (engine.status().lastSegment < 4) {
    const records = Array.from({ length: 100 }, () => publish(engine, "small", ["x"]));
    await Promise.all([...records, publish(engine, "large", ["x".repeat(50_000)])]);
  }
  await world.clock.settle();
  assert.equal(engine.status().settledFiles > 0, true);
  assert.ok(slices.length > 8, `${slices.length} slices`);
  assert.ok(Math.max(...slices) <= 1 << 18);
  assert.equal(answeredBefore, 1, "a commit that was made between two slices was durable before the last one");
  await engine.close();
});
