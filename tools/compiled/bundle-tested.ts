import { rmSync } from "node:fs";
import { join } from "node:path";
import { bundlePrograms } from "../bundle.ts";
import { bundleCompiledCommand } from "./bundle-compiled-command.ts";

/** What tests start most besides the command, as paths of this repository. */
const programs: readonly string[] = ["server/testing/serve.ts", "server/testing/fuzz/watched-server.ts"];

/** Bundles what integration tests start in hundreds of processes, and names it in the environment: TESTED_FLOWMESH is the command, TESTED_PROGRAMS the folder of the others. */
export async function bundleTested(folder: string): Promise<void> {
  const programsFolder = join(folder, "programs");
  // What it holds is named by its content.
  rmSync(programsFolder, { recursive: true, force: true });
  const [command] = await Promise.all([bundleCompiledCommand(folder), bundlePrograms(programs, programsFolder)]);
  process.env.TESTED_FLOWMESH = command;
  process.env.TESTED_PROGRAMS = programsFolder;
}
