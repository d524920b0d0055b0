import assert from "node:assert/strict";
import { test } from "node:test";
import { IdempotencyHead } from "../commit/idempotency.ts";
import { readOperations } from "../commit/operation.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { StreamsHead } from "../views/streams/streams-head.ts";
import { SavedWindows } from "./saved-windows.ts";

test("a segment full of small commits with idempotency keys is saved whole", () => {
  const commits = 150_000;
  const idempotency = new IdempotencyHead();
  for (let number = 0; number < commits; number++) {
    const key = String(number).padStart(16, "0");
    const told = { placements: [], entries: [] };
    idempotency.apply({ kind: "identify", key, content: key, windowMs: 60_000, ...told }, number, 1, 7);
  }
  const rows = [...new SavedWindows(new SimulatedIndexStore(), { streams: new StreamsHead(), idempotency }).rows(7)];
  const keys = rows.flatMap(({ value }) => {
    const saved = Buffer.from(value ?? []);
    return readOperations(saved.subarray(4), saved.readUInt32LE(0)).map((operation) =>
      operation.kind === "recall" ? operation.key : operation.kind,
    );
  });
  assert.equal(new Set(keys).size, commits);
});
