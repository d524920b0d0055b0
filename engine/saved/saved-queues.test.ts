import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultQueueRules } from "@flowmesh/fabric/internal";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { type QueueState, queueStateOperation } from "../commit/queue-operation.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { QueueTable } from "../views/queues/queue-table.ts";
import { WorkTurns } from "../work-turns.ts";
import { SavedQueues } from "./saved-queues.ts";

const state: QueueState = {
  id: 7,
  uuid: "00000000-0000-4000-8000-000000000000",
  name: "work",
  createdMs: 1,
  revision: 1,
  paused: false,
  rules: defaultQueueRules,
  rateFullMs: 0,
  largestBytes: 0,
  keyRates: "",
};

class World {
  readonly store = new SimulatedIndexStore();
  table = new QueueTable(new SeededRandom(1));
  saved = this.#newSaved();
  #position = 0;

  constructor() {
    this.#apply(queueStateOperation(state));
  }

  /** Adds delayed jobs, each of which has a slot. */
  enqueue(from: number, count: number): void {
    const { jobs } = this.#queue;
    for (let offset = from; offset < from + count; offset++)
      jobs.enqueueSpecial(offset, { priority: 5, dueMs: 1e9, key: 0, maxAttempts: 0, limitKey: 0 }, 0);
    this.#queue.changed = ++this.#position;
  }

  async save({ isCutOff = false } = {}): Promise<number> {
    const saving = this.saved.begin(0);
    await this.saved.write(saving);
    if (!isCutOff) await this.store.write(this.saved.changes(saving));
    this.saved.end(saving, isCutOff);
    return saving.queues.reduce((sum, { chunks }) => sum + chunks.slots.length, 0);
  }

  /** As another process finds it. */
  restart(): void {
    this.table = new QueueTable(new SeededRandom(1));
    this.saved = this.#newSaved();
    this.saved.restore();
  }

  get delayed(): number {
    return this.#queue.jobs.count("delayed");
  }

  get rows(): number {
    return this.store.scan("j/", "j0", 1000).length;
  }

  get #queue() {
    return this.table.get("work");
  }

  #newSaved(): SavedQueues {
    return new SavedQueues(this.store, this.table, new WorkTurns(new VirtualClock()));
  }

  #apply(operation: ReturnType<typeof queueStateOperation>): void {
    const place = { position: ++this.#position, timeMs: 1, segment: 1, payloadByte: 0, frameByte: 0 };
    this.table.apply({ ...place, operations: [operation] });
  }
}

test("a save writes the chunks that have changed alone", async () => {
  const world = new World();
  world.enqueue(0, 5000);
  assert.equal(await world.save(), 5);
  world.enqueue(5000, 10);
  assert.equal(await world.save(), 1);
  world.restart();
  assert.equal(world.delayed, 5010);
  world.enqueue(5010, 10);
  assert.equal(await world.save(), 1);
  world.restart();
  assert.equal(world.delayed, 5020);
  assert.equal(world.rows, 5);
});

test("a save that was cut off leaves what was saved before, and its rows go with the next one", async () => {
  const world = new World();
  world.enqueue(0, 3000);
  await world.save();
  world.enqueue(3000, 1000);
  await world.save({ isCutOff: true });
  world.restart();
  assert.equal(world.delayed, 3000);
  assert.equal(world.rows, 5);
  world.enqueue(3000, 1000);
  await world.save();
  assert.equal(world.rows, 4);
  world.restart();
  assert.equal(world.delayed, 4000);
});

test("what a save could not write is written with the next one, also without a restart", async () => {
  const world = new World();
  world.enqueue(0, 3000);
  await world.save({ isCutOff: true });
  assert.equal(await world.save(), 3);
  world.restart();
  assert.equal(world.delayed, 3000);
});
