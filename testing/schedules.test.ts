import assert from "node:assert/strict";
import { test } from "node:test";
import { TestMesh } from "./index.ts";

async function story(seed: number): Promise<{ log: string; fired: number; count: unknown }> {
  const mesh = await TestMesh.open({ seed });
  await mesh.buckets.create("state");
  await mesh.schedules.put("hourly", { cron: "0 * * * *", jitter: "1m", effect: (tx) => tx.increment("state", "n") });
  await mesh.clock.advance("10h");
  await mesh.restart({ crash: true });
  await mesh.clock.advance("14h");
  await mesh.schedules.put("hourly", { cron: "0 0 1 * *", effect: (tx) => tx.increment("state", "n") });
  await mesh.clock.advance("360d");
  const { fired } = await mesh.schedules.get("hourly");
  const count = (await mesh.kv("state").get("n"))?.json();
  const log = await mesh.log();
  await mesh.close();
  return { log, fired, count };
}

test("schedules fire as the test's clock goes on, over crashes and a year, and the same seed gives the same log", async () => {
  const [one, same, other] = [await story(3), await story(3), await story(4)];
  assert.equal(one.fired, one.count);
  assert.ok(one.fired >= 34 && one.fired <= 36, String(one.fired));
  assert.equal(one.log, same.log);
  assert.notEqual(one.log, other.log);
});
