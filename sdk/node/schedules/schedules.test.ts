import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFabric, VirtualModelClock } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";
import type { ScheduleOptions } from "./schedule-options.ts";

async function setUp() {
  const clock = new VirtualModelClock();
  const mesh = new Mesh(new ModelFabric({ clock }));
  await mesh.queues.create("reports");
  await mesh.buckets.create("state");
  const daily: ScheduleOptions = {
    cron: "0 9 * * *",
    zone: "Europe/Berlin",
    effect: (tx) => {
      tx.enqueue("reports", { kind: "daily" });
      tx.increment("state", "reports");
    },
  };
  return { mesh, clock, daily };
}

test("a schedule does at its times what its effect says, each time as one commit", async () => {
  const { mesh, clock, daily } = await setUp();
  const made = await mesh.schedules.put("daily", daily);
  assert.equal(made.operations.length, 2);
  assert.equal(made.state, "active");
  const [next] = await mesh.schedules.preview({ cron: "0 9 * * *", zone: "Europe/Berlin", count: 1 });
  assert.equal(made.nextAt, next?.getTime());
  clock.advance(3 * 86_400_000);
  assert.equal((await mesh.kv("state").get("reports"))?.json(), 3);
  assert.equal((await mesh.queues.get("reports")).counts?.waiting, 3);
  assert.equal((await mesh.schedules.get("daily")).firings.length, 3);
});

test("a program that puts its schedules at each start changes nothing", async () => {
  const { mesh, daily } = await setUp();
  const first = await mesh.schedules.put("daily", daily);
  assert.deepEqual(await mesh.schedules.put("daily", daily), first);
  const changed = await mesh.schedules.put("daily", { ...daily, missed: "skip", missedWindow: "1h", keepFinished: 0 });
  assert.deepEqual([changed.missed, changed.missedWindowMs, changed.keepFinishedMs], ["skip", 3_600_000, 0]);
  assert.equal(changed.nextAt, first.nextAt);
  await assert.rejects(mesh.schedules.put("daily", { ...daily, expectedRevision: 0 }), { reason: "revision_mismatch" });
});

test("intervals and moments are given as people write them", async () => {
  const { mesh, clock, daily } = await setUp();
  const { effect } = daily;
  const startAt = new Date(clock.nowMs() + 60_000);
  const every = await mesh.schedules.put("often", { every: "5m", startAt, jitter: "10s", maxFirings: 2, effect });
  assert.deepEqual([every.times?.everyMs, every.times?.startAt, every.times?.jitterMs], [300_000, +startAt, 10_000]);
  const once = await mesh.schedules.put("once", { at: startAt, effect });
  assert.equal(once.times?.at, +startAt);
  const names: string[] = [];
  for await (const { schedule } of mesh.schedules.list({ state: "active" })) names.push(schedule);
  assert.deepEqual(names, ["often", "once"]);
  await assert.rejects(mesh.schedules.put("wrong", { every: "soon", effect }), { reason: "field_invalid" });
  await assert.rejects(mesh.schedules.put("wrong", { at: new Date(Number.NaN), effect }), { reason: "field_invalid" });
  const seconds = { at: startAt.getTime() / 1000, effect };
  await assert.rejects(mesh.schedules.put("wrong", seconds), { reason: "field_invalid", message: /\bat\b.*seconds/ });
  await assert.rejects(mesh.schedules.put("wrong", { effect }), { reason: "settings_invalid" });
  // On some transports only the last of them would have reached the server.
  await assert.rejects(mesh.schedules.put("wrong", { cron: "0 9 * * *", every: "5m", effect }), {
    reason: "settings_invalid",
  });
  await assert.rejects(mesh.schedules.put("wrong", { every: "5m", effect, often: 1 } as never), {
    reason: "field_unknown",
  });
});

test("a schedule is paused, resumed, triggered and deleted", async () => {
  const { mesh, clock, daily } = await setUp();
  await mesh.schedules.put("daily", daily);
  await mesh.schedules.pause("daily");
  clock.advance(3 * 86_400_000);
  assert.equal((await mesh.schedules.get("daily")).fired, 0);
  const position = await mesh.schedules.trigger("daily");
  assert.equal((await mesh.schedules.get("daily")).firings[0]?.position, position);
  await mesh.schedules.resume("daily");
  clock.advance(86_400_000);
  assert.equal((await mesh.schedules.get("daily")).fired, 2);
  await mesh.schedules.delete("daily");
  await assert.rejects(mesh.schedules.get("daily"), { reason: "schedule_not_found" });
});
