import assert from "node:assert/strict";
import { test } from "node:test";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

/** A filter that passes the checks and is written down as another one: what a version without these checks would have left in the log. */
function filterOfAnotherVersion(): { readonly state: "dead"; readonly fromJob: string } {
  let reads = 0;
  return {
    state: "dead",
    get fromJob() {
      reads++;
      return reads === 1 ? "0" : "no job";
    },
  };
}

test("a log with an operation that this version would refuse opens, and the operation ends where it stands, saying why", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.queues.createQueue({ queue: "mails" });
  await engine.queues.enqueue({ queue: "mails", jobs: [{ value: Buffer.from("a") }] });
  const { jobs } = await engine.queues.reserve({ queue: "mails", workerId: "w" });
  const outcomes = jobs.map(({ job, lease }) => ({ job, lease, dead: { error: "no" } }));
  await engine.queues.settle({ queue: "mails", outcomes });
  const asked = { queue: "mails", action: "remove", filter: filterOfAnotherVersion(), reason: "tidy up" } as const;
  await engine.operations.startOperation(asked);
  const again = await openWorld(restarted(world));
  const ended = async () => (await again.operations.getOperation({ queue: "mails", operation: "1" })).operation!;
  while ((await ended()).state === "running") await new Promise((resolve) => setImmediate(resolve));
  const { state, action, reason, stateReason } = await ended();
  assert.deepEqual([state, action, reason], ["stopped", "remove", "tidy up"]);
  assert.match(stateReason, /filter\.from_job must be the id of a job/);
  assert.equal((await again.queues.getQueue({ queue: "mails" })).queue?.counts?.dead, 1);
  await checkConsistency(again);
  await again.close();
});
