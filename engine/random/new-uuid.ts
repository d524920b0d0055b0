import { uuidOf } from "../commit/stream-operation.ts";
import type { Random } from "./random.ts";

/** A version 4 UUID from the engine's own randomness. */
export function newUuid(random: Random): string {
  const bytes = Buffer.alloc(16);
  random.fill(bytes);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return uuidOf(bytes.toString("hex"));
}
