import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, type FetchResponse, Hello, methods, type SubscribeResponse } from "@flowmesh/contract";
import { framesPreface, frameTypes } from "@flowmesh/contract/internal";
import { VirtualClock } from "@flowmesh/engine";
import { BatchReader, encodeBatch, FlowMeshError } from "@flowmesh/fabric";
import { errorOf, FramesClient, messageOf, rawFrame } from "../../testing/frames-client.ts";
import { metric, receivedBytes, startedServer } from "../../testing/started-server.ts";

const subscribe = methods.subscribe as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;

function batchOf(value: string | Uint8Array): Uint8Array {
  return encodeBatch([{ value: Buffer.from(value), timestampMs: 1_700_000_000_000 }]);
}

test("answers HELLO with its version, limits and a session", async (t) => {
  const server = await startedServer(t, { version: "1.2.3" });
  const client = await FramesClient.connect(t, server.port);
  client.greet();
  const frame = await client.next(frameTypes.hello);
  const hello = Hello.decode(frame.bytes, frame.start, frame.end);
  assert.equal(hello.version, 1);
  assert.equal(hello.software, "flowmesh/1.2.3");
  assert.equal(hello.subscriptionCreditBytes, 4_194_304);
  assert.equal(hello.maxFrameBytes, 17_825_792);
  assert.match(hello.session, /^frames-\d+$/);
});

test("takes calls right behind the client's HELLO, many at once, also byte by byte", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.connect(t, server.port);
  client.writer.preface();
  client.writer.hello({ version: 1, software: "test" });
  for (let id = 1; id <= 20; id++) {
    client.writer.call(methods.getStatus.number, id, 0, methods.getStatus.request as never, {});
  }
  for (const byte of Buffer.concat(client.writer.take())) client.socket.write(Buffer.from([byte]));
  const answered = new Set<number>();
  while (answered.size < 20) answered.add((await client.next(frameTypes.reply)).callId);
  assert.equal(Math.max(...answered), 20);
});

test("what was appended is fetched back byte for byte", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders", partitions: 2 });
  const batch = batchOf("hello");
  assert.equal((await client.call("append", { stream: "orders", partition: 1, batch })).offset, 0);
  const fetched = await client.call("fetch", { stream: "orders", partition: 1, offset: 0 });
  assert.equal(fetched.nextOffset, 1);
  const reader = new BatchReader(fetched.batches, { checkCrc: true });
  assert.equal(reader.next(), true);
  assert.equal(Buffer.from(reader.value!).toString(), "hello");
});

test("a call that fails is answered with reason, code, texts and details, and the connection lives on", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  await assert.rejects(client.call("getStream", { stream: "absent" }), {
    reason: "stream_not_found",
    code: "not_found",
    details: { stream: "absent" },
    retryable: false,
  });
  assert.equal((await client.call("getStatus", {})).state, "serving");
});

test("an error about something long fits into what the client takes, whatever it takes", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.connect(t, server.port);
  client.writer.preface();
  client.writer.hello({ version: 1, software: "test", maxFrameBytes: 16_384 });
  client.flush();
  for (const letter of ["x", "\0", "\u{1f30d}"]) {
    const stream = letter.repeat(200_000);
    const error = await client.call("getStream", { stream }).catch((cause: FlowMeshError) => cause);
    assert.ok(error instanceof FlowMeshError);
    assert.equal(error.reason, "name_invalid");
    assert.match(String(error.details.name), /^.{1,500}\u2026$/su);
  }
});

test("a write whose answer is larger than what the client takes is written, and the error says so", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.connect(t, server.port);
  client.writer.preface();
  client.writer.hello({ version: 1, software: "test", maxFrameBytes: 16_384 });
  await client.call("createStream", { stream: "s" });
  const records = Array.from({ length: 5_000 }, () => ({ value: Buffer.from("a") }));
  const error = await client.call("publish", { stream: "s", records }).catch((cause: FlowMeshError) => cause);
  assert.ok(error instanceof FlowMeshError);
  assert.deepEqual([error.reason, error.details.limit], ["reply_too_large", 16_384]);
  assert.match(error.message, /what was to be written is written/);
  const { stream } = await client.call("getStream", { stream: "s" });
  assert.equal(stream?.partitions[0]?.nextOffset, records.length);
});

test("a method or a request that nobody knows fails alone", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  client.sendRaw(frameTypes.call, 999, 7, Buffer.alloc(4));
  assert.equal(errorOf(await client.nextOf(7)).reason, "method_unknown");
  client.sendRaw(frameTypes.call, methods.getStream.number, 8, Buffer.from([0, 0, 0, 0, 0xff, 0xff, 0xff]));
  assert.equal(errorOf(await client.nextOf(8)).reason, "message_malformed");
  assert.equal((await client.call("getStatus", {})).state, "serving");
});

