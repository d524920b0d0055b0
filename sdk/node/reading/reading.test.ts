import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { encodeBatch, isFlowMeshError } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { compressBatch, patchCrc } from "@flowmesh/fabric/internal";
import { Mesh } from "../mesh.ts";
import { allOf } from "../testing/all-of.ts";
import type { Message } from "./message.ts";
import type { ReadOptions } from "./read-range.ts";

const hourMs = 3_600_000;

async function withMesh(partitions: number, run: (mesh: Mesh) => Promise<void>): Promise<void> {
  const mesh = new Mesh(new ModelFabric());
  await mesh.streams.create("s", { partitions });
  try {
    await run(mesh);
  } finally {
    await mesh.close();
  }
}

/** Appends batches of the given texts to partition 0, one batch after the other. */
async function append(mesh: Mesh, ...batches: string[][]): Promise<void> {
  for (const texts of batches) {
    const batch = encodeBatch(texts.map((text) => ({ value: Buffer.from(text), timestampMs: 1 })));
    await mesh.fabric.streams.append({ stream: "s", batch });
  }
}

async function textsOf(mesh: Mesh, options?: ReadOptions): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of mesh.read("s", options)) texts.push(message.text());
  return texts;
}

/** A reader that has read all there is, and waits for the next record. */
async function waiting(mesh: Mesh, count: number, options: ReadOptions = {}) {
  const messages = mesh.read("s", { ...options, live: true });
  for (let read = 0; read < count; read += 1) await messages.next();
  const next = messages.next();
  // Its outcome is looked at later.
  next.catch(() => {});
  await new Promise((resolve) => setImmediate(resolve));
  return { messages, next };
}

test("an empty stream gives nothing, and ends", () =>
  withMesh(3, async (mesh) => {
    assert.deepEqual(await textsOf(mesh), []);
    assert.deepEqual(await textsOf(mesh, { from: "latest" }), []);
    assert.deepEqual(await textsOf(mesh, { from: "1h ago", until: "now" }), []);
  }));

test("a bounded read ends with what was there when it began", () =>
  withMesh(1, async (mesh) => {
    await append(mesh, ["a", "b"]);
    const messages = mesh.read("s");
    assert.equal((await messages.next()).value?.text(), "a");
    await append(mesh, ["c"]);
    assert.equal((await messages.next()).value?.text(), "b");
    assert.deepEqual(await messages.next(), { done: true, value: undefined });
    assert.deepEqual(await messages.next(), { done: true, value: undefined });
  }));

test("offsets bound it exactly, also in the middle of batches", () =>
  withMesh(1, async (mesh) => {
    await append(mesh, ["a", "b", "c"], ["d", "e", "f"]);
    assert.deepEqual(await textsOf(mesh, { from: 1, until: 5 }), ["b", "c", "d", "e"]);
    assert.deepEqual(await textsOf(mesh, { from: { offset: 2 }, until: "4" }), ["c", "d"]);
    assert.deepEqual(await textsOf(mesh, { from: [{ partition: 0, offset: 5 }] }), ["f"]);
    assert.deepEqual(await textsOf(mesh, { from: 6 }), []);
    assert.deepEqual(await textsOf(mesh, { from: 4, until: 2 }), []);
    assert.deepEqual(await textsOf(mesh, { until: 1_000_000 }), ["a", "b", "c", "d", "e", "f"]);
  }));

test("times bound it: from the first record written at the time or later, to before the first at the end", () =>
  withMesh(1, async (mesh) => {
    const startMs = Date.UTC(2026, 10, 3);
    for (const hour of [0, 1, 2, 3]) await mesh.publish("s", String(hour), { timestamp: startMs + hour * hourMs });
    assert.deepEqual(await textsOf(mesh, { from: "2026-11-03T01:00Z", until: "2026-11-03T03:00Z" }), ["1", "2"]);
    assert.deepEqual(await textsOf(mesh, { from: new Date(startMs + 1) }), ["1", "2", "3"]);
    assert.deepEqual(await textsOf(mesh, { until: new Date(startMs) }), []);
    assert.deepEqual(await textsOf(mesh, { from: new Date(startMs + 9 * hourMs) }), []);
  }));

test("a limit ends it after so many records, wherever the batches end", () =>
  withMesh(1, async (mesh) => {
    await append(mesh, ["a", "b", "c"], ["d", "e"]);
    for (const limit of [0, 1, 3, 4]) assert.equal((await textsOf(mesh, { limit })).length, limit);
    assert.equal((await textsOf(mesh, { limit: 99 })).length, 5);
    assert.equal((await textsOf(mesh, { limit: 2, live: true })).length, 2);
    const arrays: string[][] = [];
    for await (const messages of mesh.batches("s", { limit: 4 })) arrays.push(messages.map((each) => each.text()));
    assert.deepEqual(arrays.flat(), ["a", "b", "c", "d"]);
    assert.ok(arrays.every((array) => array.length > 0));
  }));

