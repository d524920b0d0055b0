import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crc32c, crc32cInScript } from "./crc32c.ts";

// Test vectors of RFC 3720, appendix B.4, and the check value that catalogues of CRCs list.
const ascending = Uint8Array.from({ length: 32 }, (_, at) => at);
const vectors: readonly [name: string, bytes: Uint8Array, sum: number][] = [
  ["nothing", new Uint8Array(0), 0],
  ["123456789", Buffer.from("123456789"), 0xe3069283],
  ["32 zero bytes", new Uint8Array(32), 0x8a9136aa],
  ["32 bytes of ones", new Uint8Array(32).fill(255), 0x62a8ab43],
  ["32 ascending bytes", ascending, 0x46dd794e],
  ["32 descending bytes", ascending.toReversed(), 0x113fdb5c],
];

for (const [name, bytes, sum] of vectors) {
  test(`the checksum of ${name} is that of the standard`, () => assert.equal(crc32c(bytes), sum));
}

test("native code and script give the same sum, also of a part and continued", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(2000), fc.nat(2000), (bytes, a, b) => {
      const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
      const whole = crc32c(bytes);
      assert.equal(crc32cInScript(bytes, 0, bytes.length, 0), whole);
      assert.equal(crc32cInScript(bytes, from, to, 0), crc32c(bytes, from, to));
      assert.equal(crc32c(bytes, from, bytes.length, crc32c(bytes, 0, from)), whole);
    }),
    { numRuns: 300 },
  );
});
