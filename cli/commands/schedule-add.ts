import type { Command } from "commander";
import { usageError } from "../output/usage-error.ts";
import { addEffectOptions, createTarget, type EffectFlags, operationsOf } from "../schedules/effect-flags.ts";
import { putSchedule } from "../schedules/put-schedule.ts";
import { addScheduleOptions, checkTimesFlags, requestOfFlags, type ScheduleFlags } from "../schedules/times-flags.ts";

interface AddFlags extends ScheduleFlags, EffectFlags {}

export function scheduleAdd(command: Command): void {
  addEffectOptions(command);
  addScheduleOptions(command);
  command
    .addHelpText(
      "after",
      `
Each firing is one commit; its records and jobs say in headers which firing it is.

Examples:
  flowmesh schedule add report '{"kind":"daily"}' --enqueue reports --create --cron '0 9 * * MON-FRI' --zone Europe/Berlin
  flowmesh schedule add tick now --publish ticks --create --every 5m
  flowmesh schedule add reminder '{"to":"ann"}' --enqueue emails --at 'tomorrow 09:00'
  flowmesh schedule add close --commit close.json --at 2026-12-31T23:00:00Z`,
    )
    .action(async (name: string, value: string | undefined) => {
      const flags = command.optsWithGlobals<AddFlags>();
      const operations = await operationsOf(flags, value);
      if (operations === undefined)
        throw usageError("say what it does: one of --enqueue, --publish and --commit", command);
      checkTimesFlags(flags, command);
      const request = { schedule: name, ...requestOfFlags(flags), operations, expectedRevision: 0 };
      await putSchedule(request, flags, (mesh) => createTarget(mesh, flags));
    });
}
