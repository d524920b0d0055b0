import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { LogOperation } from "../../commit/operation.ts";
import { CreateStreamIntent, OpenProducerIntent, type SettingsChange, UpdateStreamIntent } from "./stream-intents.ts";
import { type AppendIntent, CommitScratch, type OrderedAppend, StreamsHead } from "./streams-head.ts";

const unchanged: SettingsChange = {
  partitions: undefined,
  retentionMs: undefined,
  retentionBytes: undefined,
  dedupeWindowMs: undefined,
};

function append(change: Partial<AppendIntent> = {}): AppendIntent {
  return {
    stream: "a",
    partition: 0,
    payload: Buffer.alloc(70),
    records: 1,
    payloadCrc: 1,
    maxTimestampMs: 0,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    jobs: undefined,
    dedupe: "",
    expectedOffset: undefined,
    partitionCount: undefined,
    operation: undefined,
    ...change,
  };
}

/** A head with its own positions and time, in which everything lies in segment 1. */
class HeadWithTime {
  readonly head: StreamsHead;
  position = 0;
  timeMs = 1_000_000;

  constructor(dedupeIdsMax?: number) {
    this.head = new StreamsHead(dedupeIdsMax);
  }

  create(stream: string, dedupeWindowMs?: number): void {
    const intent = new CreateStreamIntent(this.head, stream, "0".repeat(32), { ...unchanged, dedupeWindowMs });
    this.#commit((operations) => intent.order(this.position, this.timeMs, operations));
  }

  openProducer(): number {
    const intent = new OpenProducerIntent(this.head);
    return this.#commit((operations) => intent.order(this.position, this.timeMs, operations)).producerId;
  }

  update(dedupeWindowMs: number): void {
    const intent = new UpdateStreamIntent(this.head, "a", { ...unchanged, dedupeWindowMs }, undefined);
    this.#commit((operations) => intent.order(this.position, this.timeMs, operations));
  }

  /** The appends as one commit. */
  append(...intents: AppendIntent[]): OrderedAppend[] {
    const scratch = new CommitScratch();
    return this.#commit((operations) =>
      intents.map((intent) => this.head.order(intent, this.position, this.timeMs, scratch, operations)),
    );
  }

  isDuplicate(dedupe: string, stream = "a"): boolean {
    return this.append(append({ stream, dedupe }))[0]?.duplicateOf !== undefined;
  }

  #commit<Result>(order: (operations: LogOperation[]) => Result): Result {
    this.position++;
    const operations: LogOperation[] = [];
    const result = order(operations);
    for (const operation of operations) this.head.apply(operation, this.position, this.timeMs, 1);
    return result;
  }
}

function reasonOf(call: () => unknown): string {
  try {
    call();
    return "done";
  } catch (error) {
    return isFlowMeshError(error) ? error.reason : String(error);
  }
}

test("a dedupe id counts for the window that was in force, up to its last millisecond", () => {
  const at = new HeadWithTime();
  at.create("a", 1000);
  assert.equal(at.isDuplicate("x"), false);
  at.timeMs += 1000;
  assert.equal(at.isDuplicate("x"), true);
  at.timeMs += 1;
  assert.equal(at.isDuplicate("x"), false);
});

test("an id that left the window stays forgotten when the window grows", () => {
  const at = new HeadWithTime();
  at.create("a", 1000);
  at.isDuplicate("old");
  at.timeMs += 900;
  at.isDuplicate("new");
  at.timeMs += 200;
  at.update(60_000);
  assert.equal(at.isDuplicate("new"), true);
  assert.equal(at.isDuplicate("old"), false);
});

test("what was committed before dedupe was switched off is forgotten, even within one millisecond", () => {
  const at = new HeadWithTime();
  at.create("a", 1000);
  at.isDuplicate("x");
  at.update(0);
  assert.equal(at.isDuplicate("x"), false);
  at.update(1000);
  assert.equal(at.isDuplicate("x"), false);
  assert.equal(at.isDuplicate("x"), true);
});

test("ids of a stream that nobody writes to any more make room once they are out of their window", () => {
  const at = new HeadWithTime(3);
  at.create("a", 1000);
  at.create("b", 1000);
  for (const id of ["1", "2", "3"]) at.isDuplicate(id);
  assert.equal(
    reasonOf(() => at.isDuplicate("4", "b")),
    "overloaded",
  );
  at.timeMs += 1001;
  assert.equal(
    reasonOf(() => at.isDuplicate("4", "b")),
    "done",
  );
});

