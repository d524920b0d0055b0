import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "@flowmesh/contract";
import { resumeWatch } from "./resume-watch.ts";

const change = (key: string, revision: number): Change => ({
  key,
  revision,
  kind: "put",
  value: undefined,
  writtenAt: 1,
  expiresAt: undefined,
});

test("a watch goes on in the midst of the entries that come first, behind its last key", () => {
  const request = { bucket: "b", prefix: "a" };
  const response = { changes: [change("a1", 3), change("a2", 1)], revision: 7, snapshot: true, caughtUp: false };
  const next = resumeWatch(request, { ...response, bucketId: "id" });
  assert.deepEqual(next, {
    bucket: "b",
    prefix: "a",
    afterRevision: 7,
    afterKey: "a2",
    onlyNew: false,
    bucketId: "id",
  });
});

test("a watch goes on behind its last change, also one of what is new", () => {
  const request = { bucket: "b", onlyNew: true };
  const response = { changes: [], revision: 9, snapshot: false, caughtUp: true, bucketId: "id" };
  const next = resumeWatch(request, response);
  assert.deepEqual(next, { bucket: "b", afterRevision: 9, afterKey: undefined, onlyNew: false, bucketId: "id" });
  const later = resumeWatch(next, { ...response, changes: [change("x", 12)], revision: 12, bucketId: "" });
  assert.deepEqual([later.afterRevision, later.bucketId], [12, "id"]);
});
