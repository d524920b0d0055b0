import assert from "node:assert/strict";
import { CommitRequest, type OperationInit, type ScheduleTimesInit } from "@flowmesh/contract";
import { batchOf } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { enqueueing, expectListedAlike, get, schedule } from "./scheduled.ts";

/** Bytes compare alike, whatever holds them. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_name, each) => (each instanceof Uint8Array ? Buffer.from(each).toString("hex") : each)),
  );
}

const hourly: ScheduleTimesInit = { everyMs: 3_600_000 };

const keeping: readonly ConformanceCase[] = [
  {
    name: "a schedule is as it was put, with the documented defaults",
    async run(context) {
      const { schedules, queue: create, name } = context;
      const [schedule, queue] = [name("schedule"), await create()];
      const times = { cron: "0 9 * * MON-FRI", zone: "Europe/Berlin" };
      const put = await schedules.putSchedule({ schedule, times, operations: enqueueing(queue) });
      const found = await get(context, schedule);
      assert.deepEqual(put.schedule, found);
      assert.equal(found.revision, put.position);
      assert.equal(found.schedule, schedule);
      assert.match(found.id, /^[0-9a-f]{8}-[0-9a-f]{4}-/);
      assert.deepEqual([found.times?.cron, found.times?.zone, found.times?.jitterMs], [times.cron, times.zone, 0]);
      assert.equal(Buffer.from(found.operations[0]!.enqueue!.jobs[0]!.value!).toString(), "job");
      assert.deepEqual([found.missed, found.missedWindowMs, found.keepFinishedMs], ["one", 0, 86_400_000]);
      assert.deepEqual([found.state, found.fired, found.failed, found.skipped], ["active", 0, 0, 0]);
      assert.deepEqual(found.firings, []);
      assert.ok(found.nextAt! > found.createdAt!);
      const next = await schedules.previewSchedule({ times, count: 1, from: found.createdAt! });
      assert.deepEqual(next.at, [found.nextAt]);
    },
  },
  {
    name: "every setting of a schedule is told as it was asked for",
    async run(context) {
      const startAt = Date.UTC(2100, 0, 1);
      const times = { everyMs: 5000, startAt, endAt: startAt + 60_000, maxFirings: 3, jitterMs: 20 };
      const more = { missed: "all", missedWindowMs: 70_000, keepFinishedMs: 5 } as const;
      const { put, name } = await schedule(context, times, more);
      await expectListedAlike(context, name);
      const { everyMs, startAt: start, endAt, maxFirings, jitterMs } = put.times!;
      assert.deepEqual({ everyMs, startAt: start, endAt, maxFirings, jitterMs }, times);
      assert.deepEqual([put.missed, put.missedWindowMs, put.keepFinishedMs], ["all", 70_000, 5]);
      assert.equal(put.nextAt, startAt);
      const zoned = await schedule(context, { cron: "0 9 * * MON", zone: "Europe/Berlin" });
      await expectListedAlike(context, zoned.name);
      const moment = await schedule(context, { at: Date.UTC(2100, 0, 1) });
      assert.equal(moment.put.times?.at, Date.UTC(2100, 0, 1));
      await expectListedAlike(context, moment.name);
      const skipping = await schedule(context, hourly, { missed: "skip" });
      assert.equal(skipping.put.missedWindowMs, 60_000);
      const all = await schedule(context, hourly, { missed: "all" });
      assert.equal(all.put.missedWindowMs, 86_400_000);
    },
  },
  {
    name: "what a schedule does is told as it was asked for",
    capability: { commitScope: "fabric" },
    async run({ schedules, stream: createStream, queue: createQueue, bucket: createBucket, name }) {
      const [schedule, stream] = [name("schedule"), await createStream(2)];
      const [queue, bucket] = [await createQueue(), await createBucket()];
      const [key, value] = [Buffer.from("k"), Buffer.from("v")];
      const content = { key, value, headers: [{ name: "h", value: Buffer.from("w") }, { name: "other" }] };
      const timestamp = Date.UTC(2026, 0, 1);
      const ordered = { orderingKey: "o", maxAttempts: 3, priority: 7 };
      const operations: OperationInit[] = [
        {
          publish: {
            stream,
            records: [
              { ...content, timestamp, partition: 1, dedupeId: "d" },
              { value, partition: 1 },
            ],
            expectedOffset: 9,
          },
        },
        { enqueue: { queue, jobs: [{ ...content, ...ordered, runAt: timestamp, dedupeId: "d" }, { delayMs: 5 }] } },
        { put: { bucket, key: "p", value, expectedRevision: 2, ttlMs: 5000 } },
        { delete: { bucket, key: "d", expectedRevision: 3 } },
        { increment: { bucket, key: "i", by: 4, ttlMs: 6000 } },
        { check: { bucket, key: "c", expectedRevision: 5 } },
        { checkOffset: { stream, partition: 1, expectedOffset: 6 } },
      ];
      const asked = CommitRequest.decode(CommitRequest.encode({ operations })).operations;
      const put = await schedules.putSchedule({ schedule, times: hourly, operations });
      assert.deepEqual(plain(put.schedule?.operations), plain(asked));
      const { schedule: found } = await schedules.getSchedule({ schedule });
      assert.deepEqual(plain(found?.operations), plain(asked));
    },
  },
  {
    name: "a put of what is there already writes nothing",
    async run({ schedules, queue: create, name }) {
      const request = { schedule: name(), times: hourly, operations: enqueueing(await create()) };
      const first = await schedules.putSchedule(request);
      const second = await schedules.putSchedule(request);
      assert.deepEqual(second.schedule, first.schedule);
    },
  },
  {
    name: "a put replaces what a schedule does; with the same times it goes on where it was",
    async run(context) {
      const { schedules } = context;
      const { name, queue, put } = await schedule(context, hourly);
      const positions: number[] = [];
      for (let count = 0; count < 2; count++)
        positions.push((await schedules.triggerSchedule({ schedule: name })).position);
      const changed = { schedule: name, operations: enqueueing(queue, "other") };
      const same = (await schedules.putSchedule({ ...changed, times: hourly })).schedule!;
      assert.equal(Buffer.from(same.operations[0]!.enqueue!.jobs[0]!.value!).toString(), "other");
      assert.deepEqual([same.id, same.createdAt, same.nextAt, same.fired], [put.id, put.createdAt, put.nextAt, 2]);
      assert.deepEqual(same, await get(context, name));
      assert.deepEqual(
        same.firings.map(({ position }) => position),
        positions.reverse(),
      );
      assert.ok(same.revision > put.revision);
      const others = (await schedules.putSchedule({ ...changed, times: { everyMs: 60_000 } })).schedule!;
      assert.ok(others.nextAt! < put.nextAt!);
      assert.equal(others.fired, 2);
    },
  },
  {
    name: "a schedule is changed and deleted only at the revision expected",
    async run(context) {
      const { schedules } = context;
      const { name, queue, put } = await schedule(context, hourly, { expectedRevision: 0 });
      const change = { schedule: name, times: { everyMs: 5000 }, operations: enqueueing(queue) };
      await expectRefusal(schedules.putSchedule({ ...change, expectedRevision: 0 }), "revision_mismatch");
      const { revision } = (await schedules.putSchedule({ ...change, expectedRevision: put.revision })).schedule!;
      const old = { schedule: name, expectedRevision: put.revision };
      await expectRefusal(schedules.deleteSchedule(old), "revision_mismatch", { actual: revision });
      const { position } = await schedules.deleteSchedule({ schedule: name, expectedRevision: revision });
      assert.ok(position > revision);
      await expectRefusal(schedules.getSchedule({ schedule: name, atLeast: position }), "schedule_not_found");
      await expectRefusal(schedules.deleteSchedule({ schedule: name }), "schedule_not_found");
      await expectRefusal(schedules.putSchedule({ ...change, expectedRevision: revision }), "revision_mismatch");
      const again = (await schedules.putSchedule({ ...change, expectedRevision: 0 })).schedule!;
      assert.deepEqual([again.fired, again.firings], [0, []]);
    },
  },
  {
    name: "schedules are listed by name, in pages, by prefix and by state",
    async run({ schedules, queue: create, name }) {
      const [prefix, operations] = [name("schedule"), enqueueing(await create())];
      for (const letter of ["c", "a", "b"])
        await schedules.putSchedule({ schedule: `${prefix}-${letter}`, times: hourly, operations });
      await schedules.pauseSchedule({ schedule: `${prefix}-b` });
      const first = await schedules.listSchedules({ prefix, pageSize: 2 });
      const second = await schedules.listSchedules({ prefix, pageSize: 2, pageToken: first.nextPageToken });
      const all = [...first.schedules, ...second.schedules];
      assert.deepEqual(
        all.map(({ schedule, state }) => [schedule.slice(-1), state]),
        [
          ["a", "active"],
          ["b", "paused"],
          ["c", "active"],
        ],
      );
      assert.equal(second.nextPageToken, "");
      assert.equal(all[0]?.times?.everyMs, hourly.everyMs);
      assert.deepEqual([all[0]?.operations, all[0]?.firings], [[], []]);
      const paused = await schedules.listSchedules({ prefix, state: "paused" });
      assert.deepEqual(
        paused.schedules.map(({ schedule }) => schedule),
        [`${prefix}-b`],
      );
      const other = schedules.listSchedules({ prefix: "other", pageToken: first.nextPageToken });
      await expectRefusal(other, "page_token_invalid");
      await expectRefusal(schedules.listSchedules({ pageSize: -1 }), "field_invalid");
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  {
    name: "times that are none, or never come, are refused",
    async run({ schedules, queue: create, name }) {
      const [schedule, operations] = [name(), enqueueing(await create())];
      const wrong: readonly (readonly [field: string, times: ScheduleTimesInit | undefined])[] = [
        ["times", undefined],
        ["times", {}],
        ["cron", { cron: "" }],
        ["cron", { cron: "no cron" }],
        ["cron", { cron: "61 * * * *" }],
        ["cron", { cron: "* * * * * * 2099" }],
        ["cron", { cron: "0 0 31 2 *" }],
        ["cron", { cron: "0 0 31 4,6,9,11 *" }],
        ["cron", { cron: "1,".repeat(200).concat("1 * * * *") }],
        ["zone", { cron: "0 0 * * *", zone: "Mars/Phobos" }],
        ["zone", { everyMs: 5000, zone: "Europe/Berlin" }],
        ["every_ms", { everyMs: 999 }],
        ["at", { at: Date.UTC(2100, 0, 1), startAt: 0 }],
        ["times", { everyMs: 5000, endAt: 1000 }],
        ["jitter_ms", { everyMs: 5000, jitterMs: -1 }],
        ["max_firings", { everyMs: 5000, maxFirings: -1 }],
      ];
      for (const [field, times] of wrong)
        await expectRefusal(schedules.putSchedule({ schedule, times, operations }), "settings_invalid", { field });
      const times = { cron: "* * * * *" };
      const negative = schedules.putSchedule({ schedule, times, operations, keepFinishedMs: -1 });
      await expectRefusal(negative, "settings_invalid", { field: "keep_finished_ms" });
      await expectRefusal(schedules.getSchedule({ schedule }), "schedule_not_found");
    },
  },
  {
    name: "operations that a commit would refuse at any moment are refused",
    capability: { commitScope: "fabric" },
    async run({ schedules, stream: createStream, name }) {
      const [schedule, stream] = [name(), await createStream(1)];
      const put = (...operations: OperationInit[]) => schedules.putSchedule({ schedule, times: hourly, operations });
      await expectRefusal(put(), "commit_empty");
      await expectRefusal(put({ publish: { stream: name(), records: [{}] } }), "stream_not_found");
      await expectRefusal(put({ publish: { stream, records: [{ partition: 7 }] } }), "partition_not_found");
      await expectRefusal(put(...enqueueing(name())), "queue_not_found");
      await expectRefusal(put({ put: { bucket: name(), key: "k", value: Buffer.from("v") } }), "bucket_not_found");
      await expectRefusal(put({ increment: { bucket: name(), key: "" } }), "key_invalid");
      const key = Buffer.alloc(5000);
      await expectRefusal(put({ publish: { stream, records: [{ key }] } }), "record_too_large");
      const value = Buffer.alloc(270_000);
      await expectRefusal(put({ publish: { stream, records: [{ value }] } }), "commit_too_large");
      await expectRefusal(put({}), "field_invalid");
      await expectRefusal(put({ append: { stream, batch: batchOf(["a"]) } }), "field_invalid");
      const letter = {
        stream,
        partition: 0,
        group: "g",
        memberId: "m",
        epoch: 1,
        offset: 0,
        attempts: 1,
        value: Buffer.from("a"),
      };
      await expectRefusal(put({ deadLetter: letter }), "field_invalid");
      const second = put({ publish: { stream, records: [{}] } }, ...enqueueing("none"));
      await expectRefusal(second, "queue_not_found", { operation: 1 });
      await expectRefusal(schedules.getSchedule({ schedule }), "schedule_not_found");
    },
  },
  {
    name: "what only the moment would refuse may be scheduled",
    capability: { commitScope: ["fabric", "resource"] },
    async run({ schedules, bucket: create, name, put }) {
      const [schedule, bucket] = [name(), await create()];
      await put(bucket, "k", "1");
      const operations = [{ check: { bucket, key: "k", expectedRevision: 7 } }, { delete: { bucket, key: "k" } }];
      const { schedule: found } = await schedules.putSchedule({ schedule, times: hourly, operations });
      assert.equal(found?.operations.length, 2);
      await expectRefusal(schedules.triggerSchedule({ schedule }), "revision_mismatch");
    },
  },
  {
    name: "a firing by hand is refused for whatever a commit of the same would be",
    capability: { commitScope: "fabric", expectedOffset: true },
    async run({ schedules, bucket: createBucket, stream: createStream, name, put }) {
      const [bucket, stream] = [await createBucket(), await createStream()];
      await put(bucket, "text", "a");
      await put(bucket, "large", String(Number.MAX_SAFE_INTEGER));
      const refused: readonly [OperationInit, string][] = [
        [{ increment: { bucket, key: "text", by: 1 } }, "not_a_number"],
        [{ increment: { bucket, key: "large", by: 1 } }, "number_out_of_range"],
        [{ publish: { stream, records: [{}], expectedOffset: 7 } }, "expected_offset_mismatch"],
      ];
      for (const [operation, reason] of refused) {
        const schedule = name();
        await schedules.putSchedule({ schedule, times: hourly, operations: [operation] });
        await expectRefusal(schedules.triggerSchedule({ schedule }), reason as "not_a_number");
      }
    },
  },
  {
    name: "names and numbers of schedules are checked",
    async run({ schedules }) {
      const schedule = "no/name";
      const calls = [
        schedules.putSchedule({ schedule }),
        schedules.getSchedule({ schedule }),
        schedules.deleteSchedule({ schedule }),
        schedules.pauseSchedule({ schedule }),
        schedules.resumeSchedule({ schedule }),
        schedules.triggerSchedule({ schedule }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "name_invalid")));
      await expectRefusal(schedules.getSchedule({ schedule: "a", atLeast: -1 }), "field_invalid");
      await expectRefusal(schedules.deleteSchedule({ schedule: "a", expectedRevision: -1 }), "field_invalid");
      await expectRefusal(schedules.previewSchedule({ times: hourly, count: 101 }), "field_invalid");
      const unknown = ["pauseSchedule", "resumeSchedule", "triggerSchedule"] as const;
      for (const method of unknown) await expectRefusal(schedules[method]({ schedule: "none" }), "schedule_not_found");
    },
  },
  {
    name: "there are no more schedules than the limit allows",
    hooks: ["smallLimits"],
    async run(context) {
      const { schedules } = context;
      const { name, queue } = await schedule(context, hourly);
      const put = (letter: string) =>
        schedules.putSchedule({ schedule: `${name}-${letter}`, times: hourly, operations: enqueueing(queue) });
      await put("b");
      await put("c");
      await expectRefusal(put("d"), "limit_exceeded", { name: "schedules", limit: 3 });
      await put("c");
      await schedules.deleteSchedule({ schedule: name });
      await put("d");
    },
  },
  {
    name: "on a full disk schedules can be deleted, and nothing else be written about them",
    hooks: ["fillDisk"],
    async run(context) {
      const { schedules, hook } = context;
      const { name, queue } = await schedule(context, hourly);
      await schedules.pauseSchedule({ schedule: name });
      const running = await schedule(context, hourly);
      await hook("fillDisk")(true);
      const put = schedules.putSchedule({ schedule: `${name}-2`, times: hourly, operations: enqueueing(queue) });
      await expectRefusal(put, "disk_full");
      await expectRefusal(schedules.resumeSchedule({ schedule: name }), "disk_full");
      await expectRefusal(schedules.pauseSchedule({ schedule: running.name }), "disk_full");
      await expectRefusal(schedules.triggerSchedule({ schedule: name }), "disk_full");
      await schedules.deleteSchedule({ schedule: name });
      await hook("fillDisk")(false);
      await schedules.triggerSchedule({ schedule: running.name });
    },
  },
  {
    name: "a schedule whose content was damaged says so, and is whole again once it is put again",
    hooks: ["damageSchedule"],
    async run(context) {
      const { name, queue } = await schedule(context, hourly);
      await context.damageSchedule(name);
      const { schedules } = context;
      await expectRefusal(schedules.getSchedule({ schedule: name }), "schedule_damaged");
      await expectRefusal(schedules.triggerSchedule({ schedule: name }), "schedule_damaged");
      await schedules.pauseSchedule({ schedule: name });
      await expectRefusal(schedules.resumeSchedule({ schedule: name }), "schedule_damaged");
      await schedules.putSchedule({ schedule: name, times: hourly, operations: enqueueing(queue) });
      await schedules.resumeSchedule({ schedule: name });
      await schedules.triggerSchedule({ schedule: name });
    },
  },
  {
    name: "a schedule is not waited for longer than a call may take",
    run: async (context) => {
      const { name } = await schedule(context, hourly);
      const call = context.schedules.getSchedule({ schedule: name, atLeast: 2 ** 50 }, { timeoutMs: 50 });
      await expectRefusal(context.elapse(call), "deadline_exceeded");
    },
  },
  {
    name: "a preview tells the times of a schedule without making it",
    async run({ schedules }) {
      const from = Date.UTC(2036, 9, 25, 12);
      const times = { cron: "30 2 * * *", zone: "Europe/Berlin" };
      const { at } = await schedules.previewSchedule({ times, from, count: 3 });
      assert.deepEqual(
        at.map((each) => new Date(each).toISOString()),
        ["2036-10-26T00:30:00.000Z", "2036-10-27T01:30:00.000Z", "2036-10-28T01:30:00.000Z"],
      );
      const past = Date.UTC(2020, 0, 1);
      assert.deepEqual((await schedules.previewSchedule({ times, from: past, count: 1 })).at, [past + 5_400_000]);
      const limited = { everyMs: 5000, startAt: from, maxFirings: 2 };
      assert.deepEqual((await schedules.previewSchedule({ times: limited })).at, [from, from + 5000]);
      const ended = { everyMs: 5000, startAt: from, endAt: from + 9000 };
      assert.deepEqual((await schedules.previewSchedule({ times: ended })).at, [from, from + 5000]);
      assert.deepEqual((await schedules.previewSchedule({ times: { at: from } })).at, [from]);
      assert.equal((await schedules.previewSchedule({ times: { cron: "* * * * *" } })).at.length, 10);
      for (const nine of [Date.UTC(2020, 0, 1, 9), Date.UTC(2120, 0, 1, 9)]) {
        const daily = { times: { cron: "0 9 * * *" }, count: 1 };
        assert.deepEqual((await schedules.previewSchedule({ ...daily, from: nine })).at, [nine], "from here on");
        assert.deepEqual((await schedules.previewSchedule({ ...daily, from: nine + 1 })).at, [nine + 86_400_000]);
      }
      await expectRefusal(schedules.previewSchedule({ times: { cron: "61 * * * *" } }), "settings_invalid");
      await expectRefusal(schedules.previewSchedule({ times, count: -1 }), "field_invalid");
    },
  },
];

export const scheduleAdminCases: readonly ConformanceCase[] = [...keeping, ...refusing];
