import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitResponse } from "@flowmesh/contract";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import type { Engine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { imageOf } from "../../inspect.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, loadWorld, newWorld, openWorld } from "../../testing/engine-world.ts";
import { keysFrom } from "./kv-scan.ts";

/** The write of a key that was acknowledged last, or that is there: one that nobody was told of may be. */
interface Known {
  readonly revision: number;
  readonly value: string;
}

const segmentBytes = 32 * 1024;
const lives = 3;

test("whatever a power cut leaves, entries that were acknowledged are there, commits are whole, and the log says the same as the index", async () => {
  for (let seed = 1; seed <= Number(process.env.SEEDS ?? 4); seed++) await new CrashRun(seed).run();
});

class CrashRun {
  readonly #random: SeededRandom;
  readonly #known = new Map<string, Known>();
  #world: EngineWorld;
  #written = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.#world = newWorld();
  }

  async run(): Promise<void> {
    let engine = await openWorld(this.#world, { segmentBytes });
    await engine.kv.createBucket({ bucket: "b", settings: { history: 1 + this.#random.integer(2) } });
    for (let life = 0; life < lives; life++) {
      for (let round = 0; round < 25; round++) await this.#round(engine);
      void Promise.all(this.#writeSome(engine));
      for (let turns = this.#random.integer(30); turns > 0; turns--) await undefined;
      this.#cutPower();
      engine = await openWorld(this.#world, { segmentBytes });
      await this.#check(engine);
    }
  }

  async #round(engine: Engine): Promise<void> {
    const collecting = this.#random.chance(0.3) ? [engine.collect()] : [];
    const writing = this.#writeSome(engine);
    for (let turns = this.#random.integer(20); turns > 0; turns--) await undefined;
    await Promise.all([...writing, ...this.#writeSome(engine), ...collecting]);
    if (this.#random.chance(0.3)) await this.#world.clock.advance(this.#random.integer(1500));
  }

  #writeSome(engine: Engine): Promise<void>[] {
    return Array.from({ length: 1 + this.#random.integer(5) }, () => this.#write(engine));
  }

  /** Two keys always get one value together. */
  async #write(engine: Engine): Promise<void> {
    const pair = this.#random.integer(8);
    const value = `${this.#written++} `.padEnd(this.#random.pick([1, 100, 3000]), "x");
    const isDelete = this.#random.chance(0.1);
    const operations = ["left", "right"].map((side) => {
      const key = `${pair}/${side}`;
      return isDelete ? { delete: { bucket: "b", key } } : { put: { bucket: "b", key, value: Buffer.from(value) } };
    });
    const answer = await engine.commit({ operations });
    this.#note(pair, isDelete ? "" : value, answer);
  }

  #note(pair: number, value: string, { results }: CommitResponse): void {
    for (const [index, side] of ["left", "right"].entries()) {
      const revision = results[index]?.entry?.revision ?? 0;
      const key = `${pair}/${side}`;
      if (revision > (this.#known.get(key)?.revision ?? 0)) this.#known.set(key, { revision, value });
    }
  }

  #cutPower(): void {
    const { disk, index, clock } = this.#world;
    const states = [...disk.crashStates(4, this.#random)].map((state) => state.disk);
    disk.kill();
    this.#world = {
      disk: this.#random.pick(states),
      index: index.crash(this.#random.integer(index.unsyncedTransactions + 1)),
      clock: new VirtualClock(clock.wallMs()),
    };
  }

  async #check(engine: Engine): Promise<void> {
    await this.#world.clock.settle();
    await checkConsistency(engine);
    for (let pair = 0; pair < 8; pair++) {
      const [left, right] = await Promise.all(["left", "right"].map((side) => this.#newest(engine, `${pair}/${side}`)));
      assert.equal(left?.value, right?.value, `pair ${pair} was written as one`);
      assert.ok((left?.revision ?? 0) >= (this.#known.get(`${pair}/left`)?.revision ?? 0));
    }
    const { state, sequencer } = engine.inspect();
    const bucket = state.heads.kv.get("b");
    for (const { key, versions } of keysFrom(state.heads.kv, bucket, ""))
      assert.ok(versions.length <= bucket.state.history, `${key}: no more is kept than the history`);
    const image = imageOf(state, sequencer.nowMs());
    const copy = { disk: this.#world.disk.clone(), index: new SimulatedIndexStore(), clock: this.#world.clock };
    const replayed = await loadWorld(copy, { segmentBytes });
    assert.deepEqual(imageOf(replayed.state, sequencer.nowMs()).buckets, image.buckets);
    await replayed.log.close();
  }

  /** Its value as it is, or was, at the newest revision; of a delete none. */
  async #newest({ kv }: Engine, key: string): Promise<Known | undefined> {
    const { changes } = await kv.getHistory({ bucket: "b", key }).catch(() => ({ changes: [] }));
    const newest = changes.at(-1);
    return newest && { revision: newest.revision, value: Buffer.from(newest.value ?? []).toString() };
  }
}
