import assert from "node:assert/strict";
import { test } from "node:test";
import { DueTimes } from "./due-times.ts";
import { type KvRows, kvRow } from "./kv-rows.ts";

/** Rows of due times, and how many were read. */
class Rows {
  readonly keys: Set<string> = new Set();
  read = 0;

  save(dueMs: number): void {
    this.keys.add(kvRow.due("expiry", dueMs, 1, `k${dueMs}`));
  }

  remove(dueMs: number): void {
    this.keys.delete(kvRow.due("expiry", dueMs, 1, `k${dueMs}`));
  }

  page(from: string, to: string, limit: number): { key: string; value: Buffer }[] {
    const page = [...this.keys].sort().filter((key) => key >= from && key < to);
    this.read += Math.min(page.length, limit);
    return page.slice(0, limit).map((key) => ({ key, value: Buffer.of(0) }));
  }
}

function newTimes(): { rows: Rows; times: DueTimes } {
  const rows = new Rows();
  return { rows, times: new DueTimes(rows as unknown as KvRows, "expiry") };
}

const taken = (times: DueTimes, nowMs: number): number[] => times.take(nowMs, 1 << 20).map(({ dueMs }) => dueMs);

test("due times are given once each, in order, whether they are saved or in memory, and also when they are saved before others that were given", () => {
  const { rows, times } = newTimes();
  for (const dueMs of [10, 30, 50]) rows.save(dueMs);
  times.note({ dueMs: 20, bucket: 1, key: "k20" });
  assert.deepEqual(taken(times, 30), [10, 20, 30]);
  times.note({ dueMs: 25, bucket: 1, key: "k25" });
  times.note({ dueMs: 60, bucket: 1, key: "k60" });
  for (const dueMs of [25, 60]) rows.save(dueMs);
  // What was given was done: a save removes it.
  for (const dueMs of [10, 30]) rows.remove(dueMs);
  times.saved([]);
  assert.equal(times.nextMs, 25);
  assert.deepEqual(taken(times, 30), [25]);
  assert.deepEqual(taken(times, 100), [50, 60]);
  assert.equal(times.nextMs, Number.POSITIVE_INFINITY);
});

test("each row is read about once, however many are due and however often is saved meanwhile", () => {
  const { rows, times } = newTimes();
  for (let dueMs = 1; dueMs <= 5000; dueMs++) rows.save(dueMs);
  let count = 0;
  for (let some = taken(times, 10_000); some.length > 0; some = taken(times, 10_000)) {
    count += some.length;
    times.saved([]);
  }
  assert.equal(count, 5000);
  assert.ok(rows.read < 10_000, `${rows.read} rows were read`);
  times.clear();
  assert.equal(times.nextMs, 1, "after that all are looked at anew");
});
