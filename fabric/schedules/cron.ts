import { limits } from "@flowmesh/contract";
import { CronPattern } from "croner";
import { isFlowMeshError } from "../errors.ts";
import { checkedFields, cronInvalid } from "./cron-fields.ts";

/** A cron expression, read: the values of each field that count, in order. */
export interface Cron {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Whether a day is one of its days. */
  readonly isDay: (year: number, month: number, day: number) => boolean;
  readonly months: readonly number[];
}

const DAY_MS = 86_400_000;
/** The 29th of February on a given weekday comes at the latest after this time. */
const YEARS_MAX = 41;
const READ_MAX = 1000;
const LAST_IN_MONTH = 32;

const read = new Map<string, Cron>();

/**
 * Reads an expression. Only its fields are read by the library: its search for the next time is not bounded, and goes back in time where clocks are set back.
 * @throws FlowMeshError settings_invalid
 */
export function readCron(text: string): Cron {
  const known = read.get(text);
  if (known !== undefined) return known;
  const cron = cronOf(parse(text));
  if (nextLocalTime(cron, 0) === undefined) throw cronInvalid("has no day on which it would ever fire");
  if (read.size >= READ_MAX) read.clear();
  read.set(text, cron);
  return cron;
}

function parse(text: string): CronPattern {
  const most = limits.cronBytes.value;
  if (text.length > most || Buffer.byteLength(text) > most) throw cronInvalid(`must have at most ${most} bytes`);
  try {
    return new CronPattern(checkedFields(text), undefined, { mode: "5-or-6-parts" });
  } catch (error) {
    if (isFlowMeshError(error)) throw error;
    throw cronInvalid(`cannot be read: ${(error as Error).message.replace(/^Cron\w*: /, "")}`);
  }
}

function cronOf(pattern: CronPattern): Cron {
  const { second, minute, hour, month } = pattern;
  return {
    seconds: chosen(second),
    minutes: chosen(minute),
    hours: chosen(hour),
    months: chosen(month),
    isDay: (year, month, day) => isDayOf(pattern, year, month, day),
  };
}

function chosen(field: readonly number[]): number[] {
  return field.flatMap((isChosen, value) => (isChosen ? [value] : []));
}

function isDayOf(pattern: CronPattern, year: number, month: number, day: number): boolean {
  const { starDOM, starDOW, useAndLogic } = pattern;
  const inMonth = isDayOfMonth(pattern, year, month, day);
  if (starDOW) return inMonth;
  const inWeek = isDayOfWeek(pattern.dayOfWeek, year, month, day);
  return starDOM || useAndLogic ? inMonth && inWeek : inMonth || inWeek;
}

function isDayOfMonth(pattern: CronPattern, year: number, month: number, day: number): boolean {
  const last = daysIn(year, month);
  if (pattern.day[day - 1] || (pattern.lastDayOfMonth && day === last)) return true;
  if (pattern.lastWeekday && day === nearestWeekday(year, month, last)) return true;
  return pattern.nearestWeekdays.some(
    (isAsked, at) => isAsked && at < last && nearestWeekday(year, month, at + 1) === day,
  );
}

/** The bits of a weekday say which ones in the month count. */
function isDayOfWeek(weekdays: readonly number[], year: number, month: number, day: number): boolean {
  const which = weekdays[weekdayOf(year, month, day)] ?? 0;
  const isLast = day + 7 > daysIn(year, month);
  return ((which >> Math.floor((day - 1) / 7)) & 1) === 1 || (isLast && (which & LAST_IN_MONTH) !== 0);
}

function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month, day)).getUTCDay();
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** The first time behind `localMs` as clocks on the wall show it, written as if it were UTC; undefined: there is none. */
export function nextLocalTime(cron: Cron, localMs: number): number | undefined {
  const second = Math.floor(localMs / 1000) * 1000 + 1000;
  const midnight = Math.floor(second / DAY_MS) * DAY_MS;
  if (isDate(cron, midnight)) {
    const time = timeFrom(cron, (second - midnight) / 1000);
    if (time !== undefined) return midnight + time * 1000;
  }
  const day = nextDate(cron, midnight + DAY_MS);
  return day === undefined ? undefined : day + (timeFrom(cron, 0) ?? 0) * 1000;
}

function isDate(cron: Cron, midnight: number): boolean {
  const date = new Date(midnight);
  const month = date.getUTCMonth();
  return cron.months.includes(month) && cron.isDay(date.getUTCFullYear(), month, date.getUTCDate());
}

function nextDate(cron: Cron, fromMs: number): number | undefined {
  const from = new Date(fromMs);
  const firstYear = from.getUTCFullYear();
  for (let year = firstYear; year <= firstYear + YEARS_MAX; year++) {
    for (const month of cron.months) {
      const days = daysIn(year, month);
      for (let day = 1; day <= days; day++) {
        const midnight = Date.UTC(year, month, day);
        if (midnight >= fromMs && cron.isDay(year, month, day)) return midnight;
      }
    }
  }
  return undefined;
}

/** The first time of day that is not before a second of the day. */
function timeFrom({ hours, minutes, seconds }: Cron, fromSecond: number): number | undefined {
  const [fromHour, rest] = [Math.floor(fromSecond / 3600), fromSecond % 3600];
  const [fromMinute, second] = [Math.floor(rest / 60), rest % 60];
  const [firstMinute = 0, firstSecond = 0] = [minutes[0], seconds[0]];
  if (hours.includes(fromHour)) {
    const inMinute = minutes.includes(fromMinute) ? seconds.find((each) => each >= second) : undefined;
    if (inMinute !== undefined) return fromHour * 3600 + fromMinute * 60 + inMinute;
    const minute = minutes.find((each) => each > fromMinute);
    if (minute !== undefined) return fromHour * 3600 + minute * 60 + firstSecond;
  }
  const hour = hours.find((each) => each > fromHour);
  return hour === undefined ? undefined : hour * 3600 + firstMinute * 60 + firstSecond;
}
