import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import type { ServerLimits } from "./server-limits.ts";
import { FloodProcess } from "./testing/flood/flood-process.ts";
import { type Counts, HealthyLoad } from "./testing/flood/healthy-load.ts";
import { slowSenders } from "./testing/flood/slow-senders.ts";
import { floodedStream } from "./testing/flood/stalled-readers.ts";
import { FramesClient } from "./testing/frames-client.ts";
import { WatchedProcess } from "./testing/fuzz/watched-process.ts";

const megabyte = 1_048_576;

/** The defaults in miniature: a tenth of the bytes, and of the terms in which a sender must get ready. */
const limits: Partial<ServerLimits> = {
  unsyncedBytes: 16 * megabyte,
  httpBodiesBytes: 128 * megabyte,
  connectionUnsentBytes: megabyte,
  unsentBytes: 25 * megabyte,
  responseBytes: 50 * megabyte,
  firstByteMs: 1000,
  httpHeadersMs: 1500,
  httpRequestMs: 2000,
  frameStallMs: 1500,
  frameReceiveMs: 2000,
  writeStallMs: 10_000,
  httpIdleMs: 60_000,
  frameIdleMs: 60_000,
};

async function served(t: TestContext): Promise<WatchedProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), "flowmesh-flood-"));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const server = await WatchedProcess.start(t, dataDir, limits);
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: floodedStream });
  const batch = encodeBatch([{ value: Buffer.alloc(500_000), timestampMs: 1_700_000_000_000 }]);
  for (let count = 0; count < 40; count++) await client.call("append", { stream: floodedStream, batch });
  return server;
}

/** Resolves when nothing of the flood is left: what its readers were owed is given up when they are gone, or take nothing for `writeStallMs`. */
async function nothingIsOwed(port: number): Promise<void> {
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (text.includes("\nflowmesh_network_unsent_bytes 0\n")) return;
  }
}

function add(sum: Record<string, Counts>, work: Readonly<Record<string, Counts>>): void {
  for (const [kind, { due, done, slowestMs }] of Object.entries(work)) {
    const before = sum[kind] ?? { due: 0, done: 0, slowestMs: 0 };
    sum[kind] = { due: before.due + due, done: before.done + done, slowestMs: Math.max(before.slowestMs, slowestMs) };
  }
}

test("2,000 slow senders leave healthy clients 95 % of their work, are dropped in time, and leave nothing behind", async (t) => {
  const server = await served(t);
  const load = await HealthyLoad.start(t, server.port);
  const flood = await FloodProcess.start(t, server.port, 2000, 0);
  await load.run(500);
  const before = await server.state();
  const without: Record<string, Counts> = {};
  const within: Record<string, Counts> = {};
  for (let round = 0; round < 2; round++) {
    add(without, await load.run(1500));
    const standing = flood.begin();
    add(within, await load.run(5000));
    await standing;
    const { stalledMs } = await server.state();
    t.diagnostic(`event loop busy for ${stalledMs.toFixed(0)} ms at most while it stands`);
    const told = await flood.end();
    for (const { name, isTold } of slowSenders) assert.deepEqual(Object.keys(told[name] ?? {}), [isTold], name);
    await nothingIsOwed(server.port);
  }
  const after = await server.state();
  for (const [kind, { due, done, slowestMs }] of Object.entries(within)) {
    const shareWithout = without[kind]!.done / without[kind]!.due;
    const slowest = `slowest ${slowestMs.toFixed(0)} ms, without the flood ${without[kind]!.slowestMs.toFixed(0)} ms`;
    t.diagnostic(`${kind}: ${done} of ${due} in time; ${slowest}`);
    assert.ok(
      done / due >= 0.95 * shareWithout,
      `${kind}: ${done} of ${due} in time, ${shareWithout} without the flood`,
    );
  }
  t.diagnostic(
    `2,000 connections that end at the same moment keep the event loop busy for ${after.stalledMs.toFixed(0)} ms`,
  );
  const grownBytes = after.memoryBytes - before.memoryBytes;
  assert.ok(grownBytes < 16 * megabyte, `${grownBytes} bytes are still held`);
  assert.equal(server.errorText, "", "nothing failed inside FlowMesh");
});
