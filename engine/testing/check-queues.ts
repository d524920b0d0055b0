import assert from "node:assert/strict";
import { jobStates } from "@flowmesh/fabric/internal";
import type { EngineParts } from "../inspect.ts";
import { HELD, NONE } from "../views/queues/job-slots.ts";
import type { TableQueue } from "../views/queues/queue-table.ts";

/**
 * Checks what must hold of queues when nothing is under way:
 *
 * - a queue has a name, its state is kept, and every job lies between the ends of its hidden stream;
 * - a job is counted once in the state that it is in, and waits without a slot in one priority alone;
 * - the leases that are counted of a key, and the jobs that are counted of a worker, are those that there are;
 * - the first job of an ordering key is the one that is not held.
 */
export function checkQueues({ state: { heads }, log }: EngineParts, isDamaged: boolean): void {
  const { queues, streams } = heads;
  const ofWorkers = new Map<number, number>();
  for (const queue of queues.all()) {
    const name = queue.state?.name ?? `queue ${queue.id}`;
    const [partition] = streams.findById(queue.id)?.partitions ?? [];
    if (!isDamaged) {
      assert.ok(queue.state !== undefined && queues.find(name) === queue, `${name} has a name`);
      assert.ok(queue.home >= log.firstSegment, `the state of ${name} is kept`);
      assert.ok(partition !== undefined, `${name} has a stream`);
    }
    checkCounts(queue, name, partition?.nextOffset ?? 0);
    checkKeys(queue, name);
    checkChains(queue, name);
    const { slots } = queue.jobs;
    for (const slot of slots.all()) {
      const worker = slots.worker[slot] as number;
      if (worker !== NONE) ofWorkers.set(worker, (ofWorkers.get(worker) ?? 0) + 1);
    }
  }
  for (const [number, worker] of queues.workers.all().entries())
    if (worker !== undefined) assert.equal(worker.jobs, ofWorkers.get(number) ?? 0, `jobs of worker ${worker.id}`);
}

function checkCounts({ jobs }: TableQueue, name: string, nextOffset: number): void {
  const { slots, readyRuns } = jobs;
  const counts = new Map<string, number>();
  const count = (state: string): unknown => counts.set(state, (counts.get(state) ?? 0) + 1);
  const inRuns = new Set<number>();
  for (const runs of readyRuns.byPriority) {
    for (const { start, end } of runs) {
      assert.ok(start < end && end <= nextOffset, `${name}: jobs ${start} to ${end - 1} were enqueued`);
      for (let offset = start; offset < end; offset++) {
        assert.ok(!inRuns.has(offset), `${name}: job ${offset} waits once`);
        inRuns.add(offset);
        count("waiting");
      }
    }
  }
  for (const slot of slots.all()) {
    const offset = slots.offset[slot] as number;
    assert.ok(offset < nextOffset, `${name}: job ${offset} was enqueued`);
    assert.equal(slots.find(offset), slot, `${name}: job ${offset} is found`);
    const isReady = jobs.isReady(slot);
    const isKeyed = jobs.keys.has(slot);
    assert.equal(inRuns.has(offset), isReady && !isKeyed, `${name}: job ${offset} waits among those without a key`);
    assert.equal(jobs.keys.ready.has(offset), isReady && isKeyed, `${name}: job ${offset} waits with its key`);
    if (!isReady || isKeyed) count(jobStates[slots.state[slot] as number] as string);
  }
  for (const state of jobStates)
    assert.equal(jobs.count(state), counts.get(state) ?? 0, `${name}: jobs that are ${state}`);
}

function checkKeys({ jobs: { slots, keys } }: TableQueue, name: string): void {
  const active = new Map<number, number>();
  const keyed = [...slots.all()].filter((slot) => keys.has(slot));
  for (const slot of keyed) {
    const isActive = jobStates[slots.state[slot] as number] === "active";
    active.set(keys.hashOf(slot), (active.get(keys.hashOf(slot)) ?? 0) + (isActive ? 1 : 0));
  }
  for (const slot of keyed)
    assert.equal(keys.useOf(slot).active, active.get(keys.hashOf(slot)), `${name}: leases on jobs of one key`);
}

function checkChains({ jobs }: TableQueue, name: string): void {
  const { slots, chains } = jobs;
  for (const slot of slots.all()) {
    if (slots.chain[slot] === NONE) continue;
    const isHeld = ((slots.flags[slot] as number) & HELD) !== 0;
    const offset = slots.offset[slot];
    assert.equal(isHeld, chains.holder(slot) !== slot, `${name}: job ${offset} is held unless it has its key`);
    if (isHeld) assert.equal(jobStates[slots.state[slot] as number], "waiting", `${name}: job ${offset} waits`);
  }
}