test("a client that breaks the protocol is told why, and its connection ends; others do not notice", async (t) => {
  const server = await startedServer(t);
  const other = await FramesClient.open(t, server.port);
  const client = await FramesClient.open(t, server.port);
  client.socket.write(Buffer.from([8, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0]));
  const error = errorOf(await client.next(frameTypes.goaway));
  assert.equal(error.reason, "protocol_violation");
  assert.match(error.message, /does not send frames of type 3/);
  await client.closed;
  assert.equal((await other.call("getStatus", {})).state, "serving");
});

test("half a frame and then silence: closed after frame_stall_ms, and not when the rest comes before", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const slow = await FramesClient.open(t, server.port);
  const silent = await FramesClient.open(t, server.port);
  const ping = rawFrame(frameTypes.ping, 0, 0, Buffer.from("abc"));
  for (const client of [slow, silent]) {
    client.socket.write(Buffer.concat([ping, ping.subarray(0, 6)]));
    await client.next(frameTypes.pong);
  }
  await clock.advance(9_500);
  slow.socket.write(ping.subarray(6));
  await slow.next(frameTypes.pong);
  await clock.advance(3_000);
  assert.match(errorOf(await silent.next(frameTypes.goaway)).message, /nothing came for 10000 ms/);
  await clock.advance(1_000);
  await silent.closed;
  assert.equal((await slow.call("getStatus", {})).state, "serving");
});

test("a frame that comes in drops for ever is not waited for", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock, limits: { frameReceiveMs: 20_000 } });
  const client = await FramesClient.open(t, server.port);
  const ping = rawFrame(frameTypes.ping, 0, 0, Buffer.from("abcdefghijkl"));
  client.socket.write(Buffer.concat([ping, ping.subarray(0, 1)]));
  await client.next(frameTypes.pong);
  const dropped = client.next(frameTypes.goaway);
  for (let at = 1; at < 7; at++) {
    client.socket.write(ping.subarray(at, at + 1));
    await receivedBytes(server, "frames", client.socket.bytesWritten);
    await clock.advance(4_000);
  }
  assert.match(errorOf(await dropped).message, /not complete within 20000 ms/);
});

test("frames of which only a part has come are bounded over all connections: whoever adds too much is closed, the others go on", async (t) => {
  const server = await startedServer(t, { limits: { halfFrameBytes: 1_000_000 } });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  client.writer.call(methods.append.number, 99, 0, methods.append.request as unknown as AnyMethod["request"], {
    stream: "orders",
    batch: batchOf(Buffer.alloc(900_000)),
  });
  const frame = Buffer.concat(client.writer.take());
  client.socket.write(frame.subarray(0, 600_000));
  await receivedBytes(server, "frames", 600_000);
  const greedy = await FramesClient.open(t, server.port);
  greedy.socket.write(frame.subarray(0, 600_000));
  const error = errorOf(await greedy.next(frameTypes.goaway));
  assert.match(`${error.reason}: ${error.message}`, /overloaded: .*only a part has come.*1000000/);
  await greedy.closed;
  client.socket.write(frame.subarray(600_000));
  assert.equal((await client.nextOf(99)).type, frameTypes.reply);
  const next = await FramesClient.open(t, server.port);
  next.socket.write(frame.subarray(0, 600_000));
  next.socket.write(frame.subarray(600_000));
  assert.equal((await next.nextOf(99)).type, frameTypes.reply);
});

test("who says nothing behind the preface is closed", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await FramesClient.connect(t, server.port);
  client.socket.write(framesPreface);
  await receivedBytes(server, "frames", framesPreface.length);
  await clock.advance(12_500);
  assert.match(errorOf(await client.next(frameTypes.goaway)).message, /no HELLO came within 10000 ms/);
});

/** A clock whose timers all come late, as when the process was stopped for a while. */
class StoppableClock extends VirtualClock {
  #stoppedMs = 0;

  override monotonicMs(): number {
    return super.monotonicMs() + this.#stoppedMs;
  }

  stopFor(durationMs: number): void {
    this.#stoppedMs += durationMs;
  }
}

