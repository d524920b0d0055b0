import { FlowMeshError } from "../errors.ts";

/** Where a counter stands. */
export interface CounterPlace {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The number after an increment. `value`: of the entry as it is; undefined: there is none, which counts as 0.
 * @throws FlowMeshError `not_a_number`, `number_out_of_range`
 */
export function incremented(place: CounterPlace, value: Uint8Array | undefined, by: number): number {
  const before = value === undefined ? 0n : wholeNumberOf(place, value);
  const after = Number(before + BigInt(by));
  if (Number.isSafeInteger(after)) return after;
  throw new FlowMeshError("number_out_of_range", {
    ...place,
    by,
    value: String(before),
    limit: Number.MAX_SAFE_INTEGER,
  });
}

/** A number as it stands in an entry: decimal text, which is JSON too. */
export function counterValue(number: number): Uint8Array {
  return Buffer.from(String(number));
}

/** Longer ones are no numbers that anybody counted to. */
const digitsMax = 32;

function wholeNumberOf(place: CounterPlace, value: Uint8Array): bigint {
  const text = value.length > digitsMax ? "" : Buffer.from(value).toString("latin1");
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return BigInt(text);
  throw new FlowMeshError("not_a_number", { ...place });
}
