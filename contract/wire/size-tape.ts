/**
 * Sizes found while measuring a message, in the order in which writing it needs them again: the byte length of each string, packed list and nested
 * message. Measuring and writing happen in one turn, one behind the other, so that one tape serves all.
 */
let sizes = new Int32Array(1024);
let recorded = 0;
let played = 0;

/** Begins a new measurement. */
export function startTape(): void {
  recorded = 0;
}

/** Begins to write what was measured last. */
export function rewindTape(): void {
  played = 0;
}

/** Keeps a place for a size that is known only after its content was measured. */
export function reserveSize(): number {
  if (recorded === sizes.length) growTape();
  return recorded++;
}

export function fillSize(place: number, size: number): void {
  sizes[place] = size;
}

export function recordSize(size: number): void {
  if (recorded === sizes.length) growTape();
  sizes[recorded++] = size;
}

export function nextSize(): number {
  return sizes[played++]!;
}

function growTape(): void {
  const longer = new Int32Array(sizes.length * 2);
  longer.set(sizes);
  sizes = longer;
}
