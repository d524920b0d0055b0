/** A record as it goes into a batch. */
export interface BatchRecord {
  /** Absent or null: no key. */
  readonly key?: Uint8Array | null | undefined;
  /** Absent or null: a record without a value. */
  readonly value?: Uint8Array | null | undefined;
  readonly headers?: readonly BatchRecordHeader[] | undefined;
  /** Milliseconds since the Unix epoch, whole. */
  readonly timestampMs: number;
}

/** A header to write into a batch. No value is kept as null, which is not the same as empty. */
export interface BatchRecordHeader {
  readonly name: string;
  readonly value?: Uint8Array | null | undefined;
}

/** The times that a record may carry: those that RFC 3339 can write, the years 1 to 9999. Kafka's "no timestamp", -1, is among them. */
export const timestampMsMin = -62_135_596_800_000;
export const timestampMsMax = 253_402_300_799_999;

/** Whether it is a whole number of milliseconds that a record may carry. */
export function isTimestampMs(value: number): boolean {
  return value >= timestampMsMin && value <= timestampMsMax && Math.floor(value) === value;
}
