import { isFlowMeshError } from "@flowmesh/fabric";
import {
  type Configuration,
  type ConfigurationKey,
  type Flags,
  readConfiguration,
  readSettings,
} from "../configuration/configuration.ts";
import { type Finding, fail, ok } from "./finding.ts";

interface CheckedConfiguration {
  readonly finding: Finding;
  /** Undefined when a server would not start with it. */
  readonly configuration: Configuration | undefined;
  /** The settings that somebody has given. */
  readonly given: ReadonlySet<ConfigurationKey>;
}

/** The configuration that a server would start with here. */
export async function checkConfiguration(flags: Flags): Promise<CheckedConfiguration> {
  try {
    const configuration = await readConfiguration(flags);
    const settings = await readSettings(flags, process.env, process.cwd());
    const given = settings.filter(({ origin }) => origin !== "default");
    const texts = given.map(({ key, value, origin }) => `${key} ${value} from ${origin}`);
    const finding = ok("configuration", texts.length === 0 ? "all by default" : texts.join(", "));
    return { finding, configuration, given: new Set(given.map(({ key }) => key)) };
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    return { finding: fail("configuration", error.message, error.fix), configuration: undefined, given: new Set() };
  }
}
