import { connect, type Mesh } from "@flowmesh/client";
import { runClosedLoop } from "../closed-loop.ts";
import type { Contender, Figures } from "../comparison.ts";
import { Percentiles } from "../percentiles.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";

/** What busy connections do. */
export interface BusyConnections {
  readonly connections: number;
  /** Publishes that each has in flight. */
  readonly inFlight: number;
  readonly value: Uint8Array;
}

const warmupMs = 500;
/** So many connect at the same time. */
const connectTogether = 50;

/** Many connections publish, each a little, beside others that only stand. */
export function publishBesideIdle(
  server: FlowMeshProcess,
  stream: string,
  busy: BusyConnections,
  idle: number,
): Contender {
  return {
    name: idle === 0 ? "FlowMesh, nobody idle" : `FlowMesh, beside ${idle} idle`,
    settings: "publish, the client's defaults; p50 and p99 in ms from the call to its answer",
    run: async (seconds) => {
      const meshes = await connectMany(server, busy.connections + idle);
      try {
        return await publishOver(meshes.slice(0, busy.connections), server, stream, busy, seconds);
      } finally {
        await Promise.all(meshes.map((mesh) => mesh.close()));
      }
    },
  };
}

async function publishOver(
  meshes: readonly Mesh[],
  server: FlowMeshProcess,
  stream: string,
  { inFlight, value }: BusyConnections,
  seconds: number,
): Promise<Figures> {
  const latencies = new Percentiles();
  const figures = await runClosedLoop({
    inFlight: meshes.length * inFlight,
    warmupMs,
    seconds,
    pid: server.pid,
    start: (slot, done, failed) => {
      const startedMs = performance.now();
      meshes[slot % meshes.length]!.publish(stream, value).then(() => {
        latencies.add(performance.now() - startedMs);
        done(1);
      }, failed);
    },
  });
  return { ...figures, others: { ...figures.others, p50: latencies.at(0.5), p99: latencies.at(0.99) } };
}

async function connectMany(server: FlowMeshProcess, count: number): Promise<Mesh[]> {
  const meshes: Mesh[] = [];
  while (meshes.length < count) {
    const together = Math.min(connectTogether, count - meshes.length);
    meshes.push(...(await Promise.all(Array.from({ length: together }, () => connect(server.url)))));
  }
  return meshes;
}
