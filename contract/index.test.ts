import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, errors, methods, methodsByFullName, methodsByNumber } from "./index.ts";

const all = Object.values(methods) as unknown as AnyMethod[];

test("methods are found by number and by full name", () => {
  assert.equal(methodsByNumber.size, all.length);
  assert.equal(methodsByFullName.size, all.length);
  assert.equal(methodsByNumber.get(methods.append.number), methods.append);
  assert.equal(methodsByFullName.get("flowmesh.v1.StreamsService/Append"), methods.append);
});

const operationNumbers = {
  startOperation: 120,
  getOperation: 121,
  listOperations: 122,
  pauseOperation: 123,
  resumeOperation: 124,
  stopOperation: 125,
  listDeadLetters: 126,
  groupErrors: 127,
};

const scheduleNumbers = {
  putSchedule: 140,
  getSchedule: 141,
  listSchedules: 142,
  deleteSchedule: 143,
  pauseSchedule: 144,
  resumeSchedule: 145,
  triggerSchedule: 146,
  previewSchedule: 147,
};

test("the numbers of methods never change", () => {
  assert.deepEqual(Object.fromEntries(all.map((method) => [method.property, method.number])), {
    createStream: 1,
    getStream: 2,
    listStreams: 3,
    updateStream: 4,
    deleteStream: 5,
    publish: 6,
    append: 7,
    read: 8,
    fetch: 9,
    subscribe: 10,
    findOffsets: 11,
    openProducer: 12,
    joinGroup: 60,
    heartbeat: 61,
    leaveGroup: 62,
    commitCursors: 63,
    getGroup: 64,
    listGroups: 65,
    resetGroup: 66,
    undoReset: 67,
    pauseGroup: 68,
    resumeGroup: 69,
    deleteGroup: 70,
    createBucket: 80,
    getBucket: 81,
    listBuckets: 82,
    updateBucket: 83,
    deleteBucket: 84,
    put: 85,
    delete: 86,
    increment: 87,
    get: 88,
    getMany: 89,
    listEntries: 90,
    getHistory: 91,
    watch: 92,
    createQueue: 100,
    getQueue: 101,
    listQueues: 102,
    updateQueue: 103,
    deleteQueue: 104,
    pauseQueue: 105,
    resumeQueue: 106,
    purgeQueue: 107,
    enqueue: 108,
    reserve: 109,
    settle: 110,
    extend: 111,
    getJob: 112,
    listJobs: 113,
    cancelJob: 114,
    runJob: 115,
    retryJob: 116,
    removeJob: 117,
    explainJob: 118,
    listWorkers: 119,
    ...scheduleNumbers,
    ...operationNumbers,
    where: 160,
    commit: 20,
    getStatus: 40,
    listDamage: 41,
    getClock: 42,
    advanceClock: 43,
  });
});

test("a method names its own errors and those of the methods it refers to", () => {
  assert.ok(methods.append.errors.includes("batch_malformed"));
  assert.ok(methods.append.errors.includes("stream_not_found"));
  assert.ok(methods.commit.errors.includes("producer_fenced"));
  assert.deepEqual(methods.getStatus.errors, []);
});

test("what each error's texts take is listed", () => {
  for (const { message, fix, params } of Object.values(errors)) {
    const names = [...`${message} ${fix}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    assert.deepEqual(new Set(names), new Set(params));
  }
});
