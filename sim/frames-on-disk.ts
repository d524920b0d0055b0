/** A frame as it lies in a segment file, and the words in it that look like ids of records or names of streams. */
export interface FrameOnDisk {
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

/** Where frames begin in a file. */
export const firstFrame = 8192;
/** Bytes of the smallest frame: one that says only that everything before it is durable. */
export const minimalFrame = 64;
const frameMagic = 0x31464d46;
const alignment = 8;

/** The frames that stand in a file's bytes, whether they are part of the log or left over. Knows no more of the format than where frames begin and end. */
export function framesOf(bytes: Buffer): FrameOnDisk[] {
  const frames: FrameOnDisk[] = [];
  for (let at = firstFrame; at + alignment <= bytes.length; ) {
    const length = bytes.readUInt32LE(at) === frameMagic ? bytes.readUInt32LE(at + 4) : 0;
    if (length < alignment || at + length > bytes.length) {
      at += alignment;
      continue;
    }
    frames.push({ start: at, end: at + length, words: wordsIn(bytes, at, at + length) });
    at += length;
  }
  return frames;
}

/** What looks like ids of records or names of streams. */
export function wordsIn(bytes: Buffer, start: number, end: number): string[] {
  const text = bytes.toString("latin1", start, end);
  return [...(text.match(/w\d+\.\d+(?= )/g) ?? []), ...(text.match(/[a-z-]{4,}/g) ?? [])];
}
