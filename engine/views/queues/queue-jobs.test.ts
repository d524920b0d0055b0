import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobState } from "@flowmesh/contract";
import { ModelTurns } from "@flowmesh/fabric/conformance";
import { afterLease, defaultQueueRules, jobStates, type LeaseEnd, type QueueRules } from "@flowmesh/fabric/internal";
import { SeededRandom } from "../../random/seeded-random.ts";
import { jobsToForget } from "./forget-jobs.ts";
import { BEGUN, CANCELLING, HELD } from "./job-slots.ts";
import type { ChunkSizes } from "./jobs-snapshot.ts";
import { OffsetRuns } from "./offset-runs.ts";
import { type JobRun, type JobTraits, QueueJobs } from "./queue-jobs.ts";

test("runs hold what a set holds, whatever was added and removed", () => {
  const random = new SeededRandom(1);
  const runs = new OffsetRuns();
  const set = new Set<number>();
  for (let step = 0; step < 60_000; step++) {
    const offset = random.integer(8000);
    if (set.has(offset)) {
      runs.remove(offset, offset + 1);
      set.delete(offset);
    } else {
      runs.add(offset, offset + 1);
      set.add(offset);
    }
    if (step % 1000 !== 0) continue;
    const sorted = [...set].sort((a, b) => a - b);
    const held: number[] = [];
    for (const { start, end } of runs) for (let each = start; each < end; each++) held.push(each);
    assert.deepEqual(held, sorted);
    assert.equal(runs.size, set.size);
    assert.equal(runs.first, sorted[0] ?? Number.POSITIVE_INFINITY);
    assert.equal(runs.below(4150), sorted.filter((each) => each < 4150).length);
    assert.equal(runs.next(4150), sorted.find((each) => each >= 4150) ?? Number.POSITIVE_INFINITY);
  }
});

interface NaiveJob {
  readonly id: number;
  readonly offset: number;
  readonly priority: number;
  readonly key: number;
  readonly maxAttempts: number;
  readonly limitKey: string | undefined;
  state: JobState;
  dueMs: number;
  attempts: number;
  begun: boolean;
  cancelling: boolean;
  endedAt: number;
}

/** The same promises without anything clever, one object a job. */
class NaiveQueue {
  readonly jobs: NaiveJob[] = [];
  readonly turns = new ModelTurns();
  #ends = 0;

  enqueue(offset: number, { priority, dueMs, key, maxAttempts, limitKey }: JobTraits, nowMs: number): void {
    const state = dueMs > nowMs ? "delayed" : "waiting";
    const rest = { attempts: 0, begun: false, cancelling: false, endedAt: 0 };
    const traits = { priority, key, maxAttempts, limitKey: limitKey === 0 ? undefined : String(limitKey) };
    this.jobs.push({ id: offset, offset, ...traits, state, dueMs: dueMs > nowMs ? dueMs : 0, ...rest });
  }

  /** Hands out the next jobs. */
  take(most: number, ofKeys: QueueRules, nowMs: number): NaiveJob[] {
    const activeOf = (key: string | undefined): number =>
      this.jobs.filter(({ state, limitKey }) => state === "active" && limitKey === key).length;
    return this.turns.take(this.ready(), most, ofKeys, activeOf, nowMs);
  }

  isHeld(job: NaiveJob): boolean {
    const hasEnded = (state: JobState): boolean => ["done", "dead", "cancelled"].includes(state);
    return (
      job.key !== 0 &&
      this.jobs.some((other) => other.key === job.key && other.offset < job.offset && !hasEnded(other.state))
    );
  }

  stateOf(job: NaiveJob): JobState {
    return job.state === "delayed" && this.isHeld(job) ? "waiting" : job.state;
  }

  ready(): NaiveJob[] {
    const waiting = this.jobs.filter((job) => job.state === "waiting" && !this.isHeld(job));
    return waiting.sort((a, b) => b.priority - a.priority || a.offset - b.offset);
  }

  end(job: NaiveJob, state: JobState): void {
    job.state = state;
    job.endedAt = ++this.#ends;
  }

