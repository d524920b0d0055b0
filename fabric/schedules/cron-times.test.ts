import assert from "node:assert/strict";
import { test } from "node:test";
import { Cron } from "croner";
import fc from "fast-check";
import { nextLocalTime, readCron } from "./cron.ts";
import { nextCronTime } from "./cron-times.ts";

/** The next times of an expression, as UTC. */
function next(text: string, zone: string, from: string, count = 1): string[] {
  const found: string[] = [];
  let at = Date.parse(from);
  while (found.length < count) {
    at = nextCronTime(readCron(text), zone, at) ?? Number.NaN;
    found.push(new Date(at).toISOString().replace(":00.000Z", ""));
  }
  return found;
}

const berlin = "Europe/Berlin";

test("a time that the clocks jump over becomes the first one behind the jump", () => {
  assert.deepEqual(next("30 2 * * *", berlin, "2026-03-28T12:00:00Z", 2), ["2026-03-29T01:00", "2026-03-30T00:30"]);
  assert.deepEqual(next("0,30 2 * * *", berlin, "2026-03-28T12:00:00Z", 2), ["2026-03-29T01:00", "2026-03-30T00:00"]);
  assert.deepEqual(next("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T20:00:00Z", 1), ["2026-10-03T15:30"]);
});

test("a time that the clocks show twice counts once", () => {
  assert.deepEqual(next("30 2 * * *", berlin, "2026-10-24T12:00:00Z", 2), ["2026-10-25T00:30", "2026-10-26T01:30"]);
  assert.deepEqual(next("*/30 2 * * *", berlin, "2026-10-25T01:20:00Z", 1), ["2026-10-26T01:00"]);
});

test("an expression for every hour goes on evenly when clocks are set", () => {
  const inAutumn = ["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:00"];
  assert.deepEqual(next("*/30 * * * *", berlin, "2026-10-24T23:40:00Z", 5), inAutumn);
  assert.deepEqual(next("*/30 * * * *", berlin, "2026-03-29T00:40:00Z", 2), ["2026-03-29T01:00", "2026-03-29T01:30"]);
  assert.deepEqual(next("0 * 1 1 *", berlin, "2026-07-01T00:00:00Z", 2), ["2026-12-31T23:00", "2027-01-01T00:00"]);
});

test("times rise, whatever the zone and the moment", () => {
  const zones = [
    "UTC",
    berlin,
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Casablanca",
  ];
  const texts = ["*/10 * * * *", "30 2 * * *", "0 0 * * *", "15 */2 * * *", "59 23 L * *", "0 1-3 * * SUN"];
  const moment = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.constantFrom(...texts), moment, (zone, text, from) => {
      let at = from;
      for (let count = 0; count < 4; count++) {
        const later = nextCronTime(readCron(text), zone, at) ?? 0;
        assert.ok(later > at, `${text} in ${zone} behind ${new Date(at).toISOString()}`);
        at = later;
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});

test("without clocks that are set, times are those of the library whose fields we read", () => {
  const texts = [
    "*/7 3-5 * * *",
    "0 0 L * *",
    "0 12 15W * *",
    "0 0 LW * *",
    "0 9 * * MON#2",
    "0 9 * * FRI#L",
    "0 0 1 * MON",
    "0 0 13 * +FRI",
    "5 4 * FEB,JUN sun",
    "*/20 * * * * *",
    "0 0 29 2 *",
    "@weekly",
    "0 0 1W,15W * *",
  ];
  const moment = fc.integer({ min: Date.UTC(1999, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...texts), moment, (text, from) => {
      const expected = new Cron(text, { utcOffset: 0 }).nextRun(new Date(from));
      assert.equal(nextLocalTime(readCron(text), from), expected?.getTime(), text);
    }),
    { numRuns: 400, seed: 7 },
  );
});

test("a question mark is any day, as those who come from Quartz and EventBridge write it", () => {
  for (const [written, meant] of [
    ["0 9 1 * ?", "0 9 1 * *"],
    ["0 9 ? * MON", "0 9 * * MON"],
    ["0 0 9 ? * ?", "0 0 9 * * *"],
  ] as const) {
    let [one, other] = [0, 0];
    for (let count = 0; count < 20; count++) {
      one = nextLocalTime(readCron(written), one) as number;
      other = nextLocalTime(readCron(meant), other) as number;
      assert.equal(one, other, written);
    }
  }
});

test("what stands in the wrong place is named as it was written", () => {
  for (const [written, problem] of [
    ["0 0 0 * *", /has 0 in its days of the month, which are from 1 to 31/],
    ["0 0 * 13 *", /has 13 in its months, which are from 1 to 12/],
    ["0 0 * * MONDAY", /has MONDAY in its weekdays, which are SUN, MON/],
    ["0 24 * * *", /has 24 in its hours/],
    ["0 0 32W * *", /has 32 in its days of the month/],
    ["x * * * *", /has x in its minutes, which are numbers alone/],
    ["0 0 * *", /must have five fields/],
    ["* * * * * * 2099", /must have five fields/],
    [
      "1* * * * *",
      /has 1\* in its minutes, where values from 0 to 59, ranges such as 1-3, steps such as \*\/2 may stand/,
    ],
    ["*/5* * * * *", /has \*\/5\* in its minutes/],
    ["1,? * * * *", /has \? in its minutes/],
    ["0 0 3L * *", /has 3L in its days of the month, where .*, L \(the last\)/],
    ["0 0 L,,5 * *", /has an empty item in its days of the month/],
    ["0 0 LW,15 * *", /has LW among others/],
    ["0 0 * JAN1 *", /has JAN1 in its months/],
    ["0 0 * * MON#", /has MON# in its weekdays, where .*, MON#2 \(the second of a month\), MON#L or MONL/],
    ["0 0 * * MON#2#3", /has MON#2#3 in its weekdays/],
    ["0 0 * * L", /has L in its weekdays/],
  ] as const)
    assert.throws(() => readCron(written), problem);
  for (const taken of [
    "0 0 L * *",
    "0 0 LW * *",
    "0 0 15W * *",
    "0 0 * * FRI#2",
    "0 0 * * 5L",
    "*/5 1-5/2 * jan,DEC sun-Tue",
    "0 0 * * MON-FRI#L,SUN#1",
    "0 0 1-7,L * +mon",
    "@daily",
  ])
    readCron(taken);
  assert.deepEqual(next("0 0 * * SUN-SUN", "UTC", "2026-01-01T00:00:00Z", 2), ["2026-01-04T00:00", "2026-01-11T00:00"]);
});

test("what was refused is refused again with the same words", () => {
  for (const text of ["0 0 31 2 *", "0 0 * * L"]) {
    const [one, other] = [0, 1].map(() => {
      try {
        return String(readCron(text));
      } catch (error) {
        return (error as Error).message;
      }
    });
    assert.equal(one, other);
  }
});

test("an expression that never fires is refused, and no text takes long", () => {
  const hostile = [
    "0 0 31 2 *",
    "0 0 30 2 *",
    "0 0 31 4,6,9,11 *",
    "59 59 23 31 12 +0#1",
    "* * * * * * *",
    "@reboot",
    "x",
    "",
    "*".repeat(100_000),
    "1,".repeat(100_000),
    "0 0 1-31/0 * *",
    "0-59/1,0-59/1,0-59/1 * * * 9",
    "2026-12-01T00:00:00",
  ];
  const beganMs = performance.now();
  for (const text of hostile) assert.throws(() => readCron(text), { reason: "settings_invalid" }, text.slice(0, 40));
  assert.ok(performance.now() - beganMs < 1000);
});
