import assert from "node:assert/strict";
import { test } from "node:test";
import { SteadyClock } from "./steady-clock.ts";
import { VirtualClock } from "./virtual-clock.ts";

const hourMs = 3_600_000;

function setUp(latestMs = 0) {
  const machine = new VirtualClock();
  const told: number[] = [];
  return { machine, told, begunMs: machine.wallMs(), clock: new SteadyClock(machine, latestMs, (ms) => told.push(ms)) };
}

test("it shows the machine's time, and while that is behind goes on at half its pace, never back", async () => {
  const { machine, clock, begunMs, told } = setUp();
  const shown = (): number => clock.wallMs() - begunMs;
  await machine.advance(1000);
  assert.equal(shown(), 1000);
  machine.setWall(begunMs - hourMs);
  assert.equal(shown(), 1000);
  await machine.advance(hourMs);
  assert.equal(shown(), 1000 + hourMs / 2);
  await machine.advance(hourMs + 3000);
  assert.equal(shown(), hourMs + 3000, "the machine's clock has caught up");
  machine.setWall(begunMs + 5 * hourMs);
  assert.equal(shown(), 5 * hourMs);
  machine.setWall(begunMs + 5 * hourMs - 2);
  assert.equal(shown(), 5 * hourMs);
  assert.deepEqual(told, [hourMs + 1000], "of two milliseconds nothing is said");
});

test("it goes on from a time that was seen before it, years ahead of the machine's too", async () => {
  const begunMs = new VirtualClock().wallMs();
  const { machine, clock, told } = setUp(begunMs + 100_000 * hourMs);
  assert.equal(clock.wallMs(), begunMs + 100_000 * hourMs);
  await machine.advance(20_000);
  assert.equal(clock.wallMs(), begunMs + 100_000 * hourMs + 10_000);
  assert.deepEqual(told, [100_000 * hourMs]);
});

test("who waits for a time is called when it shows that time, wherever the machine's clock is set to", async () => {
  const { machine, clock, begunMs } = setUp();
  const called: number[] = [];
  const waitUntil = (ms: number) => clock.atWall(begunMs + ms, () => called.push(clock.wallMs() - begunMs));
  waitUntil(30_000);
  waitUntil(40_000).cancel();
  waitUntil(10 * hourMs);
  clock.wallMs();
  machine.setWall(begunMs - hourMs);
  await machine.advance(59_000);
  assert.deepEqual(called, []);
  await machine.advance(2000);
  assert.deepEqual(called, [30_000]);
  machine.setWall(begunMs + 11 * hourMs);
  await machine.advance(10_000);
  assert.equal(called.length, 2);
  waitUntil(12 * hourMs);
  await machine.advance(hourMs);
  assert.deepEqual(called.slice(2), [12 * hourMs]);
});
