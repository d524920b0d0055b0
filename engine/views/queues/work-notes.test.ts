import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { WorkNotes } from "./work-notes.ts";

const lines = Array.from({ length: limits.jobLogLines.value }, (_, at) => `${at}`.padEnd(1024, "."));

function bytesOf(notes: WorkNotes, jobs: number): number {
  let bytes = 0;
  for (let job = 0; job < jobs; job++) for (const line of notes.get(job)?.log ?? []) bytes += line.length;
  return bytes;
}

test("however much the workers of a queue tell, what is held of it fits into the commit that ends their leases", () => {
  const notes = new WorkNotes({ bytes: 0, bytesMax: limits.jobLogsBytes.value });
  for (let job = 0; job < 1000; job++) notes.tell(job, 1, { progress: 50, log: lines });
  assert.ok(bytesOf(notes, 1000) <= limits.queueLogBytes.value);
  assert.ok(bytesOf(notes, 1000) > limits.queueLogBytes.value / 2);
  assert.deepEqual([notes.get(0)?.log, notes.get(999)?.progress], [lines, 50]);
});

test("who tells more keeps the newest lines, and has room again once other jobs have ended", () => {
  const notes = new WorkNotes({ bytes: 0, bytesMax: limits.jobLogsBytes.value });
  for (let job = 0; job < 1000; job++) notes.tell(job, 1, { progress: undefined, log: lines });
  notes.tell(0, 1, { progress: undefined, log: ["the last one"] });
  assert.deepEqual(notes.get(0)?.log, [...lines.slice(1), "the last one"]);
  assert.deepEqual(notes.get(999)?.log, []);
  for (let job = 1; job < 999; job++) notes.delete(job);
  notes.tell(999, 1, { progress: undefined, log: ["now"] });
  assert.deepEqual(notes.get(999)?.log, ["now"]);
});

test("what is held of all queues together is bounded, and a queue that goes makes room", () => {
  const held = { bytes: 0, bytesMax: 4 << 20 };
  const queues = Array.from({ length: 10 }, () => new WorkNotes(held));
  for (const notes of queues)
    for (let job = 0; job < 100; job++) notes.tell(job, 1, { progress: undefined, log: lines });
  assert.ok(held.bytes <= held.bytesMax && held.bytes > held.bytesMax / 2);
  for (const notes of queues) notes.clear();
  assert.equal(held.bytes, 0);
});

test("a new lease begins without what was told of the one before", () => {
  const notes = new WorkNotes({ bytes: 0, bytesMax: limits.jobLogsBytes.value });
  notes.tell(1, 1, { progress: 70, log: ["old"] });
  notes.tell(1, 2, { progress: undefined, log: [] });
  assert.deepEqual(notes.get(1), { lease: 2, progress: 0, log: [] });
});
