import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  type AnyMethod,
  type AppendRequestInit,
  type AppendResponse,
  type AppendStreamResponse,
  callStreams,
  type FetchResponse,
  methods,
} from "@flowmesh/contract";
import { grpcHead } from "@flowmesh/contract/internal";
import { SystemClock } from "@flowmesh/engine";
import { encodeBatch } from "@flowmesh/fabric";
import { patchProducer } from "@flowmesh/fabric/internal";
import { hashOfToken, newToken } from "../../access/token.ts";
import { formatTokens, type TokenEntry } from "../../access/tokens-file.ts";
import { openEngineFabric } from "../../open-engine-fabric.ts";
import type { ServedFabric } from "../../served-fabric.ts";
import type { RunningServer } from "../../server-options.ts";
import { openLog } from "../../telemetry/log.ts";
import { GrpcClient, type GrpcClientStream } from "../../testing/grpc-client.ts";
import { metric, startedServer } from "../../testing/started-server.ts";

const { appendStream } = callStreams;
const createStream = methods.createStream as unknown as AnyMethod;
const append = methods.append as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;
const getStatus = methods.getStatus as unknown as AnyMethod;
const openProducer = methods.openProducer as unknown as AnyMethod;

function batchOf(value: string): Buffer {
  return Buffer.from(encodeBatch([{ timestampMs: 1_700_000_000_000, value: Buffer.from(value) }]));
}

function framed(message: Uint8Array): Buffer {
  return Buffer.concat([grpcHead(message.length, false), message]);
}

function requestOf(request: AppendRequestInit, timeoutMs = 0): Buffer {
  return framed(appendStream.request.encode({ request, timeoutMs }));
}

function ofOrders(value: string): Buffer {
  return requestOf({ stream: "orders", partition: 0, batch: batchOf(value) });
}

function answersOf(stream: GrpcClientStream): AppendStreamResponse[] {
  return stream.messages.map(({ bytes }) => appendStream.response.decode(bytes));
}

/** Offsets of what was appended, reasons of what was not. */
function outcomesOf(stream: GrpcClientStream): (number | string | undefined)[] {
  return answersOf(stream).map(({ response, error }) => response?.offset ?? error?.reason);
}

async function opened(t: TestContext, server: RunningServer, windowBytes?: number): Promise<GrpcClient> {
  const client = await GrpcClient.open(t, server.port, windowBytes === undefined ? {} : { windowBytes });
  await client.call(createStream, { stream: "orders" });
  return client;
}

function begin(client: GrpcClient, headers: Record<string, string> = {}): GrpcClientStream {
  return client.begin(`/${appendStream.fullName}`, headers);
}

/** A server whose appends wait until they are let go, in the order in which they were begun. */
async function holdingServer(t: TestContext, limits: Record<string, number>) {
  const held: (() => void)[] = [];
  const openFabric = async (): Promise<ServedFabric> => {
    const log = openLog({ level: "silent", isReadable: false });
    const clock = new SystemClock();
    const fabric = await openEngineFabric({
      dataDir: undefined,
      durability: "always",
      segmentBytes: 1_048_576,
      clock,
      log,
    });
    const append = fabric.streams.append.bind(fabric.streams);
    fabric.streams.append = async (...request): Promise<AppendResponse> => {
      await new Promise<void>((resolve) => held.push(resolve));
      return append(...request);
    };
    return fabric;
  };
  return { server: await startedServer(t, { openFabric, limits }), held };
}

test("requests of one stream are answered in their order, and one that fails does not end it", async (t) => {
  const server = await startedServer(t);
  const client = await opened(t, server);
  const stream = begin(client);
  const requests = [
    ofOrders("a"),
    requestOf({ stream: "nowhere", partition: 0, batch: batchOf("x") }),
    ofOrders("b"),
    requestOf({ stream: "orders", partition: 7, batch: batchOf("x") }),
    requestOf({ stream: "orders", partition: 0, batch: Buffer.from("no batch") }),
    requestOf({ stream: "orders", partition: 0, batch: batchOf("x"), expectedOffset: 99 }),
    ofOrders("c"),
  ];
  const { status } = await stream.send([Buffer.concat(requests)]);
  assert.equal(status, 0);
  assert.deepEqual(outcomesOf(stream), [
    0,
    "stream_not_found",
    1,
    "partition_not_found",
    "batch_malformed",
    "expected_offset_mismatch",
    2,
  ]);
  const [, refused] = answersOf(stream);
  assert.deepEqual(refused?.error?.details, [{ name: "stream", json: '"nowhere"' }]);
  const all = await client.call<FetchResponse>(fetchMethod, { stream: "orders", partition: 0, offset: 0 });
  assert.equal(all.response?.nextOffset, 3);
  const labels = 'rpc_method="flowmesh.v1.StreamsService/Append",face="grpc",code="ok",error_type=""';
  assert.equal(await metric(server, `flowmesh_rpc_server_calls_total{${labels}}`), 3, "each counts as an Append");
});

