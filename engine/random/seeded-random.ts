import type { Random } from "./random.ts";

/**
 * Random numbers that follow from a seed alone (xoshiro128**, its state filled by hashes of the seed), the same on every machine. Never for secrets.
 *
 * `fork` gives an independent sequence that depends on the seed and the label but not on what was drawn before, so that a new draw in one
 * place does not change every other place.
 */
export class SeededRandom implements Random {
  readonly seed: number | string;
  readonly #state: Uint32Array = new Uint32Array(4);

  constructor(seed: number | string) {
    this.seed = seed;
    for (let index = 0; index < 4; index++) this.#state[index] = mix(hashText(String(seed), index));
  }

  fill(target: Uint8Array): void {
    for (let index = 0; index < target.length; index += 4) {
      const word = this.#next();
      for (let byte = 0; byte < 4 && index + byte < target.length; byte++) target[index + byte] = word >>> (byte * 8);
    }
  }

  integer(below: number): number {
    if (!(below >= 1 && below <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`integer(${below})`);
    if (below <= 2 ** 32) return this.#integerOfWord(below);
    const limit = 2 ** 53 - (2 ** 53 % below);
    for (;;) {
      const value = (this.#next() >>> 11) * 2 ** 32 + this.#next();
      if (value < limit) return value % below;
    }
  }

  /** A sequence of its own for one purpose. The same label gives the same sequence again. */
  fork(label: string | number): SeededRandom {
    return new SeededRandom(`${this.seed}/${label}`);
  }

  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.#next() < probability * 2 ** 32;
  }

  /** One of the list, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("pick from an empty list");
    return items[this.integer(items.length)] as Item;
  }

  /** The same items in a random order, as a new list. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const result = items.slice();
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [result[last], result[other]] = [result[other] as Item, result[last] as Item];
    }
    return result;
  }

  #integerOfWord(below: number): number {
    const limit = 2 ** 32 - (2 ** 32 % below);
    for (;;) {
      const value = this.#next();
      if (value < limit) return value % below;
    }
  }

  #next(): number {
    const state = this.#state;
    const second = state[1]!;
    const result = Math.imul(rotate(Math.imul(second, 5), 7), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= second;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= second << 9;
    state[3] = rotate(state[3]!, 11);
    return result;
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** FNV-1a, 32 bits, from one of several starting values. */
function hashText(text: string, variant: number): number {
  let hash = (0x811c9dc5 + Math.imul(variant, 0x9e3779b9)) | 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
