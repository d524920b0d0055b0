import type { CallOptions, SchedulesService } from "@flowmesh/contract";
import type { Fabric } from "../../../fabric.ts";
import type { MethodCall } from "../every-state.ts";

type ScheduleCall = (schedules: SchedulesService, schedule: string, options?: CallOptions) => Promise<unknown>;

const times = { everyMs: 3_600_000 };

/** A call of every method, on a schedule that is there. */
const calls: readonly (readonly [method: string, call: ScheduleCall])[] = [
  ["getSchedule", (schedules, schedule, options) => schedules.getSchedule({ schedule }, options)],
  ["listSchedules", (schedules, schedule, options) => schedules.listSchedules({ prefix: schedule }, options)],
  ["pauseSchedule", (schedules, schedule, options) => schedules.pauseSchedule({ schedule }, options)],
  ["resumeSchedule", (schedules, schedule, options) => schedules.resumeSchedule({ schedule }, options)],
  ["triggerSchedule", (schedules, schedule, options) => schedules.triggerSchedule({ schedule }, options)],
  ["previewSchedule", (schedules, _schedule, options) => schedules.previewSchedule({ times }, options)],
  ["deleteSchedule", (schedules, schedule, options) => schedules.deleteSchedule({ schedule }, options)],
];

function request(schedule: string, stream: string) {
  return { schedule, times, operations: [{ publish: { stream, records: [{}] } }] };
}

/** Makes the schedule first; on a fabric that refuses that, the call itself is to say why. */
async function withSchedule({ schedules }: Fabric, stream: string): Promise<string> {
  const schedule = `${stream}-schedule`;
  await schedules.putSchedule(request(schedule, stream)).catch(() => undefined);
  return schedule;
}

/** A call of every method of schedules. */
export const scheduleCalls: readonly MethodCall[] = [
  ["putSchedule", ({ schedules }, stream, options) => schedules.putSchedule(request(`${stream}-new`, stream), options)],
  ...calls.map(
    ([method, call]): MethodCall => [
      method,
      async (fabric, stream, options) => call(fabric.schedules, await withSchedule(fabric, stream), options),
    ],
  ),
];
