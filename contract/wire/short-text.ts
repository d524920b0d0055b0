import type { FastBuffer } from "./fast-buffer.ts";

/** Longest text, in bytes, that `shortText` is for. */
export const shortTextMax = 48;

// Names of streams and the like come again with every call, and comparing one with what was read before is faster than making it anew. What comes for the
// first time leaves only its hash behind, so that ids, which never come again, do not drive the names out.
const slots = 512;
const remembered: string[] = new Array(slots).fill("");
const hashes = new Int32Array(slots);

/** A text of 1 to 48 bytes, if it is ASCII; else undefined. */
export function shortText(buffer: FastBuffer, start: number, end: number): string | undefined {
  const hash = sampledHash(buffer, start, end);
  const slot = (hash ^ (hash >>> 9)) & (slots - 1);
  const known = remembered[slot]!;
  if (isText(known, buffer, start, end)) return known;
  for (let at = start; at < end; at++) if (buffer[at]! > 0x7f) return undefined;
  const text = buffer.latin1Slice(start, end);
  if (hashes[slot] === hash) remembered[slot] = text;
  else hashes[slot] = hash;
  return text;
}

function sampledHash(buffer: FastBuffer, start: number, end: number): number {
  const middle = (start + end) >>> 1;
  return (
    Math.imul(buffer[start]!, 0x01000193) ^
    Math.imul(buffer[middle]!, 0x00010dcd) ^
    Math.imul(buffer[(middle + end) >>> 1]!, 0x003f2109) ^
    Math.imul(buffer[end - 1]!, 0x1b873593) ^
    (end - start)
  );
}

/** Remembered texts are ASCII, so that a unit is a byte. */
function isText(text: string, buffer: FastBuffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0, at = start; at < end; i++, at++) {
    if (text.charCodeAt(i) !== buffer[at]) return false;
  }
  return true;
}
