import assert from "node:assert/strict";
import { test } from "node:test";
import { PositionWaiters } from "./position-waiters.ts";

/** Positions whose waiters were resolved, in that order. */
function following(waiters: PositionWaiters, positions: readonly number[]): number[] {
  const reached: number[] = [];
  for (const position of positions) void waiters.wait(position, undefined).then(() => reached.push(position));
  return reached;
}

test("each waits for its position, and is woken once", async () => {
  const waiters = new PositionWaiters();
  const reached = following(waiters, [5, 3, 9, 3]);
  for (const [visible, expected] of [
    [2, []],
    [3, [3, 3]],
    [4, [3, 3]],
    [8, [3, 3, 5]],
    [20, [3, 3, 5, 9]],
  ] as const) {
    waiters.wake(visible);
    await Promise.resolve();
    assert.deepEqual(reached, expected);
  }
});

test("who gives up is told so at once, and kept no longer", async () => {
  const waiters = new PositionWaiters();
  const giving = new AbortController();
  const given = waiters.wait(7, giving.signal);
  giving.abort(new Error("no time"));
  await assert.rejects(given, /no time/);
  await assert.rejects(async () => waiters.wait(7, giving.signal), /no time/);
  waiters.refuse(new Error("nobody is left to be told"));
});

test("when nothing more will be seen, all are told", async () => {
  const waiters = new PositionWaiters();
  const waits = [waiters.wait(7, undefined), waiters.wait(8, new AbortController().signal)];
  waiters.refuse(new Error("closed"));
  for (const wait of waits) await assert.rejects(wait, /closed/);
});
