import { NumberReader, NumberWriter } from "./number-code.ts";
import type { ScheduleRecord, StoredFiring } from "./schedule-operation.ts";

/**
 * The state of a schedule as bytes, numbers as `number-code.ts` writes them:
 *
 *   slot · name · created · anchor · revision · 1 paused · next time · when it is looked at again · times used · attempts · times made up · fired · failed · skipped · firings
 *   firing   scheduled for · fired at · position · missed · attempt · flags (1 triggered, 2 refused) · when refused: reason · message
 */
export function encodeScheduleRecord(record: ScheduleRecord): Uint8Array {
  const writer = new NumberWriter();
  const { cursor, firings } = record;
  writer.write(record.slot);
  writer.text(record.name);
  const head = [record.createdMs, record.anchorMs, record.revision, record.paused ? 1 : 0];
  const times = [cursor.nextMs, cursor.dueMs, cursor.used, cursor.attempts, cursor.madeUp];
  for (const number of [...head, ...times, record.fired, record.failed, record.skipped, firings.length])
    writer.write(number);
  for (const firing of firings) writeFiring(writer, firing);
  return writer.bytes;
}

/** @throws RangeError when the bytes end too early */
export function decodeScheduleRecord(bytes: Uint8Array): ScheduleRecord {
  const reader = new NumberReader(bytes);
  const { next } = reader;
  const [slot, name] = [next(), reader.text()];
  const head = { slot, name, createdMs: next(), anchorMs: next(), revision: next(), paused: next() === 1 };
  const cursor = { nextMs: next(), dueMs: next(), used: next(), attempts: next(), madeUp: next() };
  const counts = { fired: next(), failed: next(), skipped: next() };
  const firings: StoredFiring[] = [];
  for (let left = next(); left > 0; left--) firings.push(readFiring(reader));
  return { ...head, cursor, ...counts, firings };
}

const TRIGGERED = 1;
const REFUSED = 2;

function writeFiring(writer: NumberWriter, firing: StoredFiring): void {
  const { scheduledMs, firedMs, position, missed, attempt, triggered, refusal } = firing;
  const flags = (triggered ? TRIGGERED : 0) | (refusal === undefined ? 0 : REFUSED);
  for (const number of [scheduledMs, firedMs, position, missed, attempt, flags]) writer.write(number);
  if (refusal === undefined) return;
  writer.text(refusal.error);
  writer.text(refusal.message);
}

function readFiring(reader: NumberReader): StoredFiring {
  const { next } = reader;
  const facts = { scheduledMs: next(), firedMs: next(), position: next(), missed: next(), attempt: next() };
  const flags = next();
  const refusal = (flags & REFUSED) === 0 ? undefined : { error: reader.text(), message: reader.text() };
  return { ...facts, triggered: (flags & TRIGGERED) !== 0, refusal };
}
