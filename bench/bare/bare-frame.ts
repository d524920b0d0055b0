/**
 * What the bare log server speaks, all integers little-endian:
 *
 *   request  length u32 (of what follows) | kind u8 | id u32 | crc u32 (of the batch, for appends) | body
 *   reply    length u32 (of what follows) | id u32 | body
 *
 * Append takes one RecordBatch v2 and answers with their place, a double. Fetch takes a place (double) and a number of bytes (u32) and answers with that much of
 * the log. Echo answers with its body.
 */
export const requestKinds = { append: 1, fetch: 2, echo: 3 } as const;

/** Bytes before a request's body. */
export const requestHeadBytes = 13;

/** Bytes before a reply's body. */
export const replyHeadBytes = 8;

/** Writes the head of a request whose body is `bodyBytes` long; returns where the body goes. */
export function writeRequestHead(
  target: Buffer,
  at: number,
  kind: number,
  id: number,
  bodyBytes: number,
  crc: number,
): number {
  target.writeUInt32LE(requestHeadBytes - 4 + bodyBytes, at);
  target[at + 4] = kind;
  target.writeUInt32LE(id, at + 5);
  target.writeUInt32LE(crc, at + 9);
  return at + requestHeadBytes;
}

/** A reply's head alone, for a body that is written behind it. */
export function writeReplyHead(target: Buffer, at: number, id: number, bodyBytes: number): number {
  target.writeUInt32LE(replyHeadBytes - 4 + bodyBytes, at);
  target.writeUInt32LE(id, at + 4);
  return at + replyHeadBytes;
}
