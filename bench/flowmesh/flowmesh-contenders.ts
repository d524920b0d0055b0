import { type ConnectOptions, connect, type Mesh } from "@flowmesh/client";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender, Figures } from "../comparison.ts";
import { latencyFigures } from "../latency-figures.ts";
import { pacedTotal, runPacedLoad } from "../paced-load.ts";
import { Percentiles } from "../percentiles.ts";
import { runReadLoop } from "../read-loop.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";

const warmupMs = 500;
/** In place of the moment of sending, in records that only warm up. */
const notMeasured = 0;

/** Other than what the client does by itself: the contender's name says it. */
export interface ClientWay {
  readonly name: string;
  readonly options: ConnectOptions;
}

const asItIs: ClientWay = { name: "", options: {} };

/** Publishes `batch` with one `publishMany` each. */
export function publishBatches(
  server: FlowMeshProcess,
  stream: string,
  batch: readonly Uint8Array[],
  connections: number,
  inFlight: number,
  way: ClientWay = asItIs,
): Contender {
  const records = batch.map((value) => ({ value }));
  return {
    name: `FlowMesh, publishMany${way.name}`,
    settings: "durability always, the client's defaults",
    run: (seconds) =>
      withMeshes(server, connections, way.options, (meshes) =>
        runCallLoop(server, {
          inFlight: connections * inFlight,
          seconds,
          call: (slot) => meshes[slot % connections]!.publishMany(stream, records),
          countOf: () => records.length,
        }),
      ),
  };
}

/** Publishes one record a call; each call is awaited by itself. */
export function publishSingles(
  server: FlowMeshProcess,
  stream: string,
  value: Uint8Array,
  inFlight: number,
  options: { readonly name: string; readonly settings: string } & ConnectOptions,
): Contender {
  const { name, settings, ...connectOptions } = options;
  return {
    name,
    settings: `durability always, ${settings}`,
    run: (seconds) =>
      withMeshes(server, 1, connectOptions, ([mesh]) =>
        runCallLoop(server, { inFlight, seconds, call: () => mesh!.publish(stream, value) }),
      ),
  };
}

/** How a catch-up read takes its records. */
export type ReadWay = "chunks" | "batches" | "read";

/** Reads a stream from its beginning, over and over. */
export function readAll(server: FlowMeshProcess, stream: string, way: ReadWay, client: ClientWay = asItIs): Contender {
  const settings = {
    chunks: "batches as bytes, not decoded",
    batches: "decoded to messages, an array at a time, checksums verified",
    read: "decoded to messages, one at a time, checksums verified",
  };
  return {
    name: `FlowMesh, ${way}${client.name}`,
    settings: settings[way],
    run: (seconds) =>
      withMeshes(server, 1, client.options, ([mesh]) =>
        runReadLoop({ warmupMs, seconds, pid: server.pid, counts: () => countsOf(mesh!, stream, way) }),
      ),
  };
}

async function* countsOf(mesh: Mesh, stream: string, way: ReadWay): AsyncGenerator<number> {
  if (way === "chunks") for await (const { from, until } of mesh.chunks(stream)) yield until - from;
  else if (way === "batches") for await (const messages of mesh.batches(stream)) yield messages.length;
  else {
    let count = 0;
    for await (const _message of mesh.read(stream)) if (++count % 1_000 === 0) yield 1_000;
    yield count % 1_000;
  }
}

/** Calls that read a little state of the engine. */
export function unaryCalls(server: FlowMeshProcess, stream: string, inFlight: number): Contender {
  return {
    name: "FlowMesh, getStream",
    settings: "over frames, through dispatcher and engine",
    run: (seconds) =>
      withMeshes(server, 1, {}, ([mesh]) =>
        runCallLoop(server, { inFlight, seconds, call: () => mesh!.fabric.streams.getStream({ stream }) }),
      ),
  };
}

/** From `publish` on one connection to the message in a live reader on another, at a fixed rate. */
export function publishToConsume(
  server: FlowMeshProcess,
  stream: string,
  value: Uint8Array,
  perSecond: number,
): Contender {
  return {
    name: "FlowMesh, publish to consume",
    settings: "durability always, the client's defaults, two connections",
    run: (seconds) =>
      withMeshes(server, 2, {}, ([publisher, consumer]) =>
        measureLatency(publisher!, consumer!, stream, value, perSecond, seconds),
      ),
  };
}

async function measureLatency(
  publisher: Mesh,
  consumer: Mesh,
  stream: string,
  value: Uint8Array,
  perSecond: number,
  seconds: number,
): Promise<Figures> {
  const latencies = new Percentiles();
  const reading = consumer.read(stream, { from: "latest", live: true });
  const total = pacedTotal({ perSecond, warmupMs, seconds });
  // The first message proves that the reader is there; it is not counted.
  const first = reading.next();
  await publisher.publish(stream, stamped(value, notMeasured));
  await first;
  const consumed = (async () => {
    for (let received = 0; received < total; received += 1) {
      const { value: message } = await reading.next();
      const dueMs = Buffer.from(message!.value!).readDoubleLE(0);
      if (dueMs !== notMeasured) latencies.add(performance.now() - dueMs);
    }
  })();
  const published: Promise<unknown>[] = [];
  const send = (dueMs: number, isMeasured: boolean): void => {
    published.push(publisher.publish(stream, stamped(value, isMeasured ? dueMs : notMeasured)));
  };
  await runPacedLoad({ perSecond, warmupMs, seconds, send });
  await Promise.all([consumed, ...published]);
  await reading[Symbol.asyncDispose]();
  return latencyFigures(latencies);
}

/** The value with the moment of its sending in its first bytes. */
function stamped(value: Uint8Array, dueMs: number): Buffer {
  const bytes = Buffer.from(value);
  bytes.writeDoubleLE(dueMs, 0);
  return bytes;
}

async function withMeshes<Result>(
  server: FlowMeshProcess,
  count: number,
  options: ConnectOptions,
  work: (meshes: readonly Mesh[]) => Promise<Result>,
): Promise<Result> {
  const meshes = await Promise.all(Array.from({ length: count }, () => connect({ ...options, url: server.url })));
  try {
    return await work(meshes);
  } finally {
    await Promise.all(meshes.map((mesh) => mesh.close()));
  }
}
