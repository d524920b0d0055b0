import assert from "node:assert/strict";
import { test } from "node:test";
import { type Call, isLinearizable, type Sequential } from "./linearizable.ts";

type Asked = { readonly write: number } | { readonly read: number };

const register: Sequential<number, Asked> = {
  initial: 0,
  next: (state, asked) => ("write" in asked ? asked.write : asked.read === state ? state : undefined),
  keyOf: String,
};

function isExplained(...calls: [asked: Asked, begun: number, ended: number][]): boolean {
  return isLinearizable(
    calls.map(([asked, begun, ended]): Call<Asked> => ({ asked, begun, ended })),
    register,
  );
}

test("a read during a write may see it or not, but never what was before once another has seen it", () => {
  assert.ok(isExplained([{ write: 1 }, 1, 10], [{ read: 0 }, 2, 3], [{ read: 1 }, 4, 5]));
  assert.ok(!isExplained([{ write: 1 }, 1, 10], [{ read: 1 }, 2, 3], [{ read: 0 }, 4, 5]));
});

test("a read behind a write sees it", () => {
  assert.ok(isExplained([{ write: 1 }, 1, 2], [{ read: 1 }, 3, 4]));
  assert.ok(!isExplained([{ write: 1 }, 1, 2], [{ read: 0 }, 3, 4]));
});

test("a write that nobody knows the end of takes effect at any later moment, once, or never", () => {
  const unknown = Number.POSITIVE_INFINITY;
  assert.ok(isExplained([{ write: 1 }, 1, unknown], [{ read: 0 }, 2, 3]));
  assert.ok(isExplained([{ write: 1 }, 1, unknown], [{ write: 2 }, 2, 3], [{ read: 2 }, 4, 5], [{ read: 1 }, 6, 7]));
  assert.ok(!isExplained([{ write: 1 }, 1, unknown], [{ read: 1 }, 2, 3], [{ read: 0 }, 4, 5]));
  assert.ok(!isExplained([{ write: 1 }, 4, unknown], [{ read: 1 }, 2, 3]));
});

test("many writes at once have an order if the reads agree on one", () => {
  const writes = Array.from({ length: 12 }, (_, index): [Asked, number, number] => [
    { write: index + 1 },
    index + 1,
    100 + index,
  ]);
  const reads = [5, 3, 9].map((value, index): [Asked, number, number] => [
    { read: value },
    200 + 2 * index,
    201 + 2 * index,
  ]);
  assert.ok(isExplained(...writes, reads[0]!));
  assert.ok(!isExplained(...writes, ...reads));
});
