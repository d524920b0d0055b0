import { type LogOperation, operationBytes, readOperations, writeOperation } from "../commit/operation.ts";
import { IndexDamaged, type IndexStore } from "../index-store/index-store.ts";

const SCAN_ROWS = 512;
const PLACE_BYTES = 16;

/** An operation that was saved, the segment in which it stands in the log, and the position that it is of. */
export interface SavedOperation {
  readonly operation: LogOperation;
  readonly home: number;
  readonly changed: number;
}

/** All rows whose key begins with `prefix`. */
export function* scan(store: IndexStore, prefix: string): Generator<{ key: string; value: Buffer }> {
  const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
  for (let from = prefix; ; ) {
    const rows = store.scan(from, end, SCAN_ROWS);
    for (const { key, value } of rows) yield { key, value: asBuffer(value) };
    if (rows.length < SCAN_ROWS) return;
    from = `${rows.at(-1)?.key}\0`;
  }
}

export function encodeSaved({ operation, home, changed }: SavedOperation): Buffer {
  const head = Buffer.alloc(PLACE_BYTES);
  head.writeDoubleLE(home, 0);
  head.writeDoubleLE(changed, 8);
  return Buffer.concat([head, encodeOperations([operation])]);
}

/** @throws IndexDamaged when it holds no operation */
export function decodeSaved(key: string, bytes: Buffer): SavedOperation {
  const [operation] = readOperations(bytes.subarray(PLACE_BYTES), 1);
  if (operation === undefined) throw new IndexDamaged(`${key} holds no operation`);
  return { operation, home: bytes.readDoubleLE(0), changed: bytes.readDoubleLE(8) };
}

export function encodeOperations(operations: readonly LogOperation[]): Buffer {
  const bytes = Buffer.alloc(operations.reduce((sum, operation) => sum + operationBytes(operation), 0));
  let at = 0;
  for (const operation of operations) at = writeOperation(operation, bytes, at);
  return bytes;
}

export function encodeNumbers(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 8);
  for (const [column, number] of numbers.entries()) bytes.writeDoubleLE(number, column * 8);
  return bytes;
}

/** Numbers of equal width, so that keys sort as their numbers do. */
export function padded(number: number): string {
  return String(number).padStart(16, "0");
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
