import assert from "node:assert/strict";
import { test } from "node:test";
import { systemWorld } from "./system-world.ts";

test("random bytes are all filled in, whatever their number, and none come twice", () => {
  const drawn = new Set<string>();
  const lengths = [...Array.from({ length: 600 }, () => 16), 4095, 4096, 4097, 16, 10_000, 16];
  for (const length of lengths) {
    const bytes = Buffer.alloc(length);
    systemWorld.random.fill(bytes);
    for (let at = 0; at + 16 <= length; at += 16) drawn.add(bytes.toString("hex", at, at + 16));
    assert.notDeepEqual(bytes.subarray(-12), Buffer.alloc(12));
  }
  assert.equal(
    drawn.size,
    lengths.reduce((sum, length) => sum + Math.floor(length / 16), 0),
  );
});