test("appends of one commit see each other: offsets, dedupe ids and sequences", () => {
  const at = new HeadWithTime();
  at.create("a");
  const producer = { producerId: at.openProducer(), producerEpoch: 0 };
  const placed = at.append(
    append({ records: 3 }),
    append({ records: 2, expectedOffset: 3, dedupe: "x" }),
    append({ dedupe: "x" }),
    append({ ...producer, baseSequence: 0, records: 2 }),
    append({ ...producer, baseSequence: 2 }),
  );
  assert.deepEqual(
    placed.map(({ offset, duplicateOf }) => [offset, duplicateOf]),
    [
      [0, undefined],
      [3, undefined],
      [3, at.position],
      [5, undefined],
      [7, undefined],
    ],
  );
});

test("within one commit a producer neither skips a sequence nor falls back to an older epoch", () => {
  const first = { producerId: 1, producerEpoch: 1, baseSequence: 0 };
  for (const [second, reason] of [
    [{ producerId: 1, producerEpoch: 1, baseSequence: 2 }, "sequence_out_of_order"],
    [{ producerId: 1, producerEpoch: 0, baseSequence: 1 }, "producer_fenced"],
    [{ producerId: 1, producerEpoch: 2, baseSequence: 1 }, "sequence_out_of_order"],
    [{ producerId: 1, producerEpoch: 2, baseSequence: 0 }, "done"],
  ] as const) {
    const at = new HeadWithTime();
    at.create("a");
    assert.equal(at.openProducer(), first.producerId);
    assert.equal(
      reasonOf(() => at.append(append(first), append(second))),
      reason,
    );
  }
});

test("a producer whose opening was lost, but not its batches, keeps its id to itself", () => {
  const at = new HeadWithTime();
  at.create("a");
  const lost = { producerId: at.openProducer(), producerEpoch: 0, baseSequence: 0 };
  const replayed = new HeadWithTime();
  replayed.create("a");
  const operations: LogOperation[] = [];
  at.head.order(append(lost), at.position, at.timeMs, undefined, operations);
  for (const operation of operations) replayed.head.apply(operation, at.position, at.timeMs, 1);
  assert.equal(replayed.openProducer(), lost.producerId + 1);
});

test("an append that would take a partition beyond the last offset is refused, and the commit with it", () => {
  const at = new HeadWithTime();
  at.create("a");
  const nextOffset = limits.partitionOffsets.value - 2;
  const home = { stream: 1, partition: 0, startOffset: 0, producers: Buffer.alloc(4) };
  at.head.apply({ kind: "partition", ...home, nextOffset }, at.position, at.timeMs, 1);
  for (const appends of [[append({ records: 3 })], [append({ records: 2 }), append()]])
    assert.equal(
      reasonOf(() => at.append(...appends)),
      "limit_exceeded",
    );
  assert.equal(at.append(append({ records: 2 }))[0]?.offset, nextOffset);
});

test("partitions of all streams are limited where they are made, not where they are replayed", () => {
  const of = new HeadWithTime();
  const most = limits.partitions.value;
  const definition = (id: number, partitions: number): LogOperation => ({
    kind: "define",
    definition: { ...defined, id, name: `s${id}`, partitions },
  });
  for (let id = 1; id * 1_000 <= most; id++) of.head.apply(definition(id, 1_000), id, 0, 1);
  const exceeds = (error: unknown): boolean =>
    isFlowMeshError(error, "limit_exceeded") && error.details.limit === most && error.details.value === most + 1;
  assert.throws(() => of.create("one more"), exceeds);
  const growing = new UpdateStreamIntent(of.head, "s1", { ...unchanged, partitions: 1_001 }, undefined);
  assert.throws(() => growing.order(1_000, 0, []), exceeds);
  of.head.apply({ kind: "delete", stream: 2 }, 1_001, 0, 1);
  of.create("one more");
  of.head.apply(definition(5_000, 2_000), 1_002, 0, 1);
  assert.equal(of.head.partitions, most + 1_001);
});

const defined = {
  uuid: "0".repeat(32),
  createdMs: 0,
  revision: 1,
  retentionMs: 0,
  retentionBytes: 0,
  dedupeWindowMs: 0,
  dedupeSinceMs: 0,
  dedupeFrom: 0,
  growths: [],
};
