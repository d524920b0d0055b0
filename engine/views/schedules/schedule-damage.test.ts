import assert from "node:assert/strict";
import { test } from "node:test";
import type { PayloadPlace } from "../../log/log-reader.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../../testing/engine-world.ts";

const minute = 60_000;
const bucket = "counts";
const names = ["before", "lost", "after"];
const segmentBytes = 32 * 1024;

function plan(schedule: string) {
  return { schedule, times: { everyMs: minute }, operations: [{ increment: { bucket, key: schedule } }] };
}

/** A world with three schedules that have each fired twice. What one of them does is damaged, in a segment whose state the index has. */
async function damagedWorld(): Promise<EngineWorld> {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes });
  await engine.kv.createBucket({ bucket });
  await engine.streams.createStream({ stream: "filler" });
  for (const name of names) await engine.schedules.putSchedule(plan(name));
  await world.clock.advance(2 * minute);
  for (let count = 0; count < 12; count++) await publish(engine, "filler", ["x".repeat(10_000)]);
  await world.clock.advance(10_000);
  const { state } = engine.inspect();
  const table = state.heads.schedules;
  const { segment, byte } = table.placeOf(table.get("lost")) as PayloadPlace;
  assert.ok(segment < state.saver.floor, "the index has the state of the segment");
  await engine.close();
  const found = restarted(world);
  found.disk.damageBytes(`${String(segment).padStart(8, "0")}.seg`, byte, new Uint8Array(16).fill(7));
  return found;
}

test("a schedule whose segment is damaged is named and fires no more until it is put again; the others go on", async () => {
  const world = await damagedWorld();
  const engine = await openWorld(world, { segmentBytes });
  const { schedules, kv } = engine;
  const counts = async (): Promise<number[]> => {
    const found = await Promise.all(names.map((key) => kv.get({ bucket, key })));
    return found.map(({ entry }) => Number(entry?.value));
  };
  const damaged = { reason: "schedule_damaged" };
  await assert.rejects(schedules.getSchedule({ schedule: "lost" }), damaged);
  await assert.rejects(schedules.triggerSchedule({ schedule: "lost" }), damaged);
  await world.clock.advance(3 * minute);
  assert.deepEqual(await counts(), [5, 2, 5]);
  const listed = (await schedules.listSchedules({})).schedules;
  assert.deepEqual(
    listed.map(({ schedule, state, fired, failed }) => [schedule, state, fired, failed]),
    [
      ["after", "active", 5, 0],
      ["before", "active", 5, 0],
      ["lost", "finished", 2, 1],
    ],
  );
  await schedules.putSchedule(plan("lost"));
  await world.clock.advance(3 * minute);
  assert.deepEqual(await counts(), [8, 5, 8]);
  const { schedule } = await schedules.getSchedule({ schedule: "lost" });
  assert.deepEqual(
    schedule?.firings.map(({ error }) => error),
    ["", "", "", "schedule_damaged", "", ""],
  );
  await checkConsistency(engine);
  await engine.close();
});
