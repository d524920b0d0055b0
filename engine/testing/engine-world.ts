import { decodeBatches } from "@flowmesh/fabric";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import { type Engine, openEngine } from "../engine.ts";
import type { EngineOptions } from "../engine-options.ts";
import { type EngineState, loadState } from "../engine-state.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { Log } from "../log/log.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { WorkTurns } from "../work-turns.ts";

/** What an engine in a test runs on. */
export interface EngineWorld {
  readonly disk: SimulatedDisk;
  readonly index: SimulatedIndexStore;
  readonly clock: VirtualClock;
}

export type EngineSettings = Partial<Omit<EngineOptions, keyof EngineWorld>>;

/** Small segments, so that tests see many of them. */
const TEST_SEGMENT_BYTES = 64 * 1024;

export function newWorld(parts: Partial<EngineWorld> = {}): EngineWorld {
  return {
    disk: parts.disk ?? new SimulatedDisk(),
    index: parts.index ?? new SimulatedIndexStore(),
    clock: parts.clock ?? new VirtualClock(),
  };
}

export function openWorld(world: EngineWorld, settings: EngineSettings = {}): Promise<Engine> {
  return openEngine({ segmentBytes: TEST_SEGMENT_BYTES, random: new SeededRandom(1), ...settings, ...world });
}

/** The world as another process finds it when the one before has closed or was killed: all that was written is there, synced or not. */
export function restarted({ disk, index, clock }: EngineWorld): EngineWorld {
  const found = { disk: disk.restart(), index: index.clone(), clock: new VirtualClock(clock.wallMs()) };
  index.kill();
  return found;
}

/** What a log and an index give before anything serves on them. */
export async function loadWorld(
  { disk, index, clock }: EngineWorld,
  { segmentBytes = TEST_SEGMENT_BYTES }: EngineSettings = {},
): Promise<{ log: Log; state: EngineState }> {
  const sizes = { segmentBytes, groupBytes: segmentBytes, reserveSegments: 3, spareSegments: 1 };
  const memory = { ringSegments: 2, readBufferBytes: segmentBytes };
  const random = new SeededRandom(1);
  const log = await Log.open({ disk, clock, random, path: "test", ...sizes, ...memory });
  const parts = { turns: new WorkTurns(clock), random: new SeededRandom(1), keysInMemory: 20_000 };
  return { log, state: await loadState(log, index, parts, (error) => error) };
}

/** A record as tests compare it. */
export interface ReadRecord {
  readonly offset: number;
  readonly value: string;
}

/** Adds all records of a partition from `from` on, or those that a group may have, fetch by fetch; those before damage are added before it is thrown. */
export async function readInto(
  records: ReadRecord[],
  engine: Engine,
  stream: string,
  partition: number,
  from: number,
  group = "",
): Promise<void> {
  for (let offset = from; ; ) {
    const { batches, nextOffset, endOffset } = await engine.streams.fetch({ stream, partition, offset, group });
    for (const record of decodeBatches(batches, { fromOffset: offset }))
      records.push({ offset: record.offset, value: Buffer.from(record.value ?? []).toString("latin1") });
    if (nextOffset >= endOffset || (group !== "" && nextOffset === offset)) return;
    offset = nextOffset;
  }
}

/** All records of a partition, by default from the earliest on. */
export async function readPartition(
  engine: Engine,
  stream: string,
  partition: number,
  from?: number,
  group?: string,
): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  await readInto(records, engine, stream, partition, from ?? (await earliestOf(engine, stream, partition)), group);
  return records;
}

async function earliestOf(engine: Engine, stream: string, partition: number): Promise<number> {
  const { cursors } = await engine.streams.findOffsets({ stream, partitions: [partition], anchor: "earliest" });
  return cursors[0]?.offset ?? 0;
}

/** Publishes records of the given values to one partition, and returns the first one's offset. */
export async function publish(
  engine: Engine,
  stream: string,
  values: readonly string[],
  partition = 0,
): Promise<number> {
  const records = values.map((value) => ({ value: Buffer.from(value, "latin1"), partition }));
  const { placements } = await engine.streams.publish({ stream, records });
  return placements[0]?.offset ?? -1;
}
