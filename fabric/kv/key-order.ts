/** Orders keys by their bytes in UTF-8, which is the order of their code points. */
export function compareKeys(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return rankOf(a) - rankOf(b);
  }
  return left.length - right.length;
}

/** Halves of surrogate pairs stand for code points above all others. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Keys of a listing or a watch. */
export interface KeyRange {
  /** Only keys that begin so. */
  readonly prefix: string;
  /** Only keys from this one on; empty: from the first. */
  readonly fromKey: string;
  /** Only keys before this one; empty: to the last. */
  readonly toKey: string;
}

export function isInRange(key: string, { prefix, fromKey, toKey }: KeyRange): boolean {
  if (!key.startsWith(prefix)) return false;
  if (fromKey !== "" && compareKeys(key, fromKey) < 0) return false;
  return toKey === "" || compareKeys(key, toKey) < 0;
}
