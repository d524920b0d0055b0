import { existsSync } from "node:fs";
import { isFlowMeshError } from "@flowmesh/fabric";
import {
  type Configuration,
  type ConfigurationKey,
  type Flags,
  readConfiguration,
  readSettings,
} from "../configuration/configuration.ts";
import { findInstance } from "../instance/instance-file.ts";
import { type Finding, fail, ok } from "./finding.ts";

interface CheckedConfiguration {
  readonly finding: Finding;
  /** Undefined when a server would not start with it. */
  readonly configuration: Configuration | undefined;
  /** The settings that somebody has given. */
  readonly given: ReadonlySet<ConfigurationKey>;
}

/** The configuration that a server would start with here. Where nobody names a data folder, it is that of the server that this folder's `dev.json` names. */
export async function checkConfiguration(flags: Flags): Promise<CheckedConfiguration> {
  try {
    const settings = await readSettings(flags, process.env, process.cwd());
    const given = settings.filter(({ origin }) => origin !== "default");
    const keys = new Set(given.map(({ key }) => key));
    const dataDir = keys.has("dataDir") ? flags.dataDir : folderServed();
    const configuration = await readConfiguration({ ...flags, dataDir });
    const texts = given.map(({ key, value, origin }) => `${key} ${value} from ${origin}`);
    const finding = ok("configuration", texts.length === 0 ? "all by default" : texts.join(", "));
    return { finding, configuration, given: keys };
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    return { finding: fail("configuration", error.message, error.fix), configuration: undefined, given: new Set() };
  }
}

/** The data folder of the server that was started here last. Undefined where it kept nothing, or the folder was moved since. */
function folderServed(): string | undefined {
  try {
    const folder = findInstance(undefined)?.dataDir;
    return folder && existsSync(folder) ? folder : undefined;
  } catch (error) {
    // A `dev.json` that cannot be read is told where the server is looked for.
    if (isFlowMeshError(error)) return undefined;
    throw error;
  }
}
