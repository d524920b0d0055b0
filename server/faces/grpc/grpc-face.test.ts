import assert from "node:assert/strict";
import { once } from "node:events";
import { constants } from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { type AnyMethod, methods, type ReadResponse } from "@flowmesh/contract";
import { encodeGrpcMessage, grpcHead, ProtoWriter } from "@flowmesh/contract/internal";
import { VirtualClock } from "@flowmesh/engine";
import { GrpcClient, type GrpcClientStream } from "../../testing/grpc-client.ts";
import { metric, startedServer } from "../../testing/started-server.ts";

const getStatus = methods.getStatus as unknown as AnyMethod;
const createStream = methods.createStream as unknown as AnyMethod;
const getStream = methods.getStream as unknown as AnyMethod;
const publish = methods.publish as unknown as AnyMethod;
const read = methods.read as unknown as AnyMethod;
const subscribe = methods.subscribe as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;

const liveCursors = { live: true, cursors: [{ partition: 0, offset: 0 }] };

function bodyOf(method: AnyMethod, request: object): Buffer {
  return Buffer.concat(encodeGrpcMessage(method.request, request));
}

function gzipped(method: AnyMethod, request: object): Buffer {
  const compressed = gzipSync(method.request.encode(request));
  return Buffer.concat([grpcHead(compressed.length, true), compressed]);
}

test("a call is answered with its message and status 0, beside HTTP/1 and frames on one port", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  const { response, status, headers } = await client.call<{ state: string }>(getStatus, {});
  assert.deepEqual([response?.state, status, headers["content-type"]], ["serving", 0, "application/grpc+proto"]);
  assert.equal((await fetch(`${server.httpUrl}/health/ready`)).status, 200);
  assert.equal(
    await metric(
      server,
      'flowmesh_rpc_server_calls_total{rpc_method="flowmesh.v1.SystemService/GetStatus",face="grpc",code="ok",error_type=""}',
    ),
    1,
  );
});

test("a connection whose preface comes byte by byte is HTTP/2, and POST is not", async (t) => {
  const server = await startedServer(t);
  const socket = connect({ port: server.port, host: "127.0.0.1", noDelay: true });
  t.after(() => socket.destroy());
  const first = once(socket, "data");
  for (const byte of Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1")) {
    await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
  }
  const [settings] = (await first) as [Buffer];
  assert.equal(settings[3], 4, "the server begins with SETTINGS");
  assert.equal((await fetch(`${server.httpUrl}/v1/streams`, { method: "PUT" })).status, 405);
});

test("a message may come in many pieces, and only one may come", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  const body = bodyOf(createStream, { stream: "pieces" });
  const pieces = [...body].map((byte) => Buffer.from([byte]));
  assert.equal((await client.begin(`/${createStream.fullName}`).send(pieces)).status, 0);
  const twice = await client
    .begin(`/${getStatus.fullName}`)
    .send([Buffer.concat([bodyOf(getStatus, {}), bodyOf(getStatus, {})])]);
  assert.deepEqual([twice.status, twice.error?.reason], [3, "message_malformed"]);
  const none = await client.begin(`/${getStatus.fullName}`).send([]);
  assert.deepEqual([none.status, none.error?.reason], [3, "message_malformed"]);
  const half = await client.begin(`/${createStream.fullName}`).send([body.subarray(0, 7)]);
  assert.deepEqual([half.status, half.error?.reason], [3, "message_malformed"]);
});

test("an error keeps its reason, details, texts and what to do", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  const { status, error, trailers } = await client.call(getStream, { stream: "gr\u00f6\u00dfe" });
  assert.equal(status, 3);
  assert.equal(error?.reason, "name_invalid");
  assert.match(String(trailers["grpc-message"]), /gr%C3%B6%C3%9Fe/);
  const missing = await client.call(getStream, { stream: "nowhere" });
  assert.deepEqual(
    [missing.status, missing.error?.reason, missing.error?.details],
    [5, "stream_not_found", [{ name: "stream", json: '"nowhere"' }]],
  );
});

