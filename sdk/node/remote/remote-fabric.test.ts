import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { type AnyMethod, type AppendRequest, limits, methods, type SubscribeRequest } from "@flowmesh/contract";
import { frameTypes } from "@flowmesh/contract/internal";
import { encodeBatch, FlowMeshError } from "@flowmesh/fabric";
import { type ScriptedConnection, type ScriptedHello, ScriptedServer } from "../testing/scripted-server.ts";
import { Backoff } from "./backoff.ts";
import type { ChannelOptions } from "./channel.ts";
import { RemoteFabric } from "./remote-fabric.ts";
import { RemoteStream } from "./remote-stream.ts";

interface Fixture {
  readonly server: ScriptedServer;
  readonly fabric: RemoteFabric;
  /** The first connection, on which nothing was called yet. */
  readonly connection: ScriptedConnection;
}

const impatient: ChannelOptions = { backoff: new Backoff(1, 1) };

async function withServer(run: (fixture: Fixture) => Promise<void>, hello?: ScriptedHello, options = impatient) {
  const server = await ScriptedServer.start(hello);
  const fabric = new RemoteFabric(server.address, options);
  try {
    await fabric.connect();
    await run({ server, fabric, connection: await server.connection() });
  } finally {
    await server.close();
    await fabric.close();
  }
}

function batchOf(sequence: number): Uint8Array {
  return encodeBatch([{ value: Buffer.from("v"), timestampMs: 1 }], {
    producerId: 7,
    producerEpoch: 0,
    baseSequence: sequence,
  });
}

test("calls go out together and take their answers in any order", () =>
  withServer(async ({ fabric, connection }) => {
    const streams = ["a", "b", "c"].map((stream) => fabric.streams.getStream({ stream }));
    const calls = [await connection.call(), await connection.call(), await connection.call()];
    for (const { id, request } of calls.reverse()) {
      connection.reply("getStream", id, { stream: { stream: (request as { stream: string }).stream } });
    }
    const names = (await Promise.all(streams)).map((answer) => answer.stream?.stream);
    assert.deepEqual(names, ["a", "b", "c"]);
  }));

test("an answer that comes byte by byte, and several in one piece, are understood", () =>
  withServer(async ({ fabric, connection }) => {
    const first = fabric.streams.getStream({ stream: "a" });
    const bytes = connection.replyBytes("getStream", (await connection.call()).id, { stream: { stream: "a" } });
    for (const byte of bytes) connection.raw(Buffer.from([byte]));
    assert.equal((await first).stream?.stream, "a");
    const pair = [fabric.streams.getStream({ stream: "b" }), fabric.streams.getStream({ stream: "c" })];
    const ids = [(await connection.call()).id, (await connection.call()).id];
    connection.raw(Buffer.concat(ids.map((id) => connection.replyBytes("getStream", id, { stream: { stream: "x" } }))));
    assert.equal((await Promise.all(pair)).length, 2);
  }));

test("an error of the server keeps its reason, texts and details", () =>
  withServer(async ({ fabric, connection }) => {
    const call = fabric.streams.getStream({ stream: "orders" });
    const refusal = new FlowMeshError("stream_not_found", { stream: "orders", near: ["order"] });
    connection.fail((await connection.call()).id, refusal);
    await assert.rejects(call, (error: FlowMeshError) => {
      assert.deepEqual(error.toWire(), refusal.toWire());
      return true;
    });
  }));

test("a value that its field cannot carry is refused before anything is sent", () =>
  withServer(async ({ fabric, connection }) => {
    const call = fabric.streams.fetch({ stream: "s", offset: 1.5 });
    await assert.rejects(call, (error: FlowMeshError) => {
      return error.reason === "field_invalid" && error.details.field === "offset";
    });
    assert.equal(connection.waiting, 0);
  }));

test("a request larger than the server takes is refused before it is sent", () =>
  withServer(
    async ({ fabric, connection }) => {
      const call = fabric.streams.append({ stream: "s", batch: Buffer.alloc(20_000) });
      await assert.rejects(call, { reason: "message_too_large" });
      assert.equal(connection.waiting, 0);
    },
    { maxFrameBytes: 16_384 },
  ));

