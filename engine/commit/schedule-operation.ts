import { decodeScheduleRecord, encodeScheduleRecord } from "./schedule-record-code.ts";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations of schedules; `operation.ts` has the others. A schedule is named by its slot, which another one may have after it was deleted. Numbers little endian:
 *
 *   schedule     u8 50 · u32 payload bytes · u32 payload CRC · u32 length · the state of the schedule (`schedule-record-code.ts`), all of it but what it does, which is
 *                the payload (the PutScheduleRequest that was asked for; none: damage took it)
 *   unschedule   u8 51 · u32 schedule: it is gone
 *   fired        u8 52 · u32 schedule · cursor · f64 scheduled for · u16 missed · f64 skipped · u8 attempt · u8 flags (1 triggered)
 *   refused      u8 53 · as fired (flags 2 given up) · u16 length · reason and message as JSON
 *   moved        u8 54 · u32 schedule · cursor · f64 skipped · u8 flags (4 paused, 8 its revision changes)
 *
 *   cursor       f64 next time, Infinity: none · f64 when it is looked at again, Infinity: never · f64 times used · u8 attempts for the next time · u16 missed times made up
 *
 * Where a schedule goes on stands in each operation: replay needs neither cron expressions nor time zones nor chance.
 */

/** How far a schedule has come; `Infinity`: no time. */
export interface StoredCursor {
  readonly nextMs: number;
  readonly dueMs: number;
  readonly used: number;
  readonly attempts: number;
  readonly madeUp: number;
}

/** What is remembered of a firing. */
export interface StoredFiring {
  readonly scheduledMs: number;
  readonly firedMs: number;
  /** 0: it was refused. */
  readonly position: number;
  readonly missed: number;
  readonly attempt: number;
  readonly triggered: boolean;
  readonly refusal: Refusal | undefined;
}

/** Why a firing was refused. */
export interface Refusal {
  readonly error: string;
  readonly message: string;
}

/** A schedule, all but what it does. */
export interface ScheduleRecord {
  readonly slot: number;
  readonly name: string;
  readonly createdMs: number;
  /** From where an interval counts. */
  readonly anchorMs: number;
  readonly revision: number;
  readonly paused: boolean;
  readonly cursor: StoredCursor;
  readonly fired: number;
  readonly failed: number;
  readonly skipped: number;
  /** Newest first. */
  readonly firings: readonly StoredFiring[];
}

export interface ScheduleOperation {
  readonly kind: "schedule";
  readonly record: ScheduleRecord;
  readonly encoded: Uint8Array;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
  /** Absent when the operation was read back from a table. */
  readonly payload?: Uint8Array | undefined;
}

export interface UnscheduleOperation {
  readonly kind: "unschedule";
  readonly slot: number;
}

interface FiringOperation {
  readonly slot: number;
  readonly cursor: StoredCursor;
  readonly scheduledMs: number;
  readonly missed: number;
  readonly skipped: number;
  readonly attempt: number;
}

export interface FiredOperation extends FiringOperation {
  readonly kind: "fired";
  readonly triggered: boolean;
}

export interface RefusedOperation extends FiringOperation {
  readonly kind: "refused";
  readonly givenUp: boolean;
  readonly refusal: Refusal;
}

/** It goes on without a firing. */
export interface MovedOperation {
  readonly kind: "moved";
  readonly slot: number;
  readonly cursor: StoredCursor;
  readonly skipped: number;
  readonly paused: boolean;
  readonly isRevision: boolean;
}

export type SchedulesOperation =
  | ScheduleOperation
  | UnscheduleOperation
  | FiredOperation
  | RefusedOperation
  | MovedOperation;

const TRIGGERED_FLAG = 1;
const GIVEN_UP_FLAG = 2;
const PAUSED_FLAG = 4;
const REVISION_FLAG = 8;
const CURSOR_BYTES = 27;
const FIRING_BYTES = 5 + CURSOR_BYTES + 20;

export function scheduleOperation(
  record: ScheduleRecord,
  payload: Uint8Array | undefined,
  payloadCrc: number,
): ScheduleOperation {
  const encoded = encodeScheduleRecord(record);
  return { kind: "schedule", record, encoded, payloadBytes: payload?.length ?? 0, payloadCrc, payload };
}

