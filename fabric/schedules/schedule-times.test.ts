import assert from "node:assert/strict";
import { test } from "node:test";
import { type CheckedTimes, previewTimes } from "./schedule-times.ts";

const always: CheckedTimes = {
  kind: "every",
  cron: "",
  zone: "",
  everyMs: 0,
  atMs: 0,
  startMs: undefined,
  endMs: Number.POSITIVE_INFINITY,
  maxFirings: Number.POSITIVE_INFINITY,
  jitterMs: 0,
};

test("there are no times behind the year 9999, which could not be written", () => {
  const times: CheckedTimes = { ...always, cron: "0 0 1 1 *", zone: "UTC", startMs: Date.UTC(9998, 5) };
  const next = (kind: CheckedTimes["kind"], everyMs: number): string[] =>
    previewTimes({ times: { ...times, kind, everyMs }, count: 3, fromMs: undefined }, Date.UTC(2026, 0)).map((at) =>
      new Date(at).toISOString(),
    );
  assert.deepEqual(next("cron", 0), ["9999-01-01T00:00:00.000Z"]);
  assert.deepEqual(next("every", 365 * 86_400_000), ["9998-06-01T00:00:00.000Z", "9999-06-01T00:00:00.000Z"]);
});

test("a preview from later on counts the firings before it", () => {
  const times: CheckedTimes = { ...always, everyMs: 3_600_000, maxFirings: 3 };
  const nowMs = Date.UTC(2026, 0);
  const firingsFrom = (hours: number): number =>
    previewTimes({ times, count: 10, fromMs: nowMs + hours * 3_600_000 }, nowMs).length;
  assert.deepEqual([firingsFrom(0), firingsFrom(1), firingsFrom(2), firingsFrom(3), firingsFrom(10)], [3, 3, 2, 1, 0]);
});
