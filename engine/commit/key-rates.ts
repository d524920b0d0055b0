import { limits } from "@flowmesh/contract";

/** When the rate of a key is unused again. */
export interface KeyRate {
  readonly hash: number;
  readonly fullMs: number;
}

const ENTRY_BYTES = 16;

/** Rates of keys as text: of each its hash and its time as doubles, little endian, in base64. Of too many, those that are unused again first are left out. */
export function encodeKeyRates(rates: Iterable<KeyRate>): string {
  const kept = [...rates];
  if (kept.length > limits.limitKeyRates.value) {
    kept.sort((a, b) => b.fullMs - a.fullMs);
    kept.length = limits.limitKeyRates.value;
  }
  const bytes = Buffer.alloc(kept.length * ENTRY_BYTES);
  for (const [index, { hash, fullMs }] of kept.entries()) {
    bytes.writeDoubleLE(hash, index * ENTRY_BYTES);
    bytes.writeDoubleLE(fullMs, index * ENTRY_BYTES + 8);
  }
  return bytes.toString("base64");
}

export function decodeKeyRates(text: string): KeyRate[] {
  const bytes = Buffer.from(text, "base64");
  return Array.from({ length: bytes.length / ENTRY_BYTES }, (_, index) => ({
    hash: bytes.readDoubleLE(index * ENTRY_BYTES),
    fullMs: bytes.readDoubleLE(index * ENTRY_BYTES + 8),
  }));
}