test("partitions are chosen; one that is not there refuses the read", () =>
  withMesh(3, async (mesh) => {
    for (const partition of [0, 1, 2]) await mesh.publish("s", String(partition), { partition });
    assert.deepEqual(await textsOf(mesh, { partition: 1 }), ["1"]);
    assert.deepEqual((await textsOf(mesh, { partitions: [2, 0, 2] })).sort(), ["0", "2"]);
    assert.deepEqual((await textsOf(mesh)).sort(), ["0", "1", "2"]);
    await assert.rejects(textsOf(mesh, { partition: 3 }), { reason: "partition_not_found" });
    await assert.rejects(textsOf(mesh, { partition: -1 }), { reason: "partition_not_found" });
  }));

test("what makes no sense is refused, and says what is wrong", () =>
  withMesh(2, async (mesh) => {
    const bad: [ReadOptions, RegExp][] = [
      [{ from: 1 }, /from is an offset, but 2 partitions are read/],
      [{ from: "soon" }, /from is "soon"/],
      [{ from: new Date(Number.NaN) }, /from is no valid date/],
      [{ from: -1, partition: 0 }, /from is -1/],
      [{ from: 0.5, partition: 0 }, /from is 0.5/],
      [{ from: [{ partition: 0, offset: 0 }] }, /no offset for partition 1/],
      [{ until: 1, live: true, partition: 0 }, /until cannot be given for a live read/],
      [{ partition: 0, partitions: [1] }, /partitions cannot stand beside partition/],
      [{ partitions: [] }, /partitions is empty/],
      [{ limit: -1 }, /limit is -1/],
      [{ limit: Number.NaN }, /limit is NaN/],
      [{ limit: 1.5 }, /limit is 1.5/],
    ];
    for (const [options, message] of bad)
      await assert.rejects(textsOf(mesh, options), { reason: "field_invalid", message });
    await assert.rejects(textsOf(mesh, { from: 1, partition: 0 }), { reason: "offset_out_of_range" });
    await assert.rejects(mesh.read("nowhere").next(), { reason: "stream_not_found" });
  }));

test("a live read goes on with what comes, also in partitions that are added", () =>
  withMesh(1, async (mesh) => {
    await mesh.publish("s", "old");
    const { messages, next } = await waiting(mesh, 1);
    await mesh.publish("s", "new");
    assert.equal((await next).value?.text(), "new");
    await mesh.streams.update("s", { partitions: 2 });
    await mesh.fabric.streams.publish({ stream: "s", records: [{ value: Buffer.from("added"), partition: 1 }] });
    const { value } = await messages.next();
    assert.deepEqual([value?.partition, value?.text()], [1, "added"]);
    await messages.return?.();
  }));

test("a live read of chosen partitions keeps to them", () =>
  withMesh(2, async (mesh) => {
    const { messages, next } = await waiting(mesh, 0, { partitions: [0] });
    await mesh.publish("s", "other", { partition: 1 });
    await mesh.publish("s", "chosen", { partition: 0 });
    assert.equal((await next).value?.text(), "chosen");
    await messages.return?.();
  }));

test("a live read ends with an error when its stream is deleted", () =>
  withMesh(1, async (mesh) => {
    await mesh.publish("s", "a");
    const { messages, next } = await waiting(mesh, 1);
    await mesh.streams.delete("s");
    await assert.rejects(next, { reason: "stream_not_found" });
    assert.deepEqual(await messages.next(), { done: true, value: undefined });
  }));

test("who leaves a read ends it at once, also while it waits", () =>
  withMesh(1, async (mesh) => {
    await mesh.publish("s", "a");
    for await (const _ of mesh.read("s", { live: true })) break;
    const { messages, next } = await waiting(mesh, 1);
    assert.deepEqual(await messages.return?.(), { done: true, value: undefined });
    assert.deepEqual(await next, { done: true, value: undefined });
    assert.deepEqual(await messages.next(), { done: true, value: undefined });
    const unread = mesh.batches("s", { live: true });
    assert.deepEqual(await unread.return(), { done: true, value: undefined });
    assert.deepEqual(await unread.next(), { done: true, value: undefined });
  }));

