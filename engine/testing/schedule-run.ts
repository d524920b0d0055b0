import assert from "node:assert/strict";
import type { MissedTimes, Schedule, ScheduleTimesInit } from "@flowmesh/contract";
import { VirtualClock } from "../clock/virtual-clock.ts";
import type { Engine } from "../engine.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { imageOf } from "../inspect.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { checkConsistency } from "./check-consistency.ts";
import { type EngineWorld, loadWorld, newWorld, openWorld, publish, restarted } from "./engine-world.ts";

const LIVES = 8;
const segmentBytes = 32 * 1024;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A schedule, and its times as arithmetic alone tells them. */
interface Known {
  readonly name: string;
  readonly times: ScheduleTimesInit;
  readonly everyMs: number;
  /** Undefined: its creation is one. */
  readonly phaseMs: number | undefined;
}

const kinds: readonly Omit<Known, "name">[] = [
  { times: { everyMs: 31 * second }, everyMs: 31 * second, phaseMs: undefined },
  { times: { everyMs: 11 * minute }, everyMs: 11 * minute, phaseMs: undefined },
  { times: { cron: "*/5 * * * *" }, everyMs: 5 * minute, phaseMs: 0 },
  { times: { cron: "*/30 * * * * *", zone: "Asia/Kolkata" }, everyMs: 30 * second, phaseMs: 0 },
  { times: { cron: "15 * * * *", jitterMs: minute }, everyMs: hour, phaseMs: 15 * minute },
  // It changes no more once it was put.
  { times: { everyMs: 9000 * hour }, everyMs: 9000 * hour, phaseMs: undefined },
];

/** Of schedules that come and go. */
const passingNames: readonly string[] = ["passing-0", "passing-1", "passing-2", "passing-3"];

const policies: readonly MissedTimes[] = ["one", "all", "skip"];

/**
 * Schedules through several lives of an engine, each of which ends with the power cut in the midst of firings, or in good order; clocks jump, and segments are given back. Every firing adds one to a counter in KV, in its
 * own commit: the counter says how often it really fired.
 */
