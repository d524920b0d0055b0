import { methods, PreviewScheduleRequest } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { Shape } from "../output/format.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addTimesOptions, checkTimesFlags, type TimesFlags, timesOfFlags } from "../schedules/times-flags.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface PreviewFlags extends TimesFlags {
  readonly count?: number;
}

/** Times as programs read them, and as the clocks of the zone show them. */
function timeShape(zone: string): Shape<number> {
  const local = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", timeZone: zone });
  return {
    columns: [
      { title: "TIME", value: (at) => new Date(at).toISOString() },
      { title: "LOCAL", value: (at) => local.format(at) },
    ],
    toJson: (at) => new Date(at).toISOString(),
  };
}

export function schedulePreview(command: Command): void {
  command.option("--count <n>", "how many times (default: 10)", wholeNumber(1, 100));
  addTimesOptions(command);
  command
    .addHelpText("after", "\nExample:\n  flowmesh schedule preview --cron '30 2 * * *' --zone Europe/Berlin")
    .action(async () => {
      const flags = command.optsWithGlobals<PreviewFlags>();
      checkTimesFlags(flags, command);
      const request = { times: timesOfFlags(flags), count: flags.count };
      if (flags.curl) {
        const whole = PreviewScheduleRequest.decode(PreviewScheduleRequest.encode(request));
        const json = toJson(PreviewScheduleRequest, whole) as object;
        return writeData(`${curlLine(serverAddress(flags.url), methods.previewSchedule, json)}\n`);
      }
      const { at } = await withMesh(flags.url, ({ fabric }) => fabric.schedules.previewSchedule(request));
      await writeRows(at, timeShape(flags.zone ?? "UTC"), flags);
    });
}
