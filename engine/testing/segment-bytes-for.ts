/** Size of segments in which a commit of so many bytes fits, and no more: to fill and read whole segments would take most of the time of a test. */
export function segmentBytesFor(commitBytes: number): number {
  return 4096 * Math.ceil((commitBytes * 1.06) / 4096 + 15);
}