test("what was sent when the connection broke is repeated if that cannot do it twice, and fails otherwise", () =>
  withServer(async ({ server, fabric, connection }) => {
    const create = fabric.streams.createStream({ stream: "s" });
    const get = fabric.streams.getStream({ stream: "s" });
    const plain = fabric.streams.append({ stream: "s", batch: encodeBatch([{ timestampMs: 1 }]) });
    const keyed = fabric.commit({ idempotencyKey: "k", operations: [{ publish: { stream: "s", records: [{}] } }] });
    const deduped = fabric.streams.publish({ stream: "s", records: [{ dedupeId: "d" }] });
    const failures = [create, plain].map((call) => assert.rejects(call, { reason: "connection_failed" }));
    for (let count = 0; count < 5; count += 1) await connection.call();
    connection.cut();
    await Promise.all(failures);
    const again = await server.connection();
    const repeated = [await again.call(), await again.call(), await again.call()];
    assert.deepEqual(
      repeated.map((call) => call.name),
      ["getStream", "commit", "publish"],
    );
    again.reply("getStream", repeated[0]!.id, {});
    again.reply("commit", repeated[1]!.id, { position: 4 });
    again.reply("publish", repeated[2]!.id, { position: 5 });
    await get;
    assert.equal((await keyed).position, 4);
    assert.equal((await deduped).position, 5);
  }));

test("what the server has forgotten meanwhile, as while the machine was suspended, is not repeated", (t) =>
  withServer(async ({ fabric, connection }) => {
    const operations = [{ publish: { stream: "s", records: [{}] } }];
    const kept = fabric.commit({ idempotencyKey: "kept", operations });
    const forgotten = fabric.commit({ idempotencyKey: "forgotten", idempotencyWindowMs: 300_000, operations });
    const failed = assert.rejects(forgotten, { reason: "connection_failed" });
    await connection.call();
    await connection.call();
    const later = Date.now() + 300_001;
    t.mock.method(Date, "now", () => later);
    connection.cut();
    await failed;
    await fabric.close().catch(() => undefined);
    await assert.rejects(kept);
  }));

test("a watch waits for a connection as long as it takes, and so does a subscription that follows what is live", () => {
  const carrier = { startStream() {}, grantCredit() {}, leaveStream() {} };
  const isLive = (method: AnyMethod, request: object): boolean =>
    new RemoteStream(1, method, request, (same) => same, carrier, undefined).isLive;
  assert.equal(isLive(methods.watch, { bucket: "b" }), true);
  assert.equal(isLive(methods.subscribe, { stream: "s", live: true }), true);
  assert.equal(isLive(methods.subscribe, { stream: "s" }), false);
});

test("appends with sequences are repeated in their order, before newer ones", () =>
  withServer(async ({ server, fabric, connection }) => {
    const append = (sequence: number) =>
      fabric.streams.append({ stream: "s", expectedOffset: sequence, batch: batchOf(sequence) });
    const calls = [append(0), append(1), append(2)];
    connection.reply("append", (await connection.call()).id, { offset: 0 });
    await calls[0];
    connection.cut();
    const again = await server.connection();
    calls.push(append(3));
    for (const sequence of [1, 2, 3]) {
      const { id, request } = await again.call<AppendRequest>();
      assert.equal(request.expectedOffset, sequence);
      again.reply("append", id, { offset: sequence });
    }
    const answers = await Promise.all(calls);
    assert.deepEqual(
      answers.map(({ offset }) => offset),
      [0, 1, 2, 3],
    );
  }));

test("a connection that ends within a frame is a lost one", () =>
  withServer(async ({ server, fabric, connection }) => {
    const call = fabric.streams.getStream({ stream: "a" });
    const { id } = await connection.call();
    connection.raw(connection.replyBytes("getStream", id, { stream: { stream: "a" } }).subarray(0, 9));
    connection.cut();
    const again = await server.connection();
    again.reply("getStream", (await again.call()).id, { stream: { stream: "a" } });
    assert.equal((await call).stream?.stream, "a");
  }));

test("after GOAWAY what was sent ends there, and what is new goes to the next connection", () =>
  withServer(async ({ server, fabric, connection }) => {
    const before = fabric.streams.createStream({ stream: "a" });
    const { id } = await connection.call();
    connection.goAway(new FlowMeshError("stopping"));
    const answered = before.then(() => fabric.streams.getStream({ stream: "b" }));
    connection.reply("createStream", id, { position: 1 });
    await connection.ended();
    const next = await server.connection();
    next.reply("getStream", (await next.call()).id, { stream: { stream: "b" } });
    assert.equal((await answered).stream?.stream, "b");
  }));

