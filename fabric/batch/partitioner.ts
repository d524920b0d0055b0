/**
 * Kafka's murmur2 of a key, as a signed 32-bit number: the hash by which every Kafka client chooses a partition, so that a key lands in the same partition whoever
 * publishes it. (Austin Appleby's MurmurHash2, 32 bits, in the variant and with the seed of Kafka's Java client.)
 */
export function murmur2(key: Uint8Array): number {
  const factor = 0x5bd1e995;
  const length = key.length;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24);
    word = Math.imul(word, factor);
    word ^= word >>> 24;
    hash = Math.imul(hash, factor) ^ Math.imul(word, factor);
  }
  const rest = length - whole;
  if (rest === 3) hash ^= key[whole + 2]! << 16;
  if (rest >= 2) hash ^= key[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ key[whole]!, factor);
  hash = Math.imul(hash ^ (hash >>> 13), factor);
  return hash ^ (hash >>> 15);
}

/** The partition that a key belongs to among `partitions`: Kafka's default. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** Streams whose turn is remembered; beyond that the one that was seen first starts again at partition 0. */
const turnsMax = 10_000;

/** Chooses the partition for records without a key: each partition of a stream in turn. */
export class RoundRobin {
  readonly #turns = new Map<string, number>();

  nextPartition(stream: string, partitions: number): number {
    const turn = this.#turns.get(stream) ?? 0;
    if (turn === 0 && this.#turns.size >= turnsMax) this.#turns.delete(this.#turns.keys().next().value!);
    this.#turns.set(stream, (turn + 1) % Number.MAX_SAFE_INTEGER);
    return turn % partitions;
  }
}
