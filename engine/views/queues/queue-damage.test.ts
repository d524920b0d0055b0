import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobOutcomeInit } from "@flowmesh/contract";
import type { Engine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

const queue = "work";
const jobsAtOnce = 5;
const commits = 20;

/** What is damaged: one of the commits that enqueued, the one that made leases, or the one that settled them. */
type Damaged = "enqueue" | "lease" | "settle";

/** A world in which jobs were enqueued, some taken and done, and one commit is damaged behind that. */
async function damagedWorld(damaged: Damaged, withIndex: boolean): Promise<EngineWorld> {
  const world = newWorld();
  const engine = await openWorld(world);
  const lastByte = (): number => engine.inspect().log.writer.lastByte;
  const places = new Map<Damaged, number>();
  const { queues } = engine;
  const settings = { leaseMs: 10_000, maxAttempts: 2, backoff: { initialMs: 0, jitter: "none" } } as const;
  await queues.createQueue({ queue, settings });
  for (let commit = 0; commit < commits; commit++) {
    await queues.enqueue({ queue, jobs: Array.from({ length: jobsAtOnce }, () => ({ value: Buffer.alloc(300) })) });
    if (commit === 10) places.set("enqueue", lastByte());
  }
  const { jobs } = await queues.reserve({ queue, workerId: "first", maxJobs: 20 });
  places.set("lease", lastByte());
  const outcomes = jobs.map(({ job, lease }): JobOutcomeInit => ({ job, lease, done: {} }));
  await queues.settle({ queue, outcomes });
  places.set("settle", lastByte());
  for (let more = 0; more < 3; more++) await queues.enqueue({ queue, jobs: [{}] });
  const found = restarted(world);
  const file = `${String(engine.inspect().log.writer.segment.number).padStart(8, "0")}.seg`;
  found.disk.damageBytes(file, (places.get(damaged) as number) + 8, new Uint8Array(24).fill(7));
  return withIndex ? found : { ...found, index: new SimulatedIndexStore() };
}

/** Works until nothing is left; gives the jobs that were handed out. */
async function workAll({ queues }: Engine, clock: EngineWorld["clock"]): Promise<Set<string>> {
  const seen = new Set<string>();
  for (let round = 0; round < 8; round++) {
    const { jobs } = await queues.reserve({ queue, workerId: "second", maxJobs: 50 });
    for (const { job } of jobs) seen.add(job);
    const outcomes = jobs.map(({ job, lease }): JobOutcomeInit => ({ job, lease, done: {} }));
    if (jobs.length > 0) await queues.settle({ queue, outcomes });
    await clock.advance(6000);
  }
  return seen;
}

for (const withIndex of [true, false]) {
  const index = withIndex ? "its index" : "the log alone";
  test(`no job is lost in silence when a commit of its queue is damaged, with ${index}`, async () => {
    for (const damaged of ["enqueue", "lease", "settle"] as const) {
      const world = await damagedWorld(damaged, withIndex);
      const engine = await openWorld(world);
      assert.equal(engine.damages().length, 1, `${damaged}: the damage is named`);
      await checkConsistency(engine);
      const seen = await workAll(engine, world.clock);
      for (let job = 0; job < jobsAtOnce * commits + 3; job++) {
        if (seen.has(String(job))) continue;
        const found = engine.queues.getJob({ queue, job: String(job) });
        if (job >= 50 && job < 55) await assert.rejects(found, { reason: "job_damaged" });
        else assert.equal((await found).job?.state, "done", `${damaged}: job ${job}`);
      }
      const again = [...Array(20).keys()].filter((job) => seen.has(String(job))).length;
      assert.equal(
        again,
        damaged === "enqueue" ? 0 : 20,
        `${damaged}: jobs whose end is not known are handed out again`,
      );
      await engine.close();
    }
  });
}

test("a job whose record is damaged is dead and named once its attempts are used up, and the others go on", async () => {
  let world = newWorld();
  let engine = await openWorld(world);
  const settings = { leaseMs: 10_000, maxAttempts: 2, backoff: { initialMs: 0, jitter: "none" } } as const;
  await engine.queues.createQueue({ queue, settings });
  for (let commit = 0; commit < 100; commit++)
    await engine.queues.enqueue({
      queue,
      jobs: Array.from({ length: jobsAtOnce }, () => ({ value: Buffer.alloc(500, 1) })),
    });
  await engine.close();
  world = restarted(world);
  world.disk.damageBytes("00000003.seg", 20_000, new Uint8Array(600).fill(7));
  engine = await openWorld(world);
  const seen = await workAll(engine, world.clock);
  for (let round = 0; round < 8; round++) for (const job of await workAll(engine, world.clock)) seen.add(job);
  const { counts } = (await engine.queues.getQueue({ queue })).queue ?? {};
  assert.ok(counts !== undefined && counts.dead > 0, "some cannot be read");
  assert.equal(seen.size + counts.dead, 100 * jobsAtOnce);
  const [lost] = [...Array(500).keys()].filter((job) => !seen.has(String(job)));
  await assert.rejects(engine.queues.getJob({ queue, job: String(lost) }), { reason: "job_damaged" });
  await engine.close();
});
