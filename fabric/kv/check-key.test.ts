import assert from "node:assert/strict";
import { test } from "node:test";
import { checkKey, checkKeyPart } from "./check-key.ts";

test("a key that no encoding keeps as it is, or that is no text, is refused", () => {
  for (const key of ["\ud800", "a\udc00b", 7, null, {}]) {
    assert.throws(() => checkKey("key", key), { reason: "field_invalid" }, String(key));
  }
});

test("a key counts its bytes, and may not be empty, where a part of one may", () => {
  assert.equal(checkKey("key", "\u00e9".repeat(512)).length, 512);
  assert.throws(() => checkKey("key", "\u00e9".repeat(513)), { reason: "key_invalid" });
  assert.throws(() => checkKey("key", ""), { reason: "key_invalid" });
  assert.throws(() => checkKey("key", undefined), { reason: "key_invalid" });
  assert.equal(checkKeyPart("prefix", undefined), "");
});
