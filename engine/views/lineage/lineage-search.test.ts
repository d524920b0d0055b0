import { ok } from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import type { Engine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../../testing/engine-world.ts";

const settings = { logSegments: 2 };
const STEPS = 500;
const big = "x".repeat(3000);
const value = Buffer.from("v");

/** Somebody who writes at random what something else has caused, of what lasts and of what does not. */
class Family {
  readonly #random: SeededRandom;
  readonly #ids: string[] = [];

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  async step(engine: Engine): Promise<void> {
    const causation = Array.from({ length: this.#random.integer(3) }, () => this.#cause());
    const marks = { causation, correlation: this.#random.chance(0.2) ? `c${this.#random.integer(5)}` : "" };
    switch (this.#random.integer(5)) {
      case 0:
      case 1:
        return this.#publish(engine, this.#random.pick(["short", "long"]), marks);
      case 2:
        return this.#put(engine, marks);
      case 3:
        return this.#enqueue(engine, marks);
      default:
        return this.#work(engine, marks);
    }
  }

  async #publish(engine: Engine, stream: string, marks: object): Promise<void> {
    const { placements } = await engine.streams.publish({ stream, records: [{ value }, { value }], ...marks });
    for (const { partition, offset } of placements) this.#ids.push(`${stream}/${partition}@${offset}`);
  }

  async #put(engine: Engine, marks: object): Promise<void> {
    const key = `k${this.#random.integer(6)}`;
    const { revision } = await engine.kv.put({ bucket: "b", key, value, ...marks });
    this.#ids.push(`b/${key}@${revision}`);
  }

  async #enqueue(engine: Engine, marks: object): Promise<void> {
    const { jobs } = await engine.queues.enqueue({ queue: "q", jobs: [{ value }], ...marks });
    for (const { job } of jobs) this.#ids.push(`q#${job}`);
  }

  async #work(engine: Engine, marks: object): Promise<void> {
    const { jobs } = await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: 2 });
    const settle = jobs.map(({ job, lease }) => ({ settle: { queue: "q", outcome: { job, lease, done: {} } } }));
    const records = { publish: { stream: "long", records: [{ value }] } };
    await engine.commit({ operations: [...settle, records], ...marks });
  }

  /** Names nothing any more of what there was so far: what is caused by something that was forgotten before does not bring it back. */
  forget(): void {
    this.#ids.length = 0;
  }

  #cause(): string {
    return this.#ids.length === 0 || this.#random.chance(0.1)
      ? `order-${this.#random.integer(9)}`
      : this.#random.pick(this.#ids);
  }
}

async function prepare(engine: Engine): Promise<void> {
  await engine.streams.createStream({ stream: "short", settings: { retentionMs: 3000 } });
  await engine.streams.createStream({ stream: "long", settings: { retentionBytes: 20_000 } });
  await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 1 } });
  await engine.kv.createBucket({ bucket: "b" });
  await engine.queues.createQueue({ queue: "q", settings: { keepDone: { count: 3 } } });
}

/** The same world after an end of the process, or of the power, sometimes without the index. */
async function startAgain(engine: Engine, world: EngineWorld, random: SeededRandom): Promise<EngineWorld> {
  const ending = random.pick(["close", "kill", "power cut"]);
  if (ending === "close") await engine.close();
  const found = ending === "power cut" ? withoutPower(world, random) : restarted(world);
  return random.chance(0.3) ? { ...found, index: new SimulatedIndexStore() } : found;
}

/** Nothing is there that was not synced; of the index some of it may be. */
function withoutPower({ disk, index, clock }: EngineWorld, random: SeededRandom): EngineWorld {
  const lost = random.integer(index.unsyncedTransactions + 1);
  return { disk: disk.crash(), index: index.crash(lost), clock: new VirtualClock(clock.wallMs()) };
}

for (const seed of [1, 5, 13, 24]) {
  test(`whatever is written, collected and started again, the index knows of a commit what the log says, or nothing is left of it (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const family = new Family(random);
    let world = newWorld();
    let engine = await openWorld(world, settings);
    await prepare(engine);
    let released = 0;
    for (let step = 1; step <= STEPS; step++) {
      await family.step(engine);
      if (random.chance(0.5)) await publish(engine, "filler", [big]);
      if (random.chance(0.05)) {
        family.forget();
        await world.clock.advance(random.integer(4000));
      }
      if (random.chance(0.03)) {
        family.forget();
        const collecting = engine.collect();
        for (let meanwhile = random.integer(5); meanwhile > 0; meanwhile--) await family.step(engine);
        await collecting;
        await checkConsistency(engine);
      }
      if (!random.chance(0.02)) continue;
      released = engine.status().firstSegment;
      family.forget();
      world = await startAgain(engine, world, random);
      engine = await openWorld(world, settings);
      await checkConsistency(engine);
    }
    ok(released > 5, "segments were given back meanwhile");
    await checkConsistency(engine);
    await engine.close();
  });
}