test("a call that a stopping server refused goes to the next connection if it may be repeated", () =>
  withServer(async ({ server, fabric, connection }) => {
    const get = fabric.streams.getStream({ stream: "a" });
    const create = fabric.streams.createStream({ stream: "b" });
    const refused = assert.rejects(create, { reason: "stopping" });
    const [first, second] = [await connection.call(), await connection.call()];
    connection.fail(first.id, new FlowMeshError("stopping"));
    connection.fail(second.id, new FlowMeshError("stopping"));
    await refused;
    const next = await server.connection();
    next.reply("getStream", (await next.call()).id, {});
    await get;
  }));

test("a call ends at its deadline, and the server hears of it", () =>
  withServer(async ({ fabric, connection }) => {
    const call = fabric.streams.getStream({ stream: "a" }, { timeoutMs: 5 });
    const { id, timeoutMs } = await connection.call();
    assert.ok(timeoutMs >= 1 && timeoutMs <= 5);
    await assert.rejects(call, { reason: "deadline_exceeded", code: "deadline_exceeded" });
    const frame = await connection.next();
    assert.deepEqual([frame.type, frame.callId], [frameTypes.cancel, id]);
  }));

test("a call without a connection ends at its deadline and says why there is none", async () => {
  const server = await ScriptedServer.start();
  await server.close();
  const fabric = new RemoteFabric(server.address, impatient);
  const call = fabric.streams.getStream({ stream: "a" }, { timeoutMs: 20 });
  await assert.rejects(call, { reason: "connection_failed", message: /127\.0\.0\.1.*nothing listens/ });
  await fabric.close();
});

test("an aborted call rejects with the signal's reason, and the server hears of it", () =>
  withServer(async ({ fabric, connection }) => {
    const abort = new AbortController();
    const call = fabric.streams.getStream({ stream: "a" }, { signal: abort.signal });
    const { id } = await connection.call();
    const reason = new Error("no longer needed");
    abort.abort(reason);
    await assert.rejects(call, reason);
    assert.equal((await connection.next()).callId, id);
    await assert.rejects(fabric.streams.getStream({ stream: "b" }, { signal: abort.signal }), reason);
    assert.equal(connection.waiting, 0);
  }));

test("connecting to where nothing listens fails at once", async () => {
  const server = await ScriptedServer.start();
  await server.close();
  const fabric = new RemoteFabric(server.address);
  await assert.rejects(fabric.connect(), { reason: "connection_failed", retryable: true });
  await fabric.close();
});

test("a server of another version is refused at once, with what waits for it", async () => {
  const server = await ScriptedServer.start({ version: 2 });
  const fabric = new RemoteFabric(server.address);
  const refused = { reason: "protocol_violation", message: /version 2/ };
  const call = assert.rejects(fabric.streams.getStream({ stream: "a" }), refused);
  await assert.rejects(fabric.connect(), refused);
  await call;
  await fabric.close();
  await server.close();
});

test("a server that speaks something else is refused at once", async () => {
  const http = createServer((_, response) => response.end("hello"));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const fabric = new RemoteFabric({ host: "127.0.0.1", port, origin: "test" });
  await assert.rejects(fabric.connect(), {
    reason: "connection_failed",
    code: "unavailable",
    message: /an HTTP server answers/,
  });
  await fabric.close();
  http.close();
});

test("a server that never says HELLO is given up", async () => {
  const server = await ScriptedServer.start("silent");
  const fabric = new RemoteFabric(server.address, { silence: { connectMs: 20, pingAfterMs: 1000, stallMs: 1000 } });
  await assert.rejects(fabric.connect(), { reason: "connection_failed", message: /no HELLO/ });
  await fabric.close();
  await server.close();
});

test("a server that falls silent is asked, and then left", () =>
  withServer(
    async ({ server, fabric, connection }) => {
      const call = fabric.streams.getStream({ stream: "a" });
      await connection.call();
      assert.equal((await connection.next()).type, frameTypes.ping);
      const next = await server.connection();
      next.reply("getStream", (await next.call()).id, {});
      await call;
    },
    {},
    { ...impatient, silence: { connectMs: 1000, pingAfterMs: 20, stallMs: 20 } },
  ));

