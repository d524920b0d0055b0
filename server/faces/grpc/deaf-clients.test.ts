import assert from "node:assert/strict";
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
