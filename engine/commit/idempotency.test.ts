import assert from "node:assert/strict";
import { test } from "node:test";
import { callersKeyHash, IdempotencyHead, type IdempotencyKey, keyHash } from "./idempotency.ts";

test("a key without a caller's name is kept as logs have it from before there were names", () => {
  for (const key of ["order-7", "ü", "\u0000ann\u0000order-7"]) assert.equal(callersKeyHash("", key), keyHash(key));
});

test("no two callers and keys are taken for each other, whatever stands in them", () => {
  const pairs: readonly (readonly [who: string, key: string])[] = [
    ...[
      ["", "ann"],
      ["ann", ""],
      ["a", "nn"],
      ["an", "n"],
      ["ann", "ann"],
      ["ann", "order-7"],
      ["bob", "order-7"],
    ],
    ...[
      ["", "order-7"],
      ["", "annorder-7"],
      ["", "\u00ffann\u00fforder-7"],
      ["", "\ufffdann\ufffdorder-7"],
    ],
  ] as [string, string][];
  const hashes = new Set(pairs.map(([who, key]) => callersKeyHash(who, key)));
  assert.equal(hashes.size, pairs.length);
});

const day = 86_400_000;
const fiveMinutes = 300_000;

/** A head that remembers so many keys, and what asks it for a new one and has it remembered. */
function remembering(limit: number): (windowMs: number, answered?: readonly string[], nowMs?: number) => string {
  const head = new IdempotencyHead(limit);
  let position = 0;
  return (windowMs, answered = [], nowMs = 1) => {
    const text = `key ${++position}`;
    const key: IdempotencyKey = { text, hash: text, content: "", windowMs };
    assert.equal(head.recall(key, nowMs, answered), undefined);
    head.apply({ kind: "answered", keys: answered }, position, nowMs, 1);
    head.apply({ kind: "identify", key: text, content: "", windowMs, placements: [], entries: [] }, position, nowMs, 1);
    return text;
  };
}

test("keys of a day leave a tenth of the room to those that clients make for their retries", () => {
  const use = remembering(20);
  for (let key = 0; key < 18; key++) use(day);
  assert.throws(() => use(day), { reason: "idempotency_full", details: { limit: 18 } });
  assert.throws(() => use(fiveMinutes + 1), { reason: "idempotency_full" });
  let answered: string[] = [];
  for (let key = 0; key < 50; key++) answered = [use(fiveMinutes, answered)];
  use(fiveMinutes);
  assert.throws(() => use(fiveMinutes), { reason: "idempotency_full", details: { limit: 20 } });
});

test("keys for retries may take all the room that no others have", () => {
  const use = remembering(20);
  for (let key = 0; key < 20; key++) use(fiveMinutes);
  assert.throws(() => use(fiveMinutes), { reason: "idempotency_full", details: { limit: 20 } });
  assert.throws(() => use(day), { reason: "idempotency_full", details: { limit: 20 } });
});

test("a key leaves when its own time is over", () => {
  const use = remembering(20);
  const hour = 3_600_000;
  for (let key = 0; key < 18; key++) use(hour);
  assert.throws(() => use(hour, [], hour), { reason: "idempotency_full" });
  for (let key = 0; key < 18; key++) use(day, [], hour + 2);
  assert.throws(() => use(day, [], day), { reason: "idempotency_full" });
});
