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
const publish = methods.publish as unknown as AnyMethod;

const megabyte = 2 ** 20;
const gzip = { "grpc-encoding": "gzip", "grpc-accept-encoding": "gzip" };

function compressed(message: Uint8Array): Buffer {
  const bytes = gzipSync(message);
  return Buffer.concat([grpcHead(bytes.length, true), bytes]);
}

test("small messages that unfold to large ones fill no more memory than requests may have, and small ones are still taken", async (t) => {
  const server = await startedServer(t, { limits: { httpBodiesBytes: 8 * megabyte } });
  const client = await GrpcClient.open(t, server.port);
  const bomb = compressed(Buffer.alloc(4 * megabyte));
  const streams = Array.from({ length: 10 }, () => {
    const stream = client.begin(`/${publish.fullName}`, gzip);
    stream.stream.write(bomb);
    return stream;
  });
  const refused = await Promise.all(streams.slice(3).map(({ result }) => result));
  assert.deepEqual(
    refused.map(({ error }) => error?.reason),
    refused.map(() => "overloaded"),
  );
  const small = compressed(getStatus.request.encode({}));
  assert.equal((await client.begin(`/${getStatus.fullName}`, gzip).send([small])).status, 0);
  for (const stream of streams.slice(0, 3)) stream.cancel();
  await Promise.all(streams.map(({ result }) => result));
  assert.notEqual((await client.begin(`/${publish.fullName}`, gzip).send([bomb])).error?.reason, "overloaded");
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
