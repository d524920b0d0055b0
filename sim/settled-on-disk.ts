import { type FrameOnDisk, wordsIn } from "./frames-on-disk.ts";

const headerBytes = 64;
const trailerBytes = 64;
const rangeBytes = 80;
/** Of a batch, before what its length counts. */
const batchHeadBytes = 12;

/** The parts of a settled file, and the words of the records that are lost with each: batches, what tells where those of a range lie, and what the file as a whole rests on. */
export function settledPartsOf(bytes: Buffer): FrameOnDisk[] {
  const trailer = bytes.length - trailerBytes;
  const ranges = bytes.readUInt32LE(trailer + 12);
  const directory = bytes.readDoubleLE(trailer + 32);
  const parts: FrameOnDisk[] = [];
  for (let range = 0, at = headerBytes; range < ranges; range++) {
    const entry = directory + range * rangeBytes;
    const end = at + bytes.readDoubleLE(entry + 24);
    const batches = batchesIn(bytes, at, end);
    const rows = bytes.readUInt32LE(entry + 56);
    const words = batches.flatMap((batch) => batch.words);
    parts.push(...batches, { start: rows, end: rows + bytes.readUInt32LE(entry + 60), words });
    at = end;
  }
  const words = parts.flatMap((part) => part.words);
  return [...parts, { start: 0, end: headerBytes, words }, { start: directory, end: bytes.length, words }];
}

function batchesIn(bytes: Buffer, start: number, end: number): FrameOnDisk[] {
  const batches: FrameOnDisk[] = [];
  for (let at = start; at < end; ) {
    const next = at + batchHeadBytes + bytes.readInt32BE(at + 8);
    batches.push({ start: at, end: next, words: wordsIn(bytes, at, next) });
    at = next;
  }
  return batches;
}
