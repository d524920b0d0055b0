import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDurationMs, parseMoment } from "./moment.ts";

const nowMs = new Date(2026, 10, 3, 15, 30, 20, 5).getTime();

function timeOf(text: string): number {
  const moment = parseMoment(text, "from", nowMs);
  assert.equal(moment.kind, "time", text);
  return (moment as { timeMs: number }).timeMs;
}

test("the ends of a stream and offsets", () => {
  assert.deepEqual(parseMoment("earliest", "from"), { kind: "earliest" });
  assert.deepEqual(parseMoment(" latest ", "from"), { kind: "latest" });
  assert.deepEqual(parseMoment("0", "from"), { kind: "offset", offset: 0 });
  assert.deepEqual(parseMoment("9007199254740991", "from"), { kind: "offset", offset: Number.MAX_SAFE_INTEGER });
});

test("times ago, with or without the word", () => {
  assert.equal(timeOf("now"), nowMs);
  assert.equal(timeOf("90s"), nowMs - 90_000);
  assert.equal(timeOf("1h30m ago"), nowMs - 5_400_000);
  assert.equal(timeOf("1.5h"), nowMs - 5_400_000);
  assert.equal(timeOf("2d ago"), nowMs - 172_800_000);
});

test("days and times of day are local", () => {
  assert.equal(timeOf("today"), new Date(2026, 10, 3).getTime());
  assert.equal(timeOf("yesterday"), new Date(2026, 10, 2).getTime());
  assert.equal(timeOf("yesterday 14:00"), new Date(2026, 10, 2, 14).getTime());
  assert.equal(timeOf("today 9:05:07"), new Date(2026, 10, 3, 9, 5, 7).getTime());
  assert.equal(timeOf("2026-11-03"), new Date(2026, 10, 3).getTime());
  assert.equal(timeOf("2026-11-03 14:00"), new Date(2026, 10, 3, 14).getTime());
});

test("a time zone is heeded", () => {
  assert.equal(timeOf("2026-11-03T14:00:00Z"), Date.UTC(2026, 10, 3, 14));
  assert.equal(timeOf("2026-11-03t14:00:00.25z"), Date.UTC(2026, 10, 3, 14, 0, 0, 250));
  assert.equal(timeOf("2026-11-03T14:00:00+02:00"), Date.UTC(2026, 10, 3, 12));
  assert.equal(timeOf("2024-02-29T00:00Z"), Date.UTC(2024, 1, 29));
});

test("what is none of these is refused, with the field, the text and what would do", () => {
  const bad = ["", "soon", "1x ago", "-1", "1.5", "today 24:00", "today 12:60", "2026-13-01", "2026-02-30"];
  bad.push(
    "2026-11-03T25:00Z",
    "2026-11-03T14:00+25:00",
    "03.11.2026",
    "ago",
    "12345678901234567",
    "99999999999999999",
  );
  for (const text of bad) {
    assert.throws(() => parseMoment(text, "until", nowMs), {
      reason: "field_invalid",
      message: /until.*earliest, latest, an offset, a time ago like 2h, nor a date/,
    });
  }
});

test("durations", () => {
  assert.equal(parseDurationMs("250ms", "x"), 250);
  assert.equal(parseDurationMs("1h30m", "x"), 5_400_000);
  assert.equal(parseDurationMs(" 7d ", "x"), 604_800_000);
  for (const text of ["", "5", "1 h", "-1s", "1h ago"]) {
    assert.throws(() => parseDurationMs(text, "retention"), { reason: "field_invalid", message: /retention/ });
  }
});
