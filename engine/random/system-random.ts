import { randomFillSync, randomInt } from "node:crypto";
import type { Random } from "./random.ts";

/** The system's generator, fit for secrets. */
export class SystemRandom implements Random {
  fill(target: Uint8Array): void {
    randomFillSync(target);
  }

  integer(below: number): number {
    return randomInt(below);
  }
}
