import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { type TestContext, test } from "node:test";
import { encodeBatch, isFlowMeshError } from "@flowmesh/fabric";
import { patchProducer } from "@flowmesh/fabric/internal";
import { Backoff } from "../backoff.ts";
import { RemoteFabric } from "../remote-fabric.ts";
import type { TransportOptions } from "../transport.ts";

type Answering = (request: IncomingMessage, response: ServerResponse, body: string, turn: number) => void;

/** A server that answers as the test says; `turn` counts requests from 0. */
async function serve(t: TestContext, answer: Answering): Promise<{ port: number; paths: string[] }> {
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    const turn = paths.push(`${request.method} ${request.url}`) - 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answer(request, response, Buffer.concat(chunks).toString(), turn);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, paths };
}

function clientAt(t: TestContext, port: number, options: TransportOptions = {}): RemoteFabric {
  const address = { host: "127.0.0.1", port, origin: "test" };
  const fabric = new RemoteFabric(address, { transport: "http", backoff: new Backoff(1, 5), ...options });
  t.after(() => fabric.close());
  return fabric;
}

const json = { "content-type": "application/json" };

function reply(response: ServerResponse, body: object): void {
  response.writeHead(200, json).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, reason: string, code: string): void {
  const body = { reason, code, detail: reason, fix: "", retryable: true, details: {} };
  response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify(body));
}

async function reasonOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  assert.ok(isFlowMeshError(error), String(error));
  return error.reason;
}

test("a read whose connection is cut is made again, and so is a write that the server recognises", async (t) => {
  const { port, paths } = await serve(t, (request, response, _body, turn) => {
    if (turn % 2 === 0) request.socket.destroy();
    else reply(response, request.method === "GET" ? {} : { position: 7, placements: [] });
  });
  const { streams } = clientAt(t, port);
  await streams.getStream({ stream: "a" });
  const { position } = await streams.publish({ stream: "a", records: [{}], idempotencyKey: "k" });
  assert.equal(position, 7);
  assert.equal(paths.length, 4);
});

test("a write that nobody would recognise is not made again when its connection is cut", async (t) => {
  const { port, paths } = await serve(t, (request) => void request.socket.destroy());
  const { streams } = clientAt(t, port);
  assert.equal(await reasonOf(streams.publish({ stream: "a", records: [{}] })), "connection_failed");
  assert.equal(await reasonOf(streams.updateStream({ stream: "a", expectedRevision: 1 })), "connection_failed");
  assert.equal(paths.length, 2);
});

test("a server that starts or stops is asked again, any other refusal is told", async (t) => {
  const { port } = await serve(t, (_request, response, _body, turn) => {
    if (turn < 2) problem(response, 503, turn === 0 ? "starting" : "stopping", "unavailable");
    else problem(response, 404, "stream_not_found", "not_found");
  });
  assert.equal(await reasonOf(clientAt(t, port).streams.getStream({ stream: "a" })), "stream_not_found");
});

test("where nothing listens, connecting fails at once, and a call at its deadline", async (t) => {
  const closed = createTcpServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const fabric = clientAt(t, port);
  assert.equal(await reasonOf(fabric.connect()), "connection_failed");
  assert.equal(
    await reasonOf(fabric.streams.publish({ stream: "a", records: [{}] }, { timeoutMs: 50 })),
    "connection_failed",
  );
});

test("what answers and is no FlowMesh is told as that, and not asked again", async (t) => {
  const web = await serve(t, (_request, response) => void response.end("<html>It works!</html>"));
  assert.equal(await reasonOf(clientAt(t, web.port).connect()), "protocol_violation");
  assert.equal(await reasonOf(clientAt(t, web.port).streams.getStream({ stream: "a" })), "protocol_violation");
  const other = createTcpServer((socket) => void socket.end("220 mail.example ESMTP\r\n").on("error", () => {}));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  assert.equal(await reasonOf(clientAt(t, (other.address() as AddressInfo).port).connect()), "protocol_violation");
});

test("a server that takes no answerable time is given up at the deadline, and told how long it has", async (t) => {
  const told: unknown[] = [];
  const { port } = await serve(t, ({ headers }) => void told.push(headers["flowmesh-timeout-ms"]));
  assert.equal(
    await reasonOf(clientAt(t, port).streams.getStream({ stream: "a" }, { timeoutMs: 40 })),
    "deadline_exceeded",
  );
  assert.ok(Number(told[0]) > 0 && Number(told[0]) <= 40, String(told));
});

test("a proxy that reaches no server is a lost connection, and asked again", async (t) => {
  const { port } = await serve(t, (_request, response, _body, turn) => {
    if (turn % 2 === 0) response.writeHead(502).end("<html>Bad Gateway</html>");
    else reply(response, {});
  });
  const { streams } = clientAt(t, port);
  await streams.getStream({ stream: "a" });
  assert.equal(await reasonOf(streams.publish({ stream: "a", records: [{}] })), "connection_failed");
});

