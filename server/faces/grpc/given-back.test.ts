import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { type AnyMethod, type FetchResponse, methods, type SubscribeResponse } from "@flowmesh/contract";
import { encodeGrpcMessage } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import { batchCrc, batchCrcFrom, batchSize, crc32c } from "@flowmesh/fabric/internal";
import type { RunningServer } from "../../server-options.ts";
import { GrpcClient, type GrpcClientStream } from "../../testing/grpc-client.ts";
import { startedServer } from "../../testing/started-server.ts";

const createStream = methods.createStream as unknown as AnyMethod;
const append = methods.append as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;
const subscribe = methods.subscribe as unknown as AnyMethod;

const streams = ["one", "two"];
const batchesEach = 4;
const batchBytes = 900_000;

/** What is given back is destroyed at once, as the next read would do sooner or later. */
function destroyWhatIsGivenBack(server: RunningServer): { count: number } {
  const lender = server.fabric as unknown as { giveBack(bytes: Uint8Array): void };
  const giveBack = lender.giveBack.bind(lender);
  const given = { count: 0 };
  lender.giveBack = (bytes) => {
    if (bytes.length > batchBytes / 2) {
      bytes.fill(0xee);
      given.count++;
    }
    giveBack(bytes);
  };
  return given;
}

async function fill(client: GrpcClient): Promise<void> {
  for (const [index, stream] of streams.entries()) {
    await client.call(createStream, { stream });
    const batch = encodeBatch([{ timestampMs: 1_700_000_000_000, value: Buffer.alloc(batchBytes, index + 1) }]);
    for (let count = 0; count < batchesEach; count++) {
      assert.equal((await client.call(append, { stream, partition: 0, batch })).status, 0);
    }
  }
}

function checkBatches(bytes: Uint8Array, streamIndex: number): void {
  for (let at = 0; at < bytes.length; at += batchSize(bytes, at)) {
    const end = at + batchSize(bytes, at);
    assert.equal(crc32c(bytes, at + batchCrcFrom, end), batchCrc(bytes, at), "the batch is whole");
    assert.equal(bytes[end - 100], streamIndex + 1, "the batch is of this stream");
  }
}

function begin(client: GrpcClient, method: AnyMethod, request: object): GrpcClientStream {
  const stream = client.begin(`/${method.fullName}`);
  stream.stream.end(Buffer.concat(encodeGrpcMessage(method.request, request)));
  return stream;
}

async function fetchAll(client: GrpcClient, streamIndex: number): Promise<void> {
  for (let offset = 0; offset < batchesEach; offset++) {
    const request = { stream: streams[streamIndex], partition: 0, offset };
    const { response, status } = await client.call<FetchResponse>(fetchMethod, request);
    assert.equal(status, 0);
    checkBatches(response!.batches, streamIndex);
  }
}

function subscription(client: GrpcClient, streamIndex: number): GrpcClientStream {
  return begin(client, subscribe, { stream: streams[streamIndex], cursors: [{ partition: 0, offset: 0 }] });
}

/** Stops reading with every message. */
async function readHaltingly(client: GrpcClient, streamIndex: number): Promise<void> {
  const { stream, messages, result } = subscription(client, streamIndex);
  stream.on("data", () => {
    stream.pause();
    setImmediate(() => stream.resume());
  });
  assert.equal((await result).status, 0);
  for (const { bytes } of messages) {
    checkBatches((subscribe.response.decode(bytes) as SubscribeResponse).batches, streamIndex);
  }
}

/** Leaves in the middle of an answer. */
async function leave(client: GrpcClient, streamIndex: number, code: number): Promise<void> {
  const { stream, result } = subscription(client, streamIndex);
  await once(stream, "data");
  stream.close(code);
  await result;
}

test("the memory of what was sent is used anew only when it is out, whoever else leaves or reads slowly", async (t) => {
  const server = await startedServer(t);
  const client = await GrpcClient.open(t, server.port);
  await fill(client);
  const given = destroyWhatIsGivenBack(server);
  const windows = [65_535, 4_000_000];
  const readers = windows.flatMap((windowBytes) =>
    streams.map(async (_, streamIndex) => {
      const open = (): Promise<GrpcClient> => GrpcClient.open(t, server.port, { windowBytes });
      const [steady, halting, rude, gone] = await Promise.all([open(), open(), open(), open()]);
      const leaving = once(subscription(gone, streamIndex).stream, "data").then(() => gone.session.destroy());
      await Promise.all([
        fetchAll(steady, streamIndex),
        readHaltingly(halting, streamIndex),
        ...[0, 5, 8].map((code) => leave(rude, streamIndex, code)),
        leaving,
      ]);
      await fetchAll(rude, streamIndex);
    }),
  );
  await Promise.all(readers);
  assert.ok(given.count > 0, "what was sent is given back");
});
