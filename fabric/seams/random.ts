/** Randomness as engine and clients see it: from the system, or from a seed. */
export interface Random {
  /** Fills with random bytes; those of the system are fit for secrets. */
  fill(target: Uint8Array): void;
  /** A whole number from 0 to `below - 1`. */
  integer(below: number): number;
}