  forget({ keepDone, keepDead }: QueueRules): void {
    this.#keep((state) => state === "done" || state === "cancelled", keepDone.count ?? Number.POSITIVE_INFINITY);
    this.#keep((state) => state === "dead", keepDead.count ?? Number.POSITIVE_INFINITY);
  }

  remove(job: NaiveJob): void {
    this.jobs.splice(this.jobs.indexOf(job), 1);
  }

  #keep(isMeant: (state: JobState) => boolean, most: number): void {
    const ended = this.jobs.filter(({ state }) => isMeant(state)).sort((a, b) => a.endedAt - b.endedAt);
    for (const job of ended.slice(0, Math.max(0, ended.length - most))) this.remove(job);
  }
}

const noTraits: JobTraits = { priority: 5, dueMs: 0, key: 0, maxAttempts: 0, limitKey: 0 };

const rules: QueueRules = {
  ...defaultQueueRules,
  maxAttempts: 3,
  backoff: { initialMs: 5, factor: 2, maxMs: 20, jitter: "none" },
  keepDone: { count: 5 },
  keepDead: { count: 4 },
};

/** Both queues, and one random step after the other on both. */
class Duel {
  readonly jobs: QueueJobs;
  readonly naive = new NaiveQueue();
  readonly #random: SeededRandom;
  #nowMs = 1000;
  #next = 0;
  #position = 0;
  #rules = rules;
  readonly #hasKeys: boolean;

  constructor(seed: number, sizes?: ChunkSizes) {
    this.jobs = new QueueJobs(undefined, undefined, sizes);
    this.#random = new SeededRandom(seed);
    this.#hasKeys = seed % 2 === 1;
    this.#limit();
  }

  /** Saves, a chunk at a time, between steps; what comes back is what was there when the save began. */
  saveAndRestore(store: Map<string, Buffer>): void {
    const { slots, ready } = this.jobs.snapshot;
    const expected = contentOf(this.jobs);
    const chunks = [
      ...slots.begin().map((chunk) => ({ kind: "slots" as const, chunk })),
      ...ready.begin().map((chunk) => ({ kind: "ready" as const, chunk })),
    ];
    for (const { kind, chunk } of this.#random.shuffle(chunks)) {
      this.step();
      const content = this.jobs.snapshot[kind].take(chunk);
      if (content === undefined) store.delete(`${kind}/${chunk}`);
      else store.set(`${kind}/${chunk}`, content);
    }
    for (const changes of [slots, ready]) changes.end(false);
    assert.deepEqual(contentOf(restoredFrom(store)), expected);
  }

