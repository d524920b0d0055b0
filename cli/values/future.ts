import { parseDurationMs, parseTimeMs } from "@flowmesh/client/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";

const ahead = /^(?:in |\+)/;
const tomorrow = /^tomorrow(?=$|[ T])/;

/**
 * Reads a time that is to come: a date, `now`, `today 18:00`, `tomorrow 09:00`, or how long until then (`10m`, `in 10m`, `+10m`), where a time that has passed would be read as so long ago.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function parseFutureMs(text: string, field: string, nowMs: number = Date.now()): number {
  const written = text.trim();
  try {
    const duration = written.replace(ahead, "");
    if (/^[\d.]+[a-z]/.test(duration)) return nowMs + parseDurationMs(duration, field);
    return tomorrow.test(written)
      ? nextDayMs(parseTimeMs(written.replace(tomorrow, "today"), field, nowMs))
      : parseTimeMs(written, field, nowMs);
  } catch (error) {
    if (!isFlowMeshError(error, "field_invalid")) throw error;
    const problem = `is ${JSON.stringify(text)}, which is neither a date like 2026-11-03T14:00:00Z, nor tomorrow 09:00, nor a time from now like 2h`;
    throw new FlowMeshError("field_invalid", { field, problem });
  }
}

/** The same time of the next day, which may be 23 or 25 hours later. */
function nextDayMs(ms: number): number {
  const date = new Date(ms);
  return date.setDate(date.getDate() + 1);
}
