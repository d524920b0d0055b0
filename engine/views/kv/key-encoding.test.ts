import assert from "node:assert/strict";
import { test } from "node:test";
import { compareKeys } from "@flowmesh/fabric/internal";
import fc from "fast-check";
import { decodeKey, encodeKey } from "./key-encoding.ts";

const key = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(" ", "!", "~", "}", "/", "a", "é", "\u{1f600}"), minLength: 1, maxLength: 5 }),
  )
  .filter((text) => text.isWellFormed());

test("an encoded key is printable ASCII, and is decoded to what it was", () => {
  fc.assert(
    fc.property(key, (text) => {
      assert.match(encodeKey(text), /^[ -~]+$/);
      assert.equal(decodeKey(encodeKey(text)), text);
    }),
  );
});

test("encoded keys are in the order of the keys' bytes, and begin with one another just as the keys do", () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      const [left, right] = [encodeKey(a), encodeKey(b)];
      assert.equal(Math.sign(compareKeys(a, b)), left < right ? -1 : Number(left > right));
      assert.equal(left.startsWith(right), a.startsWith(b));
    }),
  );
});
