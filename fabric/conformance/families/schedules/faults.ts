import assert from "node:assert/strict";
import type { MissedTimes } from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../../conformance-case.ts";
import { expectListedAlike, firedFor, get, pass, schedule, takeAll } from "./scheduled.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const refused: readonly ConformanceCase[] = [
  {
    name: "a refused firing is recorded and tried again, and counts once when it succeeds",
    hooks: ["clock"],
    async run(context) {
      const { queues, hook } = context;
      const at = hook("clock").nowMs() + minuteMs;
      const { name, queue } = await schedule(context, { at });
      await queues.deleteQueue({ queue });
      await pass(context, minuteMs + 2000);
      const { firings, failed, fired, nextAt } = await get(context, name);
      assert.deepEqual([firings.length, failed, fired, nextAt], [1, 0, 0, at]);
      assert.deepEqual([firings[0]?.error, firings[0]?.position, firings[0]?.attempt], ["queue_not_found", 0, 2]);
      await queues.createQueue({ queue });
      await pass(context, 5000);
      const after = await get(context, name);
      assert.deepEqual([after.firings.length, after.fired, after.failed], [1, 1, 0]);
      assert.deepEqual([after.firings[0]?.error, after.firings[0]?.attempt], ["", 3]);
      assert.equal((await takeAll(context, queue)).length, 1);
    },
  },
  {
    name: "a firing that is refused again and again is given up, and the schedule goes on",
    hooks: ["clock"],
    async run(context) {
      const { queues } = context;
      const { name, queue, put } = await schedule(context, { everyMs: 10 * minuteMs });
      await queues.deleteQueue({ queue });
      await pass(context, 12 * minuteMs);
      const { firings, failed, nextAt } = await get(context, name);
      assert.deepEqual([firings.length, firings[0]?.attempt, failed], [1, 5, 1]);
      assert.equal(nextAt, put.createdAt! + 20 * minuteMs);
      assert.equal(firings[0]?.firedAt, put.createdAt! + 10 * minuteMs + 85_000);
      assert.equal(firings[0]?.message, `there is no queue ${queue}`);
      await expectListedAlike(context, name);
      const again = { schedule: name, times: put.times!, operations: put.operations, keepFinishedMs: 7 };
      await queues.createQueue({ queue });
      const { schedule: replaced } = await context.schedules.putSchedule(again);
      assert.deepEqual(replaced?.firings, firings);
      await pass(context, 10 * minuteMs);
      assert.equal((await takeAll(context, queue)).length, 1);
      assert.deepEqual(await firedFor(context, name, put.createdAt), [10 * minuteMs, 20 * minuteMs]);
    },
  },
  {
    name: "a firing that is refused until the next time is near is given up, and that time is on time and stands for itself",
    hooks: ["clock"],
    async run(context) {
      const { queues } = context;
      const { name, queue, put } = await schedule(context, { everyMs: minuteMs });
      await queues.deleteQueue({ queue });
      await pass(context, minuteMs + 30_000);
      const { firings, failed, skipped, nextAt } = await get(context, name);
      assert.deepEqual([firings.length, firings[0]?.attempt, failed, skipped], [1, 4, 1, 0]);
      assert.deepEqual([firings[0]?.firedAt, nextAt], [put.createdAt! + 81_000, put.createdAt! + 2 * minuteMs]);
      await queues.createQueue({ queue });
      await pass(context, minuteMs);
      const after = await get(context, name);
      const [last] = after.firings;
      assert.deepEqual([after.fired, after.failed, after.skipped], [1, 1, 0]);
      assert.deepEqual([last?.scheduledAt, last?.missed, last?.attempt], [put.createdAt! + 2 * minuteMs, 0, 1]);
      assert.ok(last!.firedAt! < put.createdAt! + 2 * minuteMs + 1000);
    },
  },
  {
    name: "where all times are to fire, a refused one is tried again beside the next ones",
    hooks: ["clock"],
    async run(context) {
      const { queues } = context;
      const { name, queue, put } = await schedule(context, { everyMs: minuteMs }, { missed: "all" });
      await queues.deleteQueue({ queue });
      await pass(context, minuteMs + 80_000);
      await queues.createQueue({ queue });
      await pass(context, 30_000);
      const { fired, failed, skipped } = await get(context, name);
      assert.deepEqual([fired, failed, skipped], [2, 0, 0]);
      assert.deepEqual(await firedFor(context, name, put.createdAt), [minuteMs, 2 * minuteMs]);
    },
  },
  {
    name: "while nothing can be written a firing waits, and is made once something can",
    hooks: ["clock", "fillDisk"],
    async run(context) {
      const { hook } = context;
      const at = hook("clock").nowMs() + minuteMs;
      const { name, queue } = await schedule(context, { at });
      await hook("fillDisk")(true);
      await pass(context, 20 * minuteMs);
      await hook("fillDisk")(false);
      await pass(context, 5000);
      assert.equal((await takeAll(context, queue)).length, 1);
      assert.deepEqual(await firedFor(context, name), [at]);
    },
  },
];

