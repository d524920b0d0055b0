import type { Entry } from "@flowmesh/client";
import {
  formatLine,
  formatRows,
  type OutputFormat,
  type OutputOptions,
  outputFormat,
  type Shape,
} from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { entryLine } from "./entry-shape.ts";

const piecesMost = 1000;
const bytesMost = 1024 * 1024;

/** Entries of a list that ends. JSON is a line an entry. What needs no look at all of them is written as they come. */
export async function writeEntries(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  shape: Shape<Entry>,
  options: OutputOptions,
): Promise<void> {
  const format = outputFormat(options);
  const isWhole = format === "table" || format === "wide" || format === "yaml";
  let pending: Entry[] = [];
  let bytes = 0;
  for await (const entry of entries) {
    pending.push(entry);
    bytes += entry.value?.length ?? 0;
    if (isWhole || (pending.length < piecesMost && bytes < bytesMost)) continue;
    await writeData(await textOf(pending, shape, format));
    pending = [];
    bytes = 0;
  }
  if (isWhole || pending.length > 0) await writeData(await textOf(pending, shape, format));
}

/** Changes one by one, as they come: no heading, as nobody knows how wide the columns become. */
export function entryWriter(shape: Shape<Entry>, options: OutputOptions): (entry: Entry) => Promise<void> {
  const format = outputFormat(options);
  if (format === "yaml") return async (entry) => writeData(`---\n${await formatRows([entry], shape, format)}`);
  if (format !== "table" && format !== "wide") return async (entry) => writeData(await textOf([entry], shape, format));
  return (entry) => writeData(formatLine(entry, shape));
}

async function textOf(entries: readonly Entry[], shape: Shape<Entry>, format: OutputFormat): Promise<string> {
  if (format === "json" || format === "ndjson") return entries.map(entryLine).join("");
  return formatRows(entries, shape, format);
}
