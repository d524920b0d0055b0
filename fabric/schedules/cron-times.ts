import { type Cron, nextLocalTime } from "./cron.ts";
import { changeBetween, momentOf, offsetMs } from "./time-zone.ts";

const DAY_MS = 86_400_000;

/**
 * The first time of an expression behind a moment; undefined: there is none. A local time that the clocks jump over becomes the first moment behind the jump; one that
 * they show twice counts the first time. An expression for every hour follows the time that passes instead: it neither pauses nor doubles when clocks are set.
 */
export function nextCronTime(cron: Cron, zone: string, afterMs: number): number | undefined {
  return cron.hours.length === 24 ? nextByElapsed(cron, zone, afterMs) : nextByClock(cron, zone, afterMs);
}

function nextByClock(cron: Cron, zone: string, afterMs: number): number | undefined {
  let localMs = afterMs + offsetMs(zone, afterMs);
  for (;;) {
    const next = nextLocalTime(cron, localMs);
    const moment = next === undefined ? undefined : momentOf(zone, next);
    if (next === undefined || moment === undefined || moment > afterMs) return moment;
    localMs = Math.max(next, endOfRepeatedTime(zone, afterMs) - 1);
  }
}

/** Clocks were set back not long before: the local time behind which none is shown twice. */
function endOfRepeatedTime(zone: string, atMs: number): number {
  const earlierMs = atMs - DAY_MS;
  return changeBetween(zone, earlierMs, atMs) + offsetMs(zone, earlierMs);
}

function nextByElapsed(cron: Cron, zone: string, afterMs: number): number | undefined {
  let fromMs = afterMs;
  let offset = offsetMs(zone, fromMs);
  for (;;) {
    const next = nextLocalTime(cron, fromMs + offset);
    if (next === undefined) return undefined;
    const moment = next - offset;
    if (offsetMs(zone, moment) === offset) return moment;
    const change = changeBetween(zone, fromMs, moment);
    offset = offsetMs(zone, change);
    fromMs = change - 1;
  }
}
