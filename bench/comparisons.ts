import { bareAppend, bareEcho, bareFetch, bareLatency } from "./bare/bare-contenders.ts";
import type { BareProcess } from "./bare/bare-process.ts";
import type { Comparison } from "./comparison.ts";
import { commitShapes, commits } from "./flowmesh/commit-contenders.ts";
import { publishBesideIdle } from "./flowmesh/connection-contenders.ts";
import {
  publishBatches,
  publishSingles,
  publishToConsume,
  readAll,
  unaryCalls,
} from "./flowmesh/flowmesh-contenders.ts";
import type { FlowMeshProcess } from "./flowmesh/flowmesh-process.ts";
import { consumeInGroup } from "./flowmesh/group-contenders.ts";
import { peerComparisons } from "./peer-comparisons.ts";
import type { RedisProcess } from "./peers/redis-process.ts";

/** The servers, and what is sent to them. */
export interface Arena {
  readonly bare: BareProcess;
  readonly flowmesh: FlowMeshProcess;
  /** Absent where none is installed. */
  readonly redis: RedisProcess | undefined;
  /** Bytes of a record's value. */
  readonly recordBytes: number;
}

/** Streams that the comparisons use, with their partitions. */
export const streams = { batches: 1, singles: 4, live: 1, shared: 16 } as const;

/** Stored bytes that a stream keeps; beyond them its oldest segments are used again. */
export const retentionBytes: number = 256 * 2 ** 20;

/** What the groups consume. */
export const sharedRecords = 800_000;
/** Keys that they have. */
export const sharedKeys = 1_000;

const batchRecords = 1_000;
const connections = 4;
const batchesInFlight = 4;
const singlesInFlight = 1_024;
const callsInFlight = 64;
const idleConnections = 1_000;
const busyConnections = 100;
const busyInFlight = 4;
const latencyPerSecond = 1_000;
/** After about 20,000 records the compiler's threads have no more work to take the processors for. */
const latencyWarmupSeconds = 20;
/** A record in a batch takes its value and about this much. */
const recordOverheadBytes = 9;

/** Everything that is measured, by the word that chooses it. */
export function comparisons(arena: Arena): Record<string, Comparison> {
  return {
    batch: batchPublish(arena),
    single: singlePublish(arena),
    latency: latency(arena),
    read: catchUpRead(arena),
    unary: unary(arena),
    groups: groups(arena),
    grpc: grpcBatches(arena),
    rest: restBatches(arena),
    connections: manyConnections(arena),
    commits: commitsOver(arena),
    ...peerComparisons(arena),
  };
}

function batchPublish({ bare, flowmesh, recordBytes }: Arena): Comparison {
  const batch = Array.from({ length: batchRecords }, () => Buffer.alloc(recordBytes, 7));
  return {
    name: "batch publish",
    unit: "records/s",
    settings: `${batchRecords} records of ${recordBytes} bytes a batch, ${connections} connections of ${batchesInFlight} batches in flight, 1 partition`,
    contenders: [
      bareAppend(bare, batch, connections, batchesInFlight),
      publishBatches(flowmesh, "batches", batch, connections, batchesInFlight),
    ],
    targets: [{ contender: "FlowMesh, publishMany", ratioMin: 0.4 }],
  };
}

function singlePublish({ bare, flowmesh, recordBytes }: Arena): Comparison {
  const value = Buffer.alloc(recordBytes, 7);
  return {
    name: "single publishes",
    unit: "records/s",
    settings: `1 record of ${recordBytes} bytes a call, ${singlesInFlight} in flight, ${streams.singles} partitions`,
    contenders: [
      bareAppend(bare, [value], 1, singlesInFlight),
      publishSingles(flowmesh, "singles", value, singlesInFlight, {
        name: "FlowMesh, publish",
        settings: "the client's defaults: calls of one turn share a batch",
      }),
      publishSingles(flowmesh, "singles", value, singlesInFlight, {
        name: "FlowMesh, one record a frame",
        settings: "batching: false, each call a batch, a frame and a commit of its own",
        batching: false,
      }),
    ],
    targets: [{ contender: "FlowMesh, publish", ratioMin: 0.5 }],
  };
}

function latency({ bare, flowmesh, recordBytes }: Arena): Comparison {
  const value = Buffer.alloc(recordBytes, 7);
  return {
    name: "latency at a fixed rate",
    unit: "p99 in ms",
    settings: `${latencyPerSecond} records of ${recordBytes} bytes a second, open loop, 1 partition, after ${latencyWarmupSeconds} s of the same`,
    warmupSeconds: latencyWarmupSeconds,
    contenders: [
      bareLatency(bare, value, latencyPerSecond),
      publishToConsume(flowmesh, "live", value, latencyPerSecond),
    ],
    targets: [{ contender: "FlowMesh, publish to consume", valueMax: 3 }],
  };
}

