import type { Command } from "commander";
import { readConfiguration, readSettings, type Setting } from "../configuration/configuration.ts";
import { addSecurityOptions, addServerOptions, type ServerFlags, settingsOf } from "../instance/server-options.ts";
import type { Shape } from "../output/format.ts";
import { writeOne, writeRows } from "../output/write.ts";

interface PrintFlags extends ServerFlags {
  readonly showOrigin?: boolean;
}

const settingShape: Shape<Setting> = {
  columns: [
    { title: "SETTING", value: ({ key }) => key },
    { title: "VALUE", value: ({ value }) => shown(value) },
    { title: "ORIGIN", value: ({ origin }) => origin },
  ],
  toJson: ({ key, value, origin }) => ({ key, value, origin }),
};

/** A row each for people; as data, one object that a `flowmesh.yaml` could hold. */
const settingsShape: Shape<readonly Setting[]> = {
  columns: [],
  toJson: (settings) =>
    Object.fromEntries(settings.filter(({ value }) => value !== undefined).map(({ key, value }) => [key, value])),
};

export function configPrint(command: Command): void {
  addServerOptions(command, "7070");
  addSecurityOptions(command);
  command
    .option("--show-origin", "say who gave each value: a flag, a variable, flowmesh.yaml or a default")
    .addHelpText(
      "after",
      `
A dash is a value that nobody gave and that depends on the command or on the engine.

Examples:
  flowmesh config print --show-origin
  FLOWMESH_PORT=8080 flowmesh config print -o yaml`,
    )
    .action(async () => {
      const flags = command.optsWithGlobals<PrintFlags>();
      const settings = await inForce(flags);
      const isData = /^(json|ndjson|yaml)$/.test(flags.json === true ? "json" : (flags.output ?? ""));
      if (isData && flags.showOrigin !== true) return writeOne(settings, settingsShape, flags);
      const columns = settingShape.columns.filter(({ title }) => flags.showOrigin === true || title !== "ORIGIN");
      return writeRows(settings, { ...settingShape, columns }, flags);
    });
}

/** What a server would start with here, paths whole. @throws FlowMeshError `configuration_invalid` */
async function inForce(flags: ServerFlags): Promise<Setting[]> {
  const configuration = await readConfiguration(settingsOf(flags));
  const settings = await readSettings(settingsOf(flags), process.env, process.cwd());
  return settings.map((setting) => ({ ...setting, value: configuration[setting.key] }));
}

function shown(value: unknown): string {
  return value === undefined ? "-" : String(value);
}
