import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "./virtual-clock.ts";
import { type Wake, waitToBeWoken } from "./wake.ts";

/** A wait, with its waker while that can be found. */
function waiting(clock: VirtualClock, waitMs: number, signal: AbortSignal) {
  const places = new Set<Wake>();
  const ended = waitToBeWoken(clock, waitMs, signal, (wake) => {
    places.add(wake);
    return () => assert.ok(places.delete(wake), "taken away twice");
  });
  return { places, ended };
}

test("a wait ends when it is woken, when its time is over, or with the signal's reason, and leaves nothing behind", async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();

  const woken = waiting(clock, 1_000, signal);
  for (const wake of woken.places) wake();
  await woken.ended;

  const over = waiting(clock, 1_000, signal);
  await clock.advance(1_000);
  await over.ended;

  const aborting = new AbortController();
  const ended = waiting(clock, 1_000, aborting.signal);
  aborting.abort(new Error("given up"));
  await assert.rejects(ended.ended, { message: "given up" });

  assert.deepEqual([woken.places.size, over.places.size, ended.places.size], [0, 0, 0]);
  assert.throws(() => waiting(clock, 1_000, aborting.signal), { message: "given up" });
});
