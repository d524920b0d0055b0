import type { DiskFile } from "../disk/disk.ts";

const PIECE_BYTES = 4096;

/** Told of each place that the disk refused to give back. */
export type NoteRefused = (file: string, byte: number) => void;

/** The file's first bytes, up to so many; fewer when it is shorter. What the disk refuses to give back is damage of that place: it comes as zeros. */
export function readWhole(file: DiskFile, bytesMax: number, noteRefused?: NoteRefused): Promise<Buffer> {
  return readInto(file, Buffer.allocUnsafeSlow(bytesMax), noteRefused);
}

/** The same, read into these bytes. */
export async function readInto(file: DiskFile, bytes: Buffer, noteRefused?: NoteRefused): Promise<Buffer> {
  const length = await readAt(file, 0, bytes);
  return bytes.subarray(0, length ?? (await readInPieces(file, bytes, noteRefused)));
}

/** How much was read; `undefined` when the disk refused. */
export async function readAt(file: DiskFile, position: number, target: Uint8Array): Promise<number | undefined> {
  try {
    return await file.read(position, target);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EIO") return undefined;
    throw error;
  }
}

async function readInPieces(file: DiskFile, bytes: Buffer, noteRefused?: NoteRefused): Promise<number> {
  const length = Math.min(await file.size(), bytes.length);
  for (let at = 0; at < length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, Math.min(at + PIECE_BYTES, length));
    if ((await readAt(file, at, piece)) !== undefined) continue;
    piece.fill(0);
    noteRefused?.(file.name, at);
  }
  return length;
}
