import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A FlowMesh that was started here. */
export interface OwnFlowMesh {
  readonly url: string;
  /** Ends it, in order unless told otherwise, and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** From the sources, unless tools/run-tests.ts has bundled it. */
const command = process.env.TESTED_FLOWMESH ?? join(import.meta.dirname, "../cli/main.ts");

/** Starts `flowmesh dev` with its data in this folder, on this port or any free one. */
export async function startFlowMesh(folder: string, port = "0"): Promise<OwnFlowMesh> {
  const flags = ["dev", "--json", "--port", port, "--data-dir", folder];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...flags], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  // It prints one line of JSON once it serves.
  const [ready] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), exited.then(() => [])]);
  if (ready !== undefined) return { url: JSON.parse(ready).url, stop };
  throw new Error("flowmesh dev ended before it was ready");
}

/** The same with a temporary folder, which goes when it is stopped. */
export async function startOwnFlowMesh(): Promise<OwnFlowMesh> {
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-example-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true });
  try {
    const { url, stop } = await startFlowMesh(folder);
    return { url, stop: (signal) => stop(signal).then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
