import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { Timers } from "./timers.ts";

const dayMs = 86_400_000;

function setUp() {
  const clock = new VirtualClock();
  const begunMs = clock.wallMs();
  const timers = new Timers(clock, () => clock.wallMs());
  const rings: string[] = [];
  const add = (name: string) => timers.add(() => rings.push(`${name} ${clock.wallMs() - begunMs}`));
  return { clock, begunMs, timers, rings, add };
}

test("each view is told at the earliest of its times, once, and a year is one timer", async () => {
  const { clock, begunMs, rings, add } = setUp();
  const [a, b] = [add("a"), add("b")];
  a.ringAt(begunMs + 365 * dayMs);
  a.ringAt(begunMs + 400 * dayMs);
  b.ringAt(begunMs + 20);
  b.ringAt(Number.POSITIVE_INFINITY);
  await clock.advance(10);
  assert.ok(clock.pendingTimers().length <= 2);
  await clock.advance(500 * dayMs);
  assert.deepEqual(rings, ["b 20", `a ${365 * dayMs}`]);
});

test("what is due already is told of without time passing", async () => {
  const { clock, begunMs, rings, add } = setUp();
  add("a").ringAt(begunMs - 5);
  assert.deepEqual(rings, []);
  await clock.settle();
  assert.deepEqual(rings, ["a 0"]);
});

test("a wall clock that is set forward is noticed, one that is set back is waited for", async () => {
  const { clock, begunMs, rings, add } = setUp();
  const a = add("a");
  a.ringAt(begunMs + dayMs);
  clock.setWall(begunMs + dayMs + 7);
  await clock.advance(1);
  assert.deepEqual(rings, [`a ${dayMs + 7}`]);
  a.ringAt(begunMs + 2 * dayMs);
  clock.setWall(begunMs);
  await clock.advance(1.5 * dayMs);
  assert.equal(rings.length, 1);
  await clock.advance(dayMs);
  assert.equal(rings.length, 2);
});

test("a view that pauses is told of nothing before, and of everything then", async () => {
  const { clock, begunMs, timers, rings, add } = setUp();
  const a = add("a");
  a.pauseUntil(clock.monotonicMs() + 50);
  a.ringAt(begunMs + 10);
  await clock.advance(49);
  assert.deepEqual(rings, []);
  await clock.advance(10);
  assert.deepEqual(rings, ["a 50"]);
  a.ringAt(begunMs + 100);
  timers.stop();
  await clock.advance(100);
  assert.equal(rings.length, 1);
});
