import type { JsonObject } from "./json-schema.ts";

/** A request that is well formed, for the reference: what stands in path and query, and in the body. */
export interface RequestExample {
  readonly parameters?: JsonObject;
  readonly body?: JsonObject;
}

const stream = "shipments";
const group = "billing";
const bucket = "prices";
const key = "EUR/USD";
const memberId = "0b3f1c52-6a0e-4f6e-9d0c-3c1f3f1f9a10";

/** By the name of the method in TypeScript. */
export const requestExamples: Readonly<Record<string, RequestExample>> = {
  createStream: { body: { stream, partitions: 2, settings: { retentionMs: 604_800_000 } } },
  getStream: { parameters: { stream } },
  listStreams: { parameters: { pageSize: 20, prefix: "ship" } },
  updateStream: { parameters: { stream }, body: { partitions: 4, settings: { retentionMs: 86_400_000 } } },
  deleteStream: { parameters: { stream } },
  publish: {
    parameters: { stream },
    body: {
      records: [
        { key: "alice", value: { id: 1 } },
        { key: "bob", valueBase64: "aGVsbG8=" },
      ],
    },
  },
  append: { parameters: { stream, partition: 0 } },
  read: { parameters: { stream, limit: 10 } },
  fetch: { parameters: { stream, partition: 0, offset: 0 } },
  subscribe: { parameters: { stream }, body: { cursors: [{ partition: 0, offset: 0 }] } },
  findOffsets: { parameters: { stream, time: "2026-01-31T12:00:00Z" } },
  openProducer: { body: {} },
  joinGroup: { parameters: { group }, body: { memberId, streams: [stream], label: "worker 1" } },
  heartbeat: {
    parameters: { group, memberId },
    body: { memberEpoch: 1, holding: [{ stream, partitions: [0] }] },
  },
  leaveGroup: { parameters: { group, memberId } },
  commitCursors: {
    parameters: { group },
    body: { memberId, cursors: [{ stream, partition: 0, cursor: { offset: 2 }, epoch: 1 }] },
  },
  getGroup: { parameters: { group } },
  listGroups: { parameters: { pageSize: 20 } },
  resetGroup: { parameters: { group }, body: { stream, anchor: "earliest", preview: true } },
  undoReset: { parameters: { group }, body: {} },
  pauseGroup: { parameters: { group }, body: {} },
  resumeGroup: { parameters: { group }, body: {} },
  deleteGroup: { parameters: { group } },
  advanceClock: { body: { durationMs: 259_200_000 } },
  commit: {
    body: {
      idempotencyKey: "order-7",
      operations: [
        { publish: { stream, records: [{ key: "alice", value: { id: 7 } }] } },
        { put: { bucket, key: "alice", value: { orders: 1 } } },
      ],
    },
  },
  createBucket: { body: { bucket, settings: { history: 5, ttlMs: 86_400_000 } } },
  getBucket: { parameters: { bucket } },
  listBuckets: { parameters: { pageSize: 20 } },
  updateBucket: { parameters: { bucket }, body: { settings: { history: 10 } } },
  deleteBucket: { parameters: { bucket } },
  put: { parameters: { bucket, key }, body: { value: { bid: 1.17 }, ttlMs: 3_600_000 } },
  delete: { parameters: { bucket, key } },
  increment: { parameters: { bucket, key: "visits" }, body: { by: 1 } },
  get: { parameters: { bucket, key } },
  getMany: { parameters: { bucket }, body: { keys: [key, "GBP/USD"] } },
  listEntries: { parameters: { bucket, prefix: "EUR/", pageSize: 20 } },
  getHistory: { parameters: { bucket, key } },
  watch: { parameters: { bucket }, body: { prefix: "EUR/" } },
  getStatus: {},
  listDamage: {},
};
