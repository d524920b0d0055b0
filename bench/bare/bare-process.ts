import { fileURLToPath } from "node:url";
import { type ServerProcess, startServerProcess } from "../server-process.ts";

/** The bare log server as a process of its own. */
export interface BareProcess extends ServerProcess {
  readonly port: number;
  readonly segments: number;
  readonly segmentBytes: number;
}

export interface BareProcessOptions {
  readonly folder: string;
  readonly segments: number;
  readonly segmentBytes: number;
  readonly profileFolder?: string | undefined;
}

/** Starts it; its segments are zero-written when this is done. */
export async function startBareProcess(options: BareProcessOptions): Promise<BareProcess> {
  const { folder, segments, segmentBytes, profileFolder } = options;
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  const started = await startServerProcess({
    command: [script, folder, String(segments), String(segmentBytes)],
    readyLine: /^ready on port/,
    profileFolder,
  });
  return { ...started, port: Number(started.ready.split(" ").at(-1)), segments, segmentBytes };
}
