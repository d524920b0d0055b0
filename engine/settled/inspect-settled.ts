import type { LogOperation } from "../commit/operation.ts";
import type { SettledOperation } from "../commit/settled-operation.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import type { LogDamage } from "../log/damage-list.ts";
import { payloadIsWhole } from "../log/frame.ts";
import { readAt } from "../log/read-whole.ts";
import { BatchEntries } from "../views/streams/batch-entries.ts";
import { readSettledFile } from "./read-settled-file.ts";
import { type SettledRange, settledFileName, TEXTS_PARTITION } from "./settled-format.ts";
import { placeInFile } from "./settled-place.ts";
import { SettledTable } from "./settled-table.ts";

/** Reads every checksum of the settled files that a log names, and changes nothing. The operations come in the order of the log. */
export async function inspectSettled(
  disk: Disk,
  logId: string,
  operations: Iterable<LogOperation>,
): Promise<LogDamage[]> {
  const settled = new SettledTable();
  let position = 0;
  for (const operation of operations) settled.apply(operation, ++position, 0);
  const damages: LogDamage[] = [];
  for (const { operation } of settled.all()) damages.push(...(await inspectFile(disk, logId, operation)));
  return damages;
}

async function inspectFile(
  disk: Disk,
  logId: string,
  { file: number, bytes, directoryChecksum }: SettledOperation,
): Promise<LogDamage[]> {
  const content = await readSettledFile(disk, number, logId);
  if (typeof content === "string") return [damageOf(number, 0, bytes - 1, content)];
  const damages: LogDamage[] = [];
  if (content.operation.directoryChecksum !== directoryChecksum)
    damages.push(damageOf(number, 0, bytes - 1, "it is another file"));
  else for (const range of content.ranges) damages.push(...(await inspectRange(content.file, number, range)));
  await content.file.close();
  return damages;
}

async function inspectRange(file: DiskFile, number: number, { rows, partition }: SettledRange): Promise<LogDamage[]> {
  const entries = BatchEntries.decodeChecked(await bytesAt(file, rows.byte, rows.bytes), rows.crc);
  if (entries === undefined)
    return [damageOf(number, rows.byte, rows.byte + rows.bytes - 1, "the rows of a range are damaged")];
  const damages: LogDamage[] = [];
  for (let row = 0; row < entries.rows; row++) {
    const [byte, length] = [entries.byte(row), entries.length(row)];
    const baseOffset = partition === TEXTS_PARTITION ? undefined : entries.baseOffset(row);
    const identity = { baseOffset, payloadBytes: length, payloadCrc: entries.crc(row) };
    if (payloadIsWhole(await bytesAt(file, byte, length), 0, identity)) continue;
    damages.push(damageOf(number, byte, byte + length - 1, "records do not match their checksum"));
  }
  return damages;
}

async function bytesAt(file: DiskFile, position: number, length: number): Promise<Buffer> {
  const target = Buffer.alloc(length);
  return target.subarray(0, (await readAt(file, position, target)) ?? 0);
}

/** Damage of a settled file. */
export function damageOf(number: number, firstByte: number, lastByte: number, problem: string): LogDamage {
  const place = { segment: placeInFile(number), firstByte, lastByte, firstPosition: 0, lastPosition: 0 };
  return { ...place, file: settledFileName(number), reason: `settled records cannot be read: ${problem}` };
}