test("what is no gRPC, no method, or no known compression is told so", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  assert.equal((await client.call(getStatus, {}, { "content-type": "application/json" })).httpStatus, 415);
  assert.equal((await client.begin("/flowmesh.v1.StreamsService/Nothing").send([bodyOf(getStatus, {})])).status, 12);
  const unknown = await client.call(getStatus, {}, { "grpc-encoding": "snappy" });
  assert.deepEqual([unknown.status, unknown.trailers["grpc-accept-encoding"]], [12, "identity,gzip"]);
  const web = await client.call(getStatus, {}, { origin: "https://example.com" });
  assert.deepEqual([web.status, web.error?.reason], [7, "origin_not_allowed"]);
  const rebound = await client.call(getStatus, {}, { ":authority": "example.com" });
  assert.deepEqual([rebound.status, rebound.error?.reason], [7, "host_not_allowed"]);
});

test("messages are compressed both ways for a client that does so, and a bomb does not unfold", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  const gzip = { "grpc-encoding": "gzip", "grpc-accept-encoding": "identity, gzip" };
  await client.call(createStream, { stream: "zipped" });
  const value = Buffer.alloc(200_000, "compressible ");
  const written = await client
    .begin(`/${publish.fullName}`, gzip)
    .send([gzipped(publish, { stream: "zipped", records: [{ value }] })]);
  assert.equal(written.status, 0);
  const result = await client.begin(`/${read.fullName}`, gzip).send([gzipped(read, { stream: "zipped" })]);
  const [message] = result.messages;
  assert.equal(message?.isCompressed, true);
  assert.ok(message!.bytes.length < 10_000);
  const page = read.response.decode(gunzipSync(message!.bytes)) as ReadResponse;
  assert.deepEqual(Buffer.from(page.records[0]!.value!), value);

  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
  const burst = await client.begin(`/${publish.fullName}`, gzip).send([grpcHead(bomb.length, true), bomb]);
  assert.deepEqual([burst.status, burst.error?.reason], [8, "message_too_large"]);
  const broken = await client.begin(`/${getStatus.fullName}`, gzip).send([grpcHead(4, true), Buffer.from("nope")]);
  assert.deepEqual([broken.status, broken.error?.reason], [3, "message_malformed"]);
  const unsaid = await client.begin(`/${getStatus.fullName}`).send([grpcHead(4, true), Buffer.from("nope")]);
  assert.deepEqual([unsaid.status, unsaid.error?.reason], [3, "message_malformed"]);
});

test("a message that says it is too large is refused before it comes", async (t) => {
  const server = await startedServer(t, { limits: { frameBytes: 1_000_000 } });
  const client = await GrpcClient.open(t, server.port);
  const stream = client.begin(`/${publish.fullName}`);
  stream.stream.write(grpcHead(1_000_001, false));
  const { status, error } = await stream.result;
  assert.deepEqual([status, error?.reason, error?.details.length], [8, "message_too_large", 2]);
});

test("half a request and then silence is ended, and so is a connection that answers nothing", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await GrpcClient.open(t, server.port);
  const stream = client.begin(`/${publish.fullName}`);
  await new Promise((resolve) => stream.stream.write(Buffer.from([0, 0, 0]), resolve));
  await client.call(getStatus, {});
  for (let second = 0; second < 12; second++) await clock.advance(1_000);
  const { status, error } = await stream.result;
  assert.deepEqual([status, error?.reason], [4, "deadline_exceeded"]);

  const mute = connect({ port: server.port, host: "127.0.0.1" });
  t.after(() => mute.destroy());
  const closed = once(mute.resume(), "close");
  mute.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  await once(mute, "data");
  for (let second = 0; second < 12; second++) await clock.advance(1_000);
  await closed;
});

