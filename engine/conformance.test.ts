import { describe, test } from "node:test";
import { everyCapability } from "@flowmesh/fabric";
import { type FabricUnderTest, fabricSuite, type OpenOptions } from "@flowmesh/fabric/conformance";
import { VirtualClock } from "./clock/virtual-clock.ts";
import { MemoryDisk } from "./disk/memory-disk.ts";
import { SimulatedDisk } from "./disk/simulated-disk.ts";
import { type Engine, openEngine } from "./engine.ts";
import { openIndexStore } from "./index-store/table-index-store.ts";
import { SeededRandom } from "./random/seeded-random.ts";
import { segmentBytesFor } from "./testing/segment-bytes-for.ts";

/** An engine in memory, on a virtual clock. */
async function openInMemory({ commitBytes }: OpenOptions): Promise<FabricUnderTest> {
  const segmentBytes = segmentBytesFor(commitBytes);
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  let disk = new MemoryDisk();
  let index = new MemoryDisk();
  const open = async (): Promise<Engine> =>
    openEngine({ disk, index: await openIndexStore(index), clock, random, segmentBytes });
  let engine = await open();
  const reopen = async (): Promise<Engine> => {
    await engine.close();
    disk = disk.reopen();
    index = index.reopen();
    engine = await open();
    return engine;
  };
  const time = { nowMs: () => clock.wallMs(), advance: (ms: number) => pass(clock, ms) };
  return { fabric: engine, clock: time, reopen, retain: () => engine.collect(), callers: true };
}

const stepMs = 60_000;

/** Long times pass at once, as when a machine slept, and only their end second by second. */
async function pass(clock: VirtualClock, ms: number): Promise<void> {
  if (ms > stepMs) clock.setWall(clock.wallMs() + ms - stepMs);
  await clock.advance(Math.min(ms, stepMs));
}

/** One that hangs says so, instead of ending the run. */
function testInTime(name: string, run: () => Promise<void>): unknown {
  return test(name, { timeout: 20_000 }, run);
}

/** The same on a disk that can crash. */
async function openSimulated({ commitBytes }: OpenOptions): Promise<FabricUnderTest> {
  const segmentBytes = segmentBytesFor(commitBytes);
  const clock = new VirtualClock();
  const random = new SeededRandom(2);
  let disk = new SimulatedDisk({ random });
  const open = async (): Promise<Engine> =>
    openEngine({ disk, index: await openIndexStore(new MemoryDisk()), clock, random, segmentBytes });
  let engine = await open();
  const reopen = async (): Promise<Engine> => {
    await engine.close();
    disk = disk.restart();
    engine = await open();
    return engine;
  };
  return {
    fabric: engine,
    clock: { nowMs: () => clock.wallMs(), advance: (ms) => pass(clock, ms) },
    reopen,
    retain: () => engine.collect(),
    callers: true,
  };
}

describe("the engine in memory", () => {
  fabricSuite({
    test: testInTime,
    capabilities: everyCapability,
    hooks: ["clock", "reopen", "retain", "callers"],
    open: openInMemory,
  });
});

describe("the engine on a simulated disk", () => {
  fabricSuite({
    test: testInTime,
    capabilities: everyCapability,
    hooks: ["clock", "reopen", "retain", "callers"],
    open: openSimulated,
  });
});