function catchUpRead({ bare, flowmesh, recordBytes }: Arena): Comparison {
  return {
    name: "catch-up read",
    unit: "records/s",
    settings: `${recordBytes}-byte records written in batches before, 1 connection, 1 partition, ${retentionBytes / 2 ** 20} MiB, in the page cache`,
    contenders: [
      bareFetch(bare, { recordBytes: recordBytes + recordOverheadBytes, logBytes: retentionBytes, inFlight: 4 }),
      readAll(flowmesh, "batches", "chunks"),
      readAll(flowmesh, "batches", "batches"),
      readAll(flowmesh, "batches", "read"),
    ],
    targets: [{ contender: "FlowMesh, chunks", ratioMin: 0.5 }],
  };
}

function unary({ bare, flowmesh }: Arena): Comparison {
  return {
    name: "unary calls",
    unit: "calls/s",
    settings: `${callsInFlight} in flight, 1 connection`,
    contenders: [bareEcho(bare, Buffer.alloc(64, 7), callsInFlight), unaryCalls(flowmesh, "batches", callsInFlight)],
    targets: [{ contender: "FlowMesh, getStream", valueMin: 100_000 }],
  };
}

/** What bulk costs over HTTP. The client sends one batch of a partition at a time there, so that connections are what is in flight. */
function grpcBatches({ flowmesh, recordBytes }: Arena): Comparison {
  const batch = Array.from({ length: batchRecords }, () => Buffer.alloc(recordBytes, 7));
  const overGrpc = { name: " over gRPC", options: { transport: "grpc" } } as const;
  return {
    name: "gRPC batches",
    unit: "records/s",
    settings: `${batchRecords} records of ${recordBytes} bytes a batch, ${connections} connections of ${batchesInFlight} batches in flight, 1 partition; batches as opaque bytes`,
    contenders: [
      publishBatches(flowmesh, "batches", batch, connections, batchesInFlight),
      publishBatches(flowmesh, "batches", batch, connections, batchesInFlight, overGrpc),
    ],
    targets: [{ contender: "FlowMesh, publishMany over gRPC", valueMin: 800_000 }],
  };
}

function restBatches({ flowmesh, recordBytes }: Arena): Comparison {
  const batch = Array.from({ length: batchRecords }, () => Buffer.alloc(recordBytes, 7));
  const overHttp = { name: " over HTTP", options: { transport: "http" } } as const;
  return {
    name: "REST batches",
    unit: "records/s",
    settings: `${batchRecords} records of ${recordBytes} bytes a batch, ${connections} clients, 1 partition; batches as opaque bytes, subscriptions as lines of JSON`,
    contenders: [
      publishBatches(flowmesh, "batches", batch, connections, batchesInFlight),
      publishBatches(flowmesh, "batches", batch, connections, batchesInFlight, overHttp),
      // Of the stream that nobody writes to meanwhile: retention would take the other one away under the reader.
      readAll(flowmesh, "shared", "chunks"),
      readAll(flowmesh, "shared", "chunks", overHttp),
    ],
    targets: [],
  };
}

function commitsOver({ flowmesh, recordBytes }: Arena): Comparison {
  const shapes = commitShapes("singles", Buffer.alloc(recordBytes, 7));
  return {
    name: "commits",
    unit: "commits/s",
    settings: `values of ${recordBytes} bytes, ${callsInFlight} commits in flight, 1 connection`,
    contenders: shapes.map((shape) => commits(flowmesh, shape, callsInFlight)),
    targets: [{ contender: "FlowMesh, three resources", ratioMin: 0.5 }],
  };
}

function manyConnections({ flowmesh, recordBytes }: Arena): Comparison {
  const busy = { connections: busyConnections, inFlight: busyInFlight, value: Buffer.alloc(recordBytes, 7) };
  return {
    name: "many connections",
    unit: "records/s",
    settings: `${busyConnections} connections that publish records of ${recordBytes} bytes, ${busyInFlight} in flight each, ${streams.singles} partitions; all in one process`,
    contenders: [
      publishBesideIdle(flowmesh, "singles", busy, 0),
      publishBesideIdle(flowmesh, "singles", busy, idleConnections),
    ],
    targets: [],
  };
}

function groups({ bare, flowmesh, recordBytes }: Arena): Comparison {
  const batches = { batch: 1_000 };
  return {
    name: "groups",
    unit: "records/s",
    settings: `${recordBytes}-byte records, ${streams.shared} partitions, ${sharedRecords} records over and over, in the page cache; all members in one process, a connection each`,
    contenders: [
      bareFetch(bare, { recordBytes: recordBytes + recordOverheadBytes, logBytes: retentionBytes, inFlight: 4 }),
      consumeInGroup(flowmesh, "shared", 1, batches),
      consumeInGroup(flowmesh, "shared", 4, batches),
      consumeInGroup(flowmesh, "shared", 16, batches),
      consumeInGroup(flowmesh, "shared", 1, {}),
      consumeInGroup(flowmesh, "shared", 1, { orderBy: "key" }),
    ],
    targets: [{ contender: "FlowMesh, 1 member, batches of 1000, by partition", valueMin: 1_000_000 }],
  };
}
