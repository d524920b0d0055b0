import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeVersions, encodeVersions, type KvVersion } from "./entry-version.ts";

const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const small = fc.nat({ max: 2 ** 32 - 1 });
const common = { revision: number, expiresMs: number, position: number, timeMs: number, segment: small, byte: small };
const version: fc.Arbitrary<KvVersion> = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constantFrom("put" as const, "deleted" as const, "expired" as const),
    payloadBytes: fc.constant(0),
    payloadCrc: fc.constant(0),
    inline: fc.uint8Array({ maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    isLost: fc.constant(false),
  }),
  fc.record({
    ...common,
    kind: fc.constant("put" as const),
    payloadBytes: small,
    payloadCrc: small,
    inline: fc.constant(undefined),
    isLost: fc.boolean(),
  }),
);

test("versions are read back from their row as they were written", () => {
  fc.assert(
    fc.property(number, fc.array(version, { maxLength: 64 }), (changed, versions) => {
      const saved = { changed, versions: versions.map((each) => ({ ...each })) };
      assert.deepEqual(decodeVersions(encodeVersions(saved)), saved);
    }),
  );
});
