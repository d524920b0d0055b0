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
import { floodedStream, stalledReaders } from "./testing/flood/stalled-readers.ts";
import { FramesClient } from "./testing/frames-client.ts";
import { WatchedProcess } from "./testing/fuzz/watched-process.ts";

const megabyte = 1_048_576;

/** The defaults in miniature: a tenth of the bytes, and a part of the terms in which a sender must get ready and a reader take something. */
const limits: Partial<ServerLimits> = {
  unsyncedBytes: 16 * megabyte,
  httpBodiesBytes: 128 * megabyte,
  connectionUnsentBytes: megabyte,
  unsentBytes: 25 * megabyte,
  responseBytes: 50 * megabyte,
  firstByteMs: 5000,
  httpHeadersMs: 5000,
  httpRequestMs: 5000,
  frameStallMs: 5000,
  frameReceiveMs: 5000,
  crowdedStallMs: 500,
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

/** Every sender was told what the limits promise, and some readers were closed to make room. */
function checkTold(told: Awaited<ReturnType<FloodProcess["end"]>>): void {
  for (const { name, isTold } of slowSenders) assert.deepEqual(Object.keys(told[name] ?? {}), [isTold], name);
  const closed = stalledReaders.flatMap(({ name }) => Object.keys(told[name] ?? {}));
  assert.ok(closed.length > 0 && closed.every((what) => what === "closed"), `stalled readers were told: ${closed}`);
}

/** How long the event loop may be busy without a break: a machine that is busy otherwise needs longer for everything, with the flood or without. */
function stallMsMax(withoutMs: number): number {
  return 200 + Math.min(100, 4 * withoutMs);
}

test("2,000 slow senders and 100 stalled readers leave healthy clients 95 % of their work, are dropped in time, and leave nothing behind", async (t) => {
  const server = await served(t);
  const load = await HealthyLoad.start(t, server.port);
  const flood = await FloodProcess.start(t, server.port, 2000, 100);
  await load.run(500);
  const before = await server.state();
  const without: Record<string, Counts> = {};
  const within: Record<string, Counts> = {};
  for (let round = 0; round < 2; round++) {
    add(without, await load.run(1500));
    const quiet = await server.state();
    await flood.begin();
    add(within, await load.run(5000));
    const flooded = await server.state();
    checkTold(await flood.end());
    await nothingIsOwed(server.port);
    const ended = await server.state();
    const stalls = [quiet, flooded, ended].map(({ stalledMs }) => Math.round(stalledMs));
    t.diagnostic(`event loop busy without, with, at the end of the flood: ${stalls.join(", ")} ms`);
    const mostMs = stallMsMax(quiet.stalledMs);
    assert.ok(flooded.stalledMs <= mostMs, `the event loop stood still: ${stalls.join(", ")} ms`);
    // The flood takes 2,100 connections away at one moment, and the system gives them to the process together.
    assert.ok(ended.stalledMs <= 2 * mostMs, `the event loop stood still at the end: ${stalls.join(", ")} ms`);
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
  const megabytes = [before, after].map(({ memoryBytes }) => (memoryBytes / megabyte).toFixed(1));
  t.diagnostic(`memory before and after: ${megabytes.join(", ")} MiB`);
  assert.ok(after.memoryBytes <= 1.1 * before.memoryBytes, `memory grew from ${megabytes.join(" to ")} MiB`);
  assert.equal(server.errorText, "", "nothing failed inside FlowMesh");
});