test("a request that waits for its turn on the connection is not silent, but has its time too", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const client = await GrpcClient.open(t, server.port);
  const beginHalf = async (): Promise<GrpcClientStream> => {
    const stream = client.begin(`/${getStatus.fullName}`);
    await new Promise((resolve) => stream.stream.write(Buffer.from([0, 0, 0]), resolve));
    return stream;
  };
  const sendBeside = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 4) {
      assert.equal((await client.call(getStatus, {})).status, 0);
      await clock.advance(4000);
    }
  };
  const slow = await beginHalf();
  await sendBeside(40);
  slow.stream.end(Buffer.from([0, 0]));
  assert.equal((await slow.result).status, 0);

  const late = await beginHalf();
  await sendBeside(64);
  const { status, error } = await late.result;
  assert.deepEqual([status, error?.reason], [4, "deadline_exceeded"]);
});

test("a deadline ends a call that waits; a wrong one is refused", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  await client.call(createStream, { stream: "slow" });
  const request = { stream: "slow", partition: 0, waitMs: 30_000 };
  const late = await client.call(fetchMethod, request, { "grpc-timeout": "50m" });
  assert.deepEqual([late.status, late.error?.reason], [4, "deadline_exceeded"]);
  const wrong = await client.call(getStatus, {}, { "grpc-timeout": "soon" });
  assert.deepEqual([wrong.status, wrong.error?.reason], [3, "message_malformed"]);
});

test("a subscription goes on until its client leaves, and then nothing of it is left", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  await client.call(createStream, { stream: "live" });
  const stream = client.begin(`/${subscribe.fullName}`);
  stream.stream.end(bodyOf(subscribe, { stream: "live", ...liveCursors }));
  await stream.received(1);
  await client.call(publish, { stream: "live", records: [{ value: Buffer.from("v") }] });
  await stream.received(2);
  stream.cancel();
  assert.equal((await stream.result).status, -1);
  while ((await metric(server, "flowmesh_rpc_server_calls_open")) > 0);
  assert.equal((await client.call(getStatus, {})).status, 0, "the connection stays");
});

test("readers that stand still hold a bounded number of bytes, and others go on", async (t) => {
  const server = await startedServer(t);
  const writer = await GrpcClient.open(t, server.port);
  await writer.call(createStream, { stream: "much" });
  const records = Array.from({ length: 8 }, () => ({ value: Buffer.alloc(100_000) }));
  for (let round = 0; round < 10; round++) await writer.call(publish, { stream: "much", records });
  const stuck = await GrpcClient.open(t, server.port, { windowBytes: 1 });
  const readers: GrpcClientStream[] = [];
  for (let reader = 0; reader < 4; reader++) {
    const stream = stuck.begin(`/${subscribe.fullName}`);
    readers.push(stream);
    stream.stream.pause();
    stream.stream.end(bodyOf(subscribe, { stream: "much", ...liveCursors }));
  }
  while ((await metric(server, "flowmesh_network_unsent_bytes")) < 1_000_000);
  const page = await writer.call<ReadResponse>(read, { stream: "much", partition: 0 });
  assert.ok(page.response!.records.length > 5);
  const unsent = await metric(server, "flowmesh_network_unsent_bytes");
  assert.ok(unsent < 12_000_000, `${unsent} bytes wait`);
  for (const reader of readers.slice(1)) reader.cancel();
  while ((await metric(server, "flowmesh_rpc_server_calls_open")) > 1);
  stuck.session.destroy();
  while ((await metric(server, "flowmesh_network_unsent_bytes")) > 0);
});

test("no more streams are open on one connection than the limit says", async (t) => {
  const server = await startedServer(t, { limits: { grpcStreams: 3 } });
  const client = await GrpcClient.open(t, server.port);
  assert.equal(client.session.remoteSettings.maxConcurrentStreams, 3);
  assert.equal(client.session.remoteSettings.enablePush, false);
  const results = await Promise.all(Array.from({ length: 20 }, () => client.call(getStatus, {})));
  assert.ok(results.every(({ status }) => status === 0));
});

