import type { FastBuffer } from "./fast-buffer.ts";

/** Texts of 1 to this many bytes are looked for among those read before. */
export const shortTextMax = 48;

// Names of streams and the like come again with every call, and comparing one with what was read before is faster than making it anew.
const remembered: string[] = new Array(512).fill("");

/** Where a text would be remembered: a number made of its length and of a few of its bytes. */
export function shortTextSlot(buffer: FastBuffer, start: number, end: number): number {
  const middle = (start + end) >>> 1;
  const hash =
    Math.imul(buffer[start]!, 31) ^
    Math.imul(buffer[middle]!, 1009) ^
    Math.imul(buffer[end - 1]!, 0x10001) ^
    Math.imul(buffer[(middle + end) >>> 1]!, 0x3f21) ^
    (end - start);
  return (hash ^ (hash >>> 9)) & (remembered.length - 1);
}

/** The text remembered there, if it is the one that stands in the buffer. */
export function rememberedText(slot: number, buffer: FastBuffer, start: number, end: number): string | undefined {
  const text = remembered[slot]!;
  if (text.length !== end - start) return undefined;
  for (let i = 0, at = start; at < end; i++, at++) {
    if (text.charCodeAt(i) !== buffer[at]) return undefined;
  }
  return text;
}

/** Remembers a text, which must be ASCII: bytes from 0x80 on would else be taken for its units. */
export function rememberText(slot: number, text: string): void {
  remembered[slot] = text;
}
