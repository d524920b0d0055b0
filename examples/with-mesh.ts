import { parseArgs } from "node:util";
import { connect, isFlowMeshError, type Mesh } from "@flowmesh/client";
import { startOwnFlowMesh } from "./own-flowmesh.ts";

/**
 * Connects to the FlowMesh that runs, or with `--own` to one in a temporary folder, and runs the example with it. Without any it says how to start one.
 * @param target the make target that starts the example
 * @returns the exit code
 */
export async function withMesh(target: string, run: (mesh: Mesh, url?: string) => Promise<number>): Promise<number> {
  const isOwn = readOptions(target);
  if (isOwn === undefined) return 2;
  const own = isOwn ? await startOwnFlowMesh() : undefined;
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
      console.error(`  make ${target} ARGS=--own`);
    }
    return 1;
  } finally {
    await own?.stop();
  }
}

/** Whether it is to have a FlowMesh of its own; undefined when something else was asked for, which is told. */
function readOptions(target: string): boolean | undefined {
  try {
    return parseArgs({ options: { own: { type: "boolean", default: false } } }).values.own;
  } catch (error) {
    console.error(`${(error as Error).message.split(". ", 1)[0]}.`);
    console.error(`Usage: make ${target} [ARGS=--own]      --own: with a FlowMesh of its own, in a temporary folder`);
    return undefined;
  }
}