test("an aborted signal ends a read with the signal's reason, also while it waits", () =>
  withMesh(1, async (mesh) => {
    await mesh.publish("s", "a");
    const reason = new Error("enough");
    await assert.rejects(textsOf(mesh, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
    const stop = new AbortController();
    const { next } = await waiting(mesh, 1, { signal: stop.signal });
    stop.abort(reason);
    await assert.rejects(next, (error) => error === reason);
  }));

test("reads that wait are refused when the mesh is closed", () =>
  withMesh(1, async (mesh) => {
    const { next } = await waiting(mesh, 0);
    await mesh.close();
    await assert.rejects(next, { reason: "closed" });
  }));

test("several calls of next at a time get the messages in order", () =>
  withMesh(1, async (mesh) => {
    await append(mesh, ["a", "b"], ["c"]);
    const messages = mesh.read("s");
    const results = await Promise.all([1, 2, 3, 4].map(() => messages.next()));
    assert.deepEqual(
      results.map(({ value }) => value?.text()),
      ["a", "b", "c", undefined],
    );
  }));

test("an option that does not exist, and a place that is none, are refused", () =>
  withMesh(1, async (mesh) => {
    await assert.rejects(allOf(mesh.read("s", { form: "latest" } as object)), { reason: "field_unknown" });
    for (const from of [{}, null, true] as never[])
      await assert.rejects(allOf(mesh.read("s", { from })), { reason: "field_invalid", message: /from is neither/ });
  }));

test("a message gives what was published", () =>
  withMesh(1, async (mesh) => {
    const timestamp = new Date(Date.UTC(2026, 0, 2));
    const headers = { kind: "first", raw: Buffer.from([1]), none: null };
    await mesh.publish("s", { a: 1 }, { key: "k", headers, timestamp });
    await mesh.publish("s", null);
    const [full, empty] = (await allOf(mesh.read("s"))) as [Message, Message];
    assert.deepEqual([full.partition, full.offset, full.timestampMs], [0, 0, timestamp.getTime()]);
    assert.deepEqual(full.timestamp, timestamp);
    assert.deepEqual(full.json(), { a: 1 });
    assert.deepEqual([full.text(), full.keyText()], ['{"a":1}', "k"]);
    assert.deepEqual([full.header("kind"), full.header("none"), full.header("other")], ["first", undefined, undefined]);
    assert.deepEqual(
      full.headers.map(({ name }) => name),
      ["kind", "raw", "none"],
    );
    assert.deepEqual([empty.value, empty.key, empty.text(), empty.json()], [undefined, undefined, "", undefined]);
    await mesh.publish("s", "{");
    const [broken] = await allOf(mesh.read("s", { from: 2 }));
    assert.throws(() => broken!.json(), {
      reason: "value_not_json",
      message: /^the value at offset 2 of partition 0 is no JSON: ./,
    });
  }));

test("chunks are the stored batches with the offsets that are meant", () =>
  withMesh(1, async (mesh) => {
    await append(mesh, ["a", "b", "c"], ["d", "e"]);
    const chunks = await allOf(mesh.chunks("s", { from: 1, until: 4 }));
    assert.equal(chunks[0]!.from, 1);
    assert.equal(chunks.at(-1)!.until, 4);
    for (const { partition, batches } of chunks) assert.ok(partition === 0 && batches.length > 61);
  }));

test("records that cannot be read are told behind those before them, with the offset where reading goes on", () =>
  withMesh(1, async (mesh) => {
    const records = ["c", "d"].map((text) => ({ value: Buffer.from(text), timestampMs: 1 }));
    const tooLarge = { value: Buffer.alloc(limits.recordValueBytes.max + 1), timestampMs: 1 };
    const large = compressBatch(encodeBatch([records[0]!, tooLarge, records[1]!]), "zstd");
    const garbled = compressBatch(encodeBatch(records), "gzip");
    garbled.fill(7, 70);
    patchCrc(garbled);
    await append(mesh, ["a", "b"]);
    for (const batch of [large, garbled]) await mesh.fabric.streams.append({ stream: "s", batch });
    await append(mesh, ["e"]);
    const texts: string[] = [];
    const damages: unknown[] = [];
    for (let from = 0, hasEnded = false; !hasEnded; ) {
      try {
        for await (const message of mesh.read("s", { from })) texts.push(message.text());
        hasEnded = true;
      } catch (error) {
        assert.ok(isFlowMeshError(error, "records_malformed"), String(error));
        const { stream, partition, first, last, next } = error.details;
        damages.push([stream, partition, first, last]);
        from = next as number;
      }
    }
    assert.deepEqual(texts, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(damages, [
      ["s", 0, 3, 3],
      ["s", 0, 5, 6],
    ]);
  }));

test("what small batches grow to comes in several arrays, so that it is not in memory at once", () =>
  withMesh(1, async (mesh) => {
    const value = Buffer.alloc(limits.recordValueBytes.value);
    const batch = compressBatch(encodeBatch(Array.from({ length: 15 }, () => ({ value, timestampMs: 1 }))), "zstd");
    for (let count = 0; count < 4; count += 1) await mesh.fabric.streams.append({ stream: "s", batch });
    const offsets: number[] = [];
    for await (const messages of mesh.batches("s")) {
      assert.ok(messages.length <= limits.readBytes.max / value.length, `${messages.length} of them came in one array`);
      offsets.push(...messages.map(({ offset }) => offset));
    }
    assert.deepEqual(
      offsets,
      Array.from({ length: 60 }, (_, offset) => offset),
    );
  }));
