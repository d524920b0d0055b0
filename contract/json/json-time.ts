/**
 * Milliseconds since 1970 as RFC 3339 in UTC, to the millisecond, or the microsecond where it has such a fraction. Years that it cannot write stand as ISO 8601 has
 * them: `+012345-01-01T...`.
 */
export function formatTime(ms: number): string {
  const whole = Math.min(Math.max(Math.floor(ms), -dateMax), dateMax);
  const text = new Date(whole).toISOString();
  const micros = Math.round((ms - whole) * 1000);
  if (!(micros > 0 && micros < 1000)) return text;
  return `${text.slice(0, -1)}${String(micros).padStart(3, "0").replace(/0+$/, "")}Z`;
}

/** What `Date` can hold, either way from 1970. */
const dateMax = 8.64e15;

const pattern = /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Reads RFC 3339 with any offset, and the years that `formatTime` writes beyond it; fractions finer than a millisecond are kept. Undefined for anything else, and for days that do not exist. */
export function parseTime(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (match[8] === "-" ? -1 : 1);
  const fraction = match[7] === undefined ? 0 : Number(`${match[7].slice(1).padEnd(9, "0")}`) / 1_000_000;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 - offset + fraction;
}
