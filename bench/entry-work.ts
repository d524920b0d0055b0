/** Entries that are put or got one by one, each call awaited by itself. */
export interface EntryWork {
  readonly value: Buffer;
  /** How many entries there are; calls go through them in an order that is not that of their keys. */
  readonly entries: number;
  readonly inFlight: number;
}

/** Coprime to any number of entries that has no large prime factor. */
const stride = 7919;

/** All keys, each once. */
export function entryKeys({ entries }: EntryWork): string[] {
  return Array.from({ length: entries }, (_, index) => `user/${(index * stride) % entries}`);
}
