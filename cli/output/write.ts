import { once } from "node:events";
import { formatOne, formatRows, type OutputOptions, outputFormat, type Shape } from "./format.ts";

/** Data, on standard output. Waits while the reader is slow. */
export async function writeData(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Several things, in the format that was asked for. */
export async function writeRows<Row>(rows: readonly Row[], shape: Shape<Row>, options: OutputOptions): Promise<void> {
  await writeData(await formatRows(rows, shape, outputFormat(options)));
}

/** One thing, in the format that was asked for. */
export async function writeOne<Row>(row: Row, shape: Shape<Row>, options: OutputOptions): Promise<void> {
  await writeData(await formatOne(row, shape, outputFormat(options)));
}

/** As `writeOne`, but people too are shown all of it. */
export async function writeWhole<Row>(row: Row, shape: Shape<Row>, options: OutputOptions): Promise<void> {
  const format = outputFormat(options);
  await writeData(await formatOne(row, shape, format === "table" ? "wide" : format));
}

/** Talk, on standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
