/**
 * A place names the segment of the log in which something lies, or the settled file: as a number below zero, so that whatever left the log stands before everything that
 * is in it.
 */
export function placeInFile(file: number): number {
  return -file;
}

/** The settled file of a place; below 1 for a segment's. */
export function fileOfPlace(segment: number): number {
  return -segment;
}

/** Whether a place is in a settled file. */
export function isSettled(segment: number): boolean {
  return segment < 0;
}

/** What is at a place, as errors name it. */
export function nameOfPlace(segment: number): string {
  return isSettled(segment) ? `settled file ${fileOfPlace(segment)}` : `segment ${segment}`;
}
