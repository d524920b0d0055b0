import { FlowMeshError } from "@flowmesh/fabric";

const lineFeed = 10;
const carriageReturn = 13;

/**
 * The lines of a source of bytes, as they are, without their line feed (and a carriage return before it); in arrays, as they come. Empty lines are counted
 * and left out.
 * @throws FlowMeshError `line_too_long` for a line beyond `lineBytesMax`, which is not kept in memory
 */
export async function* splitLines(
  source: AsyncIterable<Buffer>,
  lineBytesMax: number,
): AsyncGenerator<{ readonly number: number; readonly bytes: Buffer }[], void> {
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of source) {
    const lines: { number: number; bytes: Buffer }[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      number += 1;
      const bytes = withoutReturn(Buffer.concat([...rest, chunk.subarray(start, end)]));
      if (bytes.length > 0) lines.push({ number, bytes });
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    if (lines.length > 0) yield lines;
    if (restBytes > lineBytesMax) throw tooLong(number + 1, restBytes, lineBytesMax);
  }
  const last = withoutReturn(Buffer.concat(rest));
  if (last.length > 0) yield [{ number: number + 1, bytes: last }];
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

function tooLong(line: number, size: number, limit: number): FlowMeshError {
  return new FlowMeshError("line_too_long", { line, size, limit });
}
