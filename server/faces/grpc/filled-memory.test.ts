import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { grpcHead, ProtoWriter } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import { GrpcClient, type GrpcClientStream } from "../../testing/grpc-client.ts";
import { metric, startedServer } from "../../testing/started-server.ts";

const createStream = methods.createStream as unknown as AnyMethod;
const append = methods.append as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;
const getStatus = methods.getStatus as unknown as AnyMethod;
const subscribe = methods.subscribe as unknown as AnyMethod;
const publish = methods.publish as unknown as AnyMethod;

const megabyte = 2 ** 20;
const gzip = { "grpc-encoding": "gzip", "grpc-accept-encoding": "gzip" };

function compressed(message: Uint8Array): Buffer {
  const bytes = gzipSync(message);
  return Buffer.concat([grpcHead(bytes.length, true), bytes]);
}

/** A message as it is, without its sender's end. */
function plain(message: Uint8Array): Buffer {
  return Buffer.concat([grpcHead(message.length, false), message]);
}

test("what came fills its room whatever was asked; then small messages that unfold to large ones are refused, and small ones taken", async (t) => {
  const server = await startedServer(t, { limits: { httpBodiesBytes: 8 * megabyte } });
  const client = await GrpcClient.open(t, server.port);
  // A large message is refused when it makes the room full; a small one is not.
  const fillers: readonly (readonly [path: string, bytes: number])[] = [
    [`/${publish.fullName}`, 2_790_000],
    [`/${append.fullName}`, 2_790_000],
    ["/grpc.health.v1.Health/Check", 2_790_000],
    [`/${publish.fullName}`, 60_000],
  ];
  const streams: GrpcClientStream[] = [];
  for (const [path, bytes] of fillers) {
    const one = client.begin(path);
    await new Promise((resolve) => one.stream.write(plain(Buffer.alloc(bytes)), resolve));
    streams.push(one);
  }
  const bomb = compressed(Buffer.alloc(4 * megabyte));
  const refusalOfBomb = async (): Promise<string | undefined> =>
    (await client.begin(`/${publish.fullName}`, gzip).send([bomb])).error?.reason;
  assert.equal(await refusalOfBomb(), "overloaded");
  const small = compressed(getStatus.request.encode({}));
  assert.equal((await client.begin(`/${getStatus.fullName}`, gzip).send([small])).status, 0);
  for (const stream of streams) stream.cancel();
  await Promise.all(streams.map(({ result }) => result));
  assert.notEqual(await refusalOfBomb(), "overloaded");
});

test("small messages that would unfold to large ones take no room while their client does not end, nor when they ask for something that lasts", async (t) => {
  const server = await startedServer(t, { limits: { httpBodiesBytes: 8 * megabyte } });
  const client = await GrpcClient.open(t, server.port);
  await client.call(createStream, { stream: "free" });
  const bomb = compressed(Buffer.alloc(4 * megabyte));
  for (let count = 0; count < 8; count++) client.begin(`/${publish.fullName}`, gzip).stream.write(bomb);
  const padding = new ProtoWriter().message(1000, Buffer.alloc(9 * megabyte)).finish();
  const padded = Buffer.concat([
    subscribe.request.encode({ stream: "free", live: true, cursors: [{ partition: 0, offset: 0 }] }),
    padding,
  ]);
  const subscription = client.begin(`/${subscribe.fullName}`, gzip);
  subscription.stream.end(compressed(padded));
  // Messages of one connection unfold one behind the other.
  const small = compressed(getStatus.request.encode({}));
  assert.equal((await client.begin(`/${getStatus.fullName}`, gzip).send([small])).status, 0);
  assert.ok(!subscription.stream.closed);
  const batch = encodeBatch([{ timestampMs: 1_700_000_000_000, value: randomBytes(500_000) }]);
  const { error } = await client.call(append, { stream: "free", partition: 0, batch });
  assert.equal(error, undefined);
});

test("answers that wait to be compressed count as unsent, and are forgotten with their clients", async (t) => {
  const limits = { connectionUnsentBytes: megabyte, connectionResponseBytes: 64 * megabyte };
  const server = await startedServer(t, { limits });
  const writer = await GrpcClient.open(t, server.port);
  await writer.call(createStream, { stream: "much" });
  const batch = encodeBatch([{ timestampMs: 1_700_000_000_000, value: randomBytes(900_000) }]);
  for (let count = 0; count < 4; count++) await writer.call(append, { stream: "much", partition: 0, batch });
  const stuck = await GrpcClient.open(t, server.port, { windowBytes: 1 });
  const request = compressed(fetchMethod.request.encode({ stream: "much", partition: 0, maxBytes: 8 * megabyte }));
  for (let count = 0; count < 30; count++) {
    const { stream } = stuck.begin(`/${fetchMethod.fullName}`, gzip);
    stream.pause();
    stream.end(request);
  }
  const wanted =
    'flowmesh_rpc_server_calls_total{rpc_method="flowmesh.v1.StreamsService/Fetch",face="grpc",code="ok",error_type=""}';
  while ((await metric(server, "flowmesh_network_unsent_bytes")) < megabyte);
  stuck.session.destroy();
  while ((await metric(server, "flowmesh_network_unsent_bytes")) > 0);
  assert.ok((await metric(server, wanted)) < 15, "most calls did not begin before their client read");
});

test("who asks what is served, and reads no answer, is not asked for more; the answers come, in order, when he reads", async (t) => {
  const server = await startedServer(t, { limits: { connectionUnsentBytes: 200_000 } });
  const client = await GrpcClient.open(t, server.port, { windowBytes: 1 });
  const question = new ProtoWriter().string(4, "flowmesh.v1.StreamsService").finish();
  const framed = Buffer.concat([grpcHead(question.length, false), question]);
  const asking: GrpcClientStream[] = [];
  for (let count = 0; count < 4; count++) {
    const one = client.begin("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
    one.stream.pause();
    one.stream.end(Buffer.concat(Array.from({ length: 300 }, () => framed)));
    asking.push(one);
  }
  while ((await metric(server, "flowmesh_network_unsent_bytes")) === 0);
  const unsent = await metric(server, "flowmesh_network_unsent_bytes");
  assert.ok(unsent < 2 * megabyte, `${unsent} bytes wait`);
  client.session.settings({ initialWindowSize: megabyte });
  for (const { stream } of asking) stream.resume();
  for (const { result } of asking) {
    const { status, messages } = await result;
    assert.deepEqual([status, messages.length], [0, 300]);
  }
});
