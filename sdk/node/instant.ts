import { FlowMeshError } from "@flowmesh/fabric";
import { isTimestampMs } from "@flowmesh/fabric/internal";

/** Whole numbers from here to there are seconds of our time, from 2001 on; as milliseconds they would be in the years 1970 to 1973. */
const secondsMin = 1_000_000_000;
const secondsMax = 100_000_000_000;

/**
 * When something is to be done, in milliseconds since 1970. Seconds are refused, for what is over is done at once; a `Date` may be any time.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function instantMs(instant: Date | number, field: string): number {
  const ms = instant instanceof Date ? instant.getTime() : instant;
  if (!isTimestampMs(ms)) throw invalid(field, "must be a Date, or whole milliseconds, in the years 1 to 9999");
  if (instant instanceof Date || ms < secondsMin || ms >= secondsMax) return ms;
  throw invalid(field, `is ${ms}, which looks like seconds: give milliseconds, or a Date`);
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
