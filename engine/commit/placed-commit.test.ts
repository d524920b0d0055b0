import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogOperation } from "./operation.ts";
import { besideEntries, type PlacedCommit } from "./placed-commit.ts";

const put: LogOperation = {
  kind: "put",
  bucket: 1,
  key: "k",
  revision: 1,
  floor: 1,
  carried: undefined,
  expiresMs: 0,
  inline: undefined,
  isLost: false,
  payloadBytes: 100,
  payloadCrc: 0,
};
const answered: LogOperation = { kind: "answered", keys: ["earlier"] };
const append = { kind: "append", payloadBytes: 70 } as LogOperation;

function commitOf(...operations: readonly LogOperation[]): PlacedCommit {
  return { position: 9, timeMs: 1, segment: 3, payloadByte: 4096, operations };
}

test("beside its writes of entries a commit is the same commit", () => {
  const commit = commitOf(put, put, answered);
  assert.deepEqual(besideEntries(commit), { ...commit, operations: [answered] });
});

test("a commit that writes no entries is given as it is", () => {
  const commit = commitOf(append, answered);
  assert.equal(besideEntries(commit), commit);
});

test("a commit stays whole where others have payloads, whose places are counted through those of entries", () => {
  const commit = commitOf(put, append);
  assert.equal(besideEntries(commit), commit);
});