/** A schedule of ten minutes, behind which three and a half hours are slept. */
async function slept(context: CaseContext, missed: MissedTimes, missedWindowMs?: number) {
  const made = await schedule(context, { everyMs: 10 * minuteMs }, { missed, missedWindowMs });
  await context.hook("clock").advance(3.5 * hourMs + 70_000);
  await pass(context, 3000);
  const from = made.put.createdAt!;
  const jobs = await takeAll(context, made.queue);
  return {
    ...made,
    jobs: jobs.length,
    times: await firedFor(context, made.name, from),
    now: await get(context, made.name),
  };
}

const missing: readonly ConformanceCase[] = [
  {
    name: "one firing stands for all times that were missed, at once",
    hooks: ["clock"],
    async run(context) {
      const { jobs, times, now } = await slept(context, "one");
      assert.deepEqual([jobs, times], [1, [210 * minuteMs]]);
      await expectListedAlike(context, now.schedule);
      assert.deepEqual([now.skipped, now.firings[0]?.missed], [20, 20]);
      assert.equal(now.nextAt, now.createdAt! + 220 * minuteMs);
    },
  },
  {
    name: "all times that were missed fire one after the other, where that is asked for",
    hooks: ["clock"],
    async run(context) {
      const { jobs, times, now } = await slept(context, "all");
      assert.deepEqual([jobs, now.fired, now.skipped], [21, 21, 0]);
      assert.deepEqual([times.length, times.at(-1)], [20, 210 * minuteMs]);
      const apart = now.firings.slice(1).map(({ firedAt }, index) => now.firings[index]!.firedAt! - firedAt!);
      assert.ok(
        apart.every((ms) => ms >= 100),
        `they are apart: ${apart}`,
      );
    },
  },
  {
    name: "times that were missed do not fire where they are to be skipped",
    hooks: ["clock"],
    async run(context) {
      const { name, queue, put } = await schedule(context, { everyMs: 10 * minuteMs }, { missed: "skip" });
      await context.hook("clock").advance(205 * minuteMs);
      await pass(context, 3000);
      assert.deepEqual(await takeAll(context, queue), []);
      const { skipped, fired } = await get(context, name);
      assert.deepEqual([skipped, fired], [20, 0]);
      await pass(context, 6 * minuteMs);
      assert.deepEqual(await firedFor(context, name, put.createdAt), [210 * minuteMs]);
    },
  },
  {
    name: "times that were missed by more than the window do not fire",
    hooks: ["clock"],
    async run(context) {
      const { jobs, now } = await slept(context, "all", 35 * minuteMs);
      assert.deepEqual([jobs, now.fired, now.skipped], [4, 4, 17]);
    },
  },
  {
    name: "many schedules that were missed do not all fire at once",
    hooks: ["clock"],
    async run(context) {
      const { schedules, queue: create, name, hook } = context;
      const [prefix, queue] = [name(), await create()];
      const operations = [{ enqueue: { queue, jobs: [{}] } }];
      const clock = hook("clock");
      const at = clock.nowMs() + minuteMs;
      for (let count = 0; count < 60; count++)
        await schedules.putSchedule({ schedule: `${prefix}-${count}`, times: { at }, operations });
      await clock.advance(5 * hourMs);
      await pass(context, 10_000);
      const { schedules: all } = await schedules.listSchedules({ prefix, pageSize: 1000 });
      assert.ok(all.every(({ fired }) => fired === 1));
    },
  },
];

const restarts: readonly ConformanceCase[] = [
  acrossReopen({
    name: "schedules and what they did are the same after a reopen",
    async aroundReopen(context) {
      const { schedules } = context;
      const times = { cron: "0 0 1 1 *", zone: "America/New_York" };
      const { name, queue, put } = await schedule(context, times, { missed: "all", keepFinishedMs: 7 });
      await schedules.triggerSchedule({ schedule: name });
      await schedules.triggerSchedule({ schedule: name });
      const paused = await schedule(context, { everyMs: 5000 });
      await schedules.pauseSchedule({ schedule: paused.name });
      const gone = await schedule(context, times);
      await schedules.deleteSchedule({ schedule: gone.name });
      const before = await get(context, name);
      return async () => {
        assert.deepEqual(await get(context, name), before);
        assert.equal(before.nextAt, put.nextAt);
        assert.equal((await get(context, paused.name)).state, "paused");
        const { schedules: found } = await context.schedules.listSchedules({ prefix: gone.name });
        assert.deepEqual(found, []);
        assert.equal((await takeAll(context, queue)).length, 2);
        await context.schedules.triggerSchedule({ schedule: name });
        assert.equal((await get(context, name)).fired, 3);
      };
    },
  }),
  {
    name: "a time that has fired does not fire again after a reopen",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { name, queue, put } = await schedule(context, { everyMs: minuteMs });
      for (let round = 0; round < 4; round++) {
        await pass(context, minuteMs);
        await context.reopen();
      }
      await pass(context, 1000);
      assert.equal((await takeAll(context, queue)).length, 4);
      const expected = [1, 2, 3, 4].map((count) => count * minuteMs);
      assert.deepEqual(await firedFor(context, name, put.createdAt), expected);
    },
  },
];

export const scheduleFaultCases: readonly ConformanceCase[] = [...refused, ...missing, ...restarts];
