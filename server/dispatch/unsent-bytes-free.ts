/** Whoever has no more than this unsent has taken its answers. */
export const unsentBytesFree = 65_536;
