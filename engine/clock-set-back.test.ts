import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "./engine.ts";
import { type EngineWorld, newWorld, openWorld, restarted } from "./testing/engine-world.ts";

const hourMs = 3_600_000;

/** What is to happen within ten seconds: a lease, a delay, a schedule, the time of an entry, the window of a key. */
async function waitingFor(engine: Engine): Promise<void> {
  await engine.queues.createQueue({
    queue: "q",
    settings: { leaseMs: 10_000, backoff: { initialMs: 1000, jitter: "none" } },
  });
  await engine.kv.createBucket({ bucket: "b" });
  await engine.queues.enqueue({ queue: "q", jobs: [{}] });
  await engine.queues.reserve({ queue: "q", workerId: "killed" });
  await engine.queues.enqueue({ queue: "q", jobs: [{ delayMs: 5000 }] });
  await engine.schedules.putSchedule({
    schedule: "s",
    times: { everyMs: 10_000 },
    operations: [{ increment: { bucket: "b", key: "fired" } }],
  });
  await engine.kv.put({ bucket: "b", key: "gone", value: Buffer.from("1"), ttlMs: 10_000 });
  await once(engine);
}

function once(engine: Engine) {
  const operations = [{ increment: { bucket: "b", key: "once" } }];
  return engine.commit({ operations, idempotencyKey: "once", idempotencyWindowMs: 10_000 });
}

async function assertHappened(engine: Engine): Promise<void> {
  const { jobs } = await engine.queues.listJobs({ queue: "q" });
  assert.deepEqual(
    jobs.map(({ state }) => state),
    ["waiting", "waiting"],
  );
  await once(engine);
  const { entries } = await engine.kv.listEntries({ bucket: "b" });
  assert.deepEqual(
    entries.map(({ key }) => key),
    ["fired", "once"],
  );
  assert.equal(String(entries[1]?.value), "2", "the key was forgotten");
}

/** Twice what anything waits for, and a bit. */
const passes = async ({ clock }: EngineWorld): Promise<void> => clock.advance(30_000);

test("when the machine's clock is set back, what waits for its time comes soon, and nothing comes twice", async () => {
  const world = newWorld();
  const told: string[] = [];
  const engine = await openWorld(world, { onEvent: ({ what, isNotice }) => isNotice && told.push(what) });
  await waitingFor(engine);
  world.clock.setWall(world.clock.wallMs() - 24 * hourMs);
  await passes(world);
  await assertHappened(engine);
  assert.equal(String((await engine.kv.get({ bucket: "b", key: "fired" })).entry?.value), "1");
  assert.match(told.join(), /^the machine's clock is behind the log/);
  await engine.close();
});

test("a machine whose clock was years ahead when the log was written delivers after a restart as before", async () => {
  const world = newWorld();
  const rightMs = world.clock.wallMs();
  world.clock.setWall(rightMs + 20 * 365 * 24 * hourMs);
  const ahead = await openWorld(world);
  await waitingFor(ahead);
  await ahead.close();
  world.clock.setWall(rightMs);
  const later = restarted(world);
  const engine = await openWorld(later);
  await passes(later);
  await assertHappened(engine);
  await engine.close();
});
