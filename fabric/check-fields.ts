import { FlowMeshError, isFlowMeshError } from "./errors.ts";

/** Bounds of a whole number; without `max` the largest one that is exact. */
export interface Bounds {
  readonly min: number;
  readonly max?: number;
}

/** @throws FlowMeshError `field_invalid` unless the value is a whole number within the bounds */
export function checkWhole(field: string, value: unknown, { min, max = Number.MAX_SAFE_INTEGER }: Bounds): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw fieldInvalid(field, `must be a whole number from ${min} to ${max}`);
}

/** A number that is 0 or absent where the caller leaves it to the server. */
export function checkOrDefault(field: string, value: unknown, { min, max }: Bounds, otherwise: number): number {
  return value === undefined || value === 0 ? otherwise : checkWhole(field, value, { min, max: max ?? otherwise });
}

/** @throws FlowMeshError `field_invalid` unless the value is text of at most `bytesMax` bytes in UTF-8; absent is empty */
export function checkText(field: string, value: unknown, bytesMax: number): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw fieldInvalid(field, "must be text");
  if (value.length > bytesMax || Buffer.byteLength(value) > bytesMax) {
    throw fieldInvalid(field, `must have at most ${bytesMax} bytes`);
  }
  return value;
}

/** Ids that were given to something made: UUIDs as text. Empty: any. @throws FlowMeshError `field_invalid` */
export function checkMadeId(field: string, value: unknown): string {
  return checkText(field, value, madeIdBytes);
}

/** @throws FlowMeshError `field_invalid` unless the value is one of those known; absent is `unspecified` */
export function checkChoice<Choice extends string>(
  field: string,
  value: Choice | undefined,
  known: readonly Choice[],
): Choice {
  const choice = value ?? ("unspecified" as Choice);
  if (known.includes(choice)) return choice;
  throw fieldInvalid(field, `must be one of ${known.filter((each) => each !== "unspecified").join(", ")}`);
}

/** @throws FlowMeshError `field_invalid` unless the value is absent or bytes */
export function checkBytes(field: string, value: unknown): void {
  if (value === undefined || value instanceof Uint8Array) return;
  throw fieldInvalid(field, "must be bytes");
}

/** A list; absent is empty. */
export function checkList<Item>(field: string, value: readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw fieldInvalid(field, "must be a list");
}

/** Checks each item of a list by itself. Only a field that is wrong is named within its item: names of fields that nobody reads would cost more than the checks. */
export function checkEach<Item, Checked>(
  field: string,
  items: readonly Item[],
  check: (item: Item, index: number) => Checked,
): Checked[] {
  const checked: Checked[] = [];
  try {
    for (const item of items) checked.push(check(item, checked.length));
  } catch (error) {
    throw within(`${field}[${checked.length}]`, error);
  }
  return checked;
}

/** Checks what stands in a field; a field that is wrong is named within it. */
export function checkIn<Checked>(field: string, check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    throw within(field, error);
  }
}

function within(field: string, error: unknown): unknown {
  if (!isFlowMeshError(error, "field_invalid")) return error;
  return fieldInvalid(`${field}.${error.details.field}`, String(error.details.problem));
}

export function fieldInvalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}

const madeIdBytes = 36;
