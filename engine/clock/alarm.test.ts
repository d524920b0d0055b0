import assert from "node:assert/strict";
import { test } from "node:test";
import { Alarm } from "./alarm.ts";
import { VirtualClock } from "./virtual-clock.ts";

test("an alarm rings at the earliest of the times asked for, once, and is then silent until it is asked anew", async () => {
  const clock = new VirtualClock();
  const rings: number[] = [];
  const begunMs = clock.monotonicMs();
  const alarm = new Alarm(clock, () => rings.push(clock.monotonicMs() - begunMs));
  alarm.ringAt(begunMs + 50);
  alarm.ringAt(begunMs + 20);
  alarm.ringAt(begunMs + 30);
  alarm.ringAt(Number.POSITIVE_INFINITY);
  await clock.advance(100);
  assert.deepEqual(rings, [20]);
  alarm.ringAt(begunMs + 130);
  await clock.advance(100);
  assert.deepEqual(rings, [20, 130]);
  alarm.ringAt(begunMs + 250);
  alarm.stop();
  await clock.advance(100);
  assert.deepEqual(rings, [20, 130]);
});
