import { readFileSync, statSync } from "node:fs";

/**
 * A file of tokens or certificates. Anything else that may stand in its place is refused unread: a pipe would keep the whole process waiting for a writer, and a
 * device never ends. So is what is far too large to be meant.
 * @throws Error as `readFileSync`, or with a message that says what it is
 */
export function readSettingsFile(path: string): Buffer {
  const stats = statSync(path);
  if (stats.isFile() && stats.size > fileBytesMax) throw new Error(`it has more than ${fileBytesMax} bytes`);
  if (!stats.isFile() && !stats.isDirectory()) throw new Error("it is a pipe, a device or a socket, not a file");
  return readFileSync(path);
}

const fileBytesMax = 16_777_216;
