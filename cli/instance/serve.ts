import type { DevFile } from "@flowmesh/client/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type Log, type RunningServer, runUntilStopped, startServer, tuneGarbageCollection } from "@flowmesh/server";
import type { Configuration } from "../configuration/configuration.ts";
import { version } from "../program.ts";
import { findInstance, InstanceFile } from "./instance-file.ts";
import { isFlowMeshProcess, setProcessTitle } from "./process-title.ts";
import type { ServerSecurity } from "./security-of.ts";
import { spareMemory } from "./spare-memory.ts";
import { StopSignals } from "./stop-signals.ts";
import { tracingOf } from "./tracing-of.ts";

/** What a server is run with, beside its configuration. */
export interface ServeOptions {
  readonly verb: "dev" | "start";
  readonly configuration: Configuration;
  /** Who may call, and how. Default: every program of this machine, without TLS. */
  readonly security?: ServerSecurity | undefined;
  /** Undefined: nothing is kept. */
  readonly dataDir: string | undefined;
  readonly log: Log;
  /** The time at which the engine's virtual clock stands at first. Undefined: it runs on the machine's. */
  readonly virtualNowMs?: number | undefined;
  /** Folders in which the instance says where it is. */
  readonly instanceFolders: readonly string[];
  readonly onReady: (ready: ReadyServer) => void;
  readonly onStopping: (reason: string) => void;
}

/** A server that has begun to serve. */
export interface ReadyServer {
  readonly version: string;
  readonly url: string;
  readonly http: string;
  readonly pid: number;
  /** Empty when nothing is kept. */
  readonly dataDir: string;
  readonly durability: Configuration["durability"];
  /** From the start of the process, in milliseconds. */
  readonly readyMs: number;
  readonly hasMoved: boolean;
  /** Ranges of the log that cannot be read back, as far as the start has met them. */
  readonly damages: number;
  /** Whose time the engine lives by: a virtual one stands still until it is moved. */
  readonly clock: "system" | "virtual";
  /** Another instance that runs in this folder, and that commands of this folder therefore talk to. */
  readonly otherUrl: string | undefined;
}

/** Serves until a signal comes, or the log fails. Gives the exit code and, in the latter case, why. @throws FlowMeshError as `startServer` */
export async function serve(options: ServeOptions): Promise<{ exitCode: number; failure: FlowMeshError | undefined }> {
  const { configuration, dataDir, log, verb } = options;
  spareMemory();
  setProcessTitle(verb);
  tuneGarbageCollection();
  serveWithoutReader();
  const { host, port, durability, segmentBytes, slowCallMs } = configuration;
  const server = await startServer({
    ...options.security,
    host,
    port,
    durability,
    segmentBytes,
    memoryBytes: process.constrainedMemory(),
    slowCallMs,
    tracing: tracingOf(configuration),
    dataDir,
    log,
    version,
    virtualNowMs: options.virtualNowMs,
  }).catch((error) => {
    throw withOther(error, dataDir);
  });
  const file = new InstanceFile(options.instanceFolders);
  const other = announce(file, instanceOf(server, dataDir), log);
  let failure: FlowMeshError | undefined;
  void server.failed.then((error) => {
    failure = error;
  });
  const leave = (): void => file.remove(process.pid);
  const exitNow = (code: number): never => {
    leave();
    process.exit(code);
  };
  const running = runUntilStopped(server, { onStopping: options.onStopping, exitNow, signals: new StopSignals() });
  options.onReady({
    version,
    url: server.url,
    http: server.httpUrl,
    pid: process.pid,
    dataDir: dataDir ?? "",
    durability,
    readyMs: Math.round(performance.now()),
    hasMoved: server.hasMoved,
    clock: options.virtualNowMs === undefined ? "system" : "virtual",
    damages: server.fabric.damages().length,
    otherUrl: other?.url,
  });
  const exitCode = await running.finally(leave);
  return { exitCode, failure };
}

/** Who holds the data folder says in it where it listens, which whoever wanted to start another one wants to know. */
function withOther(error: unknown, dataDir: string | undefined): unknown {
  if (isFlowMeshError(error, "port_taken")) return withHolder(error, dataDir);
  if (!isFlowMeshError(error, "data_dir_locked") || dataDir === undefined) return error;
  const other = findInstance(dataDir);
  const where = other === undefined ? {} : { url: other.url, http: other.http };
  return new FlowMeshError("data_dir_locked", { pid: "unknown", ...error.details, path: dataDir, ...where });
}

/** The port is looked at before the data folder. Where it is held by who serves that folder, this says more; else whether it is the FlowMesh that runs here. */
function withHolder(error: FlowMeshError<"port_taken">, dataDir: string | undefined): FlowMeshError {
  const holds = (other: DevFile | undefined): other is DevFile =>
    other !== undefined && isFlowMeshProcess(other.pid) && new URL(other.http).port === String(error.details.port);
  const same = dataDir === undefined ? undefined : findInstance(dataDir);
  if (dataDir !== undefined && holds(same)) {
    const { pid, url, http } = same;
    return new FlowMeshError("data_dir_locked", { path: dataDir, pid, url, http }, { cause: error });
  }
  const other = findInstance(undefined);
  return holds(other) ? error.with({ pid: other.pid, url: other.url }) : error;
}

/** Where nobody can be told, the server serves nevertheless. Gives another instance that has the word in one of the folders. */
function announce(file: InstanceFile, instance: DevFile, log: Log): DevFile | undefined {
  return file.write(instance, (path, { message }) => {
    log.warn({ path, problem: message }, "dev.json cannot be written, so commands in that folder need --url");
  });
}

function instanceOf(server: RunningServer, dataDir: string | undefined): DevFile {
  const startedAt = new Date().toISOString();
  return { url: server.url, http: server.httpUrl, pid: process.pid, dataDir: dataDir ?? "", startedAt };
}

/** A server goes on when nobody reads what it prints. */
function serveWithoutReader(): void {
  process.stdout.removeAllListeners("error").on("error", () => undefined);
}
