import type { PutScheduleRequestInit, Schedule, ScheduleTimesInit } from "@flowmesh/contract";
import type { Command } from "commander";
import { withMesh } from "../instance/with-mesh.ts";
import { usageError } from "../output/usage-error.ts";
import { putSchedule } from "../schedules/put-schedule.ts";
import { addScheduleOptions, requestOfFlags, type ScheduleFlags } from "../schedules/times-flags.ts";

export function scheduleEdit(command: Command): void {
  addScheduleOptions(command);
  command
    .addHelpText(
      "after",
      "\nWhat it does stays as it is, and so does what is not named. With other times it begins anew.",
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<ScheduleFlags>();
      const { times = {}, ...settings } = requestOfFlags(flags);
      if ([...Object.values(times), ...Object.values(settings)].every((value) => value === undefined))
        throw usageError("there is nothing to change: give at least one setting", command);
      const present = await withMesh(flags.url, ({ schedules }) => schedules.get(name));
      await putSchedule(changed(present, times, settings), flags);
    });
}

function changed(
  present: Schedule,
  times: ScheduleTimesInit,
  { missed, missedWindowMs, keepFinishedMs }: PutScheduleRequestInit,
): PutScheduleRequestInit {
  const { schedule, operations, revision } = present;
  const hasOtherPolicy = missed !== undefined && missed !== present.missed;
  return {
    schedule,
    operations,
    times: changedTimes(present.times ?? {}, times),
    missed: missed ?? present.missed,
    missedWindowMs: missedWindowMs ?? (hasOtherPolicy ? undefined : present.missedWindowMs),
    keepFinishedMs: keepFinishedMs ?? present.keepFinishedMs,
    expectedRevision: revision,
  };
}

/** Another kind of times takes the place of the one before; the rest stays where it is not named. */
function changedTimes(present: ScheduleTimesInit, times: ScheduleTimesInit): ScheduleTimesInit {
  const { cron, everyMs, at } = times;
  const isOtherKind = cron !== undefined || everyMs !== undefined || at !== undefined;
  const { cron: _cron, everyMs: _every, at: _at, zone, ...rest } = present;
  const kept = isOtherKind ? { ...rest, zone: cron === undefined ? undefined : zone } : present;
  const named = Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined));
  return { ...kept, ...named };
}
