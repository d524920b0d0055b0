import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReservedJob } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import type { Engine } from "../../engine.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld } from "../../testing/engine-world.ts";
import { JobHistory, type Told } from "../../testing/job-history.ts";

const leaseMs = 10_000;
const segmentBytes = 256 * 1024;
/** More would have nothing to do: most calls would be made by workers without a job. */
const workersMax = 20;

/** Workers of one queue, some of which are killed, on an engine whose power is cut and whose clock jumps. */
class Run {
  readonly #random: SeededRandom;
  readonly #history = new JobHistory();
  readonly #jobs: number;
  #world: EngineWorld = newWorld();
  #engine!: Engine;
  #enqueued = 0;
  /** What each worker that lives has. */
  #workers = new Map<number, ReservedJob[]>();
  #workersSoFar = 0;

  constructor(seed: number, jobs: number) {
    this.#random = new SeededRandom(seed);
    this.#jobs = jobs;
  }

  async run(): Promise<void> {
    this.#engine = await openWorld(this.#world, { segmentBytes });
    const backoff = { initialMs: 0, jitter: "none" } as const;
    const settings = { leaseMs, maxAttempts: 1000, backoff, keepDone: {}, concurrencyPerKey: 40 };
    await this.#engine.queues.createQueue({ queue: "work", settings });
    while (!(await this.#isAllDone())) for (let step = 0; step < 40; step++) await this.#step();
    this.#history.checkEnd(await this.#done());
    assert.ok(this.#history.handedOutAgain > this.#jobs / 100, "some jobs were handed out again");
    await checkConsistency(this.#engine);
    await this.#engine.close();
  }

  async #step(): Promise<void> {
    const dice = this.#random.integer(100);
    if (dice < 20) await this.#enqueue();
    else if (dice < 50) await this.#reserve();
    else if (dice < 85) await this.#settle();
    else if (dice < 90) await this.#extend();
    else if (dice < 94) await this.#world.clock.advance(this.#random.integer(3000));
    else if (dice < 97) this.#killWorker();
    else if (dice < 98) await this.#world.clock.advance(this.#random.pick([leaseMs, 60_000, 3_600_000]));
    else if (dice < 99) await this.#engine.collect();
    else await this.#cutPower();
  }

  async #enqueue(): Promise<void> {
    const count = Math.min(this.#jobs - this.#enqueued, 1 + this.#random.integer(150));
    if (count === 0) return;
    const jobs = Array.from({ length: count }, (_, index) => ({
      value: Buffer.alloc(20),
      priority: this.#random.integer(10),
      key: index % 3 === 0 ? undefined : Buffer.from(`tenant ${this.#random.integer(5)}`),
    }));
    const { jobs: made } = await this.#engine.queues.enqueue({ queue: "work", jobs });
    this.#history.enqueued(made.map(({ job }) => job));
    this.#enqueued += count;
  }

  async #reserve(): Promise<void> {
    const isNew = this.#workers.size === 0 || (this.#workers.size < workersMax && this.#random.chance(0.3));
    const worker = isNew ? this.#workersSoFar++ : this.#anyWorker();
    const maxJobs = 1 + this.#random.integer(80);
    const { jobs } = await this.#engine.queues.reserve({ queue: "work", workerId: `worker ${worker}`, maxJobs });
    for (const job of jobs) this.#history.taken(job, this.#nowMs);
    this.#workers.set(worker, [...(this.#workers.get(worker) ?? []), ...jobs]);
  }

  async #settle(): Promise<void> {
    if (this.#workers.size === 0) return;
    const held = this.#workers.get(this.#anyWorker()) as ReservedJob[];
    const settled = held.splice(0, 1 + this.#random.integer(100));
    if (settled.length > 0) await this.#settleAll(settled);
  }

  async #settleAll(jobs: readonly ReservedJob[]): Promise<void> {
    const outcomes = jobs.map(({ job, lease }) => {
      const what = this.#random.pick<Told>(["done", "done", "done", "done", "done", "done", "failed", "released"]);
      this.#history.tells(job, lease, what, this.#nowMs);
      return { job, lease, [what]: {} };
    });
    try {
      const { lost } = await this.#engine.queues.settle({ queue: "work", outcomes });
      for (const { job, lease } of jobs) this.#history.answered(job, lease, !lost.includes(job));
    } catch (error) {
      if (isFlowMeshError(error, "lease_lost"))
        for (const { job, lease } of jobs) this.#history.answered(job, lease, false);
    }
  }

  async #extend(): Promise<void> {
    if (this.#workers.size === 0) return;
    const worker = this.#anyWorker();
    const held = this.#workers.get(worker) as ReservedJob[];
    if (held.length === 0) return;
    const leases = held.map(({ job, lease }) => ({ job, lease }));
    const answer = await this.#engine.queues.extend({ queue: "work", workerId: `worker ${worker}`, leases });
    const { lost, leasesEndAt } = answer;
    const kept = held.filter(({ job }) => !lost.includes(job));
    for (const { job, lease } of kept) this.#history.extended(job, lease, leasesEndAt ?? 0);
    this.#workers.set(worker, kept);
  }

  #killWorker(): void {
    if (this.#workers.size > 0) this.#workers.delete(this.#anyWorker());
  }

  /** With a settle under way, of which nobody will be told. */
  async #cutPower(): Promise<void> {
    const [settled] = [...this.#workers.values()].filter(({ length }) => length > 0);
    if (settled !== undefined) void this.#settleAll(settled.splice(0, 20));
    for (let turns = this.#random.integer(30); turns > 0; turns--) await undefined;
    const { disk, index, clock } = this.#world;
    const states = [...disk.crashStates(3, this.#random)].map((state) => state.disk);
    disk.kill();
    this.#world = {
      disk: this.#random.pick(states),
      index: index.crash(this.#random.integer(index.unsyncedTransactions + 1)),
      clock: new VirtualClock(clock.wallMs()),
    };
    this.#engine = await openWorld(this.#world, { segmentBytes });
  }

  #anyWorker(): number {
    return this.#random.pick([...this.#workers.keys()]);
  }

  async #isAllDone(): Promise<boolean> {
    const { queue } = await this.#engine.queues.getQueue({ queue: "work" });
    return this.#enqueued === this.#jobs && queue?.counts?.done === this.#jobs;
  }

  async #done(): Promise<string[]> {
    const done: string[] = [];
    for (let pageToken = ""; ; ) {
      const query = { queue: "work", state: "done" as const, pageSize: 1000, withoutValues: true, pageToken };
      const { jobs, nextPageToken } = await this.#engine.queues.listJobs(query);
      done.push(...jobs.map(({ job }) => job));
      if (nextPageToken === "") return done;
      pageToken = nextPageToken;
    }
  }

  get #nowMs(): number {
    return this.#world.clock.wallMs();
  }
}

test("whoever is killed and whatever power cuts leave, no leases overlap, no job is lost, and each redelivery has its reason", async () => {
  const jobs = Number(process.env.HISTORY_JOBS ?? 1500);
  const first = Number(process.env.SEED ?? 1);
  for (let seed = first; seed < first + Number(process.env.SEEDS ?? 1); seed++) await new Run(seed, jobs).run();
});
