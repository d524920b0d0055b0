import { parseArgs } from "node:util";
import { connect, isFlowMeshError, type Mesh } from "@flowmesh/client";
import { startOwnFlowMesh } from "./own-flowmesh.ts";

/** An example as it is started: its script below `examples/`, and the make target. */
export interface ExampleNames {
  readonly script: string;
  readonly target: string;
}

/**
 * Connects to the FlowMesh that runs, or with `--own` to one in a temporary folder, and runs the example with it. Without any it says how to start one.
 * @returns the exit code
 */
export async function withMesh(
  { script, target }: ExampleNames,
  run: (mesh: Mesh, url?: string) => Promise<number>,
): Promise<number> {
  const { values } = parseArgs({ options: { own: { type: "boolean", default: false } } });
  const own = values.own ? await startOwnFlowMesh() : undefined;
  try {
    const mesh = await connect({ url: own?.url });
    try {
      return await run(mesh, own?.url);
    } finally {
      await mesh.close();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (isFlowMeshError(error, "connection_failed")) {
      console.error("Start FlowMesh in another terminal with ./flowmesh dev, or give this example one of its own:");
      console.error(`  node examples/${script} --own      (or: make ${target} ARGS=--own)`);
    }
    return 1;
  } finally {
    await own?.stop();
  }
}