/** Bytes that the operation takes in a table. */
export function scheduleOperationBytes(operation: SchedulesOperation): number {
  switch (operation.kind) {
    case "schedule":
      return 13 + operation.encoded.length;
    case "unschedule":
      return 5;
    case "fired":
      return FIRING_BYTES;
    case "refused":
      return FIRING_BYTES + 2 + refusalBytes(operation).length;
    case "moved":
      return 14 + CURSOR_BYTES;
  }
}

function refusalBytes({ refusal }: RefusedOperation): Buffer {
  return Buffer.from(JSON.stringify(refusal));
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeScheduleOperation(operation: SchedulesOperation, target: Buffer, start: number): number {
  switch (operation.kind) {
    case "schedule": {
      target[start] = 50;
      let at = target.writeUInt32LE(operation.payloadBytes, start + 1);
      at = target.writeUInt32LE(operation.payloadCrc, at);
      at = target.writeUInt32LE(operation.encoded.length, at);
      target.set(operation.encoded, at);
      return at + operation.encoded.length;
    }
    case "unschedule":
      target[start] = 51;
      return target.writeUInt32LE(operation.slot, start + 1);
    case "fired":
      target[start] = 52;
      return writeFiring(operation, operation.triggered ? TRIGGERED_FLAG : 0, target, start);
    case "refused": {
      target[start] = 53;
      let at = writeFiring(operation, operation.givenUp ? GIVEN_UP_FLAG : 0, target, start);
      const text = refusalBytes(operation);
      at = target.writeUInt16LE(text.length, at);
      target.set(text, at);
      return at + text.length;
    }
    case "moved": {
      target[start] = 54;
      let at = target.writeUInt32LE(operation.slot, start + 1);
      at = writeCursor(operation.cursor, target, at);
      at = target.writeDoubleLE(operation.skipped, at);
      target[at] = (operation.paused ? PAUSED_FLAG : 0) | (operation.isRevision ? REVISION_FLAG : 0);
      return at + 1;
    }
  }
}

function writeFiring(operation: FiringOperation, flags: number, target: Buffer, start: number): number {
  let at = target.writeUInt32LE(operation.slot, start + 1);
  at = writeCursor(operation.cursor, target, at);
  at = target.writeDoubleLE(operation.scheduledMs, at);
  at = target.writeUInt16LE(operation.missed, at);
  at = target.writeDoubleLE(operation.skipped, at);
  target[at++] = operation.attempt;
  target[at++] = flags;
  return at;
}

function writeCursor({ nextMs, dueMs, used, attempts, madeUp }: StoredCursor, target: Buffer, start: number): number {
  let at = target.writeDoubleLE(nextMs, start);
  at = target.writeDoubleLE(dueMs, at);
  at = target.writeDoubleLE(used, at);
  target[at++] = attempts;
  return target.writeUInt16LE(madeUp, at);
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readScheduleOperation(kind: number, source: TableReader): SchedulesOperation | undefined {
  switch (kind) {
    case 50: {
      const [payloadBytes, payloadCrc] = [source.u32(), source.u32()];
      const encoded = Buffer.from(source.take(source.u32()));
      return { kind: "schedule", record: decodeScheduleRecord(encoded), encoded, payloadBytes, payloadCrc };
    }
    case 51:
      return { kind: "unschedule", slot: source.u32() };
    case 52: {
      const { flags, ...firing } = readFiring(source);
      return { kind: "fired", ...firing, triggered: (flags & TRIGGERED_FLAG) !== 0 };
    }
    case 53: {
      const { flags, ...firing } = readFiring(source);
      const refusal = JSON.parse(source.take(source.u16()).toString()) as Refusal;
      return { kind: "refused", ...firing, givenUp: (flags & GIVEN_UP_FLAG) !== 0, refusal };
    }
    case 54: {
      const [slot, cursor, skipped, flags] = [source.u32(), readCursor(source), source.f64(), source.u8()];
      const paused = (flags & PAUSED_FLAG) !== 0;
      return { kind: "moved", slot, cursor, skipped, paused, isRevision: (flags & REVISION_FLAG) !== 0 };
    }
    default:
      return undefined;
  }
}

function readFiring(source: TableReader): FiringOperation & { readonly flags: number } {
  return {
    slot: source.u32(),
    cursor: readCursor(source),
    scheduledMs: source.f64(),
    missed: source.u16(),
    skipped: source.f64(),
    attempt: source.u8(),
    flags: source.u8(),
  };
}

function readCursor(source: TableReader): StoredCursor {
  return {
    nextMs: source.f64(),
    dueMs: source.f64(),
    used: source.f64(),
    attempts: source.u8(),
    madeUp: source.u16(),
  };
}
