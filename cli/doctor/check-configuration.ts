import { isFlowMeshError } from "@flowmesh/fabric";
import { type Configuration, type Flags, readConfiguration, readSettings } from "../configuration/configuration.ts";
import { type Finding, fail, ok } from "./finding.ts";

/** The configuration that a server would start with here; undefined when it would not. */
export async function checkConfiguration(
  flags: Flags,
): Promise<{ readonly finding: Finding; readonly configuration: Configuration | undefined }> {
  try {
    const configuration = await readConfiguration(flags);
    const settings = await readSettings(flags, process.env, process.cwd());
    const given = settings.filter(({ origin }) => origin !== "default");
    const texts = given.map(({ key, value, origin }) => `${key} ${value} from ${origin}`);
    return { finding: ok("configuration", texts.length === 0 ? "all by default" : texts.join(", ")), configuration };
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    return { finding: fail("configuration", error.message, error.fix), configuration: undefined };
  }
}
