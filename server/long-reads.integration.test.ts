import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { limits, methods } from "@flowmesh/contract";
import { frameTypes } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import { compressBatch, patchCrc } from "@flowmesh/fabric/internal";
import { errorOf, FramesClient, messageOf } from "./testing/frames-client.ts";
import { startedServer } from "./testing/started-server.ts";

const farFuture = 253_402_300_000_000;
/** Where a batch's header says how late its latest record is. */
const maxTimestampAt = 35;

/** A few hundred bytes that become 15 MiB when they are read; `latest` is what their header claims. */
function packed(latest: number): Buffer {
  const record = { timestampMs: 0, value: Buffer.alloc(limits.recordValueBytes.value) };
  const batch = Buffer.from(compressBatch(encodeBatch(Array.from({ length: 15 }, () => record)), "zstd"));
  batch.writeBigInt64BE(BigInt(latest), maxTimestampAt);
  patchCrc(batch);
  return batch;
}

async function withStream(t: TestContext, partitions: number): Promise<{ one: FramesClient; other: FramesClient }> {
  const { port } = await startedServer(t);
  const one = await FramesClient.open(t, port);
  await one.call("createStream", { stream: "s", partitions });
  return { one, other: await FramesClient.open(t, port) };
}

test("a search through batches whose headers lie ends at its deadline", async (t) => {
  const { one } = await withStream(t, 1);
  const batch = packed(farFuture);
  for (let count = 0; count < 300; count++) await one.call("append", { stream: "s", batch });
  const id = one.send(methods.findOffsets, { stream: "s", time: farFuture - 1 }, 20);
  const answer = await one.nextOf(id);
  assert.equal(answer.type, frameTypes.error);
  assert.equal(errorOf(answer).reason, "deadline_exceeded");
});

test("while many reads undo the compression of a large batch, the event loop goes on turning for everybody else", async (t) => {
  const { one } = await withStream(t, 1);
  await one.call("append", { stream: "s", batch: packed(0) });
  one.socket.cork();
  const ids = Array.from({ length: 50 }, () => one.send(methods.read, { stream: "s", partition: 0, limit: 1 }));
  one.socket.uncork();
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  for (const _ of ids) await one.next(frameTypes.reply);
  isOver = true;
  assert.ok(turns > 0.8 * ids.length, `${turns} turns for ${ids.length} reads`);
});

test("reads that wait for a thousand partitions each are all woken by the first record, and only they", async (t) => {
  const { one, other } = await withStream(t, limits.streamPartitions.value);
  const request = { stream: "s", anchor: "latest", waitMs: limits.waitMs.max ?? limits.waitMs.value };
  const ids = Array.from({ length: 32 }, () => one.send(methods.read, request));
  await one.settled();
  await other.call("publish", { stream: "s", records: [{ partition: 700, value: Buffer.from("x") }] });
  for (const _ of ids) {
    const { records } = messageOf(await one.next(frameTypes.reply)) as { records: { partition: number }[] };
    assert.deepEqual(
      records.map(({ partition }) => partition),
      [700],
    );
  }
});
