import assert from "node:assert/strict";
import type { PublishResponse } from "@flowmesh/contract";
import { encodeBatch, isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { imageOf } from "../inspect.ts";
import { checkConsistency } from "./check-consistency.ts";
import {
  type EngineSettings,
  type EngineWorld,
  loadWorld,
  newWorld,
  openWorld,
  readPartition,
  restarted,
} from "./engine-world.ts";
import { type KvStep, KvWorkload } from "./kv-workload.ts";

/** One step of a workload. Streams, producers, ids and keys are few and named by numbers, so that steps meet. */
export type Step =
  | {
      readonly kind: "create" | "update";
      readonly stream: number;
      readonly partitions: number;
      readonly settings: StepSettings;
    }
  | { readonly kind: "delete"; readonly stream: number }
  | {
      readonly kind: "publish";
      readonly stream: number;
      readonly partition: number;
      readonly records: number;
      readonly bytes: number;
      readonly dedupeId: number | undefined;
      readonly idempotencyKey: number | undefined;
      readonly durability: "always" | "interval" | "memory";
    }
  | {
      readonly kind: "produce";
      readonly stream: number;
      readonly partition: number;
      readonly producer: number;
      readonly records: number;
      readonly again: boolean;
    }
  | {
      readonly kind: "join" | "leave" | "cursor" | "reset" | "undo" | "delete group";
      readonly group: number;
      readonly member: number;
      readonly stream: number;
      readonly ranges: number;
    }
  | KvStep
  | { readonly kind: "open producer" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "clock set back"; readonly ms: number }
  | { readonly kind: "collect" }
  | { readonly kind: "keep index" }
  | { readonly kind: "restart"; readonly index: "kept" | "deleted" | "older"; readonly how: "closed" | "killed" };

export interface StepSettings {
  readonly retentionMs: number | undefined;
  readonly retentionBytes: number | undefined;
  readonly dedupeWindowMs: number | undefined;
}

interface ModelStream {
  readonly uuid: string;
  /** Of each partition the values by offset, as they were acknowledged. */
  readonly values: Map<number, string>[];
}

/** Runs steps on an engine, keeps what was acknowledged, and checks the engine against it and against copies that start from its log. */
export class Workload {
  #world: EngineWorld;
  readonly #settings: EngineSettings;
  #engine: Engine | undefined;
  #olderIndex = new SimulatedIndexStore();
  readonly #streams = new Map<string, ModelStream>();
  readonly #producers: { id: number; next: Map<string, number> }[] = [];
  readonly #keyed = new Map<string, PublishResponse>();
  readonly #kv = new KvWorkload((call) => this.#answer(call));
  #written = 0;

  constructor(settings: EngineSettings = {}) {
    this.#world = newWorld();
    this.#settings = settings;
  }

  get engine(): Engine {
    assert.ok(this.#engine !== undefined);
    return this.#engine;
  }

  async run(
    steps: readonly Step[],
    watch: (done: Promise<void>, step: Step) => Promise<unknown> = (done) => done,
  ): Promise<void> {
    this.#engine = await openWorld(this.#world, this.#settings);
    for (const step of steps) await watch(this.#step(step), step);
    await this.check();
    await this.#close();
  }

  /** Everything that must hold now. */
  async check(): Promise<void> {
    await this.#world.clock.settle();
    await checkConsistency(this.engine);
    await this.#checkRecords();
    await this.#kv.check(this.engine);
    for (const index of [this.#world.index, this.#olderIndex, new SimulatedIndexStore()])
      await this.#checkReplay(index);
  }

  async #step(step: Step): Promise<void> {
    switch (step.kind) {
      case "create":
        return this.#create(step);
      case "update":
        return this.#update(step);
      case "delete":
        await this.#answer(this.engine.streams.deleteStream({ stream: nameOf(step) }));
        this.#streams.delete(nameOf(step));
        return;
      case "publish":
        return this.#publish(step);
      case "produce":
        return this.#produce(step);
      case "join":
      case "leave":
      case "cursor":
      case "reset":
      case "undo":
      case "delete group":
        return this.#group(step);
      case "make bucket":
      case "delete bucket":
      case "entries":
        return this.#kv.step(this.engine, step);
      case "open producer":
        this.#producers.push({ id: (await this.engine.streams.openProducer({})).producerId, next: new Map() });
        return;
      case "wait":
        return this.#wait(step.ms);
      case "clock set back":
        return this.#world.clock.setWall(this.#world.clock.wallMs() - step.ms);
      case "collect":
        await this.engine.collect();
        return this.check();
      case "keep index":
        this.#olderIndex = this.#world.index.clone();
        return;
      case "restart":
        return this.#restart(step);
    }
  }

  /** The answer, or nothing when the call was refused. What waits for the sync of relaxed commits gets the time for it. */
  async #answer<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
    let isDone = false;
    const answer = refusable(call).finally(() => {
      isDone = true;
    });
    await this.#world.clock.settle();
    if (!isDone) await this.#world.clock.advance(100);
    return answer;
  }

  /** Long times pass on the wall alone: nobody needs to see every second of a day. */
  async #wait(ms: number): Promise<void> {
    const { clock } = this.#world;
    clock.setWall(clock.wallMs() + Math.max(0, ms - 1500));
    await clock.advance(Math.min(1500, ms));
  }

  async #create(step: Step & { kind: "create" | "update" }): Promise<void> {
    const { partitions, settings } = step;
    const made = await this.#answer(this.engine.streams.createStream({ stream: nameOf(step), partitions, settings }));
    if (made === undefined) return;
    this.#streams.set(nameOf(step), {
      uuid: made.stream?.id ?? "",
      values: Array.from({ length: partitions }, () => new Map()),
    });
  }

  async #update(step: Step & { kind: "create" | "update" }): Promise<void> {
    const { partitions, settings } = step;
    const done = await this.#answer(this.engine.streams.updateStream({ stream: nameOf(step), partitions, settings }));
    const model = this.#streams.get(nameOf(step));
    if (done === undefined || model === undefined) return;
    while (model.values.length < partitions) model.values.push(new Map());
  }

  async #publish(step: Step & { kind: "publish" }): Promise<void> {
    const { stream, partition } = this.#target(step);
    const { durability } = step;
    const { idempotencyKey: key } = step;
    const values = Array.from({ length: step.records }, (_, index) =>
      key === undefined ? this.#newValue(step.bytes) : `key ${key} ${index}`,
    );
    const dedupeId = step.dedupeId === undefined ? "" : `id ${step.dedupeId}`;
    const records = values.map((value) => ({ value: Buffer.from(value), partition, dedupeId }));
    const idempotencyKey = key === undefined ? "" : `key ${key}`;
    const answer = await this.#answer(this.engine.streams.publish({ stream, records, idempotencyKey, durability }));
    if (answer === undefined || this.#isRepeated(idempotencyKey, answer)) return;
    for (const [index, { offset, duplicate }] of answer.placements.entries())
      if (!duplicate) this.#note(stream, partition, offset, values[index] ?? "");
  }

  async #produce(step: Step & { kind: "produce" }): Promise<void> {
    const producer = this.#producers[step.producer % Math.max(1, this.#producers.length)];
    const { stream, partition } = this.#target(step);
    const model = this.#streams.get(stream);
    if (producer === undefined || model === undefined) return;
    const key = `${model.uuid} ${partition}`;
    const next = producer.next.get(key) ?? 0;
    const baseSequence = step.again ? Math.max(0, next - step.records) : next;
    const values = Array.from({ length: step.records }, () => this.#newValue(10));
    const records = values.map((value) => ({ value: Buffer.from(value), timestampMs: 1000 + this.#written }));
    const batch = encodeBatch(records, { producerId: producer.id, producerEpoch: 0, baseSequence });
    const answer = await this.#answer(this.engine.streams.append({ stream, partition, batch }));
    if (answer === undefined || answer.duplicate) return;
    producer.next.set(key, baseSequence + step.records);
    for (const [index, value] of values.entries()) this.#note(stream, partition, answer.offset + index, value);
  }

  /** What changes a group; most of it on one that is there. */
  async #group(step: Step & { kind: "join" | "leave" | "cursor" | "reset" | "undo" | "delete group" }): Promise<void> {
    const { groups } = this.engine;
    const { stream } = this.#target({ ...step, partition: 0 });
    const group = `group-${step.group}`;
    const memberId = `member-${step.member}`;
    const calls = {
      join: () =>
        groups.joinGroup({ group, memberId, streams: [stream], start: step.ranges > 1 ? "latest" : "earliest" }),
      leave: () => groups.leaveGroup({ group, memberId }),
      cursor: () => this.#commitCursors(group, memberId, step.ranges),
      reset: () => groups.resetGroup({ group, stream, shift: -step.ranges }),
      undo: () => groups.undoReset({ group }),
      "delete group": () => groups.deleteGroup({ group }),
    };
    await this.#answer<unknown>(calls[step.kind]());
  }

  /** Commits something of every partition that the member holds. */
  async #commitCursors(group: string, memberId: string, ranges: number): Promise<void> {
    const { groups, streams } = this.engine;
    const { group: before } = await groups.getGroup({ group });
    const memberEpoch = before?.members.find((member) => member.memberId === memberId)?.epoch ?? 0;
    const { partitions } = await groups.heartbeat({ group, memberId, memberEpoch });
    const cursors = [];
    for (const { stream, partition, epoch } of partitions) {
      const [found] = (await streams.findOffsets({ stream, partitions: [partition], anchor: "latest" })).cursors;
      const end = found?.offset ?? 0;
      const offset = Math.max(0, end - 3 * ranges);
      const finished = Array.from({ length: ranges }, (_, index) => offset + 1 + 2 * index)
        .filter((at) => at < end)
        .map((at) => ({ firstOffset: at, lastOffset: at }));
      cursors.push({ stream, partition, epoch, cursor: { offset, finished } });
    }
    if (cursors.length > 0) await groups.commitCursors({ group, memberId, cursors });
  }

  /** Whether it is the answer that the key's first commit got. */
  #isRepeated(key: string, answer: PublishResponse): boolean {
    const first = this.#keyed.get(key);
    if (key !== "") this.#keyed.set(key, answer);
    if (first?.position !== answer.position) return false;
    assert.deepEqual(answer.placements, first.placements);
    return true;
  }

  /** Most writes go to a partition that is there. */
  #target(step: { stream: number; partition: number }): { stream: string; partition: number } {
    const stream = [...this.#streams.keys()][step.stream % Math.max(1, this.#streams.size)] ?? nameOf(step);
    return { stream, partition: step.partition % (this.#streams.get(stream)?.values.length ?? 1) };
  }

  #newValue(bytes: number): string {
    return `${this.#written++} `.padEnd(bytes, "x");
  }

  #note(stream: string, partition: number, offset: number, value: string): void {
    const values = this.#streams.get(stream)?.values[partition];
    assert.equal(values?.has(offset), false, `${stream}/${partition}/${offset} is given once`);
    values?.set(offset, value);
  }

  async #restart({ index, how }: Step & { kind: "restart" }): Promise<void> {
    await this.engine.inspect().sequencer.whenQuiet();
    if (how === "closed") await this.#close();
    const found = restarted(this.#world);
    const store = { kept: found.index, deleted: new SimulatedIndexStore(), older: this.#olderIndex.clone() }[index];
    this.#world = { ...found, index: store };
    this.#engine = await openWorld(this.#world, this.#settings);
    assert.deepEqual(this.engine.damages(), []);
    await this.check();
  }

  async #close(): Promise<void> {
    await this.engine.close();
    assert.equal(this.#world.disk.openFiles, 0, "no file is left open");
  }

  /** The log, loaded by somebody else, must give the same views, whatever index is there. */
  async #checkReplay(index: SimulatedIndexStore): Promise<void> {
    const { state, sequencer } = this.engine.inspect();
    await sequencer.whenQuiet();
    await this.#world.clock.settle();
    const nowMs = sequencer.nowMs();
    const copy = { disk: this.#world.disk.clone(), index: index.clone(), clock: this.#world.clock };
    const expected = imageOf(state, nowMs);
    const replayed = await loadWorld(copy, this.#settings);
    assert.deepEqual(replayed.log.damages.all, [], "nothing is damaged");
    assert.deepEqual(imageOf(replayed.state, nowMs), expected);
    await replayed.log.close();
    assert.equal(copy.disk.openFiles, 0);
  }

  /** Every record that is there is one that was acknowledged, at its offset, and from the first one on none is missing. */
  async #checkRecords(): Promise<void> {
    for (const [stream, { values }] of this.#streams) {
      for (const [partition, acknowledged] of values.entries()) {
        const records = await readPartition(this.engine, stream, partition);
        for (const { offset, value } of records)
          assert.equal(value, acknowledged.get(offset), `${stream}/${partition}/${offset}`);
        const first = records[0]?.offset ?? Number.POSITIVE_INFINITY;
        const expected = [...acknowledged.keys()].filter((offset) => offset >= first);
        assert.equal(records.length, expected.length, `${stream}/${partition} from ${first} on`);
      }
    }
  }
}

function nameOf({ stream }: { stream: number }): string {
  return `stream-${stream}`;
}

/** Refusals are part of a workload; anything else is a mistake. */
async function refusable<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isFlowMeshError(error) && error.code !== "internal" && error.code !== "data_loss") return undefined;
    throw error;
  }
}
