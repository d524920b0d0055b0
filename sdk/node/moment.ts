import { FlowMeshError } from "@flowmesh/fabric";
import { checkWhole } from "@flowmesh/fabric/internal";
import { systemWorld } from "./world/system-world.ts";

/** A place in a stream, resolved from what a person writes: an end of it, an offset, or a time (milliseconds since 1970). */
export type Moment =
  | { readonly kind: "earliest" }
  | { readonly kind: "latest" }
  | { readonly kind: "offset"; readonly offset: number }
  | { readonly kind: "time"; readonly timeMs: number };

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const DAY = /^(today|yesterday)(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads `earliest`, `latest`, an offset (`1234`), a time ago (`90s`, `1h30m`, `2d ago`), `now`, `today`, `yesterday 14:00`, or a date and time
 * (`2026-11-03`, `2026-11-03T14:00:00Z`). What names no time zone is local time.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function parseMoment(text: string, field: string, nowMs: number = systemWorld.clock.wallMs()): Moment {
  const written = text.trim();
  if (written === "earliest" || written === "latest") return { kind: written };
  if (written === "now") return { kind: "time", timeMs: nowMs };
  if (/^\d{1,16}$/.test(written)) return { kind: "offset", offset: Number(written) };
  const timeMs = agoMs(written, nowMs) ?? dayMs(written, nowMs) ?? dateMs(written);
  if (timeMs === undefined) {
    const problem = `is ${JSON.stringify(text)}, which is neither earliest, latest, an offset, a time ago like 2h, nor a date like 2026-11-03T14:00:00Z`;
    throw new FlowMeshError("field_invalid", { field, problem });
  }
  return { kind: "time", timeMs };
}

/**
 * Reads what `parseMoment` takes for a time, and nothing else.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function parseTimeMs(text: string, field: string, nowMs: number = systemWorld.clock.wallMs()): number {
  const written = text.trim();
  const timeMs = written === "now" ? nowMs : (agoMs(written, nowMs) ?? dayMs(written, nowMs) ?? dateMs(written));
  if (timeMs !== undefined) return timeMs;
  const problem = `is ${JSON.stringify(text)}, which is neither a date like 2026-11-03T14:00:00Z nor a time ago like 2h`;
  throw new FlowMeshError("field_invalid", { field, problem });
}

/**
 * Milliseconds of a duration such as `250ms`, `90s`, `1h30m` or `7d`.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function parseDurationMs(text: string, field: string): number {
  const written = text.trim();
  if (!DURATION.test(written)) {
    const problem = `is ${JSON.stringify(text)}, which is not a duration like 250ms, 90s, 1h30m or 7d`;
    throw new FlowMeshError("field_invalid", { field, problem });
  }
  let ms = 0;
  for (const [, amount, unit] of written.matchAll(DURATION_PART)) ms += Number(amount) * UNIT_MS[unit!]!;
  return Math.round(ms);
}

/**
 * Milliseconds of a duration that is given as text (`parseDurationMs`), or as a whole number of milliseconds from 0 on.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function durationMs(duration: string | number, field: string): number {
  return typeof duration === "string" ? parseDurationMs(duration, field) : checkWhole(field, duration, { min: 0 });
}

function agoMs(written: string, nowMs: number): number | undefined {
  const duration = written.replace(/ ?ago$/, "");
  return DURATION.test(duration) ? nowMs - parseDurationMs(duration, "") : undefined;
}

function dayMs(written: string, nowMs: number): number | undefined {
  const match = DAY.exec(written);
  if (match === null) return undefined;
  const [, day, hours = "0", minutes = "0", seconds = "0"] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const date = new Date(nowMs);
  if (day === "yesterday") date.setDate(date.getDate() - 1);
  return date.setHours(Number(hours), Number(minutes), Number(seconds), 0);
}

function dateMs(written: string): number | undefined {
  const match = DATE_TIME.exec(written);
  if (match === null) return undefined;
  const [, date, time = "00:00", zone = ""] = match;
  const timeMs = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(timeMs) || !isDay(date!) ? undefined : timeMs;
}

/** The parser takes February 30 for March 2. */
function isDay(date: string): boolean {
  return new Date(`${date}T00:00Z`).toISOString().startsWith(date);
}
