import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import { operationBytes } from "../commit/operation.ts";
import type { Engine } from "../engine.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { inspectLog } from "../log/inspect-log.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../testing/engine-world.ts";
import { jobsOf, QueueWorkload } from "../testing/queue-workload.ts";

const settings = { segmentBytes: 64 * 1024, logSegments: 4 };
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Writes so many segments that nobody keeps, and collects. */
async function pass(engine: Engine, { clock }: EngineWorld, segments: number): Promise<void> {
  const until = engine.status().lastSegment + segments;
  while (engine.status().lastSegment < until) await publish(engine, "passing", ["x".repeat(15_000)]);
  await clock.advance(1000);
  await engine.collect();
}

async function jobs({ queues }: Engine, ids: readonly string[]): Promise<(Job | undefined)[]> {
  return Promise.all(ids.map(async (job) => (await queues.getJob({ queue: "q", job })).job));
}

/** A queue with a job in every state that may last, each with all that a job can have. */
async function lastingJobs(engine: Engine, { clock }: EngineWorld): Promise<string[]> {
  const { queues } = engine;
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
  const settings = {
    maxAttempts: 2,
    leaseMs: 3_600_000,
    keepDone: { count: 3 },
    backoff: { initialMs: 10, maxMs: 10 },
  };
  await queues.createQueue({ queue: "q", settings });
  const { placements: dead = [] } = await enqueue(engine, [{ value: Buffer.from("dead"), key: Buffer.from("k") }]);
  for (let attempt = 0; attempt < 2; attempt++) {
    await clock.advance(100);
    const { jobs: reserved } = await queues.reserve({ queue: "q", workerId: "w", maxJobs: 1 });
    const outcomes = reserved.map(({ job, lease }) => ({
      job,
      lease,
      failed: { error: `no ${attempt}`, stack: "at x" },
    }));
    await queues.settle({ queue: "q", outcomes });
  }
  const { placements: done = [] } = await enqueue(engine, [{ value: Buffer.from("done") }]);
  const { jobs: finished } = await queues.reserve({ queue: "q", workerId: "w", maxJobs: 1 });
  const outcomes = finished.map(({ job, lease }) => ({ job, lease, done: { result: Buffer.from("42") } }));
  await queues.settle({ queue: "q", outcomes });
  const { placements: leased = [] } = await enqueue(engine, [{ value: Buffer.from("leased"), orderingKey: "one" }]);
  await queues.reserve({ queue: "q", workerId: "w", maxJobs: 1, leaseMs: 12 * 3_600_000 });
  const { placements: others = [] } = await enqueue(engine, [
    { value: Buffer.from("held"), orderingKey: "one", priority: 7 },
    {
      value: Buffer.from("delayed"),
      delayMs: YEAR_MS,
      maxAttempts: 9,
      headers: [{ name: "h", value: Buffer.from("1") }],
    },
    { value: Buffer.from("waiting"), priority: 1 },
  ]);
  return [...dead, ...done, ...leased, ...others];
}

async function enqueue(
  { queues }: Engine,
  jobs: Parameters<Engine["queues"]["enqueue"]>[0]["jobs"],
): Promise<{ placements: string[] }> {
  const { jobs: placed } = await queues.enqueue({ queue: "q", jobs });
  return { placements: placed.map(({ job }) => job) };
}

test("jobs that wait long, are dead, kept, leased or held outlive fifty rounds of the log, with all that they have", async () => {
  let world = newWorld();
  let engine = await openWorld(world, settings);
  const ids = await lastingJobs(engine, world);
  const before = await jobs(engine, ids);
  assert.deepEqual(
    before.map((job) => job?.state),
    ["dead", "done", "active", "waiting", "delayed", "waiting"],
  );
  for (let round = 1; round <= 52; round++) {
    await pass(engine, world, settings.logSegments);
    assert.ok(engine.status().firstSegment > settings.logSegments * (round - 1), "the log goes on");
    if (round % 13 !== 0) continue;
    await checkConsistency(engine);
    world = restarted(world);
    if (round % 26 === 0) world = { ...world, index: new SimulatedIndexStore() };
    engine = await openWorld(world, settings);
    const leaseEndsAt = (await jobs(engine, ids))[2]?.leaseEndsAt;
    assert.deepEqual(
      await jobs(engine, ids),
      before.map((job, at) => (at === 2 ? { ...job, leaseEndsAt } : job)),
    );
  }
  assert.deepEqual((await inspectLog(restarted(world).disk)).damages, []);
});

