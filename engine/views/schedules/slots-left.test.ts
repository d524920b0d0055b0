import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../engine.ts";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

const times = { everyMs: 1000 };
const operations = [{ increment: { bucket: "counts", key: "x" } }];

async function namesOf({ schedules }: Engine): Promise<string[]> {
  return (await schedules.listSchedules({})).schedules.map(({ schedule }) => schedule);
}

test("a name that was given up, and taken again in another place, is there after any stop, once", async () => {
  for (const ends of [["closed"], ["killed"], ["killed", "closed"], ["closed", "closed", "killed"]]) {
    let world = newWorld();
    let engine = await openWorld(world);
    await engine.kv.createBucket({ bucket: "counts" });
    for (const schedule of ["x", "z"]) await engine.schedules.putSchedule({ schedule, times, operations });
    for (const schedule of ["x", "z"]) await engine.schedules.deleteSchedule({ schedule });
    await engine.schedules.putSchedule({ schedule: "x", times, operations });
    for (const end of ends) {
      if (end === "closed") await engine.close();
      world = restarted(world);
      engine = await openWorld(world);
      assert.deepEqual(await namesOf(engine), ["x"], ends.join());
    }
    await world.clock.advance(2500);
    await engine.schedules.deleteSchedule({ schedule: "x" });
    assert.deepEqual(await namesOf(engine), []);
    const countOf = async (): Promise<string> =>
      String((await engine.kv.get({ bucket: "counts", key: "x" })).entry?.value);
    const before = await countOf();
    await world.clock.advance(5000);
    assert.equal(await countOf(), before, `nothing is left that fires; ${ends.join()}`);
    await engine.close();
  }
});
