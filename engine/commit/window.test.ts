import assert from "node:assert/strict";
import { test } from "node:test";
import { Window, type WindowEntry } from "./window.ts";

function windowOf(entries: readonly (readonly [key: string, segment: number, timeMs: number])[]): Window<WindowEntry> {
  const window = new Window<WindowEntry>();
  for (const [key, segment, timeMs] of entries) window.set(key, { segment, timeMs });
  return window;
}

const keysOf = (held: Iterable<[string, unknown]>): string[] => [...held].map(([key]) => key);

test("what stands in a segment, or up to it, is found in order; an entry that was set again stands where it was set last", () => {
  const window = windowOf([
    ["a", 1, 10],
    ["b", 1, 20],
    ["c", 2, 30],
    ["a", 3, 10],
    ["d", 3, 40],
    ["d", 3, 50],
  ]);
  assert.deepEqual(keysOf(window.standingIn(1)), ["b"]);
  assert.deepEqual(keysOf(window.standingIn(3)), ["a", "d"]);
  assert.deepEqual(keysOf(window.heldIn((segment) => segment <= 2)), ["b", "c"]);
  assert.deepEqual(keysOf(window.heldIn(() => true)), ["b", "c", "a", "d"]);
  assert.equal(window.size, 4);
});

test("expired entries leave from the front; one that was carried leaves with its neighbours", () => {
  const window = windowOf([
    ["a", 1, 10],
    ["b", 2, 20],
    ["old", 3, 5],
    ["c", 3, 30],
  ]);
  window.expire(({ timeMs }) => timeMs < 20);
  assert.deepEqual(
    [...window.entries()].map(([key]) => key),
    ["b", "old", "c"],
  );
  assert.equal(window.get("old", 20), undefined);
  window.expire(({ timeMs }) => timeMs < 30);
  assert.deepEqual(
    [...window.entries()].map(([key]) => key),
    ["c"],
  );
});

test("an entry can be deleted while what stands in its segment is looked through", () => {
  const window = windowOf([
    ["a", 1, 10],
    ["b", 1, 20],
    ["c", 2, 30],
  ]);
  for (const [key] of window.heldIn((segment) => segment <= 2)) window.delete(key);
  assert.equal(window.size, 0);
  assert.deepEqual(keysOf(window.heldIn((segment) => segment <= 2)), []);
});
