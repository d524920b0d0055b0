import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";
import { scheduleShape } from "../schedules/schedule-shape.ts";

interface PauseFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function schedulePause(command: Command): void {
  setPaused(command, "pause");
}

export function scheduleResume(command: Command): void {
  setPaused(command, "resume");
  command.addHelpText(
    "after",
    "\nTimes that have passed are not made up for; a single moment that has passed fires now.",
  );
}

function setPaused(command: Command, verb: "pause" | "resume"): void {
  const method = verb === "pause" ? methods.pauseSchedule : methods.resumeSchedule;
  command.option("--curl", "print the REST call instead of making it").action(async (schedule: string) => {
    const flags = command.optsWithGlobals<PauseFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), method, { schedule })}\n`);
    await withMesh(flags.url, async ({ schedules }) => {
      await schedules[verb](schedule);
      await writeOne(await schedules.get(schedule), scheduleShape, flags);
    });
  });
}
