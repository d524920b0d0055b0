import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultRecordLimits } from "../batch/record-limits.ts";
import { isFlowMeshError } from "../errors.ts";
import { backoffMs } from "./backoff.ts";
import { checkOutcome, keptText } from "./check-job-operations.ts";
import { handOutRoom, rateAfter, rateOpensMs, rateRoom } from "./hand-out.ts";
import { readNotes, withNotes } from "./job-record.ts";
import { afterLease, type LeasedJob } from "./job-state.ts";
import { changedRules, checkQueueSettings, defaultQueueRules, type QueueRules } from "./queue-settings.ts";

const job: LeasedJob = { attempts: 1, begun: true, maxAttempts: 0, cancelling: false };
const plain: QueueRules = { ...defaultQueueRules, backoff: { ...defaultQueueRules.backoff, jitter: "none" } };
const at = { nowMs: 10_000, random: () => 0 };

test("the wait grows with each failed attempt and stops at its longest", () => {
  const { backoff } = plain;
  const waits = [1, 2, 3, 4, 9, 10, 1000].map((failures) => backoffMs(backoff, failures, () => 0));
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
});

test("full jitter draws from nothing to the whole wait, both included", () => {
  const draws: number[] = [];
  const highest = backoffMs(defaultQueueRules.backoff, 3, (below) => {
    draws.push(below);
    return below - 1;
  });
  assert.deepEqual(draws, [4001]);
  assert.equal(highest, 4000);
});

test("a bare failure waits for the backoff instead of burning the attempts at once", () => {
  const after = afterLease(job, { kind: "failed", retryAfterMs: undefined }, plain, at);
  assert.deepEqual(after, { state: "retrying", attempts: 1, dueMs: 11_000 });
});

test("a worker may say when to retry", () => {
  const after = afterLease(job, { kind: "failed", retryAfterMs: 77 }, plain, at);
  assert.deepEqual(after, { state: "retrying", attempts: 1, dueMs: 10_077 });
});

test("the last attempt that fails makes the job dead, whether its lease ended or it was told", () => {
  const last = { ...job, attempts: 5 };
  for (const end of [{ kind: "failed", retryAfterMs: undefined } as const, { kind: "expired" } as const])
    assert.deepEqual(afterLease(last, end, plain, at), { state: "dead", attempts: 5, dueMs: 0 });
});

test("a job that has used more attempts than are allowed now is dead when it fails", () => {
  const used = { ...job, attempts: 4 };
  const after = afterLease(used, { kind: "expired" }, { ...plain, maxAttempts: 2 }, at);
  assert.equal(after.state, "dead");
});

test("a job's own number of attempts counts before the queue's", () => {
  const own = { ...job, attempts: 5, maxAttempts: 6 };
  assert.equal(afterLease(own, { kind: "expired" }, plain, at).state, "retrying");
});

test("a job that is given back, or was never begun, has lost no attempt and waits", () => {
  assert.deepEqual(afterLease(job, { kind: "released" }, plain, at), { state: "waiting", attempts: 0, dueMs: 0 });
  const taken = { ...job, attempts: 2, begun: false };
  assert.deepEqual(afterLease(taken, { kind: "expired" }, plain, at), { state: "waiting", attempts: 2, dueMs: 0 });
  assert.deepEqual(afterLease(taken, { kind: "released" }, plain, at), { state: "waiting", attempts: 2, dueMs: 0 });
});

test("the outcome of a job taken in advance counts as an attempt", () => {
  const taken = { ...job, attempts: 0, begun: false };
  assert.deepEqual(afterLease(taken, { kind: "done" }, plain, at), { state: "done", attempts: 1, dueMs: 0 });
  assert.equal(afterLease(taken, { kind: "failed", retryAfterMs: undefined }, plain, at).attempts, 1);
});

test("a job that is to be cancelled is, however its lease ends, unless it is done", () => {
  const cancelling = { ...job, cancelling: true };
  for (const kind of ["released", "expired", "dead"] as const)
    assert.equal(afterLease(cancelling, { kind }, plain, at).state, "cancelled");
  assert.equal(afterLease(cancelling, { kind: "done" }, plain, at).state, "done");
});

