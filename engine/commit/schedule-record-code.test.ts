import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScheduleRecord } from "./schedule-operation.ts";
import { decodeScheduleRecord, encodeScheduleRecord } from "./schedule-record-code.ts";

const never = Number.POSITIVE_INFINITY;
const firing = { scheduledMs: 1_769_000_000_000, firedMs: 1_769_000_000_003.5, position: 7, missed: 2, attempt: 1 };

const record: ScheduleRecord = {
  slot: 3_000_000_000,
  name: "täglich",
  createdMs: 1_769_000_000_000,
  anchorMs: -5,
  revision: 2 ** 52,
  paused: true,
  cursor: { nextMs: never, dueMs: 1_769_000_000_000.25, used: 2 ** 40, attempts: 255, madeUp: 65_535 },
  fired: 1,
  failed: 300,
  skipped: 0,
  firings: [
    { ...firing, triggered: true, refusal: undefined },
    { ...firing, position: 0, triggered: false, refusal: { error: "stream_not_found", message: "ü".repeat(200) } },
  ],
};

test("all that is known of a schedule comes back as it was", () => {
  for (const each of [record, { ...record, paused: false, firings: [] }])
    assert.deepEqual(decodeScheduleRecord(encodeScheduleRecord(each)), each);
});

test("bytes that end too early are no schedule", () => {
  const bytes = encodeScheduleRecord(record);
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => decodeScheduleRecord(bytes.subarray(0, length)), RangeError);
});
