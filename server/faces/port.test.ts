import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { VirtualClock } from "@flowmesh/engine";
import { FramesClient } from "../testing/frames-client.ts";
import { metric, startedServer } from "../testing/started-server.ts";
import { listen } from "./listen.ts";

async function opened(t: TestContext, port: number, host = "127.0.0.1"): Promise<Socket> {
  const socket = connect({ port, host });
  socket.on("error", () => {});
  t.after(() => socket.destroy());
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** All that comes until the other side ends. */
async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

function portOf(server: Server): number {
  return (server.address() as { port: number }).port;
}

test("frames and HTTP share the port, on 127.0.0.1 and on ::1", async (t) => {
  const server = await startedServer(t);
  assert.deepEqual(server.hosts, ["127.0.0.1", "::1"]);
  const client = await FramesClient.open(t, server.port);
  assert.equal((await client.call("getStatus", {})).state, "serving");
  for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
    const response = await fetch(`http://${host}:${server.port}/health/ready`);
    assert.equal(((await response.json()) as { status: string }).status, "ready");
  }
});

test("a connection that says nothing is closed after first_byte_ms", async (t) => {
  const clock = new VirtualClock();
  const server = await startedServer(t, { clock });
  const socket = await opened(t, server.port);
  await fetch(`${server.httpUrl}/health/live`);
  await clock.advance(5_000);
  assert.equal(await textOf(socket), "");
  assert.equal(await metric(server, "flowmesh_connections_refused_total"), 1);
});

test("another protocol is told in a line what is spoken here", async (t) => {
  const server = await startedServer(t);
  for (const hello of [
    Buffer.from([0x16, 3, 1, 0, 200]),
    Buffer.from("hello\n"),
    Buffer.from([0]),
    Buffer.from([0, 0, 0, 30, 0, 18]),
  ]) {
    const socket = await opened(t, server.port);
    socket.write(hello);
    assert.match(await textOf(socket), /^FlowMesh speaks HTTP\/1\.1, gRPC and its frames protocol on this port/);
  }
});

test("a preface of another version is told so", async (t) => {
  const server = await startedServer(t);
  const socket = await opened(t, server.port);
  socket.write(Buffer.from([0xf5, 0x46, 0x4d, 0x46, 0x52, 0, 0, 2]));
  assert.match(await textOf(socket), /does not begin with the preface of the frames protocol, version 1/);
});

test("connections beyond the limit are closed, and there is room again when others have gone", async (t) => {
  const server = await startedServer(t, { limits: { connections: 2 } });
  const first = await opened(t, server.port);
  await opened(t, server.port);
  const third = await opened(t, server.port);
  assert.equal(await textOf(third), "");
  first.end();
  await textOf(first);
  const client = await FramesClient.open(t, server.port);
  assert.equal((await client.call("getStatus", {})).state, "serving");
});

test("who closes its side before a first byte is let go", async (t) => {
  const server = await startedServer(t);
  const socket = await opened(t, server.port);
  socket.end();
  assert.equal(await textOf(socket), "");
});

test("a default port that is taken moves to the next free one; an explicit one is port_taken", async (t) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  t.after(() => taken.close());
  const port = portOf(taken);
  const moved = await listen({ port, mayMove: true, isLoopbackOnly: true, onConnection: () => {} });
  t.after(() => {
    for (const server of moved.servers) server.close();
  });
  assert.ok(moved.port > port);
  await assert.rejects(listen({ port, mayMove: false, isLoopbackOnly: true, onConnection: () => {} }), {
    reason: "port_taken",
    details: { port, host: "127.0.0.1" },
  });
});

test("a port that is taken on ::1 alone counts as taken", async (t) => {
  const taken = createServer().listen({ port: 0, host: "::1", ipv6Only: true });
  await new Promise((resolve) => taken.once("listening", resolve));
  t.after(() => taken.close());
  await assert.rejects(listen({ port: portOf(taken), mayMove: false, isLoopbackOnly: true, onConnection: () => {} }), {
    reason: "port_taken",
  });
});

test("only loopback addresses are listened on", async () => {
  for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com", ""]) {
    await assert.rejects(
      listen({ host, port: 0, mayMove: false, isLoopbackOnly: true, onConnection: () => {} }),
      { reason: "address_not_loopback" },
      host,
    );
  }
});
