import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobOutcomeInit, NewJobInit, ReservedJob } from "@flowmesh/contract";
import type { Engine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, restarted } from "../../testing/engine-world.ts";
import { CANCELLING, TOLD } from "./job-slots.ts";
import { NO_SLOT } from "./slot-table.ts";

/** All that decides about the jobs of all queues, as they are at this moment. */
function jobsOf(engine: Engine, nowMs: number): unknown[] {
  const { queues, streams } = engine.inspect().state.heads;
  return [...queues.all()]
    .sort((a, b) => a.id - b.id)
    .map(({ id, state, rateFullMs, jobs }) => {
      const end = streams.findById(id)?.partitions[0]?.nextOffset ?? 0;
      const { slots, texts } = jobs;
      const told = [...jobs.from(0, end)].map((offset) => {
        const slot = slots.find(offset);
        const state = jobs.stateOf(offset);
        if (slot === NO_SLOT) return [offset, state, jobs.priorityOf(offset)];
        const dueMs = slots.dueMs[slot] as number;
        const isOver = (state === "delayed" || state === "retrying") && dueMs <= nowMs;
        const flags = (slots.flags[slot] as number) & (CANCELLING | TOLD);
        const attempts = [slots.attempts[slot], slots.maxAttempts[slot], texts.places(slots.text[slot] as number, 100)];
        const time = state === "active" || state === "waiting" || isOver ? 0 : dueMs;
        const limits = jobs.keys.has(slot) ? [jobs.keys.hashOf(slot), jobs.keys.useOf(slot).active] : [];
        return [
          offset,
          isOver ? "waiting" : state,
          slots.priority[slot],
          slots.lease[slot],
          flags,
          time,
          ...limits,
          ...attempts,
        ];
      });
      const rates = [...jobs.keys.rates()].filter(({ fullMs }) => fullMs > nowMs).sort((a, b) => a.hash - b.hash);
      return [id, JSON.stringify({ ...state, rateFullMs, keyRates: "", largestBytes: 0 }), told, rates];
    });
}

/** Workers, producers and people on some queues, one random step after the other. */
class Workload {
  readonly #random: SeededRandom;
  readonly #held: { queue: string; job: ReservedJob }[] = [];

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  async start({ queues }: Engine): Promise<void> {
    const keep = { keepDone: { count: 5, ageMs: 100_000 }, keepDead: { count: 5 } };
    await queues.createQueue({ queue: "a", settings: { maxAttempts: 2, leaseMs: 10_000, ...keep } });
    await queues.createQueue({ queue: "b", settings: { concurrency: 5, rate: { limit: 20, perMs: 1000 }, ...keep } });
    const perKey = { concurrencyPerKey: 2, ratePerKey: { limit: 20, perMs: 500_000 } };
    await queues.createQueue({ queue: "c", settings: { ...perKey, ...keep } });
  }

  async step(engine: Engine, clock: EngineWorld["clock"]): Promise<void> {
    const queue = this.#random.pick(["a", "b", "c"]);
    const steps = [this.#enqueue, this.#enqueue, this.#reserve, this.#settle, this.#settle, this.#manage];
    await this.#random.pick(steps).call(this, engine, queue);
    if (this.#random.chance(0.2)) await clock.advance(this.#random.integer(4000));
  }

  /** Ends everything that was enqueued so far. */
  async clear({ queues }: Engine, clock: EngineWorld["clock"]): Promise<void> {
    for (const queue of ["a", "b", "c"]) {
      await queues.purgeQueue({ queue });
      // Leases end, and what is retried then goes too.
      await clock.advance(12_000);
      for (const state of ["waiting", "retrying", "done", "dead", "cancelled"] as const)
        await queues.purgeQueue({ queue, state });
    }
  }

  async #enqueue({ queues }: Engine, queue: string): Promise<void> {
    const jobs = Array.from({ length: 1 + this.#random.integer(6) }, (): NewJobInit => {
      const value = Buffer.alloc(this.#random.integer(2000));
      if (this.#random.chance(0.5)) return { value };
      return {
        value,
        key: Buffer.from(`tenant ${this.#random.integer(4)}`),
        priority: this.#random.integer(10),
        delayMs: this.#random.chance(0.3) ? this.#random.integer(20_000) : 0,
        orderingKey: this.#random.chance(0.4) ? `key ${this.#random.integer(3)}` : "",
        maxAttempts: this.#random.chance(0.2) ? 1 : 0,
      };
    });
    await queues.enqueue({ queue, jobs });
  }

  async #reserve({ queues }: Engine, queue: string): Promise<void> {
    const workerId = `worker ${this.#random.integer(3)}`;
    const ahead = this.#random.chance(0.2);
    const { jobs } = await queues.reserve({ queue, workerId, ahead, maxJobs: 1 + this.#random.integer(8) });
    this.#held.push(...jobs.map((job) => ({ queue, job })));
  }

  async #settle({ queues }: Engine): Promise<void> {
    const [held] = this.#held.splice(this.#random.integer(this.#held.length + 1), 1);
    if (held === undefined) return;
    const kinds: JobOutcomeInit[] = [
      { done: { result: Buffer.from("1") } },
      { done: {} },
      { failed: { error: "no" } },
      { dead: {} },
      { released: {} },
    ];
    const { job, lease } = held.job;
    await queues
      .settle({ queue: held.queue, outcomes: [{ job, lease, ...this.#random.pick(kinds) }] })
      .catch(() => undefined);
  }

  async #manage({ queues }: Engine, queue: string): Promise<void> {
    const job = String(this.#random.integer(200));
    const calls = [
      () => queues.cancelJob({ queue, job }),
      () => queues.removeJob({ queue, job }),
      () => queues.runJob({ queue, job }),
      () => queues.purgeQueue({ queue, state: "dead" }),
      () => queues.updateQueue({ queue, settings: { leaseMs: 10_000 + this.#random.integer(1000) } }),
    ];
    await this.#random
      .pick(calls)()
      .catch(() => undefined);
  }
}

for (let seed = 1; seed <= Number(process.env.RUNS ?? 4); seed++) {
  test(`queues are as they were after a restart, with their index and without, collected or not (seed ${seed})`, async () => {
    let world = newWorld();
    let engine = await openWorld(world);
    const workload = new Workload(seed);
    await workload.start(engine);
    for (let round = 0; round < 4; round++) {
      for (let step = 0; step < 120; step++) {
        await workload.step(engine, world.clock);
        if (step === 80 && round > 0) await workload.clear(engine, world.clock);
      }
      await engine.collect();
      await checkConsistency(engine);
      const nowMs = world.clock.wallMs();
      const before = jobsOf(engine, nowMs);
      // Killed, then without its index, then closed in peace.
      if (round === 3) await engine.close();
      const found = restarted(world);
      world = round === 1 ? { ...found, index: new SimulatedIndexStore() } : found;
      engine = await openWorld(world);
      assert.deepEqual(jobsOf(engine, nowMs), before, `round ${round}`);
    }
    const { firstSegment } = engine.status();
    assert.ok(firstSegment > 1, "segments were given back");
    await engine.close();
  });
}
