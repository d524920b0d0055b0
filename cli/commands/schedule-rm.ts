import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";
import { deletedScheduleShape, timesOf } from "../schedules/schedule-shape.ts";

export function scheduleRm(command: Command): void {
  addRemovalOptions(command);
  command.action(async (names: string[]) => {
    const flags = command.optsWithGlobals<RemovalFlags>();
    if (flags.curl) {
      const address = serverAddress(flags.url);
      return writeData(
        names.map((schedule) => `${curlLine(address, methods.deleteSchedule, { schedule })}\n`).join(""),
      );
    }
    checkRemovalFlags(flags, command);
    await withMesh(flags.url, ({ schedules }) =>
      removeAll(
        names,
        {
          get: (name) => schedules.get(name),
          remove: ({ schedule }) => schedules.delete(schedule),
          describe: (schedule) => `${schedule.schedule} (${timesOf(schedule)})`,
          write: (removed) => writeRows(removed, deletedScheduleShape(flags.dryRun === true), flags),
        },
        flags,
      ),
    );
  });
}
