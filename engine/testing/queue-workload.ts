import type { JobOutcomeInit, NewJobInit, ReservedJob } from "@flowmesh/contract";
import type { Engine } from "../engine.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { CANCELLING, TOLD } from "../views/queues/job-slots.ts";
import { NO_SLOT } from "../views/queues/slot-table.ts";
import type { EngineWorld } from "./engine-world.ts";

/** All that decides about the jobs of all queues, as they are at this moment. */
export function jobsOf(engine: Engine, nowMs: number): unknown[] {
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
export class QueueWorkload {
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
