import type { TestContext } from "node:test";
import { startServer } from "../compose.ts";
import type { FaceName } from "../dispatch/call.ts";
import type { RunningServer, ServerOptions } from "../server-options.ts";

/** A server for one test: on a free port, in memory, with small segments; stopped behind the test. */
export async function startedServer(t: TestContext, options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer({ port: 0, segmentBytes: 1024 * 1024, processMetrics: false, ...options });
  t.after(() => server.stop());
  return server;
}

/** One line of `/metrics`: name and labels as they stand there. */
export async function metric(server: RunningServer, nameAndLabels: string): Promise<number> {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text();
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${nameAndLabels} `));
  if (line === undefined) throw new Error(`there is no metric ${nameAndLabels}`);
  return Number(line.slice(nameAndLabels.length + 1));
}

/** Resolves when a face has received so many bytes. */
export async function receivedBytes(server: RunningServer, face: FaceName, bytes: number): Promise<void> {
  const name = `flowmesh_network_io_bytes_total{face="${face}",network_io_direction="receive"}`;
  while ((await metric(server, name)) < bytes);
}
