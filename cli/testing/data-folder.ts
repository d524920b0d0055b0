import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the format's version stands in the header of a segment, and in the copy of the header. */
const versionBytes = [4, 4100];

/** Marks the log as one that a later version wrote. */
export function makeNewer(dataDir: string): void {
  const [file] = segmentsOf(dataDir);
  const bytes = readFileSync(file!);
  for (const at of versionBytes) bytes.writeUInt32LE(99, at);
  writeFileSync(file!, bytes);
}

/** Changes a byte of a text in the log, as a failing disk would. */
export function damage(dataDir: string, text: string): void {
  const file = segmentsOf(dataDir).find((path) => readFileSync(path).includes(text));
  assert.ok(file !== undefined, `${text} is not in the log`);
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
}

function segmentsOf(dataDir: string): string[] {
  const folder = join(dataDir, "log");
  const names = readdirSync(folder).filter((name) => name.endsWith(".seg"));
  return names.sort().map((name) => join(folder, name));
}