test("what a producer sends twice over streams is written once", async (t) => {
  const client = await opened(t, await startedServer(t));
  const { response } = await client.call<{ producerId: number; producerEpoch: number }>(openProducer, {});
  const requests = [0, 1, 2].map((sequence) => {
    const batch = batchOf(`value ${sequence}`);
    patchProducer(batch, 0, response!.producerId, response!.producerEpoch, sequence);
    return requestOf({ stream: "orders", partition: 0, batch });
  });
  const first = begin(client);
  await first.send([Buffer.concat(requests.slice(0, 2))]);
  const second = begin(client);
  await second.send([Buffer.concat(requests)]);
  assert.deepEqual(
    [first, second].map((stream) =>
      answersOf(stream).map(({ response: placed }) => [placed?.offset, placed?.duplicate]),
    ),
    [
      [
        [0, false],
        [1, false],
      ],
      [
        [0, true],
        [1, true],
        [2, false],
      ],
    ],
  );
});

test("a request that cannot be understood is refused alone; what is no gRPC ends the stream behind the answers before", async (t) => {
  const server = await startedServer(t, { limits: { frameBytes: 1_000_000 } });
  const client = await opened(t, server);
  const wrong = begin(client);
  const requests = [
    framed(Buffer.from([0x0a, 0xff])),
    framed(Buffer.alloc(0)),
    requestOf({ stream: "orders", partition: 0, batch: batchOf("x") }, -1),
    requestOf({ stream: "orders", partition: 0, batch: batchOf("x") }, 300_001),
    ofOrders("a"),
  ];
  assert.equal((await wrong.send(requests)).status, 0);
  assert.deepEqual(outcomesOf(wrong), ["message_malformed", "field_invalid", "field_invalid", "field_invalid", 0]);
  for (const [end, status, reason] of [
    [Buffer.from([7, 0, 0, 0, 0]), 3, "message_malformed"],
    [grpcHead(1_000_001, false), 8, "message_too_large"],
    [grpcHead(100, false), 3, "message_malformed"],
    [Buffer.concat([grpcHead(3, true), Buffer.from("zip")]), 3, "message_malformed"],
  ] as const) {
    const stream = begin(client);
    const result = await stream.send([Buffer.concat([ofOrders("b"), ofOrders("c"), end])]);
    assert.deepEqual([result.status, result.error?.reason, outcomesOf(stream).length], [status, reason, 2]);
  }
  assert.equal((await begin(client, { "grpc-timeout": "soon" }).result).error?.reason, "message_malformed");
  assert.equal((await client.call(getStatus, {})).status, 0, "the connection stays");
});

test("compressed requests unfold one at a time", async (t) => {
  const client = await opened(t, await startedServer(t));
  const stream = begin(client, { "grpc-encoding": "gzip" });
  const zipped = (value: string): Buffer => {
    const message = gzipSync(ofOrders(value).subarray(5));
    return Buffer.concat([grpcHead(message.length, true), message]);
  };
  const result = await stream.send([Buffer.concat([zipped("a"), ofOrders("b"), zipped("c"), ofOrders("d")])]);
  assert.deepEqual([result.status, outcomesOf(stream)], [0, [0, 1, 2, 3]]);
});

test("only so many requests are under way; the others come when some are answered", async (t) => {
  const { server, held } = await holdingServer(t, { grpcStreamCalls: 3 });
  const client = await opened(t, server);
  const stream = begin(client);
  const done = stream.send([Buffer.concat(Array.from({ length: 10 }, (_, index) => ofOrders(String(index))))]);
  while (held.length < 3) await client.call(getStatus, {});
  await client.call(getStatus, {});
  assert.equal(held.length, 3);
  held[2]!();
  held[1]!();
  await client.call(getStatus, {});
  assert.deepEqual([stream.messages.length, held.length], [0, 3], "answers wait for the first, and requests with them");
  held[0]!();
  while (held.length < 6) await client.call(getStatus, {});
  await stream.received(3);
  for (let index = 3; index < 10; index++) {
    while (held.length <= index) await client.call(getStatus, {});
    held[index]!();
  }
  assert.equal((await done).status, 0);
  assert.equal(outcomesOf(stream).length, 10);
});

