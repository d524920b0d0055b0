const ZONES_MAX = 100;
const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether there is a time zone of this name. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** By how much the clocks of a zone are ahead of UTC at a moment. */
export function offsetMs(zone: string, atMs: number): number {
  if (zone === "UTC") return 0;
  const second = Math.floor(atMs / 1000) * 1000;
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(second)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
}

/** The moment at which the clocks of a zone first show a local time, or jump over it. */
export function momentOf(zone: string, localMs: number): number {
  const before = offsetMs(zone, localMs - DAY_MS);
  if (offsetMs(zone, localMs - before) === before) return localMs - before;
  const after = offsetMs(zone, localMs + DAY_MS);
  if (offsetMs(zone, localMs - after) === after) return localMs - after;
  return changeBetween(zone, localMs - Math.max(before, after), localMs - Math.min(before, after));
}

/** The first moment with another offset than at `fromMs`; there is one up to `toMs`. */
export function changeBetween(zone: string, fromMs: number, toMs: number): number {
  const before = offsetMs(zone, fromMs);
  let [same, changed] = [fromMs, toMs];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetMs(zone, middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const numeric = "numeric" as const;
    const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", calendar: "gregory", ...parts });
    if (formats.size >= ZONES_MAX) formats.clear();
    formats.set(zone, format);
  }
  return format;
}
