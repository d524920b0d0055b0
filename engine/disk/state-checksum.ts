/** A running checksum over pairs of 32-bit words, in two lanes: enough to tell millions of simulated states apart. */
export class StateChecksum {
  #one = 0x2545f491;
  #other = 0x6c078965;

  add(one: number, other: number): void {
    this.#one = step(this.#one, one);
    this.#other = step(this.#other, other);
  }

  addText(text: string): void {
    for (let index = 0; index < text.length; index++) this.add(text.charCodeAt(index), index);
  }

  /** 53 bits. */
  value(): number {
    return (this.#one >>> 0) * 2 ** 21 + (this.#other >>> 11);
  }
}

/** The block step of MurmurHash3. */
function step(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