test("a client that takes no answers is not read from, and one that leaves leaves nothing", async (t) => {
  // Slow as the machine may be: what this client does not take is kept for it.
  const server = await startedServer(t, { limits: { grpcStreamCalls: 8, writeStallMs: 600_000 } });
  const other = await opened(t, server);
  const client = await GrpcClient.open(t, server.port, { windowBytes: 0 });
  const stream = begin(client);
  const large = requestOf({
    stream: "orders",
    partition: 0,
    batch: encodeBatch([{ timestampMs: 1, value: Buffer.alloc(900_000) }]),
  });
  for (let count = 0; count < 4; count++) await new Promise((resolve) => stream.stream.write(large, resolve));
  const refused = requestOf({ stream: "nowhere", partition: 0 });
  stream.stream.write(Buffer.concat(Array.from({ length: 8_000 }, () => refused)));
  const unsentBytes = (): Promise<number> => metric(server, "flowmesh_network_unsent_bytes");
  // The metrics cost more than what they count: between two looks the server works.
  const work = async (turns: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
  };
  while ((await unsentBytes()) < 5_000) await work(200);
  await work(5_000);
  assert.equal((await other.call(getStatus, {})).status, 0);
  const unsent = await unsentBytes();
  assert.ok(
    unsent < 200_000,
    `${unsent} bytes of small answers wait, each of which takes far more memory than its bytes`,
  );
  stream.cancel();
  while ((await unsentBytes()) > 0);
  while ((await metric(server, "flowmesh_rpc_server_calls_open")) > 0);
  assert.equal((await other.call(append, { stream: "orders", partition: 0, batch: batchOf("x") })).status, 0);
});

test("the deadline of a stream ends it, that of a request refuses that one alone", async (t) => {
  const { server, held } = await holdingServer(t, {});
  const client = await opened(t, server);
  const request = { stream: "orders", partition: 0, batch: batchOf("late") };
  const patient = begin(client);
  const done = patient.send([requestOf(request, 50), requestOf(request)]);
  while (held.length < 2) await client.call(getStatus, {});
  held[1]!();
  assert.equal((await done).status, 0);
  assert.deepEqual(outcomesOf(patient), ["deadline_exceeded", 0]);
  const hasty = begin(client, { "grpc-timeout": "50m" });
  hasty.stream.write(requestOf(request));
  const { status, error } = await hasty.result;
  assert.deepEqual([status, error?.reason], [4, "deadline_exceeded"]);
  for (const letGo of held) letGo();
});

test("whoever stops answers what it has begun, and then ends the stream so that the client goes elsewhere", async (t) => {
  const { server, held } = await holdingServer(t, {});
  const client = await opened(t, server);
  const [busy, resting] = [begin(client), begin(client)];
  busy.stream.write(ofOrders("a"));
  resting.stream.write(framed(Buffer.alloc(0)));
  await resting.received(1);
  while (held.length < 1) await client.call(getStatus, {});
  const stopping = server.stop();
  assert.deepEqual([(await resting.result).status, (await resting.result).error?.reason], [14, "stopping"]);
  busy.stream.write(ofOrders("too late"));
  held[0]!();
  const { status, error } = await busy.result;
  assert.deepEqual([status, error?.reason, outcomesOf(busy)], [14, "stopping", [0]]);
  await stopping;
});

test("each request needs the permission for its own stream, and no stream is opened without a token that is known", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-call-stream-"));
  t.after(() => rm(folder, { recursive: true }));
  const token = newToken();
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  const grants = [{ allow: ["streams:publish"], on: ["orders"] }];
  const entry: TokenEntry = { name: "one", hash, subject: undefined, createdAt: undefined, grants };
  const tokensFile = join(folder, "tokens.json");
  writeFileSync(tokensFile, formatTokens([entry]));
  const server = await startedServer(t, { access: { tokensFile, token: "the-one-that-may-do-everything" } });
  const client = await GrpcClient.open(t, server.port);
  const everything = { authorization: "Bearer the-one-that-may-do-everything" };
  for (const stream of ["orders", "others"]) await client.call(createStream, { stream }, everything);

  const mixed = begin(client, { authorization: `Bearer ${token}` });
  const ofOthers = requestOf({ stream: "others", partition: 0, batch: batchOf("x") });
  await mixed.send([Buffer.concat([ofOrders("a"), ofOthers, ofOrders("b")])]);
  assert.deepEqual(outcomesOf(mixed), [0, "permission_missing", 1]);
  const alone = { stream: "others", partition: 0, batch: batchOf("x") };
  const apart = await client.call(append, alone, { authorization: `Bearer ${token}` });
  assert.deepEqual([apart.status, apart.error?.reason], [7, "permission_missing"], "as the call alone");
  for (const [headers, reason] of [
    [{}, "token_missing"],
    [{ authorization: `Bearer ${newToken()}` }, "token_invalid"],
  ] as const) {
    const { status, error } = await begin(client, headers).result;
    assert.deepEqual([status, error?.reason], [16, reason]);
  }
});

test("a stream of calls is of gRPC alone", async (t) => {
  const server = await startedServer(t);
  const names = Object.values(methods).map(({ fullName }) => fullName as string);
  assert.ok(!names.includes(appendStream.fullName), "no other face has a route or a number for it");

  const body = ofOrders("x");
  const response = await fetch(`${server.httpUrl}/${appendStream.fullName}`, { method: "POST", body });
  assert.equal(response.status, 404);
});
