import type { ResetGroupRequestInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { parseMoment } from "./moment.ts";

/**
 * Where a group's cursors are to go: `"earliest"`, `"latest"`, an offset, `{ shift }` records onwards (backwards when negative, not beyond what is kept), or a time:
 * a `Date`, or text as reads take it, such as `"1h ago"`, `"yesterday 14:00"` or `"2026-11-03T14:00:00Z"`. A time means the first record of each partition whose
 * timestamp is at or after it. Text may also be an offset, `"4711"`, or a shift with its sign, `"+10"` or `"-100"`.
 */
export type ResetPlace = "earliest" | "latest" | number | { readonly shift: number } | Date | (string & {});

/** The part of a reset's request that says where to; exactly one of its fields is there. */
export type ResetGoal = Pick<ResetGroupRequestInit, "offset" | "time" | "anchor" | "shift">;

const shiftText = /^[+-]\d{1,16}$/;

/** The place as a request has it. @throws FlowMeshError `field_invalid` naming `field` */
export function resetGoal(place: ResetPlace, field: string, nowMs?: number): ResetGoal {
  if (typeof place === "string") return goalOfText(place, field, nowMs);
  if (place instanceof Date) {
    if (Number.isNaN(place.getTime())) throw invalid(field, "is no valid date");
    return { time: place.getTime() };
  }
  if (typeof place === "number") return { offset: whole(place, 0, field, "not a whole number from 0 on") };
  if (!Number.isFinite(place?.shift))
    throw invalid(field, "is neither earliest, latest, an offset, a time, nor { shift: <records> }");
  return { shift: whole(place.shift, Number.MIN_SAFE_INTEGER, field, "not a whole number of records") };
}

function goalOfText(text: string, field: string, nowMs: number | undefined): ResetGoal {
  const written = text.trim();
  if (shiftText.test(written)) {
    return { shift: whole(Number(written), Number.MIN_SAFE_INTEGER, field, "more than there can be") };
  }
  const moment = parseMoment(written, field, nowMs);
  switch (moment.kind) {
    case "offset":
      return { offset: whole(moment.offset, 0, field, "more than there can be") };
    case "time":
      return { time: moment.timeMs };
    default:
      return { anchor: moment.kind };
  }
}

function whole(value: number, least: number, field: string, problem: string): number {
  if (!Number.isSafeInteger(value) || value < least) throw invalid(field, `is ${value}, ${problem}`);
  // Without the sign that -0 has, which an encoder would not take for a zero.
  return value + 0;
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
