import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { type ServerProcess, startServerProcess } from "../server-process.ts";

/** Redis as a process of its own. */
export interface RedisProcess extends ServerProcess {
  readonly host: string;
  readonly port: number;
  /** Version, and what was set for this run. */
  readonly settings: string;
}

const host = "127.0.0.1";
const executable = "redis-server";
/** Every answer is synced, as with FlowMesh. Snapshots and rewrites of its log would only take time from it. */
const durability = ["--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"];

/** Starts the Redis that is installed on this machine; undefined when none is. */
export async function startRedisProcess(folder: string): Promise<RedisProcess | undefined> {
  const version = /v=(\S+)/.exec(spawnSync(executable, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
  if (version === undefined) return undefined;
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const command = ["--bind", host, "--port", String(port), "--dir", folder, "--save", "", ...durability];
  const started = await startServerProcess({ executable, command, readyLine: /Ready to accept connections/ });
  return { ...started, host, port, settings: `Redis ${version}, AOF, appendfsync always` };
}

/** One that nobody listens on now. Redis itself does not look for one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
