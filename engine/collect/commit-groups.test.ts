import assert from "node:assert/strict";
import { test } from "node:test";
import { commitGroups } from "./commit-groups.ts";

test("what is carried is cut into commits by bytes and by count, in order, and one that is too large goes alone", () => {
  const sizes = [40, 60, 1, 200, 50, 50, 50];
  assert.deepEqual(
    commitGroups(sizes, 100, (size) => size),
    [[40, 60], [1], [200], [50, 50], [50]],
  );
  const many = Array.from({ length: 1100 }, (_, index) => index);
  const groups = commitGroups(many, 1_000_000, () => 1);
  assert.deepEqual(
    groups.map(({ length }) => length),
    [500, 500, 100],
  );
  assert.deepEqual(groups.flat(), many);
  assert.deepEqual(
    commitGroups([], 100, () => 1),
    [],
  );
});
