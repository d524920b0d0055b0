import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { frameTypes } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import type { ServerLimits } from "./server-limits.ts";
import { FramesClient } from "./testing/frames-client.ts";
import { HealthyClient } from "./testing/fuzz/healthy-client.ts";
import { WatchedProcess } from "./testing/fuzz/watched-process.ts";

const subscribe = methods.subscribe as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;
const megabyte = 1_000_000;

/** A server in a process of its own, and a client that must not notice the others. */
async function served(
  t: TestContext,
  limits: Partial<ServerLimits>,
): Promise<{ server: WatchedProcess; healthy: HealthyClient; client: FramesClient }> {
  const dataDir = mkdtempSync(join(tmpdir(), "flowmesh-slow-"));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const server = await WatchedProcess.start(t, dataDir, { frameIdleMs: 60_000, firstByteMs: 60_000, ...limits });
  const client = await FramesClient.open(t, server.port);
  const healthy = new HealthyClient(client, server.port);
  await healthy.prepare();
  return { server, healthy, client };
}

/** A connection that sends these bytes and never reads. */
async function deafClient(t: TestContext, port: number, bytes: string | Uint8Array): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  t.after(() => socket.destroy());
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.pause();
  socket.write(bytes);
  return socket;
}

async function gauge(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${name} `))!
      .slice(name.length + 1),
  );
}

/** Works with the healthy client until the server has sent nothing more to the others for a while. Gives the most bytes that waited at any time. */
async function untilNothingMoves(port: number, healthy: HealthyClient): Promise<number> {
  let unsentMax = 0;
  let unsentBefore = -1;
  for (let still = 0; still < 20; ) {
    await healthy.round();
    const unsent = await gauge(port, "flowmesh_network_unsent_bytes");
    unsentMax = Math.max(unsentMax, unsent);
    still = unsent > 0 && unsent === unsentBefore ? still + 1 : 0;
    unsentBefore = unsent;
  }
  return unsentMax;
}

async function fillTarget(client: FramesClient, batches: number): Promise<void> {
  const batch = encodeBatch([{ value: Buffer.alloc(900_000, 0x61), timestampMs: 1_700_000_000_000 }]);
  for (let count = 0; count < batches; count++) await client.call("append", { stream: "target", batch });
}

test("subscribers that never read, on both faces: what waits for them is bounded, and others are served", async (t) => {
  const limits = { unsentBytes: 8 * megabyte, connectionUnsentBytes: megabyte, writeStallMs: 60_000 };
  const { server, healthy, client } = await served(t, { ...limits, responseBytes: 40 * megabyte });
  await fillTarget(client, 20);
  const before = await server.state();
  for (let count = 0; count < 12; count++) {
    const deaf = await FramesClient.open(t, server.port);
    deaf.answersPings = false;
    for (let subscription = 0; subscription < 4; subscription++) {
      const id = deaf.send(subscribe, { stream: "target", cursors: [{}], live: true, maxBytes: megabyte });
      deaf.writer.credit(subscribe.number, id, 2 ** 31);
    }
    deaf.socket.pause();
    deaf.flush();
    const body = '{"cursors":[{}],"live":true}';
    const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    await deafClient(t, server.port, `POST /v1/streams/target/subscription HTTP/1.1\r\n${head}${body}`);
  }
  const unsentMax = await untilNothingMoves(server.port, healthy);
  const after = await server.state();
  // What all may have unsent, four turns, and one item for each connection on top; less than what all may have together.
  assert.ok(unsentMax < 40 * megabyte, `${unsentMax} bytes waited`);
  const grownBytes = after.memoryBytes - before.memoryBytes;
  // On top of that, what each subscription has read ahead.
  assert.ok(grownBytes < (40 + 60) * megabyte, `memory grew by ${grownBytes} bytes`);
  await healthy.checkAll();
});

test("a pipeline of large reads whose answers nobody takes: bounded, and others are served", async (t) => {
  const limits = { unsentBytes: 8 * megabyte, connectionResponseBytes: 4 * megabyte, writeStallMs: 60_000 };
  const { server, healthy, client } = await served(t, { ...limits, httpIdleMs: 60_000 });
  await fillTarget(client, 2);
  const before = await server.state();
  const read = "GET /v1/streams/target/partitions/0/batches HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (let count = 0; count < 10; count++) await deafClient(t, server.port, read.repeat(1000));
  const unsentMax = await untilNothingMoves(server.port, healthy);
  const after = await server.state();
  assert.ok(unsentMax < 60 * megabyte, `${unsentMax} bytes waited`);
  const grownBytes = after.memoryBytes - before.memoryBytes;
  assert.ok(grownBytes < 80 * megabyte, `memory grew by ${grownBytes} bytes`);
  await healthy.checkAll();
});

test("many large reads at once on connections that never read: the sum is bounded, and comes back with them", async (t) => {
  const limits = { unsentBytes: 8 * megabyte, responseBytes: 48 * megabyte, writeStallMs: 60_000 };
  const { server, healthy, client } = await served(t, limits);
  await fillTarget(client, 20);
  const before = await server.state();
  const deaf: FramesClient[] = [];
  for (let count = 0; count < 8; count++) {
    const reader = await FramesClient.open(t, server.port);
    deaf.push(reader);
    reader.answersPings = false;
    reader.socket.pause();
    // Half of them may wait for something to happen, which has happened long ago.
    for (let read = 0; read < 8; read++) {
      reader.send(fetchMethod, { stream: "target", maxBytes: 4 * megabyte, waitMs: (count % 2) * 20_000 });
    }
  }
  const unsentMax = await untilNothingMoves(server.port, healthy);
  const grownBytes = (await server.state()).memoryBytes - before.memoryBytes;
  assert.ok(unsentMax < 48 * megabyte, `${unsentMax} bytes waited`);
  assert.ok(grownBytes < 60 * megabyte, `memory grew by ${grownBytes} bytes`);
  for (const { socket } of deaf) socket.destroy();
  while ((await gauge(server.port, 'flowmesh_connections{face="frames"}')) > 1);
  while ((await gauge(server.port, "flowmesh_network_unsent_bytes")) > 0);
  const keptBytes = (await server.state()).memoryBytes - before.memoryBytes;
  assert.ok(keptBytes < 8 * megabyte, `${keptBytes} bytes are still held`);
  await healthy.checkAll();
});

test("1,000 connections that do nothing cost little, and hinder nobody", async (t) => {
  const { server, healthy } = await served(t, {});
  await healthy.round();
  const before = await server.state();
  for (let count = 0; count < 500; count++) {
    await FramesClient.open(t, server.port);
    await deafClient(t, server.port, "");
  }
  for (let count = 0; count < 20; count++) await healthy.round();
  const after = await server.state();
  const eachBytes = (after.memoryBytes - before.memoryBytes) / 1000;
  assert.ok(eachBytes < 30_000, `${eachBytes} bytes for each connection`);
  assert.ok(after.stalledMs < 100, `the event loop stood still for ${after.stalledMs} ms`);
});

test("heads, bodies and frames that come in drops are cut off in time, by hundreds at once", async (t) => {
  const { server, healthy } = await served(t, {
    httpHeadersMs: 400,
    httpRequestMs: 600,
    frameStallMs: 5000,
    frameReceiveMs: 800,
  });
  const head = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nA: ";
  const body =
    "POST /v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n";
  const dripping = new Set<Socket>();
  for (let count = 0; count < 50; count++) {
    dripping.add(await deafClient(t, server.port, head));
    dripping.add(await deafClient(t, server.port, body));
    const { socket } = await FramesClient.open(t, server.port);
    socket.write(Buffer.of(0, 16, 0, 0, frameTypes.call));
    dripping.add(socket);
  }
  for (const socket of dripping) {
    socket.resume();
    socket.once("close", () => dripping.delete(socket));
  }
  while (dripping.size > 0) {
    for (const socket of dripping) socket.write("\0");
    await healthy.round();
  }
  await healthy.checkAll();
});

test("a flood of connections that come and go: those beyond the limit are closed, and others are served", async (t) => {
  const { server, healthy } = await served(t, { connections: 60 });
  let left = 3000;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const socket = connect({ port: server.port, host: "127.0.0.1", localAddress: `127.0.0.${2 + (left % 200)}` });
      socket.on("error", () => {});
      socket.write(left % 2 === 0 ? "GET / HTTP/1.1\r\n" : Buffer.of(0xf5));
      await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
      if (left % 3 === 0) socket.resetAndDestroy();
      else socket.destroy();
    }
  };
  const flood = Promise.all(Array.from({ length: 40 }, lane));
  let isOver = false;
  void flood.then(() => {
    isOver = true;
  });
  while (!isOver) await healthy.round();
  await flood;
  while ((await gauge(server.port, 'flowmesh_connections{face="frames"}')) > 1);
  assert.ok((await server.state()).stalledMs < 100);
  await healthy.checkAll();
});
