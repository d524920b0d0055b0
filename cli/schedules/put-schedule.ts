import type { Mesh } from "@flowmesh/client";
import { methods, PutScheduleRequest, type PutScheduleRequestInit, type Schedule } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { say, writeData, writeWhole } from "../output/write.ts";
import { formatDuration } from "../values/duration.ts";
import { scheduleShape } from "./schedule-shape.ts";
import type { ScheduleFlags } from "./times-flags.ts";

/**
 * Puts a schedule and tells of it, or prints the call that would.
 * @param prepare makes what it needs
 */
export async function putSchedule(
  request: PutScheduleRequestInit,
  flags: ScheduleFlags,
  prepare?: (mesh: Mesh) => Promise<void>,
): Promise<void> {
  if (flags.curl) {
    const json = toJson(PutScheduleRequest, PutScheduleRequest.decode(PutScheduleRequest.encode(request)));
    return writeData(`${curlLine(serverAddress(flags.url), methods.putSchedule, json as object)}\n`);
  }
  await withMesh(flags.url, async (mesh) => {
    await prepare?.(mesh);
    const { schedule } = await mesh.fabric.schedules.putSchedule(request);
    await writeWhole(schedule!, scheduleShape, flags);
    if (flags.at !== undefined) tellOfPast(schedule!, request.expectedRevision === 0 ? schedule!.createdAt : undefined);
  });
}

/** A moment that has passed is most often not what was meant. `nowMs`: by the server's clock, where that is known. */
function tellOfPast({ schedule, state, times, missedWindowMs }: Schedule, nowMs: number = Date.now()): void {
  const lateMs = nowMs - (times?.at ?? nowMs);
  if (lateMs <= 0 || state !== "active") return;
  const isTooLate = missedWindowMs > 0 && lateMs > missedWindowMs;
  const becomes = isTooLate
    ? `does not fire, for its missed times do so within ${formatDuration(missedWindowMs)} only`
    : "fires at once";
  say(`the time of ${schedule} is past: it ${becomes}`);
}