  step(): void {
    this.#position++;
    const steps = [
      this.#enqueue,
      this.#enqueue,
      this.#reserve,
      this.#settle,
      this.#settle,
      this.#time,
      this.#cancel,
      this.#run,
      this.#remove,
      ...(this.#hasKeys && this.#random.chance(0.1) ? [this.#limit, this.#restart] : []),
    ];
    this.#random.pick(steps).call(this);
    this.#wake();
    this.jobs.remove(jobsToForget(this.jobs, rules, this.#nowMs), this.#nowMs);
    this.naive.forget(rules);
  }

  compare(): void {
    const { jobs, naive } = this;
    const inOrder = naive.jobs.toSorted((a, b) => a.offset - b.offset);
    assert.deepEqual(
      [...jobs.from(0, this.#next)],
      inOrder.map(({ offset }) => offset),
    );
    for (const job of inOrder) {
      assert.equal(jobs.stateOf(job.offset), naive.stateOf(job), `job ${job.offset}`);
      assert.equal(jobs.priorityOf(job.offset), job.priority);
    }
    const ready = naive.ready().map(({ offset }) => offset);
    if (!this.#hasKeys) assert.deepEqual(offsetsOf(jobs.pick(1000, this.#nowMs)), ready);
    for (const state of ["waiting", "delayed", "active", "retrying", "done", "dead", "cancelled"] as const)
      assert.equal(jobs.count(state), naive.jobs.filter((job) => naive.stateOf(job) === state).length, state);
    assert.equal(jobs.ready, ready.length);
    assert.equal(jobs.oldestReady(), Math.min(...ready));
    assert.equal(jobs.lowest(), inOrder[0]?.offset ?? Number.POSITIVE_INFINITY);
  }

  #enqueue(): void {
    const offset = this.#next++;
    if (this.#random.chance(0.3)) {
      this.jobs.enqueue(5, offset, offset + 1);
      this.naive.enqueue(offset, noTraits, this.#nowMs);
      return;
    }
    const priority = this.#random.integer(10);
    const dueMs = this.#random.chance(0.3) ? this.#nowMs + this.#random.integer(30) : 0;
    const key = this.#random.chance(0.4) ? 1 + this.#random.integer(4) : 0;
    const maxAttempts = this.#random.chance(0.2) ? 1 + this.#random.integer(3) : 0;
    const limitKey = this.#hasKeys && this.#random.chance(0.8) ? 1 + this.#random.integer(5) : 0;
    const traits = { priority, dueMs, key, maxAttempts, limitKey };
    this.jobs.enqueueSpecial(offset, traits, this.#nowMs);
    this.naive.enqueue(offset, traits, this.#nowMs);
  }

  /** Other limits per key. */
  #limit(): void {
    const ratePerKey = { limit: this.#random.integer(4), perMs: 40 };
    this.#rules = { ...rules, concurrencyPerKey: this.#random.integer(4), ratePerKey };
    this.jobs.keys.setLimits(this.#rules);
  }

  #restart(): void {
    this.jobs.keys.beginAnew();
    this.naive.turns.beginAnew();
  }

  #reserve(): void {
    const ahead = this.#random.chance(0.3);
    const most = 1 + this.#random.integer(6);
    const runs = this.jobs.pick(most, this.#nowMs);
    assert.deepEqual(this.jobs.pick(most, this.#nowMs), runs, "looking changes nothing");
    const taken = this.naive.take(most, this.#rules, this.#nowMs).map(({ offset }) => offset);
    assert.deepEqual(offsetsOf(runs), taken);
    const terms = { position: this.#position, leaseMs: 20, worker: this.#random.integer(3), ahead };
    for (const run of runs) this.jobs.lease(run, terms, this.#nowMs);
    for (const { start, end } of runs) {
      for (let offset = start; offset < end; offset++) {
        const job = this.#naive(offset);
        Object.assign(job, { state: "active", dueMs: this.#nowMs + 20, begun: !ahead });
        if (!ahead) job.attempts++;
      }
    }
  }

  #settle(): void {
    const active = this.naive.jobs.filter(({ state }) => state === "active");
    if (active.length === 0) return;
    const job = this.#random.pick(active);
    const kind = this.#random.pick(["done", "failed", "dead", "released", "extend"] as const);
    if (kind === "extend") this.#extend(job);
    else this.#endLease(job, kind === "failed" ? { kind, retryAfterMs: undefined } : { kind }, true);
  }

  #extend(job: NaiveJob): void {
    const slot = this.jobs.slots.find(job.offset);
    this.jobs.begin(slot);
    this.jobs.extend(slot, this.#nowMs + 20);
    job.dueMs = Math.max(job.dueMs, this.#nowMs + 20);
    if (!job.begun) job.attempts++;
    job.begun = true;
  }

  #endLease(job: NaiveJob, end: LeaseEnd, told: boolean): void {
    const slot = this.jobs.slots.find(job.offset);
    const flags = this.jobs.slots.flags[slot] as number;
    const leased = {
      attempts: this.jobs.slots.attempts[slot] as number,
      begun: (flags & BEGUN) !== 0,
      maxAttempts: this.jobs.slots.maxAttempts[slot] as number,
      cancelling: (flags & CANCELLING) !== 0,
    };
    const { attempts, begun, maxAttempts, cancelling } = job;
    assert.deepEqual(leased, { attempts, begun, maxAttempts, cancelling });
    const after = afterLease(leased, end, rules, { nowMs: this.#nowMs, random: () => 0 });
    this.jobs.settle(job.offset, after, told, this.#nowMs);
    Object.assign(job, { attempts: after.attempts, dueMs: after.dueMs, cancelling: false, begun: false });
    if (after.state === "waiting" || after.state === "retrying") job.state = after.state;
    else this.naive.end(job, after.state);
  }

  #time(): void {
    this.#nowMs += this.#random.integer(15);
  }

  #cancel(): void {
    const offset = this.#random.integer(this.#next + 1);
    this.jobs.cancel(offset, this.#nowMs);
    const job = this.naive.jobs.find((each) => each.offset === offset);
    if (job === undefined) return;
    if (job.state === "active") job.cancelling = true;
    else if (["waiting", "delayed", "retrying"].includes(job.state)) this.naive.end(job, "cancelled");
  }

  #run(): void {
    const offset = this.#random.integer(this.#next + 1);
    const job = this.naive.jobs.find((each) => each.offset === offset);
    // A key is taken anew by one that ended; the naive queue knows keys by offset alone.
    if (job?.key !== 0 && job !== undefined && ["dead", "cancelled"].includes(job.state)) return;
    const hasEnded = job?.state === "dead" || job?.state === "cancelled";
    if (hasEnded) this.jobs.redrive(offset, 0);
    else this.jobs.run(offset);
    if (job === undefined || job.state === "active" || job.state === "done") return;
    if (hasEnded) job.attempts = 0;
    Object.assign(job, { state: "waiting", dueMs: 0 });
  }

  #remove(): void {
    const job = this.naive.jobs.find(
      ({ offset, state }) => offset >= this.#random.integer(this.#next + 1) && state !== "active",
    );
    if (job === undefined) return;
    this.jobs.remove([job.offset], this.#nowMs);
    this.naive.remove(job);
  }

  #wake(): void {
    const expired = this.jobs.wake(this.#nowMs, 1000);
    const over = this.naive.jobs.filter(({ state, dueMs }) => state === "active" && dueMs <= this.#nowMs);
    assert.deepEqual(
      expired.toSorted((a, b) => a - b),
      over.map(({ offset }) => offset).toSorted((a, b) => a - b),
    );
    for (const job of this.naive.jobs)
      if ((job.state === "delayed" || job.state === "retrying") && job.dueMs <= this.#nowMs) job.state = "waiting";
    for (const job of over) this.#endLease(job, { kind: "expired" }, false);
  }

  #naive(offset: number): NaiveJob {
    const job = this.naive.jobs.find((each) => each.offset === offset);
    assert.ok(job !== undefined && job.state === "waiting", `job ${offset} was handed out`);
    return job;
  }
}

function offsetsOf(runs: readonly JobRun[]): number[] {
  return runs.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at));
}

test("jobs in flat memory do what one object a job does, over random lives", () => {
  for (let seed = 0; seed < 60; seed++) {
    const duel = new Duel(seed);
    for (let step = 0; step < 400; step++) {
      duel.step();
      if (step % 20 === 0) duel.compare();
    }
    duel.compare();
  }
});

/** Everything that is known of jobs. */
function contentOf(jobs: QueueJobs): unknown {
  const { slots, keys } = jobs;
  const touched = [...slots.all()].map((slot) => {
    const [offset, state, priority] = [slots.offset[slot] as number, slots.state[slot], slots.priority[slot]];
    const [dueMs, startedMs, lease, leaseMs] = [
      slots.dueMs[slot],
      slots.startedMs[slot],
      slots.lease[slot],
      slots.leaseMs[slot],
    ];
    const [worker, attempts, maxAttempts, flags] = [
      slots.worker[slot],
      slots.attempts[slot],
      slots.maxAttempts[slot],
      slots.flags[slot],
    ];
    const key = slots.key[slot];
    const ofJob = {
      operation: slots.operation[slot],
      offset,
      state,
      priority,
      dueMs,
      startedMs,
      lease,
      leaseMs,
      worker,
      attempts,
      maxAttempts,
      flags,
    };
    return { ...ofJob, key, limitKey: keys.hashOf(slot) };
  });
  touched.sort((a, b) => a.offset - b.offset);
  const lists = [jobs.ended.finished, jobs.ended.dead].map((list) =>
    list.last(list.size).filter(({ offset, place }) => jobs.ended.isMeant(offset, place, [4, 5, 6])),
  );
  const counts = jobStates.map((state) => jobs.count(state));
  return { touched, lists, counts, ready: jobs.readyRuns.byPriority.map((runs) => [...runs]), keyed: [...keys.ready] };
}

const smallChunks: ChunkSizes = { slots: 8, offsets: 16 };

function restoredFrom(store: ReadonlyMap<string, Buffer>): QueueJobs {
  const jobs = new QueueJobs(undefined, undefined, smallChunks);
  for (const [name, content] of store) {
    const [kind, chunk] = name.split("/");
    if (kind === "slots") jobs.snapshot.decodeSlots(content);
    else jobs.snapshot.decodeReady(Number(chunk), content);
  }
  jobs.snapshot.restored();
  return jobs;
}

test("what was saved in chunks, while jobs went on, is what was there when the save began", () => {
  for (let seed = 100; seed < 110; seed++) {
    const duel = new Duel(seed, smallChunks);
    const store = new Map<string, Buffer>();
    for (let step = 0; step < 300; step++) {
      duel.step();
      if (step % 15 === 0) duel.saveAndRestore(store);
    }
  }
});

test("a save that was in vain leaves its chunks to the next one", () => {
  const jobs = new QueueJobs();
  const { slots, ready } = jobs.snapshot;
  jobs.enqueue(5, 0, 10);
  jobs.enqueueSpecial(10, { ...noTraits, dueMs: 100 }, 0);
  assert.deepEqual([slots.begin(), ready.begin()], [[0], [5]]);
  slots.take(0);
  for (const changes of [slots, ready]) changes.end(true);
  jobs.remove([10], 0);
  assert.deepEqual([slots.begin(), ready.begin()], [[0], [5]]);
  assert.equal(slots.take(0), undefined);
  for (const changes of [slots, ready]) changes.end(false);
  assert.deepEqual([slots.begin(), ready.begin()], [[], []]);
});

test("a retried job comes back to its place within its priority", () => {
  const jobs = new QueueJobs();
  jobs.enqueueSpecial(0, { ...noTraits, priority: 7 }, 0);
  jobs.enqueueSpecial(1, { ...noTraits, priority: 7 }, 0);
  jobs.enqueue(5, 2, 5);
  jobs.lease({ priority: 7, start: 0, end: 1, key: 0 }, { position: 1, leaseMs: 100, worker: 0, ahead: false }, 0);
  jobs.settle(0, { state: "retrying", attempts: 1, dueMs: 50 }, true, 10);
  assert.deepEqual(jobs.pick(1, 60), [{ priority: 7, start: 1, end: 2, key: 0 }]);
  assert.deepEqual(jobs.wake(50, 10), []);
  assert.deepEqual(jobs.pick(1, 60), [{ priority: 7, start: 0, end: 1, key: 0 }]);
});

test("jobs of one key wait for the one before them, also while it is delayed", () => {
  const jobs = new QueueJobs();
  jobs.enqueueSpecial(0, { ...noTraits, dueMs: 100, key: 9 }, 0);
  jobs.enqueueSpecial(1, { ...noTraits, priority: 9, key: 9 }, 0);
  assert.deepEqual(jobs.pick(2, 60), []);
  assert.equal(((jobs.slots.flags[jobs.slots.find(1)] as number) & HELD) !== 0, true);
  jobs.remove([0], 10);
  assert.deepEqual(jobs.pick(2, 60), [{ priority: 9, start: 1, end: 2, key: 0 }]);
  assert.equal(jobs.chains.size, 1);
});

test("a job that was cancelled while it waited for its key, and is tried again, is handed out once, in its turn", () => {
  const jobs = new QueueJobs();
  jobs.enqueueSpecial(0, { ...noTraits, key: 9 }, 0);
  jobs.enqueueSpecial(1, { ...noTraits, key: 9 }, 0);
  jobs.cancel(1, 10);
  jobs.redrive(1, 0);
  for (const offset of [0, 1]) {
    const runs = jobs.pick(2, 20);
    assert.deepEqual(offsetsOf(runs), [offset]);
    for (const run of runs) jobs.lease(run, { position: 1, leaseMs: 100, worker: 0, ahead: false }, 20);
    jobs.settle(offset, { state: "done", attempts: 1, dueMs: 0 }, true, 30);
  }
  assert.deepEqual([jobs.pick(2, 40), jobs.ready], [[], 0]);
});

test("jobs that are tried again find their old places among those of their key, also after they were saved", () => {
  const jobs = new QueueJobs(undefined, undefined, smallChunks);
  const special = { priority: 5, dueMs: 0, key: 9, maxAttempts: 0, limitKey: 0 };
  for (const offset of [0, 1, 2, 3, 4]) jobs.enqueueSpecial(offset, special, 0);
  for (const offset of [0, 1, 2]) {
    const run = { priority: 5, start: offset, end: offset + 1, key: 0 };
    jobs.lease(run, { position: 1, leaseMs: 9, worker: 0, ahead: false }, 0);
    jobs.settle(offset, { state: "dead", attempts: 1, dueMs: 0 }, true, 1);
  }
  for (const offset of [2, 0, 1]) jobs.redrive(offset, 7);
  const store = new Map<string, Buffer>();
  for (const kind of ["slots", "ready"] as const)
    for (const chunk of jobs.snapshot[kind].begin()) {
      const content = jobs.snapshot[kind].take(chunk);
      if (content !== undefined) store.set(`${kind}/${chunk}`, content);
    }
  for (const each of [jobs, restoredFrom(store)]) {
    const order: number[] = [];
    for (let [run] = each.pick(9, 2); run !== undefined; [run] = each.pick(9, 2)) {
      assert.equal(each.ready, 1, "one at a time");
      order.push(run.start);
      each.remove([run.start], 2);
    }
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
  }
});

test("an operation is told once how a job ended that it changed", () => {
  const told: [number, string][] = [];
  const jobs = new QueueJobs(undefined, (operation, end) => told.push([operation, end]));
  jobs.enqueue(5, 0, 3);
  for (const offset of [0, 1, 2]) jobs.cancel(offset, 1);
  for (const offset of [0, 1, 2]) jobs.redrive(offset, 7);
  jobs.lease({ priority: 5, start: 0, end: 1, key: 0 }, { position: 2, leaseMs: 9, worker: 0, ahead: false }, 2);
  jobs.settle(0, { state: "done", attempts: 1, dueMs: 0 }, true, 3);
  jobs.cancel(1, 3);
  jobs.remove([2], 3);
  jobs.remove([0], 4);
  assert.deepEqual(told, [
    [7, "done"],
    [7, "cancelled"],
    [7, "removed"],
  ]);
});

test("a job that is tried again takes its turn among those of its key", () => {
  const jobs = new QueueJobs();
  const terms = { position: 1, leaseMs: 1000, worker: 0, ahead: false };
  const next = (): number[] => jobs.pick(10, 50).map(({ start }) => start);
  for (const offset of [0, 1, 2]) jobs.enqueueSpecial(offset, { ...noTraits, key: 9 }, 0);
  const work = (offset: number): void => jobs.lease({ priority: 0, start: offset, end: offset + 1, key: 0 }, terms, 0);
  work(0);
  jobs.settle(0, { state: "dead", attempts: 1, dueMs: 0 }, true, 10);
  jobs.redrive(0, 0);
  assert.deepEqual(next(), [0], "it goes before the others");
  work(0);
  jobs.settle(0, { state: "dead", attempts: 1, dueMs: 0 }, true, 20);
  work(1);
  jobs.redrive(0, 0);
  assert.deepEqual(next(), [], "only one of them is worked on");
  jobs.settle(1, { state: "done", attempts: 1, dueMs: 0 }, true, 30);
  assert.deepEqual(next(), [0]);
});

test("ten million jobs that nobody touched take no memory one by one", () => {
  const jobs = new QueueJobs();
  for (let offset = 0; offset < 10_000_000; offset += 1000) jobs.enqueue(5, offset, offset + 1000);
  assert.equal(jobs.count("waiting"), 10_000_000);
  assert.ok(jobs.bytes < 20_000, `${jobs.bytes} bytes`);
});

test("offsets far beyond 32 bits are told apart", () => {
  const jobs = new QueueJobs();
  const base = 2 ** 40;
  for (const offset of [base, base + 2 ** 32, base + 2 ** 33])
    jobs.enqueueSpecial(offset, { ...noTraits, dueMs: 10 }, 0);
  jobs.remove([base + 2 ** 32], 0);
  assert.equal(jobs.stateOf(base), "delayed");
  assert.equal(jobs.stateOf(base + 2 ** 32), undefined);
  assert.equal(jobs.stateOf(base + 2 ** 33), "delayed");
});
