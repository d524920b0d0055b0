import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, type Mesh } from "@flowmesh/client";
import { type ServerProcess, startServerProcess } from "../server-process.ts";

/** FlowMesh as `flowmesh start` runs it, a process of its own, with durability `always`. */
export interface FlowMeshProcess extends ServerProcess {
  readonly url: string;
  /** For preparing and asking; what is measured has connections of its own. */
  readonly admin: Mesh;
}

export interface FlowMeshProcessOptions {
  readonly folder: string;
  readonly profileFolder?: string | undefined;
  /** Folder of the control group that it is to be in. */
  readonly group?: string | undefined;
}

export async function startFlowMeshProcess(options: FlowMeshProcessOptions): Promise<FlowMeshProcess> {
  const { folder, profileFolder, group } = options;
  const script = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  const command = [
    script,
    "start",
    "--insecure",
    "--json",
    "--port",
    "0",
    "--durability",
    "always",
    "--data-dir",
    resolve(folder),
  ];
  // Where it is started it says where it listens: not in the clone, whose commands are meant for another one.
  const started = await startServerProcess({ command, cwd: dirname(folder), readyLine: /"url"/, profileFolder, group });
  const { url } = JSON.parse(started.ready) as { url: string };
  const admin = await connect(url);
  const stop = async (): Promise<void> => {
    await admin.close();
    await started.stop();
  };
  const kill = async (): Promise<void> => {
    await admin.close();
    await started.kill();
  };
  return { ...started, url, admin, stop, kill };
}
