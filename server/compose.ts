import { randomBytes } from "node:crypto";
import { limits as limitsOfContract } from "@flowmesh/contract";
import { type Clock, SettlingClock, SystemClock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { hideLineage } from "./access/hide-lineage.ts";
import { hideOperations } from "./access/hide-operations.ts";
import { type OpenedAccess, openAccess } from "./access/open-access.ts";
import { ByteBudget } from "./dispatch/byte-budget.ts";
import { CallBudget } from "./dispatch/call-budget.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { bindHandlers } from "./dispatch/handlers.ts";
import { ReadQueue } from "./dispatch/read-queue.ts";
import { ResponseRoom } from "./dispatch/response-room.ts";
import { StalledClients } from "./dispatch/stalled-clients.ts";
import { errorMapper } from "./dispatch/to-error.ts";
import { FramesFace } from "./faces/frames/frames-face.ts";
import { GrpcFace } from "./faces/grpc/grpc-face.ts";
import { HttpFace } from "./faces/http/http-face.ts";
import { openPort, type Port } from "./faces/port.ts";
import { Health } from "./lifecycle/health.ts";
import { memoryPlan } from "./memory-plan.ts";
import { openEngineFabric } from "./open-engine-fabric.ts";
import type { ServedFabric } from "./served-fabric.ts";
import { type ServerLimits, serverLimits } from "./server-limits.ts";
import type { RunningServer, ServerOptions } from "./server-options.ts";
import { systemService } from "./system-service.ts";
import { CallLog } from "./telemetry/call-log.ts";
import { observersOf } from "./telemetry/call-observer.ts";
import { registerFabricMetrics } from "./telemetry/fabric-metrics.ts";
import { type Log, openLog } from "./telemetry/log.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { registerResourceMetrics } from "./telemetry/resource-metrics.ts";
import { SlowCalls } from "./telemetry/slow-calls.ts";
import { openTracing, type Tracing } from "./telemetry/tracing/open-tracing.ts";
import { waitsInRealTime } from "./waits-in-real-time.ts";

/** Where FlowMesh listens unless told otherwise. */
export const defaultPort: number = 7070;

/**
 * Starts a server: opens the port, then the data, and serves it through every face. While the data is being opened, calls are refused with `starting`. When it
 * cannot start, nothing is left open.
 * @throws FlowMeshError `address_not_loopback`, `access_missing`, `tokens_file_invalid`, `tls_invalid`, `port_taken`, `configuration_invalid`, `data_dir_locked`, `data_dir_unusable`, `data_version_newer`, `data_index_newer`,
 * `disk_full`
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { clock = new SystemClock(), log = openLog({ level: "silent", isReadable: false }) } = options;
  const startedMs = clock.monotonicMs();
  const startedAtMs = clock.wallMs();
  const { version = "0.0.0", dataDir, virtualNowMs } = options;
  const virtualClock = virtualNowMs === undefined ? undefined : new SettlingClock(virtualNowMs);
  const parts = await openFaces(options, clock, log, version);
  const listeningMs = clock.monotonicMs() - startedMs;
  const openFabric = options.openFabric ?? (() => openOwnEngine(options, virtualClock ?? clock, log));
  const fabric = await openFabric().catch(async (error) => {
    await closeFaces(parts);
    throw error;
  });
  registerFabricMetrics(parts.metrics, fabric);
  registerResourceMetrics(parts.metrics, fabric, clock);
  const system = systemService(fabric, { version, startedAtMs, dataDir: dataDir ?? "" }, virtualClock);
  parts.frames.lender = fabric;
  parts.grpc.lender = fabric;
  const { access } = parts.doorkeeper;
  const handlers = hideOperations(hideLineage(bindHandlers(fabric, system), access), access);
  parts.dispatcher.serve(virtualClock === undefined ? handlers : waitsInRealTime(handlers, clock));
  parts.health.serving(() => fabric.status());
  const readyMs = clock.monotonicMs() - startedMs;
  return runningServer(options, parts, fabric, { listeningMs, readyMs });
}

async function openOwnEngine(options: ServerOptions, clock: Clock, log: Log): Promise<ServedFabric> {
  const { dataDir, durability = "always", segmentBytes } = options;
  const memory = memoryPlan(options.memoryBytes);
  const engine = await openEngineFabric({ dataDir, durability, segmentBytes, memory, clock, log });
  if (clock instanceof SettlingClock) clock.waitFor(() => engine.whenQuiet());
  return engine;
}

/** All that stands in front of the fabric. */
interface Parts {
  readonly doorkeeper: OpenedAccess;
  readonly port: Port;
  readonly frames: FramesFace;
  readonly http: HttpFace;
  readonly grpc: GrpcFace;
  readonly dispatcher: Dispatcher;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly limits: ServerLimits;
  readonly log: Log;
}

async function openFaces(options: ServerOptions, clock: Clock, log: Log, version: string): Promise<Parts> {
  const limits = serverLimits({ ...memoryPlan(options.memoryBytes).limits, ...options.limits });
  const doorkeeper = openAccess(options.access, { clock, limits, log });
  const { access } = doorkeeper;
  const metrics = new Metrics();
  if (options.processMetrics !== false) metrics.collectProcess();
  const health = new Health();
  const nextReference = (): string => randomBytes(6).toString("hex");
  const responseBytes = new ResponseRoom(limits.responseBytes, limits.unsentBytes);
  const stalledClients = new StalledClients({ clock, responseBytes, stallMs: limits.crowdedStallMs });
  responseBytes.whenShort((stillWaits) => stalledClients.makeRoom(stillWaits));
  const toError = errorMapper(log, nextReference);
  const tracing = openTracing(options.tracing, { version, clock, log, metrics });
  const { slowCallMs = limitsOfContract.slowCallMs.value } = options;
  const dispatcher = new Dispatcher({
    access,
    clock,
    metrics,
    reads: new ReadQueue({ clock, responseBytes, callerBytes: limits.connectionResponseBytes }),
    toError,
    observer: observersOf([CallLog.of(log), SlowCalls.of(log, slowCallMs, () => clock.monotonicMs()), tracing?.spans]),
  });
  const shared = {
    access,
    dispatcher,
    clock,
    limits,
    log,
    metrics,
    responseBytes,
    stalledClients,
    unsentBytesAll: new ByteBudget(limits.unsentBytes, responseBytes),
    calls: new CallBudget(limits.calls),
  };
  metrics.register(
    "flowmesh_network_unsent_bytes",
    "gauge",
    "Bytes of answers that clients have not yet taken.",
    () => [{ value: shared.unsentBytesAll.bytes }],
  );
  metrics.register("flowmesh_rpc_server_calls_open", "gauge", "Calls that are under way.", () => [
    { value: dispatcher.openCalls },
  ]);
  const frames = new FramesFace({ ...shared, meter: metrics.frames, software: `flowmesh/${version}` });
  const grpc = new GrpcFace({ ...shared, meter: metrics.grpc, health });
  const http = await HttpFace.open({ ...shared, health, nextReference });
  const port = await openPort({
    ...shared,
    host: options.host,
    port: options.port ?? defaultPort,
    mayMove: options.port === undefined,
    isLoopbackOnly: access.isOpen,
    tls: options.tls,
    onFrames: (socket, received) => frames.accept(socket, received),
    onHttp: (socket) => http.accept(socket),
    onHttp2: (socket, refusal) => grpc.accept(socket, refusal),
  }).catch(async (error) => {
    await http.close();
    throw error;
  });
  doorkeeper.watch(() => dispatcher.authorizeAgain());
  return { doorkeeper, port, frames, http, grpc, dispatcher, health, metrics, tracing, limits, log };
}

function runningServer(
  options: ServerOptions,
  parts: Parts,
  fabric: ServedFabric,
  timings: RunningServer["timings"],
): RunningServer {
  const { port, frames, grpc, health, log } = parts;
  const failed = fabric.failure.then((error) => {
    health.failed(error);
    frames.goAway(error);
    grpc.goAway(error);
    log.fatal({ err: error }, "the log failed");
    return error;
  });
  const host = reachable[port.hosts[0]!] ?? port.hosts[0]!;
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port.port}`;
  const secure = options.tls !== undefined && options.tls.plainOnLoopback !== true ? "s" : "";
  let stopping: Promise<void> | undefined;
  return {
    port: port.port,
    url: `flowmesh${secure}://${authority}`,
    httpUrl: `http${secure}://${authority}`,
    hosts: port.hosts,
    hasMoved: options.port === undefined && port.port !== defaultPort,
    timings,
    fabric,
    failed,
    stop: () => {
      stopping ??= stop(parts, fabric);
      return stopping;
    },
  };
}

/** Where this machine reaches itself when it listens on every address. */
const reachable: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/**
 * Order matters: who asks learns first that it stops; no call is taken that could not be finished; and the log is closed only when nobody waits for it. The port
 * stays open until then, so that whoever connects is told why nothing is taken.
 */
async function stop(parts: Parts, fabric: ServedFabric): Promise<void> {
  const { frames, grpc, dispatcher, health, limits } = parts;
  health.stopping();
  frames.goAway(new FlowMeshError("stopping"));
  grpc.goAway(new FlowMeshError("stopping"));
  await dispatcher.drain(limits.drainMs);
  await fabric.close();
  await closeFaces(parts);
}

async function closeFaces({ doorkeeper, port, frames, http, grpc, tracing }: Parts): Promise<void> {
  doorkeeper.close();
  port.stopListening();
  await frames.close();
  await grpc.close();
  await http.close();
  await tracing?.close();
}
