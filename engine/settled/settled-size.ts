import { ROW_BYTES, ROWS_HEADER_BYTES } from "../views/streams/batch-entries.ts";
import { RANGE_ROWS } from "../views/streams/partition-index.ts";
import {
  SETTLED_HEADER_BYTES,
  SETTLED_RANGE_BYTES,
  SETTLED_TRAILER_BYTES,
  type SettledRange,
} from "./settled-format.ts";
import type { SettledPayload } from "./settled-writer.ts";

/** What tells whether a payload goes on with a range. */
export type RangeEnd = Pick<SettledRange, "stream" | "partition" | "endOffset">;

/** What a settled file takes whatever it holds. */
export const EMPTY_FILE_BYTES: number = SETTLED_HEADER_BYTES + SETTLED_TRAILER_BYTES;

/** Whether a payload belongs to the range of so many rows before it, or begins one. */
export function continuesRange(range: RangeEnd, rows: number, payload: SettledPayload): boolean {
  return (
    range.stream === payload.stream &&
    range.partition === payload.partition &&
    (payload.isSparse || range.endOffset === payload.baseOffset) &&
    rows < RANGE_ROWS
  );
}

/** Reckons, before anything is written, what payloads take in a settled file with all that is written about them; they are added as they would be written. */
export class SettledSize {
  #bytes = 0;
  #last: RangeEnd | undefined;
  #rows = 0;

  /** Bytes, without those of an empty file. */
  get bytes(): number {
    return this.#bytes;
  }

  add(payload: SettledPayload): void {
    if (this.#last === undefined || !continuesRange(this.#last, this.#rows, payload)) {
      this.#bytes += SETTLED_RANGE_BYTES + ROWS_HEADER_BYTES;
      this.#rows = 0;
    }
    this.#bytes += payload.place.payloadBytes + ROW_BYTES;
    this.#last = payload;
    this.#rows++;
  }
}
