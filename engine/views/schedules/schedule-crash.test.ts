import assert from "node:assert/strict";
import { test } from "node:test";
import type { MissedTimes, Schedule, ScheduleTimesInit } from "@flowmesh/contract";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import type { Engine } from "../../engine.ts";
import type { EngineState } from "../../engine-state.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, loadWorld, newWorld, openWorld, publish } from "../../testing/engine-world.ts";

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
];

const policies: readonly MissedTimes[] = ["one", "all", "skip"];

test("whatever clocks, restarts and power cuts do, each time of a schedule fires once or is counted as missed", async () => {
  for (let seed = 1; seed <= Number(process.env.SEEDS ?? 4); seed++) await new ScheduleRun(seed).run();
});

/** Every firing adds one to a counter in KV, in its own commit: the counter says how often it really fired. */
class ScheduleRun {
  readonly #random: SeededRandom;
  readonly #seed: number;
  readonly #known: Known[] = [];
  #world: EngineWorld;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new SeededRandom(seed);
    this.#world = newWorld();
  }

  async run(): Promise<void> {
    let engine = await openWorld(this.#world, { segmentBytes });
    await engine.kv.createBucket({ bucket: "counts" });
    await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 20_000 } });
    for (const [index, kind] of kinds.entries()) await this.#put(engine, { ...kind, name: `s${index}` });
    for (let life = 0; life < 4; life++) {
      for (let round = 0; round < 12; round++) await this.#step(engine);
      engine = await this.#nextLife();
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
    const choice = this.#random.integer(10);
    if (choice < 5) await clock.advance(this.#random.integer(3 * minute));
    else if (choice < 7) await clock.advance(this.#random.integer(10 * second));
    // The machine slept, or its clock was set.
    else if (choice < 8) clock.setWall(clock.wallMs() + this.#random.integer(2 * hour));
    else if (choice < 9) for (let count = 0; count < 4; count++) await publish(engine, "filler", ["x".repeat(10_000)]);
    else await engine.collect();
  }

  async #nextLife(): Promise<Engine> {
    const { disk, index, clock } = this.#world;
    // Right in the midst of firings, at any of their writes.
    void clock.advance(this.#random.integer(2 * minute));
    for (let turns = this.#random.integer(40); turns > 0; turns--) await undefined;
    const states = [...disk.crashStates(4, this.#random)].map((state) => state.disk);
    disk.kill();
    const downMs = this.#random.pick([0, second, 2 * minute, 3 * hour]);
    this.#world = {
      disk: this.#random.pick(states),
      index: index.crash(this.#random.integer(index.unsyncedTransactions + 1)),
      clock: new VirtualClock(clock.wallMs() + downMs),
    };
    return openWorld(this.#world, { segmentBytes });
  }

  async #check(engine: Engine): Promise<void> {
    await this.#world.clock.advance(hour);
    await checkConsistency(engine);
    for (const known of this.#known) await this.#checkFirings(engine, known);
    const { state, sequencer } = engine.inspect();
    await sequencer.whenQuiet();
    const copy = { disk: this.#world.disk.clone(), index: new SimulatedIndexStore(), clock: this.#world.clock };
    const replayed = await loadWorld(copy, { segmentBytes });
    assert.deepEqual(records(replayed.state), records(state), `seed ${this.#seed}: the log says the same`);
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

function records({ heads: { schedules } }: EngineState): unknown[] {
  return [...schedules.slots.all()].map((slot) => [schedules.recordOf(slot), schedules.placeOf(slot)]);
}