export class ScheduleRun {
  readonly #random: SeededRandom;
  readonly #seed: number;
  readonly #known: Known[] = [];
  /** Names of those that come and go. */
  readonly #passing: Set<string> = new Set();
  #lives = 0;
  #world: EngineWorld;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new SeededRandom(seed);
    this.#world = newWorld();
  }

  /** Lives that were looked at. */
  get lives(): number {
    return this.#lives;
  }

  /** @throws AssertionError what does not hold */
  async run(): Promise<void> {
    let engine = await openWorld(this.#world, { segmentBytes });
    await engine.kv.createBucket({ bucket: "counts" });
    await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 20_000 } });
    for (const [index, kind] of kinds.entries()) await this.#put(engine, { ...kind, name: `s${index}` });
    while (this.#lives < LIVES) {
      for (let round = 0; round < 6; round++) await this.#step(engine);
      engine = await this.#nextLife(engine);
      this.#lives++;
      await this.#check(engine);
    }
    await engine.close();
  }

  async #put({ schedules }: Engine, known: Known): Promise<void> {
    const operations = [{ increment: { bucket: "counts", key: known.name } }];
    const missed = policies[known.name.charCodeAt(1) % policies.length] as MissedTimes;
    await schedules.putSchedule({ schedule: known.name, times: known.times, operations, missed });
    this.#known.push(known);
  }

  async #step(engine: Engine): Promise<void> {
    const { clock } = this.#world;
    const choice = this.#random.integer(11);
    if (choice < 5) await clock.advance(this.#random.integer(3 * minute));
    else if (choice < 7) await clock.advance(this.#random.integer(10 * second));
    // The machine slept, or its clock was set.
    else if (choice < 8) clock.setWall(clock.wallMs() + this.#random.integer(2 * hour));
    else if (choice < 9) await this.#comeAndGo(engine);
    else if (choice < 10) for (let count = 0; count < 4; count++) await publish(engine, "filler", ["x".repeat(10_000)]);
    // What is carried may fire meanwhile.
    else await Promise.all([engine.collect(), clock.advance(this.#random.integer(minute))]);
  }

  /** So that slots are left and taken, and names go from one to another. */
  async #comeAndGo({ schedules }: Engine): Promise<void> {
    for (let count = this.#random.integer(6); count >= 0; count--) {
      const schedule = this.#random.pick(passingNames);
      if (this.#passing.delete(schedule)) await schedules.deleteSchedule({ schedule });
      else {
        const operations = [{ increment: { bucket: "counts", key: schedule } }];
        await schedules.putSchedule({ schedule, times: { everyMs: 40 * second }, operations });
        this.#passing.add(schedule);
      }
    }
  }

  async #checkPassing({ schedules, kv }: Engine): Promise<void> {
    const { schedules: listed } = await schedules.listSchedules({});
    const names = listed.map(({ schedule }) => schedule);
    const expected = [...this.#known.map(({ name }) => name), ...this.#passing].sort();
    assert.deepEqual(names, expected, `seed ${this.#seed}: those are there that were not deleted`);
    const countsOf = async (): Promise<string[]> => {
      const { entries } = await kv.getMany({ bucket: "counts", keys: [...passingNames] });
      const gone = entries.filter(({ key }) => !this.#passing.has(String(key)));
      return gone.map(({ key, value }) => `${key} ${value}`);
    };
    const before = await countsOf();
    await this.#world.clock.advance(5 * minute);
    assert.deepEqual(await countsOf(), before, `seed ${this.#seed}: what was deleted fires no more`);
  }

  async #nextLife(engine: Engine): Promise<Engine> {
    const downMs = this.#random.pick([0, second, 2 * minute, 3 * hour]);
    this.#world = this.#random.chance(0.4) ? await this.#close(engine, downMs) : await this.#cut(downMs);
    return openWorld(this.#world, { segmentBytes });
  }

  async #close(engine: Engine, downMs: number): Promise<EngineWorld> {
    await engine.close();
    const world = restarted(this.#world);
    world.clock.setWall(world.clock.wallMs() + downMs);
    return world;
  }

  /** What a loss of power leaves before something that the disk does for a firing, some time later. */
  async #cut(downMs: number): Promise<EngineWorld> {
    const { disk, index, clock } = this.#world;
    let before = this.#random.integer(12);
    let found: EngineWorld | undefined;
    disk.onOperation(() => {
      if (before-- !== 0) return;
      found = {
        disk: this.#random.pick([...disk.crashStates(4, this.#random)]).disk,
        index: index.afterCut(this.#random.integer(index.unsyncedTransactions + 1)),
        clock: new VirtualClock(clock.wallMs() + downMs),
      };
    });
    while (found === undefined) await clock.advance(minute);
    disk.kill();
    index.kill();
    return found;
  }

  async #check(engine: Engine): Promise<void> {
    await this.#world.clock.advance(10 * minute);
    for (const known of this.#known) await this.#checkFirings(engine, known);
    await this.#checkPassing(engine);
    await checkConsistency(engine);
    const { state, sequencer } = engine.inspect();
    const copy = { disk: this.#world.disk.clone(), index: new SimulatedIndexStore(), clock: this.#world.clock };
    const replayed = await loadWorld(copy, { segmentBytes });
    const nowMs = sequencer.nowMs();
    const image = imageOf(state, nowMs).schedules;
    assert.deepEqual(imageOf(replayed.state, nowMs).schedules, image, `seed ${this.#seed}: the log says the same`);
    await replayed.log.close();
  }

  async #checkFirings({ schedules, kv }: Engine, { name, everyMs, phaseMs }: Known): Promise<void> {
    const { schedule } = await schedules.getSchedule({ schedule: name });
    const { createdAt = 0, nextAt = 0, fired, skipped, failed, firings } = schedule as Schedule;
    const told = `seed ${this.#seed}, ${name}: ${JSON.stringify({ ...schedule, operations: [] })}`;
    const counted = await kv.get({ bucket: "counts", key: name }).catch(() => undefined);
    assert.equal(fired, Number(counted?.entry?.value ?? 0), `its firings took effect once each; ${told}`);
    assert.equal(failed, 0, told);
    const start = phaseMs === undefined ? createdAt : phaseMs + Math.floor((createdAt - phaseMs) / everyMs) * everyMs;
    assert.equal(
      fired + skipped,
      (nextAt - start) / everyMs - 1,
      `each time up to the next fired or was skipped; ${told}`,
    );
    assert.ok(nextAt > this.#world.clock.wallMs() - minute, `it has caught up; ${told}`);
    const times = firings.map(({ scheduledAt = 0 }) => scheduledAt);
    assert.ok(
      times.every((at) => (at - start) % everyMs === 0),
      told,
    );
    assert.equal(new Set(times).size, times.length, `no time fired twice; ${told}`);
  }
}