test("after the process stood still, clients get their whole time again", async (t) => {
  const clock = new StoppableClock();
  const server = await startedServer(t, { clock });
  const half = await FramesClient.open(t, server.port);
  half.socket.write(rawFrame(frameTypes.ping, 0, 0, Buffer.from("whole")).subarray(0, 14));
  const asked = await FramesClient.open(t, server.port);
  asked.answersPings = false;
  await receivedBytes(server, "frames", 30);
  await clock.advance(5_000);
  clock.stopFor(95_000);
  await clock.advance(5_000);
  half.socket.write(rawFrame(frameTypes.ping, 0, 0, Buffer.from("whole")).subarray(14));
  assert.equal(Buffer.from((await half.next(frameTypes.pong)).payload).toString(), "whole");
  await clock.advance(57_000);
  await asked.next(frameTypes.ping);
  clock.stopFor(95_000);
  await clock.advance(1_000);
  await asked.settled();
  assert.equal((await asked.call("getStatus", {})).state, "serving");
  asked.answersPings = true;
});

test("a client that is silent is asked, and closed when it does not answer", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await FramesClient.open(t, server.port);
  client.answersPings = false;
  await clock.advance(61_500);
  await client.next(frameTypes.ping);
  await clock.advance(12_000);
  assert.match(errorOf(await client.next(frameTypes.goaway)).message, /ping was not answered within 10000 ms/);
});

test("a client that answers pings stays", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await FramesClient.open(t, server.port);
  for (let minute = 0; minute < 3; minute++) {
    await clock.advance(61_500);
    await client.next(frameTypes.ping);
    assert.equal((await client.call("getStatus", {})).state, "serving");
  }
});

test("a call that was cancelled is not answered", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  const id = client.send(fetchMethod, { stream: "orders", waitMs: 30_000 });
  client.writer.cancel(fetchMethod.number, id);
  client.writer.cancel(fetchMethod.number, 4711);
  client.flush();
  await client.call("append", { stream: "orders", batch: batchOf("wakes whoever still waits") });
  client.send(methods.getStatus as unknown as AnyMethod, {});
  assert.notEqual((await client.nextFrame())?.callId, id);
});

test("a call that waits ends with deadline_exceeded when its time is over", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  const id = client.send(fetchMethod, { stream: "orders", waitMs: 30_000 }, 500);
  await client.settled();
  await clock.advance(600);
  const error = errorOf(await client.nextOf(id));
  assert.equal(error.reason, "deadline_exceeded");
  assert.equal(error.details.timeoutMs, 500);
});

test("calls and subscriptions beyond the connection's limits are refused as overloaded", async (t) => {
  const limits = { connectionCalls: 4, connectionSubscriptions: 1 };
  const server = await startedServer(t, { limits });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  const wait = { stream: "orders", waitMs: 30_000 };
  const first = client.send(fetchMethod, { ...wait, maxBytes: 1_000_000 });
  client.send(fetchMethod, { ...wait, maxBytes: 1_000_000 });
  client.send(subscribe, { stream: "orders", cursors: [{ partition: 0, offset: 0 }], live: true, maxBytes: 1 });
  const second = errorOf(
    await client.nextOf(
      client.send(subscribe, { stream: "orders", cursors: [{ partition: 0, offset: 0 }], live: true, maxBytes: 1 }),
    ),
  );
  assert.match(`${second.reason}: ${second.message}`, /overloaded: .*subscriptions/);
  client.send(fetchMethod, { ...wait, maxBytes: 1 });
  const fifth = errorOf(await client.nextOf(client.send(methods.getStatus as unknown as AnyMethod, {})));
  assert.match(`${fifth.reason}: ${fifth.message}`, /overloaded: .*calls/);
  client.writer.cancel(fetchMethod.number, first);
  client.flush();
  await client.settled();
  assert.equal((await client.call("getStatus", {})).state, "serving");
});

test("reads beyond what a connection's may return together wait for those before them, and for none that waits itself", async (t) => {
  const server = await startedServer(t, { limits: { connectionResponseBytes: 3_000_000 } });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  await client.call("createStream", { stream: "quiet" });
  await client.call("append", { stream: "orders", batch: batchOf("an order") });
  const waiting = Array.from({ length: 20 }, () =>
    client.send(fetchMethod, { stream: "quiet", waitMs: 30_000, maxBytes: 2_000_000 }),
  );
  const reads = Array.from({ length: 20 }, () => client.send(fetchMethod, { stream: "orders", maxBytes: 2_000_000 }));
  for (const id of reads) assert.equal((messageOf(await client.nextOf(id)) as FetchResponse).nextOffset, 1);
  const writer = await FramesClient.open(t, server.port);
  await writer.call("append", { stream: "quiet", batch: batchOf("at last") });
  for (const id of waiting) assert.equal((messageOf(await client.nextOf(id)) as FetchResponse).nextOffset, 1);
});

