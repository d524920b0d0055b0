import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { type TestContext, test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { frameTypes, toJson } from "@flowmesh/contract/internal";
import { encodeBatch } from "@flowmesh/fabric";
import type { Problem } from "./faces/http/problem.ts";
import type { RunningServer } from "./server-options.ts";
import { openLog } from "./telemetry/log.ts";
import { type BadCall, badCalls, firstBatch, kept } from "./testing/bad-calls.ts";
import { badConnections, badRequests } from "./testing/bad-frames.ts";
import { badHttp, badRest } from "./testing/bad-http.ts";
import { errorOf, FramesClient } from "./testing/frames-client.ts";
import { exchange, parseAnswer } from "./testing/http-client.ts";
import { startedServer } from "./testing/started-server.ts";

/** A server with acknowledged records, and the check that every case ends with: it serves, they are untouched, and its log has nothing to complain about. */
class Fixture {
  readonly server: RunningServer;
  readonly client: FramesClient;
  readonly #logged: string[];
  #before: string;

  constructor(server: RunningServer, client: FramesClient, logged: string[]) {
    this.server = server;
    this.client = client;
    this.#logged = logged;
    this.#before = "";
  }

  static async open(t: TestContext): Promise<Fixture> {
    const logged: string[] = [];
    const log = openLog({ level: "error", isReadable: false, write: (line) => logged.push(line) });
    const server = await startedServer(t, { log, segmentBytes: 32 * 1024 * 1024 });
    const client = await FramesClient.open(t, server.port);
    await client.call("createStream", { stream: kept, partitions: 2 });
    const batch = encodeBatch(
      ["1", "2"].map((value) => ({ value: Buffer.from(value), timestampMs: 1_700_000_000_000 })),
    );
    await client.call("append", { stream: kept, partition: 0, batch });
    const records = [{ partition: 0, value: Buffer.from("3") }];
    await client.call("publish", { stream: kept, records, idempotencyKey: "used" });
    await client.call("openProducer", {});
    await client.call("append", { stream: kept, partition: 1, batch: firstBatch });
    const fixture = new Fixture(server, client, logged);
    fixture.#before = await fixture.#state();
    return fixture;
  }

  async check(): Promise<void> {
    assert.equal(await this.#state(), this.#before, "what was acknowledged before is as it was");
    assert.deepEqual(this.#logged, [], "nothing failed inside FlowMesh");
  }

  async #state(): Promise<string> {
    const { state } = await this.client.call("getStatus", {});
    const { stream } = await this.client.call("getStream", { stream: kept });
    const partitions = await Promise.all(
      [0, 1].map((partition) => this.client.call("fetch", { stream: kept, partition })),
    );
    const { streams } = await this.client.call("listStreams", {});
    return JSON.stringify({
      state,
      stream,
      batches: partitions.map(({ batches }) => Buffer.from(batches).toString("base64")),
      count: streams.length,
    });
  }
}

async function framesReason(client: FramesClient, { method, request, timeoutMs }: BadCall): Promise<string> {
  const frame = await client.nextOf(client.send(methods[method] as unknown as AnyMethod, request, timeoutMs));
  return frame.type === frameTypes.error ? errorOf(frame).reason : `frame ${frame.type}`;
}

/** The REST request that says what a call says. */
async function restReason(server: RunningServer, badCall: BadCall): Promise<{ reason: string; status: number }> {
  const method = methods[badCall.method] as unknown as AnyMethod;
  const { method: codec } = { method: method.request };
  const json = toJson(codec, codec.decode(codec.encode(badCall.request)) as never);
  const path = method.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(json[name]);
    delete json[name];
    return encodeURIComponent(value);
  });
  const headers: Record<string, string> =
    badCall.timeoutMs === undefined ? {} : { "flowmesh-timeout-ms": String(badCall.timeoutMs) };
  let body: string | Uint8Array = "";
  let query = "";
  if (method.body === "*") {
    headers["content-type"] = "application/json";
    body = JSON.stringify(json);
  } else {
    if (method.body !== "") {
      headers["content-type"] = "application/octet-stream";
      body = Buffer.from(String(json[method.body] ?? ""), "base64");
      delete json[method.body];
    }
    const pairs = Object.entries(json).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, String(one)] as [string, string]),
    );
    query = pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
  }
  const answer = await ask(server, method.verb, path + query, headers, body);
  if (!answer.type.startsWith("application/problem+json")) return { reason: answer.text, status: answer.status };
  return { reason: (JSON.parse(answer.text) as Problem).reason, status: answer.status };
}