test("more jobs than a commit of the smallest log can carry are carried by several, whoever worked on them and however often", async () => {
  const world = newWorld();
  const engine = await openWorld(world, settings);
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
  const [attempts, backoff] = [3, { initialMs: 10, maxMs: 10 }];
  await engine.queues.createQueue({ queue: "q", settings: { maxAttempts: attempts, keepDead: {}, backoff } });
  for (let made = 0; made < 1000; made += 50) await enqueue(engine, Array(50).fill({}));
  for (let done = 0; done < attempts * 1000; done += 50) {
    await world.clock.advance(100);
    const worker = { workerId: `${done}`.padEnd(64, "i"), label: `${done}`.padEnd(64, "l") };
    const { jobs: reserved } = await engine.queues.reserve({ queue: "q", ...worker, maxJobs: 50 });
    const outcomes = reserved.map(({ job, lease }) => ({ job, lease, failed: { error: "no" } }));
    await engine.queues.settle({ queue: "q", outcomes });
  }
  const { jobs: before } = await engine.queues.listJobs({ queue: "q", state: "dead", pageSize: 1000 });
  assert.equal(before.length, 1000);
  const { lastSegment } = engine.status();
  for (let round = 0; round < 60 && engine.status().firstSegment <= lastSegment; round++) await pass(engine, world, 4);
  assert.ok(engine.status().firstSegment > lastSegment, "all segments that they stood in were given back");
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld({ ...restarted(world), index: new SimulatedIndexStore() }, settings);
  assert.deepEqual((await again.queues.listJobs({ queue: "q", state: "dead", pageSize: 1000 })).jobs, before);
  await again.close();
});

test("tens of thousands of jobs, some touched and some not, are carried bit by bit, so that it holds nobody up", async () => {
  const world = newWorld();
  const large = { segmentBytes: 1 << 20, logSegments: 2 };
  const engine = await openWorld(world, large);
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
  await engine.queues.createQueue({ queue: "q" });
  const untouched = Array(500).fill({});
  const touched = Array(500).fill({ delayMs: YEAR_MS });
  for (let made = 0; made < 60_000; made += 1000) await enqueue(engine, [...untouched, ...touched]);
  const counts = async (of: Engine) => (await of.queues.getQueue({ queue: "q" })).queue?.counts;
  const before = await counts(engine);
  assert.deepEqual([before?.waiting, before?.delayed], [30_000, 30_000]);
  const { lastSegment } = engine.status();
  for (let round = 0; round < 20 && engine.status().firstSegment <= lastSegment; round++) await pass(engine, world, 4);
  assert.ok(engine.status().firstSegment > lastSegment, "all segments that they stood in were given back");
  const { log } = engine.inspect();
  let [carried, largest] = [0, 0];
  for (let number = log.firstSegment; number <= log.writer.segment.number; number++)
    for (const { operations } of await log.entriesOf(number)) {
      const bytes = operations.reduce((sum, each) => sum + (each.kind === "carried" ? operationBytes(each) : 0), 0);
      carried += bytes;
      largest = Math.max(largest, bytes);
    }
  assert.ok(carried > 900_000, `${carried} bytes were carried`);
  assert.ok(largest < 170_000, `${largest} bytes by one commit`);
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld({ ...restarted(world), index: new SimulatedIndexStore() }, large);
  assert.deepEqual(await counts(again), before);
  await checkConsistency(again);
  await again.close();
});

test("a job that was acknowledged does not come back when what enqueued it was carried before", async () => {
  let world = newWorld();
  let engine = await openWorld(world, settings);
  const ids = await lastingJobs(engine, world);
  const waiting = ids.at(-1) ?? "";
  await pass(engine, world, 8);
  const { jobs: reserved } = await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: 1 });
  assert.deepEqual(
    reserved.map(({ job }) => job),
    [waiting],
  );
  await engine.queues.settle({
    queue: "q",
    outcomes: reserved.map(({ job, lease }) => ({ job, lease, done: {} })),
  });
  await engine.queues.removeJob({ queue: "q", job: waiting });
  for (let round = 0; round < 6; round++) {
    await pass(engine, world, 4);
    world = { ...restarted(world), index: new SimulatedIndexStore() };
    engine = await openWorld(world, settings);
    await assert.rejects(engine.queues.getJob({ queue: "q", job: waiting }), (error) =>
      isFlowMeshError(error, "job_not_found"),
    );
    assert.deepEqual((await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: 10 })).jobs, []);
  }
  await engine.close();
});

for (let seed = 1; seed <= Number(process.env.RUNS ?? 3); seed++) {
  test(`queues are as they were after any restart while their jobs are carried and settled (seed ${seed})`, async () => {
    let world = newWorld();
    let engine = await openWorld(world, settings);
    await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
    const workload = new QueueWorkload(seed);
    await workload.start(engine);
    for (let round = 0; round < 6; round++) {
      for (let step = 0; step < 60; step++) await workload.step(engine, world.clock);
      await pass(engine, world, 2 + round);
      await checkConsistency(engine);
      const nowMs = world.clock.wallMs();
      const before = jobsOf(engine, nowMs);
      if (round === 4) await engine.close();
      const found = restarted(world);
      world = round % 2 === 1 ? { ...found, index: new SimulatedIndexStore() } : found;
      engine = await openWorld(world, settings);
      assert.deepEqual(jobsOf(engine, nowMs), before, `round ${round}`);
    }
    assert.ok(engine.status().firstSegment > 10, `segments were given back: ${engine.status().firstSegment}`);
    await engine.close();
  });
}