test("the token goes with every call, and one that is refused is told when connecting", async (t) => {
  const { port } = await serve(t, ({ headers }, response) => {
    if (headers.authorization === "Bearer good") reply(response, {});
    else problem(response, 401, "token_invalid", "unauthenticated");
  });
  await clientAt(t, port, { token: "good" }).streams.getStream({ stream: "a" });
  assert.equal(await reasonOf(clientAt(t, port, { token: "bad" }).connect()), "token_invalid");
});

test("batches of one partition are sent one after the other, those of two at once", async (t) => {
  const open: { path: string; finish: () => void }[] = [];
  let mostOfOne = 0;
  let bothSeen: () => void = () => {};
  const both = new Promise<void>((resolve) => (bothSeen = resolve));
  const { port, paths } = await serve(t, (request, response) => {
    const path = request.url!;
    open.push({ path, finish: () => reply(response, { position: 1, offset: 0, duplicate: false }) });
    mostOfOne = Math.max(mostOfOne, open.filter((one) => one.path === path).length);
    if (new Set(open.map((one) => one.path)).size === 2) bothSeen();
    // The first of each waits until both partitions have one.
    void both.then(() => open.shift()?.finish());
  });
  const { streams } = clientAt(t, port);
  const batch = Buffer.from(encodeBatch([{ timestampMs: 1 }]));
  patchProducer(batch, 0, 1, 0, 0);
  const appends = [0, 1, 0, 1, 0, 0].map((partition) => streams.append({ stream: "a", partition, batch }));
  await Promise.all(appends);
  assert.equal(mostOfOne, 1);
  assert.equal(paths.length, 6);
});

test("a stream that is cut off or falls silent goes on behind what it gave last", async (t) => {
  const cursors: unknown[] = [];
  const item = (nextOffset: number): string =>
    JSON.stringify({ partition: 0, nextOffset, endOffset: 9, caughtUp: false, batches: "AAAA" });
  const { port } = await serve(t, (_request, response, body, turn) => {
    cursors.push(JSON.parse(body).cursors[0].offset);
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    if (turn === 0) response.write(`${item(3)}\n\n${item(5).slice(0, 20)}`, () => response.destroy());
    else if (turn === 1) response.write(`${item(6)}\n`);
    else response.end(`${item(9)}\n`);
  });
  const silence = { connectMs: 1000, pingAfterMs: 30, stallMs: 30 };
  const { streams } = clientAt(t, port, { silence });
  const ends: number[] = [];
  for await (const { nextOffset } of streams.subscribe({ stream: "a", cursors: [{ partition: 0, offset: 0 }] }))
    ends.push(nextOffset);
  assert.deepEqual(ends, [3, 6, 9]);
  assert.deepEqual(cursors, [0, 3, 6]);
});

test("an error in the last line ends the stream with that error", async (t) => {
  const { port } = await serve(t, (_request, response) => {
    const error = {
      reason: "stream_not_found",
      code: "not_found",
      detail: "gone",
      fix: "",
      retryable: false,
      details: { stream: "a" },
    };
    response.writeHead(200, { "content-type": "application/x-ndjson" }).end(`${JSON.stringify({ error })}\n`);
  });
  const stream = clientAt(t, port).streams.subscribe({ stream: "a" })[Symbol.asyncIterator]();
  assert.equal(await reasonOf(stream.next()), "stream_not_found");
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
});

test("closing waits for the write that the server has, and refuses everything else", async (t) => {
  let finish: () => void = () => {};
  let reached: () => void = () => {};
  const bothThere = new Promise<void>((resolve) => (reached = resolve));
  const { port } = await serve(t, (request, response, _body, turn) => {
    if (request.method === "POST") finish = () => reply(response, { position: 4, placements: [] });
    if (turn === 1) reached();
  });
  const fabric = clientAt(t, port);
  const write = fabric.streams.publish({ stream: "a", records: [{}] });
  const read = reasonOf(fabric.streams.getStream({ stream: "a" }));
  await bothThere;
  const closed = fabric.close();
  assert.equal(await read, "closed");
  assert.equal(await reasonOf(fabric.streams.getStream({ stream: "a" })), "closed");
  finish();
  assert.equal((await write).position, 4);
  await closed;
});

test("whoever gives a call up is told his own reason, and the server sees it go", async (t) => {
  let left: () => void = () => {};
  const gone = new Promise<void>((resolve) => (left = resolve));
  const leaving = new AbortController();
  const { port } = await serve(t, (request) => {
    request.socket.once("close", left);
    leaving.abort(new Error("enough"));
  });
  await assert.rejects(clientAt(t, port).streams.getStream({ stream: "a" }, { signal: leaving.signal }), /enough/);
  await gone;
});

test("who listens for the connection hears when it is there and when it is lost", async (t) => {
  const heard: unknown[] = [];
  const { port } = await serve(t, (request, response, _body, turn) => {
    if (turn === 1) request.socket.destroy();
    else reply(response, {});
  });
  const fabric = clientAt(t, port, { onConnection: (isOpen, reason) => heard.push(isOpen, reason?.reason) });
  await fabric.streams.getStream({ stream: "a" });
  await fabric.streams.getStream({ stream: "a" });
  assert.deepEqual(heard, [true, undefined, false, "connection_failed", true, undefined]);
});
