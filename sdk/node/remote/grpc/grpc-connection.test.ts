import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Stream } from "node:http2";
import { createServer, type Server } from "node:net";
import { type TestContext, test } from "node:test";
import { type AppendStreamResponseInit, callStreams } from "@flowmesh/contract";
import { encodeGrpcMessage, GrpcMessageParser } from "@flowmesh/contract/internal";
import { encodeBatch, FlowMeshError } from "@flowmesh/fabric";
import type { Address } from "../../address.ts";
import { Backoff } from "../backoff.ts";
import { RemoteFabric } from "../remote-fabric.ts";

async function addressOf(t: TestContext, server: Server): Promise<Address> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { host: "127.0.0.1", port: (server.address() as { port: number }).port, origin: "test" };
}

function fabricAt(t: TestContext, address: Address): RemoteFabric {
  const silence = { connectMs: 200, pingAfterMs: 100, stallMs: 100 };
  const fabric = new RemoteFabric(address, { transport: "grpc", backoff: new Backoff(1, 1), silence });
  t.after(() => fabric.close());
  return fabric;
}

/** A server of HTTP/2 that does with each stream what it is told. */
async function http2Server(t: TestContext, answer: (stream: ServerHttp2Stream) => void): Promise<Address> {
  const server = createHttp2Server();
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    answer(stream);
  });
  server.on("session", (session) => t.after(() => session.destroy()));
  return addressOf(t, server as unknown as Server);
}

function reasonOf(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof FlowMeshError && error.reason === reason;
}

test("nobody there, a web server, and a server that says nothing are told apart from a FlowMesh", async (t) => {
  const nobody = fabricAt(t, { host: "127.0.0.1", port: 1, origin: "test" });
  await assert.rejects(nobody.connect(), reasonOf("connection_failed"));
  const web = fabricAt(t, await addressOf(t, createHttpServer()));
  await assert.rejects(web.connect(), reasonOf("protocol_violation"));
  const silent = createServer((socket) => {
    socket.on("error", () => {});
    t.after(() => socket.destroy());
  });
  await assert.rejects(fabricAt(t, await addressOf(t, silent)).connect(), reasonOf("connection_failed"));
});

test("an answer that is no gRPC breaks the protocol, and does not break the client", async (t) => {
  const address = await http2Server(t, (stream) => {
    stream.respond({ ":status": 404, "content-type": "text/html" });
    stream.end("<h1>Not found</h1>");
  });
  const fabric = fabricAt(t, address);
  await assert.rejects(fabric.system.getStatus({}), reasonOf("protocol_violation"));
  await assert.rejects(fabric.system.getStatus({}), reasonOf("protocol_violation"));
});

test("a status from something between client and server keeps its code and text", async (t) => {
  const address = await http2Server(t, (stream) => {
    const trailers = { "grpc-status": "14", "grpc-message": "upstream gr%C3%B6%C3%9Fe" };
    stream.respond({ ":status": 200, "content-type": "application/grpc", ...trailers }, { endStream: true });
  });
  await assert.rejects(fabricAt(t, address).system.getStatus({}), (error: FlowMeshError) => {
    assert.deepEqual([error.code, error.message, error.retryable], ["unavailable", "upstream gr\u00f6\u00dfe", true]);
    return true;
  });
});

test("a call whose stream is broken off is made again on a new connection, when it only reads", async (t) => {
  let streams = 0;
  const address = await http2Server(t, (stream) => {
    streams += 1;
    if (streams === 1) stream.close(2);
    else {
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.end(Buffer.alloc(5));
    }
  });
  await fabricAt(t, address).system.getStatus({});
  assert.equal(streams, 2);
});

/** A server of AppendStream that answers so many requests of a stream at once, when they are there. */
async function appendServer(t: TestContext, answers: readonly AppendStreamResponseInit[]) {
  const seen = { streams: 0, requests: 0 };
  const address = await http2Server(t, (stream) => {
    seen.streams++;
    const parser = new GrpcMessageParser(1_000_000);
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.on("data", (chunk: Buffer) => {
      parser.push(chunk);
      while (parser.next() !== undefined) seen.requests++;
      if (seen.requests < answers.length) return;
      for (const answer of answers) stream.write(encodeGrpcMessage(callStreams.appendStream.response, answer)[0]);
    });
  });
  return { address, seen };
}

const request = { stream: "orders", partition: 0, batch: encodeBatch([{ value: Buffer.from("1"), timestampMs: 1 }]) };

test("appends share a stream, and one that is given up does not shift the answers to the others", async (t) => {
  const refusal = { reason: "disk_full", code: "resource_exhausted", message: "full", fix: "", retryable: true };
  const { address, seen } = await appendServer(t, [
    { response: { offset: 10 } },
    { response: { offset: 11 } },
    { error: refusal },
    { response: { offset: 13 } },
  ]);
  const { streams } = fabricAt(t, address);
  const giveUp = new AbortController();
  const first = streams.append(request);
  const second = streams.append(request, { signal: giveUp.signal });
  const third = streams.append(request);
  const gone = assert.rejects(second, (error) => error === giveUp.signal.reason);
  const refused = assert.rejects(third, reasonOf("disk_full"));
  // The others are sent before it is given up.
  while (seen.requests < 3) await new Promise((resolve) => setImmediate(resolve));
  giveUp.abort();
  const fourth = streams.append(request);
  assert.deepEqual([(await first).offset, (await fourth).offset, seen.streams], [10, 13, 1]);
  await Promise.all([gone, refused]);
});

test("answers that nobody asked for, or that hold nothing, break the protocol, and do not break the client", async (t) => {
  for (const answers of [[{}], [{ response: { offset: 1 } }, { response: { offset: 2 } }]]) {
    const { address, seen } = await appendServer(t, answers);
    seen.requests = answers.length - 1;
    const { streams } = fabricAt(t, address);
    const first = streams.append(request).then(
      ({ offset }) => offset,
      (error: FlowMeshError) => error.reason,
    );
    assert.equal(await first, answers.length === 1 ? "protocol_violation" : 1);
  }
});
