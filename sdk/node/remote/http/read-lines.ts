import { isAscii } from "node:buffer";

const lineEnd = 0x0a;

/** The lines of a body, each when it is whole; empty ones, which only say that the server is there, are left out. What stands behind the last line end is no line. */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let begun: Uint8Array[] = [];
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, start)) {
      const last = chunk.subarray(start, end);
      const line = begun.length === 0 ? last : Buffer.concat([...begun, last]);
      begun = [];
      start = end + 1;
      if (line.length > 0) yield textOf(Buffer.from(line.buffer, line.byteOffset, line.length));
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
}

/** Most lines are long base64, which has a short way. */
function textOf(line: Buffer): string {
  return line.toString(isAscii(line) ? "latin1" : "utf8");
}
