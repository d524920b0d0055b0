import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { closedLoop } from "./closed-loop.ts";
import { Latencies } from "./latencies.ts";
import { parseValueSize } from "./value-size.ts";

/** No time is waited for: what ends a load here is the signal. */
const endless = 3_600_000;

test("percentiles are at most two percent too high and never too low, and the greatest is exact", () => {
  const latencies = new Latencies();
  for (let us = 1; us <= 10_000; us += 1) latencies.add(us / 1000);
  for (const share of [0.001, 0.5, 0.95, 0.99, 0.999, 1]) {
    const found = latencies.percentileMs(share);
    assert.ok(found >= share * 10 && found <= share * 10 * 1.02, `${share}: ${found}`);
  }
  assert.deepEqual([latencies.count, latencies.maxMs], [10_000, 10]);
});

test("nothing measured is 0, and the shortest and longest times are counted", () => {
  const latencies = new Latencies();
  assert.equal(latencies.percentileMs(0.5), 0);
  latencies.add(0);
  assert.equal(latencies.percentileMs(1), 0);
  latencies.add(1e12);
  assert.equal(latencies.maxMs, 1e12);
  assert.ok(latencies.percentileMs(1) > 0);
});

test("so many calls are under way at a time, and none after the signal", async () => {
  const stop = new AbortController();
  let underWay = 0;
  let most = 0;
  let calls = 0;
  const call = async (): Promise<number> => {
    most = Math.max(most, ++underWay);
    await Promise.resolve();
    underWay -= 1;
    if (++calls === 100) stop.abort();
    return 1;
  };
  await closedLoop(call, { inFlight: 7, durationMs: endless, signal: stop.signal });
  assert.equal(most, 7);
  assert.equal(underWay, 0);
  assert.ok(calls < 107, `${calls} calls`);
});

test("what ends within the time is counted, what ends in the warm-up is not, and failures are counted apart", async (t) => {
  let nowMs = 0;
  t.mock.method(performance, "now", () => nowMs);
  let calls = 0;
  let callsBefore = 0;
  const call = async (): Promise<number> => {
    calls += 1;
    nowMs += 10;
    if (calls % 3 === 0) throw new Error(`call ${calls}`);
    return 5;
  };
  const onMeasuring = (): void => {
    callsBefore = calls - 1;
  };
  const { signal } = new AbortController();
  const figures = await closedLoop(call, { inFlight: 1, durationMs: 1000, signal, onMeasuring });
  // A fifth of the time warms up: 19 calls end before 200 ms, 101 from then to 1200 ms.
  assert.deepEqual([callsBefore, calls], [19, 120]);
  assert.deepEqual([figures.calls, figures.errors, figures.operations, figures.seconds], [67, 34, 335, 1]);
  assert.equal((figures.firstError as Error).message, "call 3");
});

test("a value is at most as large as a record's", () => {
  assert.equal(parseValueSize("1KiB"), 1024);
  assert.throws(() => parseValueSize(String(limits.recordValueBytes.value + 1)), /--size.*at most/);
});
