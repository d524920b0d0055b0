import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type EntryVersion,
  expiryOf,
  presentRevision,
  visibleVersions,
  type WriteKind,
  withVersion,
} from "./entry-versions.ts";

function version(revision: number, expiresMs = 0, kind: WriteKind = "put"): EntryVersion {
  return { revision, kind, expiresMs };
}

function seen(versions: readonly EntryVersion[], history: number, nowMs: number): number[] {
  return visibleVersions(versions, history, nowMs).map(({ revision }) => revision);
}

test("as many versions are kept as the history has, the latest included", () => {
  let versions: readonly EntryVersion[] = [];
  for (let revision = 1; revision <= 5; revision += 1) versions = withVersion(versions, version(revision), 3, 0);
  assert.deepEqual(seen(versions, 3, 0), [3, 4, 5]);
  assert.deepEqual(seen(versions, 2, 0), [4, 5]);
});

test("a delete leaves older versions, and there is no present one", () => {
  const versions = withVersion([version(1)], version(2, 0, "deleted"), 5, 0);
  assert.equal(presentRevision(versions, 0), 0);
  assert.deepEqual(seen(versions, 5, 0), [1, 2]);
});

test("when the newest one's time is over, from that millisecond on nothing is seen", () => {
  const versions = [version(1), version(2, 100)];
  assert.deepEqual([presentRevision(versions, 99), seen(versions, 5, 99)], [2, [1, 2]]);
  assert.deepEqual([presentRevision(versions, 100), seen(versions, 5, 100)], [0, []]);
});

test("an older version whose own time is over is hidden alone", () => {
  assert.deepEqual(seen([version(1), version(2, 100), version(3)], 5, 100), [1, 3]);
});

test("a write behind the end of an entry's time drops all of before, also where the expiry was not written", () => {
  const before = [version(1), version(2, 100)];
  assert.deepEqual(seen(withVersion(before, version(3), 5, 100), 5, 100), [3]);
  assert.deepEqual(seen(withVersion(before, version(3, 0, "expired"), 5, 200), 5, 200), [3]);
  assert.deepEqual(seen(withVersion(before, version(3), 5, 99), 5, 99), [1, 2, 3]);
});

test("a time of 0 is none", () => {
  assert.deepEqual([expiryOf(1000, 0), expiryOf(1000, 5)], [0, 1005]);
});
