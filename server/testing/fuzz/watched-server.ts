import { type RunningServer, type ServerLimits, startServer, tuneGarbageCollection } from "../../index.ts";
import { openLog } from "../../telemetry/log.ts";
import { StallMeter } from "./stall-meter.ts";

// A server in a process of its own, forked by a test, that tells how it is: asked for its state, it collects garbage and answers with it.

/** What the server's process tells when it is asked. */
export interface WatchedState {
  /** Longest time for which the event loop was busy since it was last asked. */
  readonly stalledMs: number;
  /** Memory in use behind a collection of garbage. */
  readonly memoryBytes: number;
}

tuneGarbageCollection();
const server: RunningServer = await startServer({
  dataDir: process.argv[2],
  port: 0,
  segmentBytes: 32 * 1024 * 1024,
  log: openLog({ level: "error", isReadable: false }),
  limits: {
    // Short, so that what the server must not wait for soon ends; long enough for a client on a machine with much to do. And small, so that what is not given back is soon missing.
    unsyncedBytes: 500_000,
    httpBodiesBytes: 500_000,
    responseBytes: 64_000_000,
    firstByteMs: 1000,
    frameIdleMs: 2000,
    frameStallMs: 1500,
    frameReceiveMs: 3000,
    writeStallMs: 1000,
    httpHeadersMs: 500,
    httpRequestMs: 1000,
    httpIdleMs: 500,
    ...(JSON.parse(process.argv[3] ?? "{}") as Partial<ServerLimits>),
  },
});
const meter = new StallMeter();
process.on("message", (wish: "state" | "stop") => {
  if (wish === "state") process.send!(state());
  else void server.stop().then(() => process.disconnect());
});
process.send!({ port: server.port });

function state(): WatchedState {
  const stalledMs = meter.take();
  for (let round = 0; round < 3; round++) globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  meter.forgive();
  return { stalledMs, memoryBytes: heapUsed + external };
}
