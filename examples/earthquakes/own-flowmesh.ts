import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A FlowMesh that was started for one run. */
export interface OwnFlowMesh {
  readonly url: string;
  /** Stops it, and removes its data. */
  stop(): Promise<void>;
}

/** Starts `flowmesh dev` on any free port, with its data in a temporary folder. */
export async function startOwnFlowMesh(): Promise<OwnFlowMesh> {
  const folder = await mkdtemp(join(tmpdir(), "earthquakes-"));
  const command = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, [command, "dev", "--json", "--port", "0", "--data-dir", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true });
  };
  // It prints one line of JSON once it serves.
  const [ready] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), exited.then(() => [])]);
  if (ready !== undefined) return { url: JSON.parse(ready).url, stop };
  await stop();
  throw new Error("flowmesh dev ended before it was ready");
}