test("a rate allows its burst at once, then one job after the other", () => {
  const rate = { limit: 10, perMs: 1000 };
  let use = { fullMs: 0 };
  assert.equal(rateRoom(rate, use, 5000), 10);
  use = rateAfter(rate, use, 10, 5000);
  assert.equal(rateRoom(rate, use, 5000), 0);
  assert.equal(rateOpensMs(rate, use, 5000), 5100);
  assert.equal(rateRoom(rate, use, 5099), 0);
  assert.equal(rateRoom(rate, use, 5100), 1);
  assert.equal(rateRoom(rate, use, 6000), 10);
});

test("a rate that is no whole number of milliseconds a job never goes beyond itself", () => {
  const rate = { limit: 3, perMs: 1000 };
  let use = { fullMs: 0 };
  let handedOut = 0;
  for (let nowMs = 0; nowMs <= 100_000; nowMs++) {
    const jobs = rateRoom(rate, use, nowMs);
    handedOut += jobs;
    if (jobs > 0) use = rateAfter(rate, use, jobs, nowMs);
  }
  assert.equal(handedOut, 303);
});

test("a queue hands out as many as its limits leave, and none while it is paused", () => {
  const rules = { concurrency: 5, rate: { limit: 0, perMs: 1000 } };
  const rate = { fullMs: 0 };
  assert.equal(handOutRoom(rules, { paused: false, active: 2, rate }, 0), 3);
  assert.equal(handOutRoom(rules, { paused: false, active: 7, rate }, 0), 0);
  assert.equal(handOutRoom(rules, { paused: true, active: 0, rate }, 0), 0);
  assert.equal(handOutRoom({ ...rules, concurrency: 0 }, { paused: false, active: 9, rate }, 0), Infinity);
});

test("an update replaces what it names and leaves the rest", () => {
  const change = checkQueueSettings({ backoff: { initialMs: 400_000 }, keepDead: { count: 3 } });
  const rules = changedRules(defaultQueueRules, change);
  assert.deepEqual(rules.backoff, { initialMs: 400_000, factor: 2, maxMs: 400_000, jitter: "full" });
  assert.deepEqual(rules.keepDead, { count: 3, ageMs: undefined });
  assert.equal(rules.leaseMs, 30_000);
});

for (const [field, settings] of [
  ["lease_ms", { leaseMs: 999 }],
  ["max_attempts", { maxAttempts: 0 }],
  ["backoff.max_ms", { backoff: { initialMs: 5000, maxMs: 4000 } }],
  ["backoff.jitter", { backoff: { jitter: "half" as "full" } }],
  ["rate.limit", { rate: { limit: -1 } }],
  ["keep_done.age_ms", { keepDone: { ageMs: 1e15 } }],
] as const) {
  test(`settings with a wrong ${field} are refused, naming it`, () => {
    assert.throws(
      () => checkQueueSettings(settings),
      (error: unknown) => isFlowMeshError(error, "settings_invalid") && error.details.field === field,
    );
  });
}

test("an outcome must be one and no more", () => {
  for (const outcome of [{}, { done: {}, released: {} }]) {
    assert.throws(
      () => checkOutcome({ job: "1", lease: "2", ...outcome }, 0, defaultRecordLimits),
      (error: unknown) => isFlowMeshError(error, "field_invalid"),
    );
  }
});

test("an error's text is cut between two characters", () => {
  assert.equal(keptText("error", "äöü", 5), "äö");
  assert.equal(keptText("error", "äöü", 6), "äöü");
  assert.equal(keptText("error", "aäö", 2), "a");
});

test("what people ask about a job travels in front of its headers and never among them", () => {
  const own = [{ name: "a", value: Buffer.from("b") }];
  const record = withNotes({ timestampMs: 1, headers: own }, { orderingKey: "k", retryOf: "7" });
  assert.deepEqual(readNotes(record.headers ?? []), { notes: { orderingKey: "k", retryOf: "7" }, headers: own });
  assert.deepEqual(readNotes(own), { notes: {}, headers: own });
  assert.equal(withNotes({ timestampMs: 1, headers: own }, { orderingKey: "" }).headers, own);
});
