import assert from "node:assert/strict";
import { test } from "node:test";
import { type CheckedTimes, previewTimes } from "./schedule-times.ts";

test("there are no times behind the year 9999, which could not be written", () => {
  const times: CheckedTimes = {
    kind: "cron",
    cron: "0 0 1 1 *",
    zone: "UTC",
    everyMs: 0,
    atMs: 0,
    startMs: Date.UTC(9998, 5),
    endMs: Number.POSITIVE_INFINITY,
    maxFirings: Number.POSITIVE_INFINITY,
    jitterMs: 0,
  };
  const next = (kind: CheckedTimes["kind"], everyMs: number): string[] =>
    previewTimes({ times: { ...times, kind, everyMs }, count: 3, fromMs: undefined }, Date.UTC(2026, 0)).map((at) =>
      new Date(at).toISOString(),
    );
  assert.deepEqual(next("cron", 0), ["9999-01-01T00:00:00.000Z"]);
  assert.deepEqual(next("every", 365 * 86_400_000), ["9998-06-01T00:00:00.000Z", "9999-06-01T00:00:00.000Z"]);
});
