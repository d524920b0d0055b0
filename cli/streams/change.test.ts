import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stream } from "@flowmesh/client";
import { isFlowMeshError } from "@flowmesh/fabric";
import { alteration, changeShape, creation, deletion } from "./change.ts";

const day = 86_400_000;

const orders = {
  stream: "orders",
  bytes: 2048,
  settings: { retentionMs: day, dedupeWindowMs: 120_000 },
  partitions: [
    { partition: 0, earliestOffset: 5, nextOffset: 10 },
    { partition: 1, earliestOffset: 0, nextOffset: 1 },
  ],
} as unknown as Stream;

test("a creation names what was given, and a partition where nothing was", () => {
  assert.equal(creation("s", {}).what, "1 partition");
  const all = { partitions: 3, retentionMs: 7 * day, retentionBytes: 1024, dedupeWindowMs: 0 };
  assert.equal(creation("s", all).what, "3 partitions, retention 7d, bytes a partition 1.0 KiB, dedupe window off");
});

test("a change names what becomes different, from what to what", () => {
  const { what, facts } = alteration(orders, {
    partitions: 4,
    retentionMs: 0,
    dedupeWindowMs: 120_000,
    retentionBytes: 2048,
  });
  assert.equal(what, "partitions 2 to 4, retention 1d to for ever, bytes a partition no limit to 2.0 KiB");
  assert.deepEqual(facts.changes, [
    { setting: "partitions", from: 2, to: 4 },
    { setting: "retentionMs", from: day, to: 0 },
    { setting: "retentionBytes", from: 0, to: 2048 },
  ]);
  assert.equal(alteration(orders, { partitions: 2 }).what, "nothing: all is so already");
});

test("a change to fewer partitions is refused, as the server does", () => {
  assert.throws(
    () => alteration(orders, { partitions: 1 }),
    (error) => isFlowMeshError(error, "partitions_shrink"),
  );
});

test("a deletion counts the records that are kept, and says whether it was one", () => {
  const would = deletion(orders, true);
  assert.equal(would.what, "6 records, 2.0 KiB");
  const [, action] = changeShape.columns;
  assert.equal(action!.value(would), "would delete");
  assert.equal(action!.value(deletion(orders, false)), "deleted");
  assert.deepEqual(changeShape.toJson(would), {
    stream: "orders",
    action: "delete",
    records: 6,
    bytes: 2048,
    dryRun: true,
  });
});