/** One HTTP request whose path is sent as it is. */
function ask(
  server: RunningServer,
  verb: string,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port: server.port,
      method: verb,
      path,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    };
    const request = httpRequest(options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({
        status: response.statusCode!,
        type: response.headers["content-type"] ?? "",
        text: Buffer.concat(chunks).toString(),
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

test("every bad call gets its documented error, on frames and on REST, and touches nothing", async (t) => {
  const fixture = await Fixture.open(t);
  for (const badCall of badCalls) {
    await t.test(`frames: ${badCall.name}`, async () => {
      assert.equal(await framesReason(fixture.client, badCall), badCall.reason);
      await fixture.check();
    });
    await t.test(`REST: ${badCall.name}`, async () => {
      const { reason, status } = await restReason(fixture.server, badCall);
      assert.equal(reason, badCall.rest);
      assert.ok(status >= 400 && (status < 500 || status === 501 || status === 504), `status ${status}`);
      await fixture.check();
    });
  }
});

test("every message that is none fails alone, and its connection lives on", async (t) => {
  const fixture = await Fixture.open(t);
  for (const [index, { name, method, request, reason }] of badRequests.entries()) {
    await t.test(name, async () => {
      const id = 1_000_000 + index;
      fixture.client.sendRaw(frameTypes.call, method, id, Buffer.concat([Buffer.alloc(4), request]));
      const frame = await fixture.client.nextOf(id);
      assert.equal(frame.type === frameTypes.error ? errorOf(frame).reason : frame.type, reason);
      await fixture.check();
    });
  }
});

test("every connection that breaks the frames protocol is told why and closed, and no other notices", async (t) => {
  const fixture = await Fixture.open(t);
  for (const { name, bytes, isFirst, problem } of badConnections) {
    await t.test(name, async (t) => {
      const { port } = fixture.server;
      const client = isFirst ? await FramesClient.connect(t, port) : await FramesClient.open(t, port);
      client.socket.write(bytes);
      const error = errorOf(await client.next(frameTypes.goaway));
      assert.equal(error.reason, "protocol_violation");
      assert.match(error.message, problem);
      await client.closed;
      await fixture.check();
    });
  }
});

test("every bad REST request gets its documented problem", async (t) => {
  const fixture = await Fixture.open(t);
  for (const { name, verb, path, headers, body, status, reason } of badRest) {
    await t.test(name, async () => {
      const answer = await ask(fixture.server, verb, path, headers, body);
      assert.match(answer.type, /^application\/problem\+json/, answer.text);
      const problem = JSON.parse(answer.text) as Problem;
      assert.deepEqual([answer.status, problem.reason], [status, reason], problem.detail);
      assert.equal(problem.status, status);
      assert.doesNotMatch(answer.text, /node:internal|file:\/\/|\\n\s+at /, "no stack trace");
      await fixture.check();
    });
  }
});

test("every connection that is no good HTTP gets its documented problem", async (t) => {
  const fixture = await Fixture.open(t);
  for (const { name, bytes, status, reason } of badHttp) {
    await t.test(name, async () => {
      const answer = parseAnswer(await exchange(fixture.server.port, bytes));
      assert.equal(answer.headers.get("content-type")?.startsWith("application/problem+json"), true, answer.body);
      assert.deepEqual([answer.status, (JSON.parse(answer.body) as Problem).reason], [status, reason], answer.body);
      await fixture.check();
    });
  }
});
