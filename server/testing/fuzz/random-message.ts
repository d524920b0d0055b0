import type { AnyCodec, Field } from "@flowmesh/contract/internal";
import type { SeededRandom } from "@flowmesh/engine";
import { randomBatch } from "./random-batch.ts";

const texts = ["", "a", "scratch", "target", "größe", "\u{1f30d}", "a/b", "..", "x".repeat(300), "\0", "\ufeff"];
/** In JSON six times as long. */
const longText = "\0".repeat(20_000);
const jsonTexts = ["", "null", "{}", '{"a":[1,2.50,12345678901234567890]}', '"text"', "no json", "[".repeat(80)];
const numbers = [0, 0, 1, 2, 3, -1, 7, 127, 128, 1000, 65_536, 2 ** 31 - 1, -(2 ** 31)];
const longNumbers = [...numbers, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const times = [0, 1_700_000_000_000, 1_700_000_000_000.5, -1, 253_402_300_799_999, -62_135_596_800_000, 9e15, -9e15];

/** A message that its codec can carry, with any of its fields set to values that are usual, at a bound, or beyond what the server takes. */
export function randomMessage(codec: AnyCodec, random: SeededRandom, depth: number = 0): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  const chosen = new Set<string>();
  for (const field of codec.fields) {
    if (random.chance(0.3) || (depth > 4 && field.kind === "message")) continue;
    if (field.oneof !== undefined && chosen.has(field.oneof)) continue;
    if (field.oneof !== undefined) chosen.add(field.oneof);
    message[field.property] = field.repeated
      ? Array.from({ length: random.integer(4) }, () => randomValue(field, random, depth))
      : randomValue(field, random, depth);
  }
  return message;
}

function randomValue(field: Field, random: SeededRandom, depth: number): unknown {
  switch (field.kind) {
    case "message":
      return randomMessage(field.message!(), random, depth + 1);
    case "bool":
      return random.chance(0.5);
    case "string":
      if (random.chance(0.01)) return longText;
      return random.pick(field.property === "stream" ? ["scratch", "target", ...texts] : texts);
    case "enum":
      return random.pick(field.values!);
    case "time":
      return random.pick(times);
    case "bytes":
      return randomFieldBytes(field, random);
    case "int32":
      return field.property === "waitMs" ? random.integer(30) : random.pick(numbers);
    case "int64":
      return random.pick(longNumbers);
  }
}

function randomFieldBytes(field: Field, random: SeededRandom): Buffer {
  if (field.property.startsWith("batch")) return randomBatch(random);
  if (field.jsonBytes === "base64" || random.chance(0.2)) {
    const bytes = Buffer.alloc(random.integer(40));
    random.fill(bytes);
    return bytes;
  }
  return Buffer.from(random.pick(field.jsonBytes === "value" ? jsonTexts : texts));
}
