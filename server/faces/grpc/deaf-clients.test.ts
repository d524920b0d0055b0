import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { encodeBatch } from "@flowmesh/fabric";
import type { ServerLimits } from "../../server-limits.ts";
import { GrpcClient } from "../../testing/grpc-client.ts";
import { metric, startedServer } from "../../testing/started-server.ts";

const createStream = methods.createStream as unknown as AnyMethod;
const append = methods.append as unknown as AnyMethod;
const fetchMethod = methods.fetch as unknown as AnyMethod;

type Deaf = { readonly client: GrpcClient; readonly unsentBytes: () => Promise<number> };

/** A client that has asked for answers which its windows do not let through. */
async function deafClient(t: Parameters<typeof startedServer>[0], limits: Partial<ServerLimits>): Promise<Deaf> {
  const server = await startedServer(t, { limits });
  const writer = await GrpcClient.open(t, server.port);
  await writer.call(createStream, { stream: "much" });
  const batch = encodeBatch([{ timestampMs: 1_700_000_000_000, value: Buffer.alloc(900_000) }]);
  await writer.call(append, { stream: "much", partition: 0, batch });
  const client = await GrpcClient.open(t, server.port, { windowBytes: 1 });
  const unsentBytes = (): Promise<number> => metric(server, "flowmesh_network_unsent_bytes");
  for (let count = 0; count < 3; count++) {
    const call = client.begin(`/${fetchMethod.fullName}`);
    call.stream.pause();
    void call.send([Buffer.concat(encodedFetch())]);
  }
  while ((await unsentBytes()) === 0);
  return { client, unsentBytes };
}

function encodedFetch(): Buffer[] {
  const message = Buffer.from(fetchMethod.request.encode({ stream: "much", partition: 0 }));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return [head, message];
}

test("a client that goes away while its windows are full is forgotten soon, and not after write_stall_ms", async (t) => {
  const { client, unsentBytes } = await deafClient(t, { frameStallMs: 200 });
  client.session.destroy();
  const startMs = performance.now();
  while ((await unsentBytes()) > 0);
  assert.ok(performance.now() - startMs < 15_000, "long before the 30 s of write_stall_ms");
});

test("a client that goes away in the middle of a request is forgotten soon, and not when silence is looked for", async (t) => {
  const server = await startedServer(t, {
    limits: { frameStallMs: 120_000, frameReceiveMs: 120_000, frameIdleMs: 120_000, writeStallMs: 120_000 },
  });
  const connections = (): Promise<number> => metric(server, 'flowmesh_connections{face="grpc"}');
  const client = await GrpcClient.open(t, server.port);
  const call = client.begin(`/${append.fullName}`);
  await new Promise((resolve) => call.stream.write(Buffer.of(0, 0, 0, 1, 0, 1, 2, 3), resolve));
  await client.call(createStream, { stream: "s" });
  assert.equal(await connections(), 1);
  client.session.destroy();
  const startMs = performance.now();
  while ((await connections()) > 0);
  assert.ok(performance.now() - startMs < 20_000, "long before a quarter of 120 s");
});

test("a client that opens no window loses its connection after write_stall_ms, however often it sends PING", async (t) => {
  const { client, unsentBytes } = await deafClient(t, { frameStallMs: 200, writeStallMs: 500 });
  let pongs = 0;
  const ping = (): void => {
    if (client.session.destroyed) return;
    client.session.ping(() => {
      pongs++;
      ping();
    });
  };
  ping();
  await new Promise((resolve) => client.session.once("close", resolve));
  assert.ok(pongs > 10, `${pongs} were answered`);
  while ((await unsentBytes()) > 0);
});

/** A frame of HTTP/2. */
function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

test("a client that acknowledges no settings keeps its connection, however many calls come and go", async (t) => {
  const server = await startedServer(t);
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  t.after(() => socket.destroy());
  const fields = [":method POST", ":scheme http", `:path /${append.fullName}`, ":authority localhost"];
  const named = [...fields, "content-type application/grpc", "te trailers"].map((field) => field.split(" "));
  const text = (value: string): Buffer => Buffer.concat([Buffer.of(value.length), Buffer.from(value)]);
  const block = Buffer.concat(named.flatMap(([name, value]) => [Buffer.of(0), text(name!), text(value!)]));
  socket.write(Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(4, 0, 0, Buffer.alloc(0))]));
  for (const first of [1, 601]) {
    const ids = Array.from({ length: 300 }, (_, index) => first + 2 * index);
    socket.write(Buffer.concat(ids.map((id) => frame(1, 4, id, block))));
    socket.write(Buffer.concat(ids.map((id) => frame(3, 0, id, Buffer.of(0, 0, 0, 8)))));
  }
  socket.write(frame(6, 0, 0, Buffer.from("answer??")));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.includes(frame(6, 1, 0, Buffer.from("answer??")))) return;
  }
  assert.fail("the connection was closed");
});
