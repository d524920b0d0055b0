import assert from "node:assert/strict";
import { text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { enqueueing, firedFor, get, pass, schedule, takeAll } from "./scheduled.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Firings without any time that must pass. */
const atOnce: readonly ConformanceCase[] = [
  {
    name: "a moment that has passed fires at once, with headers that say which firing it is",
    async run(context) {
      const { queues, elapse } = context;
      const at = Date.UTC(2020, 0, 1);
      const { name, queue } = await schedule(context, { at });
      const { jobs } = await elapse(queues.reserve({ queue, workerId: "worker", waitMs: 20_000 }));
      const headers = jobs[0]!.headers.map((header) => [header.name, text(header.value)]);
      assert.deepEqual(headers, [
        ["flowmesh-schedule", name],
        ["flowmesh-scheduled-at", "2020-01-01T00:00:00.000Z"],
        ["flowmesh-firing", "1"],
      ]);
      const found = await get(context, name);
      assert.deepEqual([found.state, found.nextAt, found.fired], ["finished", undefined, 1]);
      const [firing] = found.firings;
      assert.deepEqual([firing?.scheduledAt, firing?.error, firing?.attempt, firing?.triggered], [at, "", 1, false]);
      assert.ok(firing!.position > found.revision && firing!.firedAt! >= found.createdAt!);
    },
  },
  {
    name: "a trigger fires once, besides the times of its schedule",
    async run(context) {
      const { schedules, reserve } = context;
      const { name, queue, put } = await schedule(context, { everyMs: 3_600_000 });
      const { position } = await schedules.triggerSchedule({ schedule: name });
      assert.equal((await reserve(queue, 10)).length, 1);
      const found = await get(context, name);
      assert.deepEqual([found.nextAt, found.revision, found.fired], [put.nextAt, put.revision, 1]);
      assert.deepEqual([found.firings[0]?.triggered, found.firings[0]?.position], [true, position]);
      await schedules.pauseSchedule({ schedule: name });
      await schedules.triggerSchedule({ schedule: name });
      const [job] = await reserve(queue, 10);
      assert.equal(text(job!.headers.find((header) => header.name === "flowmesh-firing")?.value), "2");
    },
  },
  {
    name: "a firing is one commit over all that it does",
    capability: { commitScope: "fabric" },
    async run({ schedules, stream: createStream, queue: createQueue, bucket: createBucket, name, fabric }) {
      const [schedule, stream] = [name(), await createStream()];
      const [queue, bucket] = [await createQueue(), await createBucket()];
      const operations = [
        { publish: { stream, records: [{ value: Buffer.from("r") }] } },
        ...enqueueing(queue),
        { put: { bucket, key: "k", value: Buffer.from("v") } },
        { increment: { bucket, key: "n" } },
      ];
      await schedules.putSchedule({ schedule, times: { everyMs: 3_600_000 }, operations });
      const { position } = await schedules.triggerSchedule({ schedule });
      const { entry } = await fabric.kv.get({ bucket, key: "n", atLeast: position });
      assert.equal(text(entry?.value), "1");
      const { records } = await fabric.streams.read({ stream });
      assert.deepEqual(
        records[0]?.headers.map((header) => header.name),
        ["flowmesh-schedule", "flowmesh-scheduled-at", "flowmesh-firing"],
      );
      await fabric.kv.deleteBucket({ bucket });
      await expectRefusal(schedules.triggerSchedule({ schedule }), "bucket_not_found");
      assert.equal((await fabric.streams.read({ stream })).records.length, 1, "nothing of a refused firing is there");
      await fabric.queues.deleteQueue({ queue });
      await expectRefusal(schedules.triggerSchedule({ schedule }), "queue_not_found");
      await fabric.streams.deleteStream({ stream });
      await expectRefusal(schedules.triggerSchedule({ schedule }), "stream_not_found");
    },
  },
  {
    name: "a trigger into a partition that is no more is refused",
    async run({ schedules, streams, stream: create, name }) {
      const [schedule, stream] = [name(), await create(2)];
      const operations = [{ publish: { stream, records: [{ partition: 1 }] } }];
      await schedules.putSchedule({ schedule, times: { everyMs: 3_600_000 }, operations });
      await streams.deleteStream({ stream });
      await streams.createStream({ stream });
      await expectRefusal(schedules.triggerSchedule({ schedule }), "partition_not_found");
    },
  },
  {
    name: "pausing and resuming twice is no error",
    async run(context) {
      const { schedules } = context;
      const { name } = await schedule(context, { everyMs: 3_600_000 });
      const { position } = await schedules.pauseSchedule({ schedule: name });
      const paused = await get(context, name);
      assert.deepEqual([paused.state, paused.nextAt, paused.revision], ["paused", undefined, position]);
      await schedules.pauseSchedule({ schedule: name });
      assert.deepEqual(await get(context, name), paused);
      const resumed = await schedules.resumeSchedule({ schedule: name });
      await schedules.resumeSchedule({ schedule: name });
      const found = await get(context, name);
      assert.deepEqual([found.state, found.revision], ["active", resumed.position]);
      assert.ok(found.nextAt! > found.createdAt!);
    },
  },
];

const inTime: readonly ConformanceCase[] = [
  {
    name: "an interval fires each time that it has passed, and at no other",
    hooks: ["clock"],
    async run(context) {
      const { name, queue, put } = await schedule(context, { everyMs: 10 * minuteMs });
      await pass(context, 10 * minuteMs - 1000);
      assert.deepEqual(await takeAll(context, queue), []);
      await pass(context, 25 * minuteMs);
      assert.equal((await takeAll(context, queue)).length, 3);
      const expected = [1, 2, 3].map((count) => count * 10 * minuteMs);
      assert.deepEqual(await firedFor(context, name, put.createdAt), expected);
      const { fired, skipped, failed, nextAt } = await get(context, name);
      assert.deepEqual([fired, skipped, failed, nextAt], [3, 0, 0, put.createdAt! + 40 * minuteMs]);
    },
  },
  {
    name: "an interval counts from its start, and ends with its end or its number of firings",
    hooks: ["clock"],
    async run(context) {
      const nowMs = context.hook("clock").nowMs();
      const startAt = nowMs + 90_000;
      const bounded = await schedule(context, { everyMs: minuteMs, startAt, endAt: startAt + 2 * minuteMs });
      const limited = await schedule(context, { everyMs: minuteMs, maxFirings: 2 });
      await pass(context, 10 * minuteMs);
      assert.deepEqual(await firedFor(context, bounded.name, startAt), [0, minuteMs, 2 * minuteMs]);
      assert.equal((await firedFor(context, limited.name)).length, 2);
      for (const { name } of [bounded, limited]) assert.equal((await get(context, name)).state, "finished");
    },
  },
  {
    name: "a cron expression fires at its times in its zone",
    hooks: ["clock"],
    async run(context) {
      const { schedules } = context;
      const times = { cron: "*/20 9,10 * * *", zone: "Asia/Kolkata" };
      const { name, put } = await schedule(context, times);
      const { at } = await schedules.previewSchedule({ times, from: put.createdAt!, count: 6 });
      await pass(context, dayMs);
      assert.deepEqual((await firedFor(context, name)).slice(0, 6), at);
    },
  },
  {
    name: "a time beyond what a timer holds does not fire before it comes",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const at = clock.nowMs() + 40 * dayMs;
      const { name, queue } = await schedule(context, { at });
      await clock.advance(39 * dayMs);
      assert.deepEqual(await takeAll(context, queue), []);
      await clock.advance(at - clock.nowMs() - 1);
      assert.deepEqual(await takeAll(context, queue), []);
      await pass(context, 60_000);
      assert.deepEqual(await firedFor(context, name), [at]);
    },
  },
  {
    name: "with jitter a firing is late by less than it may be, and is told with the time that it was meant for",
    hooks: ["clock"],
    async run(context) {
      const { name, put } = await schedule(context, { everyMs: minuteMs, jitterMs: 5 * minuteMs });
      await pass(context, 11 * minuteMs);
      const { firings } = await get(context, name);
      assert.ok(firings.length >= 9, `${firings.length} firings`);
      const late = firings.map(({ firedAt, scheduledAt }) => firedAt! - scheduledAt!);
      assert.ok(late.every((ms) => ms >= 0 && ms <= minuteMs) && late.some((ms) => ms > 0), String(late));
      assert.ok(firings.every(({ scheduledAt }) => (scheduledAt! - put.createdAt!) % minuteMs === 0));
    },
  },
  {
    name: "a paused schedule does not fire, and what passed meanwhile is not made up for",
    hooks: ["clock"],
    async run(context) {
      const { schedules } = context;
      const { name, queue, put } = await schedule(context, { everyMs: minuteMs });
      await schedules.pauseSchedule({ schedule: name });
      await pass(context, 5 * minuteMs + 1000);
      assert.deepEqual(await takeAll(context, queue), []);
      await schedules.resumeSchedule({ schedule: name });
      assert.equal((await get(context, name)).nextAt, put.createdAt! + 6 * minuteMs);
      await pass(context, minuteMs);
      assert.equal((await takeAll(context, queue)).length, 1);
    },
  },
  {
    name: "a moment that passed while its schedule was paused fires when it is resumed",
    hooks: ["clock"],
    async run(context) {
      const at = context.hook("clock").nowMs() + minuteMs;
      const { name, queue } = await schedule(context, { at });
      await context.schedules.pauseSchedule({ schedule: name });
      await pass(context, 5 * minuteMs);
      await context.schedules.resumeSchedule({ schedule: name });
      await pass(context, 1000);
      assert.equal((await takeAll(context, queue)).length, 1);
    },
  },
  {
    name: "a deleted schedule does not fire",
    hooks: ["clock"],
    async run(context) {
      const { name, queue } = await schedule(context, { everyMs: minuteMs });
      await context.schedules.deleteSchedule({ schedule: name });
      await pass(context, 5 * minuteMs);
      assert.deepEqual(await takeAll(context, queue), []);
    },
  },
  {
    name: "a schedule that has finished is kept as long as it asked for",
    hooks: ["clock"],
    async run(context) {
      const { schedules, hook } = context;
      const at = hook("clock").nowMs() + minuteMs;
      const kept = await schedule(context, { at }, { keepFinishedMs: 10 * minuteMs });
      const gone = await schedule(context, { at }, { keepFinishedMs: 0 });
      await pass(context, 2 * minuteMs);
      assert.equal((await get(context, kept.name)).state, "finished");
      await expectRefusal(schedules.getSchedule({ schedule: gone.name }), "schedule_not_found");
      assert.equal((await takeAll(context, gone.queue)).length, 1);
      await pass(context, 10 * minuteMs);
      await expectRefusal(schedules.getSchedule({ schedule: kept.name }), "schedule_not_found");
    },
  },
  {
    name: "the last 20 firings are kept",
    hooks: ["clock"],
    async run(context) {
      const { name, put } = await schedule(context, { everyMs: minuteMs });
      await pass(context, 25 * minuteMs);
      const times = await firedFor(context, name, put.createdAt);
      assert.deepEqual([times.length, times[0], times.at(-1)], [20, 6 * minuteMs, 25 * minuteMs]);
      assert.equal((await get(context, name)).fired, 25);
    },
  },
];

export const scheduleFiringCases: readonly ConformanceCase[] = [...atOnce, ...inTime];
