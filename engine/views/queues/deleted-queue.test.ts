import assert from "node:assert/strict";
import { test } from "node:test";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { newWorld, openWorld } from "../../testing/engine-world.ts";

test("a queue that is deleted with everything under way leaves no workers behind, and its name begins anew", async () => {
  const engine = await openWorld(newWorld());
  const { queues } = engine;
  for (let round = 0; round < 3; round++) {
    await queues.createQueue({ queue: "mails" });
    await queues.enqueue({ queue: "mails", jobs: [{}, {}, {}, {}] });
    const { jobs } = await queues.reserve({ queue: "mails", workerId: `w${round}`, maxJobs: 3 });
    const [first] = jobs;
    await queues.extend({ queue: "mails", workerId: `w${round}`, leases: [{ ...first!, log: ["begun"] }] });
    await queues.settle({ queue: "mails", outcomes: [{ ...first!, done: {} }] });
    await queues.deleteQueue({ queue: "mails" });
  }
  await queues.createQueue({ queue: "mails" });
  assert.deepEqual((await queues.listWorkers({ queue: "mails" })).workers, []);
  await checkConsistency(engine);
  await engine.close();
});