test("a ping of the server is answered with its bytes", () =>
  withServer(async ({ connection }) => {
    connection.raw(Buffer.from([11, 0, 0, 0, frameTypes.ping, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]));
    const pong = await connection.next();
    assert.deepEqual([pong.type, [...pong.payload]], [frameTypes.pong, [1, 2, 3]]);
  }));

test("no more calls are under way than a server takes; the others wait their turn", () =>
  withServer(async ({ fabric, connection }) => {
    const taken = limits.connectionCalls.value - limits.connectionSubscriptions.value;
    const calls = Array.from({ length: taken + 10 }, (_, index) => fabric.streams.getStream({ stream: `s${index}` }));
    const ids: number[] = [];
    for (let count = 0; count < taken; count += 1) ids.push((await connection.call()).id);
    assert.equal(connection.waiting, 0);
    for (const id of ids) connection.reply("getStream", id, {});
    for (let count = 0; count < 10; count += 1) connection.reply("getStream", (await connection.call()).id, {});
    await Promise.all(calls);
  }));

test("close waits for writes that the server has, refuses what reads and what it has not, and may be called twice", () =>
  withServer(async ({ fabric, connection }) => {
    const write = fabric.streams.append({ stream: "a", batch: batchOf(0) });
    const read = assert.rejects(fabric.streams.fetch({ stream: "a", waitMs: 20_000 }), { reason: "closed" });
    const [{ id }, fetch] = [await connection.call(), await connection.call()];
    const closing = [fabric.close(), fabric.close()];
    await read;
    await assert.rejects(fabric.streams.getStream({ stream: "b" }), { reason: "closed" });
    const { type, callId } = await connection.next();
    assert.deepEqual([type, callId], [frameTypes.cancel, fetch.id]);
    connection.reply("append", id, { offset: 3 });
    assert.equal((await write).offset, 3);
    await Promise.all(closing);
    await connection.ended();
    const late = fabric.streams.subscribe({ stream: "a" })[Symbol.asyncIterator]();
    await assert.rejects(late.next(), { reason: "closed" });
  }));

test("a read that waits has the time that it waits for on top of that for a call", () =>
  withServer(async ({ fabric, connection }) => {
    const calls = [
      fabric.streams.fetch({ stream: "a", waitMs: 20_000 }),
      fabric.streams.fetch({ stream: "a", waitMs: 20_000 }, { timeoutMs: 100 }),
    ];
    const [byDefault, given] = [await connection.call(), await connection.call()];
    assert.ok(byDefault.timeoutMs > 49_000 && byDefault.timeoutMs <= 50_000, `${byDefault.timeoutMs} ms`);
    assert.ok(given.timeoutMs <= 100);
    for (const { id } of [byDefault, given]) connection.reply("fetch", id, {});
    await Promise.all(calls);
  }));

test("a subscription goes on behind what it received last", () =>
  withServer(async ({ server, fabric, connection }) => {
    const request = { stream: "s", live: true, cursors: [{ partition: 0, offset: 5 }, { partition: 1 }] };
    const responses = fabric.streams.subscribe(request)[Symbol.asyncIterator]();
    const first = responses.next();
    const { id } = await connection.call();
    connection.item("subscribe", id, { partition: 0, nextOffset: 8, batches: batchOf(0) });
    assert.equal((await first).value?.nextOffset, 8);
    connection.item("subscribe", id, { caughtUp: true });
    connection.item("subscribe", id, { partition: 2, nextOffset: 3, batches: batchOf(0) });
    assert.equal((await responses.next()).value?.caughtUp, true);
    assert.equal((await responses.next()).value?.partition, 2);
    connection.cut();
    const next = responses.next();
    const again = await server.connection();
    const resumed = await again.call<SubscribeRequest>();
    assert.deepEqual(resumed.request.cursors, [
      { partition: 0, offset: 8 },
      { partition: 1, offset: 0 },
      { partition: 2, offset: 3 },
    ]);
    again.item("subscribe", resumed.id, { partition: 1, nextOffset: 1, batches: batchOf(0) });
    assert.equal((await next).value?.partition, 1);
    again.end(resumed.id);
    assert.equal((await responses.next()).done, true);
    assert.equal((await responses.next()).done, true);
  }));

