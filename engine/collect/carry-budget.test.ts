import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld } from "../testing/engine-world.ts";

const JOBS = 12_000;
const AT_ONCE = 500;

test("jobs that take most of a small log are not carried round and round: a collection ends", async () => {
  const engine = await openWorld(newWorld(), { segmentBytes: 256 * 1024, logSegments: 2 });
  const { queues } = engine;
  const queue = "work";
  await queues.createQueue({ queue, settings: { keepDone: {} } });
  for (let made = 0; made < JOBS; made += AT_ONCE) {
    await queues.enqueue({ queue, jobs: Array.from({ length: AT_ONCE }, () => ({ value: Buffer.alloc(20) })) });
    const { jobs } = await queues.reserve({ queue, workerId: "w", maxJobs: AT_ONCE });
    await queues.settle({ queue, outcomes: jobs.map(({ job, lease }) => ({ job, lease, done: {} })) });
    await engine.collect();
  }
  const { acceptedBytes, carriedBytes } = engine.status().written;
  assert.ok(carriedBytes > 0, "something was carried");
  assert.ok(carriedBytes <= 1.1 * acceptedBytes, `${carriedBytes} bytes were carried, of ${acceptedBytes} written`);
  assert.equal((await queues.getQueue({ queue })).queue?.counts?.done, JOBS);
  await engine.close();
});