test("a subscription sends what its credit allows, and goes on when more is granted", async (t) => {
  const server = await startedServer(t, { limits: { subscriptionCreditBytes: 2_040 } });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  for (let index = 0; index < 10; index++)
    await client.call("append", { stream: "orders", batch: batchOf(Buffer.alloc(900)) });
  const request = { stream: "orders", cursors: [{ partition: 0, offset: 0 }], live: true, maxBytes: 1_000 };
  const id = client.send(subscribe, request);
  const offsets: number[] = [];
  const takeItem = async (): Promise<SubscribeResponse> => {
    const item = messageOf(await client.nextOf(id)) as SubscribeResponse;
    offsets.push(item.nextOffset);
    return item;
  };
  await takeItem();
  await takeItem();
  await takeItem();
  client.writer.ping(Buffer.from("no credit is left"));
  client.flush();
  assert.equal((await client.nextFrame())?.type, frameTypes.pong);
  client.writer.credit(subscribe.number, id, 1_000_000);
  client.flush();
  while (!(await takeItem()).caughtUp);
  assert.deepEqual([...new Set(offsets)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await client.call("append", { stream: "orders", batch: batchOf("live") });
  assert.equal((await takeItem()).nextOffset, 11);
});

test("subscriptions of one connection take turns, so that none is starved", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  for (let index = 0; index < 50; index++)
    await client.call("append", { stream: "orders", batch: batchOf(Buffer.alloc(900)) });
  const request = { stream: "orders", cursors: [{ partition: 0, offset: 0 }], maxBytes: 1_000 };
  const ids = Array.from({ length: 20 }, () => client.send(subscribe, request));
  const ended = new Set<number>();
  while (ended.size < ids.length) ended.add((await client.next(frameTypes.end)).callId);
  assert.deepEqual(
    [...ended].sort((a, b) => a - b),
    ids,
  );
});

test("a client that never reads: what waits for it is bounded, and it is closed", async (t) => {
  const limits = { connectionUnsentBytes: 300_000, connectionResponseBytes: 3_000_000, writeStallMs: 150 };
  const server = await startedServer(t, { limits });
  const healthy = await FramesClient.open(t, server.port);
  await healthy.call("createStream", { stream: "orders" });
  await healthy.call("append", { stream: "orders", batch: batchOf(Buffer.alloc(90_000)) });
  const stalled = await FramesClient.open(t, server.port);
  stalled.socket.pause();
  let unsentMax = 0;
  let sent = 0;
  while ((await metric(server, 'flowmesh_connections{face="frames"}')) === 2) {
    for (let index = 0; index < 20 && sent < 5_000; index++)
      sent = stalled.send(fetchMethod, { stream: "orders", maxBytes: 100_000 });
    unsentMax = Math.max(unsentMax, await metric(server, "flowmesh_network_unsent_bytes"));
    assert.equal((await healthy.call("getStatus", {})).state, "serving");
  }
  assert.ok(unsentMax > 300_000, `${unsentMax} bytes waited at most`);
  assert.ok(unsentMax < 3_300_000, `${unsentMax} bytes waited at most`);
  assert.equal(await metric(server, "flowmesh_network_unsent_bytes"), 0);
});

test("a connection with too many request bytes under way is read on when there is room", async (t) => {
  const server = await startedServer(t, { limits: { unsyncedBytes: 50_000 } });
  const client = await FramesClient.open(t, server.port);
  await client.call("createStream", { stream: "orders" });
  const ids = Array.from({ length: 40 }, () =>
    client.send(methods.append as unknown as AnyMethod, { stream: "orders", batch: batchOf(Buffer.alloc(20_000)) }),
  );
  const answered = new Set<number>();
  while (answered.size < ids.length) answered.add((await client.next(frameTypes.reply)).callId);
  assert.deepEqual(
    [...answered].sort((a, b) => a - b),
    ids,
  );
});

test("calls that were sent before the client has read GOAWAY are refused, not left without an answer", async (t) => {
  const server = await startedServer(t);
  const client = await FramesClient.open(t, server.port);
  client.answersPings = false;
  client.socket.pause();
  const stopped = server.stop();
  const id = client.send(methods.getStatus as unknown as AnyMethod, {});
  client.socket.resume();
  assert.equal(errorOf(await client.next(frameTypes.goaway)).reason, "stopping");
  const { payload } = await client.next(frameTypes.ping);
  assert.equal(errorOf(await client.nextOf(id)).reason, "stopping");
  client.writer.pong(payload);
  client.flush();
  await client.closed;
  await stopped;
});

test("a client that neither answers the PING behind GOAWAY nor leaves is closed when the server stops", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await FramesClient.open(t, server.port);
  client.answersPings = false;
  const stopped = server.stop();
  await client.next(frameTypes.goaway);
  await assert.rejects(client.call("getStatus", {}), { reason: "stopping" });
  await clock.advance(1_000);
  await client.closed;
  await stopped;
});
