import type { SettledOperation } from "../commit/settled-operation.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { FormatNewer } from "../log/newer-version.ts";
import { readAt } from "../log/read-whole.ts";
import {
  isSettledHeader,
  readSettledDirectory,
  readSettledTrailer,
  SETTLED_FORMAT,
  SETTLED_HEADER_BYTES,
  SETTLED_TRAILER_BYTES,
  type SettledRange,
  settledFileName,
  settledFormatOf,
} from "./settled-format.ts";

/** A settled file that is whole as far as its directory goes, and the operation that names it. */
export interface SettledContent {
  readonly operation: SettledOperation;
  readonly ranges: readonly SettledRange[];
}

/** Opens a settled file of a log and reads its directory; or says what is wrong with it, with nothing left open. @throws FormatNewer */
export async function readSettledFile(
  disk: Disk,
  number: number,
  logId: string,
): Promise<(SettledContent & { readonly file: DiskFile }) | string> {
  const file = await openFile(disk, settledFileName(number));
  if (file === undefined) return "the file is missing";
  const content = await readContent(file, number, logId).catch(async (error) => {
    await file.close().catch(() => undefined);
    throw error;
  });
  if (typeof content !== "string") return { ...content, file };
  await file.close();
  return content;
}

async function openFile(disk: Disk, name: string): Promise<DiskFile | undefined> {
  try {
    return await disk.open(name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function readContent(file: DiskFile, number: number, logId: string): Promise<SettledContent | string> {
  const size = await file.size();
  const header = await read(file, 0, SETTLED_HEADER_BYTES);
  const format = settledFormatOf(header) ?? 0;
  if (format > SETTLED_FORMAT) throw new FormatNewer(format, SETTLED_FORMAT);
  if (!isSettledHeader(header, number, logId)) return "its header is damaged";
  const trailer = readSettledTrailer(await read(file, size - SETTLED_TRAILER_BYTES, SETTLED_TRAILER_BYTES));
  if (trailer === undefined) return "its end is damaged or missing";
  const { directoryStart, directoryChecksum, firstSegment, lastSegment } = trailer;
  const directory = readSettledDirectory(
    await read(file, directoryStart, size - SETTLED_TRAILER_BYTES - directoryStart),
    trailer,
  );
  if (directory === undefined) return "its directory is damaged";
  const { replaces, ranges } = directory;
  const sources = { firstSegment, lastSegment, replaces };
  return { operation: { kind: "settled", file: number, bytes: size, directoryChecksum, ...sources }, ranges };
}

/** The bytes there; fewer where the file ends or the disk refuses. */
async function read(file: DiskFile, position: number, length: number): Promise<Buffer> {
  if (position < 0 || length < 0) return Buffer.alloc(0);
  const target = Buffer.alloc(length);
  return target.subarray(0, (await readAt(file, position, target)) ?? 0);
}
