import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface TriggerFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

interface Triggered {
  readonly schedule: string;
  readonly position: number;
}

const triggeredShape: Shape<Triggered> = {
  columns: [
    { title: "SCHEDULE", value: ({ schedule }) => schedule },
    { title: "POSITION", value: ({ position }) => position },
  ],
  toJson: (triggered) => triggered,
};

export function scheduleTrigger(command: Command): void {
  command.option("--curl", "print the REST call instead of making it").action(async (schedule: string) => {
    const flags = command.optsWithGlobals<TriggerFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.triggerSchedule, { schedule })}\n`);
    await withMesh(flags.url, async ({ schedules }) => {
      const position = await schedules.trigger(schedule);
      await writeOne({ schedule, position }, triggeredShape, flags);
    });
  });
}