test("whoever stops answers what it has begun, refuses the rest, and says so", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  await client.call(createStream, { stream: "ending" });
  const stream = client.begin(`/${subscribe.fullName}`);
  stream.stream.end(bodyOf(subscribe, { stream: "ending", ...liveCursors }));
  await stream.received(1);
  const goaway = once(client.session, "goaway");
  const closed = once(client.session, "close");
  await server.stop();
  const [code] = (await goaway) as [number];
  assert.equal(code, 0);
  const { status, error } = await stream.result;
  assert.deepEqual([status, error?.reason], [14, "stopping"]);
  await closed;
});

test("health is told, watched, and changes when FlowMesh stops", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  const ask = (service: string): Buffer => {
    const request = new ProtoWriter().string(1, service).finish();
    return Buffer.concat([grpcHead(request.length, false), request]);
  };
  const check = await client.begin("/grpc.health.v1.Health/Check").send([ask("flowmesh.v1.StreamsService")]);
  assert.deepEqual([check.status, check.messages[0]?.bytes], [0, Buffer.from([8, 1])]);
  assert.equal((await client.begin("/grpc.health.v1.Health/Check").send([ask("nothing")])).status, 5);
  const watch = client.begin("/grpc.health.v1.Health/Watch");
  watch.stream.end(ask(""));
  await watch.received(1);
  const stopping = server.stop();
  await watch.received(2);
  assert.deepEqual(
    watch.messages.map(({ bytes }) => bytes[1]),
    [1, 2],
  );
  await stopping;
});

test("a client whose message comes in thousands of frames of a byte loses its connection, and others are served", async (t) => {
  const server = await startedServer(t, { clock: new VirtualClock() });
  const client = await GrpcClient.open(t, server.port);
  const { stream } = client.begin("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
  stream.on("error", () => {});
  const closed = once(client.session, "close");
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1_000_000, 1);
  stream.write(head);
  for (let byte = 0; byte < 5000 && !client.session.destroyed; byte++)
    await new Promise((resolve) => stream.write(Buffer.from([10]), resolve));
  await closed;
  const other = await GrpcClient.open(t, server.port);
  assert.equal((await other.call(getStatus, {})).status, 0);
  // A whole message of a few bytes each is what any client sends.
  for (let call = 0; call < 1500; call += 100)
    await Promise.all(Array.from({ length: 100 }, () => other.call(getStatus, {})));
  assert.equal(other.session.destroyed, false);
});

test("what a client gives up at once, however much it may have under way, costs it no other call", async (t) => {
  const server = await startedServer(t);
  await server.fabric.streams.createStream({ stream: "s", partitions: 1 });
  const client = await GrpcClient.open(t, server.port);
  const kept = client.begin(`/${subscribe.fullName}`);
  kept.stream.end(bodyOf(subscribe, { stream: "s", ...liveCursors }));
  await kept.received(1);
  const given = Array.from({ length: 1500 }, () => {
    const waiting = client.begin(`/${fetchMethod.fullName}`);
    waiting.stream.on("error", () => {});
    waiting.stream.end(bodyOf(fetchMethod, { stream: "s", cursors: [{ partition: 0, offset: 0 }], waitMs: 30_000 }));
    return waiting;
  });
  assert.equal((await client.call(getStatus, {})).status, 0);
  for (const { stream } of given) stream.close(constants.NGHTTP2_CANCEL);
  assert.equal((await client.call(getStatus, {})).status, 0);
  await server.fabric.streams.publish({ stream: "s", records: [{ value: Buffer.from("a") }] });
  await kept.received(2);
});

test("hundreds of calls that come and go together on one connection are all answered, time and again", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  for (let burst = 0; burst < 20; burst++) {
    const results = await Promise.all(Array.from({ length: 600 }, () => client.call(getStatus, {})));
    assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([0]));
  }
  assert.equal(client.session.destroyed, false);
});
