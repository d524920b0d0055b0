import type { CursorState, GroupState } from "@flowmesh/fabric/internal";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations of groups; `operation.ts` has the others. Numbers little endian:
 *
 *   group    u8 11 · u32 length · the state of the group as JSON, all of it
 *   cursor   u8 12 · u32 group · u32 stream · u16 partition · f64 offset · f64 time of its commit · u32 numbers · per number f64 (see `CursorState.finished`)
 *   ungroup  u8 13 · u32 group: it and its cursors are gone
 *   groups   u8 14 · f64 next group id
 */
export interface GroupStateOperation {
  readonly kind: "group";
  readonly state: GroupState;
  readonly encoded: Uint8Array;
}

export interface GroupCursorOperation {
  readonly kind: "cursor";
  readonly group: number;
  readonly stream: number;
  readonly partition: number;
  readonly cursor: CursorState;
  readonly timeMs: number;
}

export interface UngroupOperation {
  readonly kind: "ungroup";
  readonly group: number;
}

export interface GroupsOperation {
  readonly kind: "groups";
  readonly nextGroupId: number;
}

export type GroupOperation = GroupStateOperation | GroupCursorOperation | UngroupOperation | GroupsOperation;

export function groupStateOperation(state: GroupState): GroupStateOperation {
  return { kind: "group", state, encoded: Buffer.from(JSON.stringify(state)) };
}

/** Bytes that the operation takes in a table. */
export function groupOperationBytes(operation: GroupOperation): number {
  switch (operation.kind) {
    case "group":
      return 5 + operation.encoded.length;
    case "cursor":
      return 31 + 8 * operation.cursor.finished.length;
    case "ungroup":
      return 5;
    case "groups":
      return 9;
  }
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeGroupOperation(operation: GroupOperation, target: Buffer, start: number): number {
  switch (operation.kind) {
    case "group": {
      target[start] = 11;
      const at = target.writeUInt32LE(operation.encoded.length, start + 1);
      target.set(operation.encoded, at);
      return at + operation.encoded.length;
    }
    case "cursor":
      return writeCursor(operation, target, start);
    case "ungroup":
      target[start] = 13;
      return target.writeUInt32LE(operation.group, start + 1);
    case "groups":
      target[start] = 14;
      return target.writeDoubleLE(operation.nextGroupId, start + 1);
  }
}

function writeCursor(
  { group, stream, partition, cursor, timeMs }: GroupCursorOperation,
  target: Buffer,
  start: number,
): number {
  let at = start;
  target[at++] = 12;
  at = target.writeUInt32LE(group, at);
  at = target.writeUInt32LE(stream, at);
  at = target.writeUInt16LE(partition, at);
  at = target.writeDoubleLE(cursor.offset, at);
  at = target.writeDoubleLE(timeMs, at);
  at = target.writeUInt32LE(cursor.finished.length, at);
  for (const offset of cursor.finished) at = target.writeDoubleLE(offset, at);
  return at;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readGroupOperation(kind: number, source: TableReader): GroupOperation | undefined {
  switch (kind) {
    case 11: {
      const encoded = Buffer.from(source.take(source.u32()));
      return { kind: "group", state: JSON.parse(encoded.toString()) as GroupState, encoded };
    }
    case 12:
      return readCursor(source);
    case 13:
      return { kind: "ungroup", group: source.u32() };
    case 14:
      return { kind: "groups", nextGroupId: source.f64() };
    default:
      return undefined;
  }
}

function readCursor(source: TableReader): GroupCursorOperation {
  const group = source.u32();
  const stream = source.u32();
  const partition = source.u16();
  const offset = source.f64();
  const timeMs = source.f64();
  const finished = Array.from({ length: source.u32() }, () => source.f64());
  return { kind: "cursor", group, stream, partition, cursor: { offset, finished }, timeMs };
}
