import assert from "node:assert/strict";
import { test } from "node:test";
import { IdempotencyHead } from "../commit/idempotency.ts";
import { readOperations } from "../commit/operation.ts";
import { StreamsHead } from "../views/streams/streams-head.ts";
import { windowChange } from "./saved-windows.ts";

test("a segment full of small commits with idempotency keys is saved whole", () => {
  const commits = 150_000;
  const idempotency = new IdempotencyHead();
  for (let number = 0; number < commits; number++) {
    const key = String(number).padStart(16, "0");
    const told = { placements: [], entries: [] };
    idempotency.apply({ kind: "identify", key, content: key, windowMs: 60_000, ...told }, number, 1, 7);
  }
  const { value } = windowChange({ streams: new StreamsHead(), idempotency }, 7);
  const saved = Buffer.from(value ?? []);
  assert.equal(saved.readUInt32LE(0), commits);
  assert.equal([...readOperations(saved.subarray(4), commits)].length, commits);
});
