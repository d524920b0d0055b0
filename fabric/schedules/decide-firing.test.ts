import assert from "node:assert/strict";
import { test } from "node:test";
import type { MissedPolicy, SchedulePlan } from "./check-schedule-requests.ts";
import { type AnchoredPlan, anchoredPlan, decideFiring, firstFiring, type ScheduleCursor } from "./decide-firing.ts";
import type { CheckedTimes } from "./schedule-times.ts";

const hour = 3_600_000;
const times: CheckedTimes = {
  kind: "every",
  cron: "",
  zone: "",
  everyMs: hour,
  atMs: 0,
  startMs: undefined,
  endMs: Number.POSITIVE_INFINITY,
  maxFirings: Number.POSITIVE_INFINITY,
  jitterMs: 0,
};

function planOf(missed: MissedPolicy, more: Partial<CheckedTimes> = {}, missedWindowMs = 60_000): AnchoredPlan {
  const plan = { times: { ...times, ...more }, operations: [], missed, missedWindowMs, keepFinishedMs: 0 };
  return anchoredPlan(plan as SchedulePlan, 0);
}

/** The latest that there is. */
const late = { fill: () => undefined, integer: (below: number) => below - 1 };

function firesFor(plan: AnchoredPlan, cursor: Partial<ScheduleCursor>, nowMs: number): number | undefined {
  const at = { nextMs: hour, dueMs: hour, used: 0, attempts: 0, madeUp: 0, ...cursor };
  return decideFiring(plan, at, nowMs, late).firesFor;
}

test("jitter makes no time a missed one", () => {
  for (const missed of ["one", "all", "skip"] as const) {
    const plan = planOf(missed, { jitterMs: hour / 2 });
    const { nextMs, dueMs = 0 } = firstFiring(plan, late);
    assert.deepEqual([nextMs, dueMs], [hour, hour + hour / 2]);
    assert.equal(firesFor(plan, { dueMs }, dueMs), hour);
    assert.equal(firesFor(plan, { dueMs }, dueMs + 61_000), undefined, "a minute later it is missed");
  }
});

test("an attempt that was refused does not make its time a missed one", () => {
  for (const missed of ["one", "all", "skip"] as const) {
    assert.equal(firesFor(planOf(missed), { dueMs: hour + 85_000, attempts: 4 }, hour + 85_000), hour);
    assert.equal(firesFor(planOf(missed), { dueMs: hour + 85_000, attempts: 4 }, hour + 146_000), undefined);
  }
});

test("missed times that are made up for are as old as they are, however late they come to be looked at", () => {
  const plan = planOf("all", {}, 2 * hour);
  assert.equal(firesFor(plan, { nextMs: hour, dueMs: 4 * hour, madeUp: 1 }, 4 * hour), 2 * hour);
});

test("a date that has passed fires at once, whatever is done about missed times", () => {
  for (const missed of ["one", "all", "skip"] as const) {
    const plan = { ...planOf(missed, { kind: "at", atMs: hour }), anchorMs: 10 * hour };
    const { nextMs = 0, dueMs = 0 } = firstFiring(plan, late);
    assert.deepEqual([nextMs, dueMs], [hour, 10 * hour]);
    assert.equal(firesFor(plan, { nextMs, dueMs }, 10 * hour), hour);
  }
});
