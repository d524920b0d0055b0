import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld } from "../../testing/engine-world.ts";

test("the jobs of a state are listed also when they stand behind very many in other states", async () => {
  const engine = await openWorld(newWorld());
  const { queues } = engine;
  await queues.createQueue({ queue: "mails" });
  const later = { jobs: [{ delayMs: 1000 }] };
  await queues.enqueue({ queue: "mails", ...later });
  for (let many = 0; many < 26; many++) await queues.enqueue({ queue: "mails", jobs: Array(1000).fill({}) });
  await queues.enqueue({ queue: "mails", ...later });
  const found: string[] = [];
  let pages = 0;
  for (let pageToken = ""; pages === 0 || pageToken !== ""; pages++) {
    const page = await queues.listJobs({ queue: "mails", state: "delayed", pageToken });
    found.push(...page.jobs.map(({ job }) => job));
    pageToken = page.nextPageToken;
  }
  assert.deepEqual([found, pages], [["0", "26001"], 2]);
  await engine.close();
});