test("credit is granted for what was read, not for what has come", () =>
  withServer(
    async ({ fabric, connection }) => {
      const responses = fabric.streams.subscribe({ stream: "s" })[Symbol.asyncIterator]();
      const first = responses.next();
      const { id } = await connection.call();
      const item = { partition: 0, nextOffset: 1, batches: Buffer.alloc(100) };
      const bytes = connection.item("subscribe", id, item);
      for (let count = 0; count < 9; count += 1) connection.item("subscribe", id, item);
      await first;
      for (let count = 0; count < 2; count += 1) await responses.next();
      const credit = await connection.next();
      assert.deepEqual([credit.type, credit.argument], [frameTypes.credit, 3 * bytes]);
      assert.equal(connection.waiting, 0);
    },
    { subscriptionCreditBytes: 1000 },
  ));

test("a lost subscription is asked for again only when what had come is read", () =>
  withServer(async ({ server, fabric, connection }) => {
    const responses = fabric.streams.subscribe({ stream: "s", live: true })[Symbol.asyncIterator]();
    const first = responses.next();
    const { id } = await connection.call();
    for (let offset = 1; offset <= 3; offset += 1) {
      connection.item("subscribe", id, { partition: 0, nextOffset: offset, batches: batchOf(0) });
    }
    assert.equal((await first).value?.nextOffset, 1);
    const other = fabric.streams.getStream({ stream: "s" });
    await connection.call();
    connection.cut();
    const again = await server.connection();
    again.reply("getStream", (await again.call()).id, {});
    await other;
    assert.equal(again.waiting, 0);
    assert.equal((await responses.next()).value?.nextOffset, 2);
    assert.equal((await responses.next()).value?.nextOffset, 3);
    const resumed = await again.call<SubscribeRequest>();
    assert.deepEqual(resumed.request.cursors, [{ partition: 0, offset: 3 }]);
    await responses.return?.();
    assert.equal((await again.next()).type, frameTypes.cancel);
  }));

test("a consumer that leaves, or aborts, cancels the subscription", () =>
  withServer(async ({ fabric, connection }) => {
    const left = fabric.streams.subscribe({ stream: "s", live: true });
    const leaving = (async () => {
      for await (const _ of left) break;
    })();
    const { id } = await connection.call();
    connection.item("subscribe", id, { partition: 0, nextOffset: 1, batches: batchOf(0) });
    await leaving;
    assert.equal((await connection.next()).type, frameTypes.cancel);

    const abort = new AbortController();
    const aborted = fabric.streams.subscribe({ stream: "s", live: true }, { signal: abort.signal });
    const next = aborted[Symbol.asyncIterator]().next();
    await connection.call();
    const reason = new Error("enough");
    abort.abort(reason);
    await assert.rejects(next, reason);
    assert.equal((await connection.next()).type, frameTypes.cancel);
  }));

test("an error ends a subscription after what came before it", () =>
  withServer(async ({ fabric, connection }) => {
    const responses = fabric.streams.subscribe({ stream: "s", live: true })[Symbol.asyncIterator]();
    const first = responses.next();
    const { id } = await connection.call();
    connection.item("subscribe", id, { partition: 0, nextOffset: 1, batches: batchOf(0) });
    connection.item("subscribe", id, { partition: 0, nextOffset: 2, batches: batchOf(0) });
    connection.fail(id, new FlowMeshError("stream_not_found", { stream: "s" }));
    assert.equal((await first).value?.nextOffset, 1);
    assert.equal((await responses.next()).value?.nextOffset, 2);
    await assert.rejects(responses.next(), { reason: "stream_not_found" });
    assert.equal((await responses.next()).done, true);
  }));

test("whoever owns the fabric hears when the connection comes and goes", async () => {
  const changes: unknown[] = [];
  const onConnection: ChannelOptions["onConnection"] = (isOpen, reason) => changes.push(reason?.reason ?? isOpen);
  const options = { ...impatient, onConnection };
  await withServer(
    async ({ server, fabric, connection }) => {
      const call = fabric.streams.getStream({ stream: "a" });
      await connection.call();
      connection.cut();
      const again = await server.connection();
      again.reply("getStream", (await again.call()).id, {});
      await call;
    },
    {},
    options,
  );
  assert.deepEqual(changes.slice(0, 3), [true, "connection_failed", true]);
});
