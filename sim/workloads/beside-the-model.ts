import { TableMedium } from "../machine.ts";
import type { LockstepWorkload } from "../workload.ts";

/** Entries are written, expected, counted, deleted, and expire; buckets come and go. */
export const entries: LockstepWorkload = {
  name: "entries",
  mix: {
    put: 8,
    delete: 3,
    add: 2,
    check: 1,
    write: 2,
    together: 3,
    bucket: 1,
    "drop bucket": 1,
    history: 1,
    wait: 5,
    collect: 1,
  },
};

/** Jobs are enqueued, worked on in every way, looked after, and time passes. */
export const jobs: LockstepWorkload = {
  name: "jobs",
  mix: {
    enqueue: 6,
    reserve: 8,
    settle: 5,
    "settle some": 3,
    extend: 1,
    queue: 1,
    pause: 1,
    resume: 1,
    purge: 1,
    cancel: 1,
    run: 1,
    retry: 1,
    remove: 1,
    wait: 5,
    collect: 1,
  },
};

/** Jobs in every state outlive the segments in which they were enqueued: they are carried, and settled with records that nobody removes, again and again. */
export const carriedJobs: LockstepWorkload = {
  name: "carried jobs",
  sizes: { segmentBytes: 32 * 1024, logSegments: 2 },
  mix: {
    publish: 12,
    enqueue: 3,
    reserve: 4,
    settle: 4,
    "settle some": 1,
    cancel: 1,
    run: 1,
    retry: 1,
    remove: 1,
    wait: 3,
    collect: 3,
  },
};

/** Operations on many jobs, of queues and of a group's dead letters, with ramps, rates and stops, while workers and others go on. */
export const manyJobs: LockstepWorkload = {
  name: "many jobs",
  lives: 2,
  mix: {
    operate: 8,
    "pause operation": 1,
    "resume operation": 1,
    "stop operation": 1,
    bury: 3,
    enqueue: 3,
    reserve: 6,
    settle: 4,
    "settle some": 3,
    cancel: 1,
    remove: 1,
    wait: 3,
    collect: 1,
  },
};

/** Writes name causes, which come and go as what they caused does; what is known of them is carried out of segments that go, or goes with them. */
export const causes: LockstepWorkload = {
  name: "causes",
  lives: 2,
  sizes: { segmentBytes: 32 * 1024, logSegments: 2 },
  mix: {
    caused: 14,
    put: 2,
    delete: 1,
    fill: 8,
    reserve: 2,
    "settle some": 2,
    remove: 1,
    wait: 1,
    collect: 6,
  },
};

/** Commits over streams, KV and queues, with the product's own index, on a disk of its own. */
export const overAll: LockstepWorkload = {
  name: "over all",
  newIndex: () => new TableMedium(),
  mix: { write: 12, together: 4, reserve: 6, put: 2, publish: 3, wait: 2, collect: 2, bucket: 1, queue: 1 },
};
