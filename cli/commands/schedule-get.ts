import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { formatRows, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData, writeWhole } from "../output/write.ts";
import { firingShape, scheduleShape } from "../schedules/schedule-shape.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function scheduleGet(command: Command): void {
  command.option("--curl", "print the REST call instead of making it").action(async (schedule: string) => {
    const flags = command.optsWithGlobals<GetFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getSchedule, { schedule })}\n`);
    const format = outputFormat(flags);
    const found = await withMesh(flags.url, ({ schedules }) => schedules.get(schedule));
    await writeWhole(found, scheduleShape, flags);
    const isForPeople = format === "table" || format === "wide";
    if (isForPeople && found.firings.length > 0)
      await writeData(`\n${await formatRows(found.firings, firingShape, "table")}`);
  });
}
