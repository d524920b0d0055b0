import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld } from "../../testing/engine-world.ts";

test("the jobs of a reserve whose caller has gone while their leases were written wait for nobody", async () => {
  const engine = await openWorld(newWorld());
  const { queues } = engine;
  await queues.createQueue({ queue: "mails" });
  await queues.enqueue({ queue: "mails", jobs: [{ value: Buffer.from("a") }, { value: Buffer.from("b") }] });
  const gone = new AbortController();
  const reserved = queues.reserve(
    { queue: "mails", workerId: "gone", maxJobs: 2, ahead: true },
    { signal: gone.signal },
  );
  gone.abort();
  await assert.rejects(reserved, { name: "AbortError" });
  const { jobs } = await queues.reserve({ queue: "mails", workerId: "other", maxJobs: 2, waitMs: 1000 });
  assert.deepEqual(
    jobs.map(({ job, attempt }) => [job, attempt]),
    [
      ["0", 1],
      ["1", 1],
    ],
  );
  await engine.close();
});
