import type { Mesh } from "@flowmesh/client";
import { methods, PutScheduleRequest, type PutScheduleRequestInit } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeWhole } from "../output/write.ts";
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
  });
}
