/** Where seconds end that people write: as milliseconds this is March 1973, as seconds the year 5138. */
const likelyMsMin = 100_000_000_000;
/** The last millisecond of the year 9999, which is the last that RFC 3339 can write. */
const msMax = 253_402_300_799_999;

/** What is wrong with a number as a time in milliseconds since 1970, to be read behind its name: seconds, microseconds and nanoseconds are told apart by their size. */
export function epochProblem(value: number): string | undefined {
  if (Math.abs(value) < likelyMsMin) {
    return `is ${value}, and a number is a time in milliseconds since 1970, of 12 digits or more: give seconds times 1000, and a time before March 1973 like 1970-01-01T00:00:00Z`;
  }
  if (Math.abs(value) <= msMax) return undefined;
  return `is ${value}, and a number is a time in milliseconds since 1970, which this is beyond the year 9999: divide microseconds by 1000, nanoseconds by 1000000`;
}
