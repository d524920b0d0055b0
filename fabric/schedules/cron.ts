import { limits } from "@flowmesh/contract";
import { CronPattern } from "croner";
import { type FlowMeshError, isFlowMeshError } from "../errors.ts";
import { checkedFields, cronInvalid } from "./cron-fields.ts";

/** A cron expression, read: the values of each field that count, in order. */
export interface Cron {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Its days in a month, in order. */
  readonly daysIn: (month: MonthShape) => readonly number[];
  readonly months: readonly number[];
}

/** All that tells one month from another. */
interface MonthShape {
  readonly days: number;
  /** Weekday of its first day; 0: Sunday. */
  readonly firstWeekday: number;
}

const DAY_MS = 86_400_000;
/** The 29th of February on a given weekday comes at the latest after this time. */
const YEARS_MAX = 41;
const READ_MAX = 1000;
const LAST_IN_MONTH = 32;

/** What was read last, and what was refused. */
const read = new Map<string, Cron | FlowMeshError>();

/**
 * Reads an expression. Only its fields are read by the library: its search for the next time is not bounded, and goes back in time where clocks are set back.
 * @throws FlowMeshError settings_invalid
 */
export function readCron(text: string): Cron {
  let known = read.get(text);
  if (known === undefined) {
    known = readAnew(text);
    if (read.size >= READ_MAX) read.clear();
    if (text.length <= limits.cronBytes.value) read.set(text, known);
  }
  if (isFlowMeshError(known)) throw cronInvalid(String(known.details.problem));
  return known;
}

function readAnew(text: string): Cron | FlowMeshError {
  try {
    const cron = cronOf(parse(text));
    return nextLocalTime(cron, 0) === undefined ? cronInvalid("has no day on which it would ever fire") : cron;
  } catch (error) {
    if (isFlowMeshError(error)) return error;
    throw error;
  }
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
  const known = new Map<number, readonly number[]>();
  return {
    seconds: chosen(second),
    minutes: chosen(minute),
    hours: chosen(hour),
    months: chosen(month),
    daysIn(shape) {
      const key = shape.days * 7 + shape.firstWeekday;
      const days = known.get(key) ?? daysOf(pattern, shape);
      known.set(key, days);
      return days;
    },
  };
}

function chosen(field: readonly number[]): number[] {
  return field.flatMap((isChosen, value) => (isChosen ? [value] : []));
}

function daysOf(pattern: CronPattern, shape: MonthShape): number[] {
  return Array.from({ length: shape.days }, (_, index) => index + 1).filter((day) => isDayOf(pattern, shape, day));
}

function isDayOf(pattern: CronPattern, shape: MonthShape, day: number): boolean {
  const { starDOM, starDOW, useAndLogic } = pattern;
  const inMonth = isDayOfMonth(pattern, shape, day);
  if (starDOW) return inMonth;
  const inWeek = isDayOfWeek(pattern.dayOfWeek, shape, day);
  return starDOM || useAndLogic ? inMonth && inWeek : inMonth || inWeek;
}

function isDayOfMonth(pattern: CronPattern, shape: MonthShape, day: number): boolean {
  const last = shape.days;
  if (pattern.day[day - 1] || (pattern.lastDayOfMonth && day === last)) return true;
  if (pattern.lastWeekday && day === nearestWeekday(shape, last)) return true;
  return pattern.nearestWeekdays.some((isAsked, at) => isAsked && at < last && nearestWeekday(shape, at + 1) === day);
}

/** The bits of a weekday say which ones in the month count. */
function isDayOfWeek(weekdays: readonly number[], shape: MonthShape, day: number): boolean {
  const which = weekdays[weekdayOf(shape, day)] ?? 0;
  const isLast = day + 7 > shape.days;
  return ((which >> Math.floor((day - 1) / 7)) & 1) === 1 || (isLast && (which & LAST_IN_MONTH) !== 0);
}

function nearestWeekday(shape: MonthShape, day: number): number {
  const weekday = weekdayOf(shape, day);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === shape.days ? day - 2 : day + 1;
  return day;
}

function weekdayOf({ firstWeekday }: MonthShape, day: number): number {
  return (firstWeekday + day - 1) % 7;
}

function shapeOf(year: number, month: number): MonthShape {
  const first = Date.UTC(year, month, 1);
  const days = (Date.UTC(year, month + 1, 1) - first) / DAY_MS;
  return { days, firstWeekday: new Date(first).getUTCDay() };
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
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return cron.months.includes(month) && cron.daysIn(shapeOf(year, month)).includes(date.getUTCDate());
}

function nextDate(cron: Cron, fromMs: number): number | undefined {
  const from = new Date(fromMs);
  const firstYear = from.getUTCFullYear();
  const monthBefore = firstYear * 12 + from.getUTCMonth() - 1;
  for (let year = firstYear; year <= firstYear + YEARS_MAX; year++) {
    for (const month of cron.months) {
      if (year * 12 + month <= monthBefore) continue;
      for (const day of cron.daysIn(shapeOf(year, month))) {
        const midnight = Date.UTC(year, month, day);
        if (midnight >= fromMs) return midnight;
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
