import type { PutScheduleRequestInit, Schedule, ScheduleTimesInit } from "@flowmesh/contract";
import type { Command } from "commander";
import { withMesh } from "../instance/with-mesh.ts";
import { usageError } from "../output/usage-error.ts";
import { addEffectOptions, createTarget, type EffectFlags, operationsOf } from "../schedules/effect-flags.ts";
import { putSchedule } from "../schedules/put-schedule.ts";
import { addScheduleOptions, requestOfFlags, type ScheduleFlags } from "../schedules/times-flags.ts";

export function scheduleEdit(command: Command): void {
  addEffectOptions(command);
  addScheduleOptions(command);
  command
    .addHelpText(
      "after",
      `
What is not named stays as it is. With other times it begins anew. What it does is replaced as a whole: by a value with --enqueue or --publish, or by --commit.

Examples:
  flowmesh schedule edit report --cron '0 8 * * MON-FRI'
  flowmesh schedule edit report '{"kind":"weekly"}' --enqueue reports`,
    )
    .action(async (name: string, value: string | undefined) => {
      const flags = command.optsWithGlobals<EditFlags>();
      const { times = {}, ...settings } = requestOfFlags(flags);
      const operations = await operationsOf(flags, value);
      checkEffect(flags, value, operations, command);
      if ([operations, ...Object.values(times), ...Object.values(settings)].every((each) => each === undefined))
        throw usageError("there is nothing to change: give at least one setting", command);
      const present = await withMesh(flags.url, ({ schedules }) => schedules.get(name));
      const request = changed(present, times, settings);
      const edited = { ...request, operations: operations ?? request.operations };
      await putSchedule(edited, flags, (mesh) => createTarget(mesh, flags));
    });
}

interface EditFlags extends ScheduleFlags, EffectFlags {}

/** @throws FlowMeshError `usage_invalid` where something is said of an effect that is not named */
function checkEffect(
  { enqueue, publish, commit, key, create }: EditFlags,
  value: string | undefined,
  operations: unknown,
  command: Command,
): void {
  const isNamed = [value, enqueue, publish, commit, key, create].some((each) => each !== undefined);
  if (isNamed && operations === undefined)
    throw usageError("say what it is to do instead: one of --enqueue, --publish and --commit", command);
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
