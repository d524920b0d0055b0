import { crc32c as nativeCrc32c } from "@node-rs/crc32";

/** Below this many bytes the way into native code costs more than the whole sum in JavaScript. */
const nativeBytesMin = 256;

const tables: Int32Array = buildTables();

/**
 * CRC32C (Castagnoli), the checksum of Kafka's batches and of the log, as an unsigned number. `previous` continues a sum over bytes that came before.
 */
export function crc32c(bytes: Uint8Array, from: number = 0, to: number = bytes.length, previous: number = 0): number {
  if (to - from < nativeBytesMin) return crc32cInScript(bytes, from, to, previous);
  return nativeCrc32c(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), previous);
}

/** The same sum without native code: eight bytes a step through eight tables. */
export function crc32cInScript(bytes: Uint8Array, from: number, to: number, previous: number): number {
  let sum = ~previous;
  let at = from;
  for (const end = to - 7; at < end; at += 8) {
    const low = sum ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    sum =
      tables[1792 + (low & 255)]! ^
      tables[1536 + ((low >>> 8) & 255)]! ^
      tables[1280 + ((low >>> 16) & 255)]! ^
      tables[1024 + (low >>> 24)]! ^
      tables[768 + bytes[at + 4]!]! ^
      tables[512 + bytes[at + 5]!]! ^
      tables[256 + bytes[at + 6]!]! ^
      tables[bytes[at + 7]!]!;
  }
  for (; at < to; at += 1) sum = tables[(sum ^ bytes[at]!) & 255]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

/** Table k holds the sum of a byte that is followed by k zero bytes. */
function buildTables(): Int32Array {
  const reversedPolynomial = 0x82f63b78;
  const built = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ reversedPolynomial : sum >>> 1;
    built[byte] = sum;
  }
  for (let at = 256; at < built.length; at += 1) {
    const shorter = built[at - 256]!;
    built[at] = built[shorter & 255]! ^ (shorter >>> 8);
  }
  return built;
}
