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
const queue = "emails";
const schedule = "daily-report";
const job = "0";
const lease = "421";
const operation = "3";
const workerId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
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
  createQueue: { body: { queue, settings: { maxAttempts: 8, concurrency: 20, backoff: { initialMs: 500 } } } },
  getQueue: { parameters: { queue } },
  listQueues: { parameters: { pageSize: 20 } },
  updateQueue: { parameters: { queue }, body: { settings: { leaseMs: 60_000 } } },
  deleteQueue: { parameters: { queue } },
  pauseQueue: { parameters: { queue }, body: {} },
  resumeQueue: { parameters: { queue }, body: {} },
  purgeQueue: { parameters: { queue }, body: { state: "dead" } },
  enqueue: {
    parameters: { queue },
    body: { jobs: [{ key: "alice", value: { to: "alice@example.com" }, priority: 7 }] },
  },
  reserve: { parameters: { queue }, body: { workerId, maxJobs: 10, waitMs: 20_000 } },
  settle: {
    parameters: { queue },
    body: { outcomes: [{ job, lease, done: { result: { sent: true } } }] },
  },
  extend: { parameters: { queue }, body: { workerId, leases: [{ job, lease, progress: 40 }] } },
  getJob: { parameters: { queue, job } },
  listJobs: { parameters: { queue, state: "dead", pageSize: 20 } },
  cancelJob: { parameters: { queue, job }, body: {} },
  runJob: { parameters: { queue, job }, body: {} },
  retryJob: { parameters: { queue, job }, body: {} },
  removeJob: { parameters: { queue, job } },
  explainJob: { parameters: { queue, job } },
  listWorkers: { parameters: { queue } },
  putSchedule: {
    parameters: { schedule },
    body: {
      times: { cron: "0 9 * * MON-FRI", zone: "Europe/Berlin" },
      operations: [{ enqueue: { queue, jobs: [{ value: { report: "daily" } }] } }],
    },
  },
  where: { parameters: { id: `${stream}/0@0`, depth: 4 } },
  getSchedule: { parameters: { schedule } },
  listSchedules: { parameters: { pageSize: 20 } },
  deleteSchedule: { parameters: { schedule } },
  pauseSchedule: { parameters: { schedule }, body: {} },
  resumeSchedule: { parameters: { schedule }, body: {} },
  triggerSchedule: { parameters: { schedule }, body: {} },
  previewSchedule: { body: { times: { cron: "0 9 * * MON-FRI", zone: "Europe/Berlin" }, count: 5 } },
  listDeadLetters: { parameters: { pageSize: 20 } },
  groupErrors: { parameters: { queue } },
  startOperation: {
    parameters: { queue },
    body: {
      action: "retry",
      filter: { state: "dead", error: "timeout" },
      ramp: [1, 10, 100, 0],
      rate: { limit: 50, perMs: 1000 },
      stopOnFailurePercent: 5,
      reason: "the mail server is back",
    },
  },
  getOperation: { parameters: { queue, operation } },
  listOperations: { parameters: { pageSize: 20 } },
  pauseOperation: { parameters: { queue, operation }, body: {} },
  resumeOperation: { parameters: { queue, operation }, body: {} },
  stopOperation: { parameters: { queue, operation }, body: { reason: "the wrong filter" } },
  getStatus: {},
  listDamage: {},
};
