import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { METHODS } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { methods } from "@flowmesh/contract";
import { encodeBatch } from "@flowmesh/fabric";
import type { RunningServer } from "../../server-options.ts";
import { exchange, parseAnswer } from "../../testing/http-client.ts";
import { metric, receivedBytes, startedServer } from "../../testing/started-server.ts";
import type { Problem } from "./problem.ts";

const json = { "content-type": "application/json" };

function post(server: RunningServer, path: string, body: unknown): Promise<Response> {
  return fetch(server.httpUrl + path, { method: "POST", headers: json, body: JSON.stringify(body) });
}

// biome-ignore lint/suspicious/noExplicitAny: what tests read of an answer is checked by the tests
async function get(server: RunningServer, path: string): Promise<any> {
  return (await fetch(server.httpUrl + path)).json();
}

test("a stream is created, changed, listed and deleted", async (t) => {
  const server = await startedServer(t);
  const created = await post(server, "/v1/streams", {
    stream: "orders",
    partitions: 2,
    settings: { retentionMs: 1000 },
  });
  assert.equal(created.status, 200);
  const { stream } = (await created.json()) as { stream: { createdAt: string; partitions: unknown[] } };
  assert.match(stream.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(stream.partitions[1], { partition: 1, earliestOffset: 0, nextOffset: 0, bytes: 0 });
  const changed = await fetch(`${server.httpUrl}/v1/streams/orders`, {
    method: "PATCH",
    headers: json,
    body: '{"partitions":3}',
  });
  assert.equal(((await changed.json()) as { stream: { partitions: unknown[] } }).stream.partitions.length, 3);
  await post(server, "/v1/streams", { stream: "other" });
  const page = await get(server, "/v1/streams?pageSize=1");
  assert.deepEqual(
    page.streams.map((entry: { stream: string }) => entry.stream),
    ["orders"],
  );
  const rest = await get(server, `/v1/streams?pageSize=1&pageToken=${encodeURIComponent(page.nextPageToken)}`);
  assert.deepEqual(
    rest.streams.map((entry: { stream: string }) => entry.stream),
    ["other"],
  );
  const gone = await fetch(`${server.httpUrl}/v1/streams/orders`, { method: "DELETE" });
  assert.equal(gone.status, 200);
  assert.equal((await fetch(`${server.httpUrl}/v1/streams/orders`)).status, 404);
});

test("records of any JSON are published and read back, numbers as they were written", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  const body = `{"records":[{"key":"k","value":{"total":12345678901234567890,"__proto__":1},"headers":[{"name":"a","value":"b"}]},{"valueBase64":"/w=="},{}]}`;
  const published = await fetch(`${server.httpUrl}/v1/streams/orders/records`, { method: "POST", headers: json, body });
  const { placements } = (await published.json()) as { placements: { offset: number }[] };
  assert.deepEqual(
    placements.map(({ offset }) => offset),
    [0, 1, 2],
  );
  const text = await (await fetch(`${server.httpUrl}/v1/streams/orders/records`)).text();
  assert.match(
    text,
    /"key":"k","value":\{"total":12345678901234567890,"__proto__":1\},"headers":\[\{"name":"a","value":"b"\}\]/,
  );
  assert.match(text, /"offset":1,[^{}]*"valueBase64":"\/w=="/);
});

test("a body that is not JSON is published as one record, with its content type", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders", partitions: 4 });
  const publish = (query: string, headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(`${server.httpUrl}/v1/streams/orders/records${query}`, { method: "POST", headers, body });
  assert.equal(
    (await publish("?key=caf%C3%A9&partition=2", { "content-type": "text/plain; charset=utf-8" }, "hello")).status,
    200,
  );
  assert.equal(
    (
      await publish(
        "?partition=2",
        { "content-type": "application/x-www-form-urlencoded", "flowmesh-key": "k2" },
        "a=b",
      )
    ).status,
    200,
  );
  const { records } = await get(server, "/v1/streams/orders/records?partition=2");
  const [first, second] = records;
  assert.equal(first.key, "café");
  assert.equal(Buffer.from(first.valueBase64, "base64").toString(), "hello");
  assert.deepEqual(first.headers, [{ name: "content-type", value: "text/plain; charset=utf-8" }]);
  assert.deepEqual([second.key, second.headers], ["k2", []], "what curl says of any data is not kept");
});

test("who gives a parameter that there is not is told those that the query takes, whatever the body is", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  await post(server, "/v1/buckets", { bucket: "prices" });
  const refused = async (verb: string, path: string, type?: string): Promise<Problem> => {
    const sent = type === undefined ? {} : { headers: { "content-type": type }, body: "1" };
    const answer = await fetch(server.httpUrl + path, { method: verb, ...sent });
    assert.equal(answer.status, 400, path);
    return (await answer.json()) as Problem;
  };
  const known = async (...request: Parameters<typeof refused>): Promise<unknown> => {
    const { reason, details } = await refused(...request);
    assert.deepEqual([reason, details.field, details.message], ["field_unknown", "ky", "the query"]);
    return details.known;
  };
  const ofWrites = "idempotencyKey, durability, causation, correlation";
  assert.equal(
    await known("POST", "/v1/streams/orders/records?ky=a", "text/plain"),
    `key, partition, timestamp, dedupeId, expectedOffset, ${ofWrites}`,
  );
  assert.equal(
    await known("PUT", "/v1/buckets/prices/entries/a?ky=a", "text/plain"),
    `expectedRevision, ttlMs, ${ofWrites}`,
  );
  assert.equal(
    await known("POST", "/v1/streams/orders/partitions/0/batches?ky=a", "application/octet-stream"),
    "expectedOffset, dedupeId, idempotencyKey, durability, partitionCount, causation, correlation",
  );
  assert.equal(await known("GET", "/v1/streams/orders?ky=a"), "atLeast");
  const { reason, details } = await refused("PUT", "/v1/buckets/prices/entries/a?value=2", "text/plain");
  assert.deepEqual([reason, details.field], ["field_invalid", "value"], "not passed over beside the body");
});

test("lines of JSON are refused rather than taken for one value", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  for (const type of ["application/x-ndjson", "application/jsonl; charset=utf-8"]) {
    const headers = { "content-type": type };
    const url = `${server.httpUrl}/v1/streams/orders/records`;
    const answer = await fetch(url, { method: "POST", headers, body: '{"a":1}\n{"a":2}\n' });
    const { reason, detail } = (await answer.json()) as { reason: string; detail: string };
    assert.deepEqual([answer.status, reason], [415, "media_type_unknown"], detail);
  }
});

test("who opens the address is told all routes by their first words, and each of them is there", async (t) => {
  const server = await startedServer(t);
  const { name, routes } = await get(server, "/");
  assert.equal(name, "FlowMesh");
  for (const { path } of Object.values(methods)) assert.ok(routes.includes(/^\/v1\/[\w-]+/.exec(path)![0]), path);
  for (const route of ["/v1/commits", "/v1/where", "/health/live"]) assert.ok(routes.includes(route), route);
  for (const route of routes) assert.notEqual((await fetch(server.httpUrl + route)).status, 404, route);
});

test("batches go in and come out as bytes, with offsets in headers, or as JSON for who prefers it", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  const batch = encodeBatch([{ value: Buffer.from("v"), timestampMs: 1_700_000_000_000 }]);
  const path = `${server.httpUrl}/v1/streams/orders/partitions/0/batches`;
  const headers = { "content-type": "application/octet-stream" };
  const appended = await fetch(`${path}?expectedOffset=0`, { method: "POST", headers, body: batch as never });
  assert.deepEqual(await appended.json(), { position: 2, offset: 0, duplicate: false });
  const fetched = await fetch(`${path}?offset=0`);
  assert.equal(fetched.headers.get("content-type"), "application/octet-stream");
  assert.equal(fetched.headers.get("flowmesh-next-offset"), "1");
  assert.equal(fetched.headers.get("flowmesh-end-offset"), "1");
  assert.equal(fetched.headers.get("flowmesh-earliest-offset"), "0");
  const bytes = Buffer.from(await fetched.arrayBuffer());
  assert.equal(bytes.length, batch.length);
  const asJson = await fetch(path, { headers: { accept: "application/json, */*;q=0.5" } });
  assert.deepEqual(await asJson.json(), {
    nextOffset: 1,
    endOffset: 1,
    earliestOffset: 0,
    batches: bytes.toString("base64"),
  });
});

test("a subscription is lines of JSON, and ends when the client goes", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  await post(server, "/v1/streams/orders/records", { records: [{ value: 1 }] });
  const leave = new AbortController();
  const response = await fetch(`${server.httpUrl}/v1/streams/orders/subscription`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ cursors: [{ partition: 0, offset: 0 }], live: true }),
    signal: leave.signal,
  });
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  const reader = response
    .body!.pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let text = "";
  while (!text.includes('"caughtUp":true')) text += (await reader.read()).value;
  await post(server, "/v1/streams/orders/records", { records: [{ value: 2 }] });
  while (!text.includes('"nextOffset":2')) text += (await reader.read()).value;
  leave.abort();
  while ((await metric(server, "flowmesh_rpc_server_calls_open")) > 0);
});

test("HEAD gives what GET gives without the body, OPTIONS and 405 name the verbs", async (t) => {
  const server = await startedServer(t);
  const head = await fetch(`${server.httpUrl}/v1/status`, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers.get("content-length")) > 100);
  assert.equal(await head.text(), "");
  const options = await fetch(`${server.httpUrl}/v1/streams`, { method: "OPTIONS" });
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("allow"), "GET, HEAD, OPTIONS, POST");
  const wrong = await fetch(`${server.httpUrl}/v1/streams`, { method: "PUT", body: "x" });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get("allow"), "GET, HEAD, OPTIONS, POST");
  assert.equal(((await wrong.json()) as Problem).reason, "verb_not_allowed");
});

test("every verb that a path does not take is refused by name, whatever comes with it", async (t) => {
  const server = await startedServer(t);
  const taken = ["GET", "HEAD", "OPTIONS", "POST", "CONNECT"];
  const verbs = METHODS.filter((verb) => !taken.includes(verb));
  assert.ok(verbs.includes("QUERY"));
  for (const verb of verbs) {
    for (const type of ["", "Content-Type: application/json\r\n", "Content-Type: no type\r\n"]) {
      const request = (path: string): Promise<string> =>
        exchange(server.port, `${verb} ${path} HTTP/1.1\r\nHost: localhost\r\n${type}Connection: close\r\n\r\n`);
      assert.match(await request("/v1/streams"), /^HTTP\/1.1 405 .*"verb_not_allowed"/s, verb);
      assert.match(await request("/v1/nothing"), /^HTTP\/1.1 404 .*"route_not_found"/s, verb);
    }
  }
});

test("an error is problem details, with everything that the caller can decide by", async (t) => {
  const server = await startedServer(t);
  const response = await fetch(`${server.httpUrl}/v1/streams/absent`, { headers: { "x-request-id": "shop-17" } });
  assert.equal(response.status, 404);
  assert.match(response.headers.get("content-type")!, /^application\/problem\+json/);
  assert.equal(response.headers.get("x-request-id"), "shop-17");
  assert.deepEqual(await response.json(), {
    type: "urn:flowmesh:error:stream_not_found",
    title: "stream not found",
    status: 404,
    detail: "there is no stream absent",
    code: "not_found",
    reason: "stream_not_found",
    fix: "create it, or check the name with the list of streams",
    retryable: false,
    details: { stream: "absent" },
    requestId: "shop-17",
  });
});

test("a read waits for what is published, and no longer than it may", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  const waiting = get(server, "/v1/streams/orders/records?waitMs=30000");
  while ((await metric(server, "flowmesh_rpc_server_calls_open")) === 0);
  await post(server, "/v1/streams/orders/records", { records: [{ value: "now" }] });
  assert.equal((await waiting).records[0].value, "now");
  const late = await fetch(`${server.httpUrl}/v1/streams/orders/partitions/0/batches?offset=1&waitMs=30000`, {
    headers: { "flowmesh-timeout-ms": "20" },
  });
  assert.equal(late.status, 504);
  assert.equal(((await late.json()) as Problem).reason, "deadline_exceeded");
});

test("a request whose head or body does not come is answered 408, and the connection closed", async (t) => {
  const server = await startedServer(t, { limits: { httpHeadersMs: 60, httpRequestMs: 120 } });
  const starts = ["GET /v1/status HT", "POST /v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"];
  for (const start of starts) {
    const answer = parseAnswer(await exchange(server.port, start));
    assert.equal(answer.status, 408, start);
    assert.equal((JSON.parse(answer.body) as Problem).reason, "deadline_exceeded");
  }
});

test("a connection that is silent between two requests is closed", async (t) => {
  const server = await startedServer(t, { limits: { httpIdleMs: 50 } });
  const answer = await exchange(server.port, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
  assert.equal(parseAnswer(answer).status, 200);
});

test("a client that asks before it sends a body is told to go on, or not to", async (t) => {
  const server = await startedServer(t);
  const head = (length: number): string =>
    `POST /v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;
  const body = '{"stream":"asked"}';
  const goOn = await exchange(server.port, head(body.length) + body);
  assert.match(goOn, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  const tooLarge = parseAnswer(await exchange(server.port, head(100_000_000)));
  assert.equal(tooLarge.status, 413);
  assert.equal((JSON.parse(tooLarge.body) as Problem).reason, "message_too_large");
});

test("several requests in one packet are answered in their order", async (t) => {
  const server = await startedServer(t);
  const request = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
  const text = await exchange(
    server.port,
    request("/v1/streams") + request("/nowhere") + request("/v1/status", "Connection: close\r\n"),
  );
  assert.deepEqual(
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]),
    ["200", "404", "200"],
  );
});

test("who closes its side behind a request still gets the answer, also when it is late", async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "flowmesh-http-"));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const server = await startedServer(t, { dataDir });
  await post(server, "/v1/streams", { stream: "orders" });
  const publish =
    "POST /v1/streams/orders/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
  const answers = await exchange(server.port, publish + publish, true);
  assert.equal(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 2, answers);
  assert.equal((await get(server, "/v1/streams/orders")).stream.partitions[0].nextOffset, 2);
});

test("a call that waits for something to happen ends when its client closes its side", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  const wait = "GET /v1/streams/orders/partitions/0/batches?waitMs=30000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  assert.equal(await exchange(server.port, wait, true), "");
  assert.equal(await metric(server, "flowmesh_rpc_server_calls_open"), 0);
});

test("requests that came whole before a broken one are answered, each with its own answer", async (t) => {
  const server = await startedServer(t);
  const good = "GET /v1/streams/absent HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const answers = await exchange(server.port, `${good}${good}BROKEN REQUEST\r\n\r\n`);
  assert.deepEqual(
    [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ["404", "404", "400"],
  );
});

test("a stream of lines is not broken into by the answer to something malformed behind it", async (t) => {
  const server = await startedServer(t);
  await post(server, "/v1/streams", { stream: "orders" });
  await fetch(`${server.httpUrl}/v1/streams/orders/records`, { method: "POST", body: "hello" });
  const body = '{"cursors":[{}],"live":true}';
  const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  t.after(() => socket.destroy());
  socket.write(`POST /v1/streams/orders/subscription HTTP/1.1\r\n${head}${body}`);
  let received = "";
  socket.on("data", (chunk: Buffer) => {
    if (received === "") socket.write("BROKEN\r\n\r\n");
    received += chunk;
  });
  await new Promise((resolve) => socket.once("close", resolve));
  assert.match(received, /^HTTP\/1\.1 200 OK/);
  assert.doesNotMatch(received, /HTTP\/1\.1 400/);
});

test("a client that never takes its answer is closed, and what waited for it is given back", async (t) => {
  const server = await startedServer(t, { limits: { writeStallMs: 100 } });
  await post(server, "/v1/streams", { stream: "orders" });
  const path = `${server.httpUrl}/v1/streams/orders/records`;
  for (let count = 0; count < 16; count++) await fetch(path, { method: "POST", body: Buffer.alloc(400_000) });
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  socket.on("error", () => {});
  socket.pause();
  t.after(() => socket.destroy());
  const request = "GET /v1/streams/orders/partitions/0/batches?maxBytes=8000000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  socket.write(request.repeat(3));
  await receivedBytes(server, "http", 0);
  while ((await metric(server, "flowmesh_network_unsent_bytes")) === 0);
  while ((await metric(server, "flowmesh_network_unsent_bytes")) > 0);
});

test("an answer that is being sent when the server stops arrives whole, and its connection ends", async (t) => {
  const server = await startedServer(t, { segmentBytes: 16_777_216 });
  await post(server, "/v1/streams", { stream: "orders" });
  const path = `${server.httpUrl}/v1/streams/orders/records`;
  for (let count = 0; count < 8; count++) await fetch(path, { method: "POST", body: Buffer.alloc(900_000) });
  const response = await fetch(`${server.httpUrl}/v1/streams/orders/partitions/0/batches?maxBytes=8000000`);
  const stopped = server.stop();
  const bytes = await response.arrayBuffer();
  assert.equal(bytes.byteLength, Number(response.headers.get("content-length")));
  assert.ok(bytes.byteLength > 7_000_000);
  await stopped;
  await assert.rejects(fetch(`${server.httpUrl}/health/live`));
});

test("a request for another host, or from a foreign page, is refused", async (t) => {
  const server = await startedServer(t);
  const ask = async (headers: string): Promise<string> => {
    const answer = parseAnswer(
      await exchange(server.port, `GET /v1/status HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`),
    );
    return answer.status === 200 ? "200" : `${answer.status} ${(JSON.parse(answer.body) as Problem).reason}`;
  };
  assert.equal(await ask(`Host: localhost:${server.port}\r\n`), "200");
  assert.equal(await ask("Host: [::1]\r\nOrigin: http://localhost:5173\r\n"), "200");
  assert.equal(await ask("Host: rebound.example\r\n"), "403 host_not_allowed");
  assert.equal(await ask("Host: localhost\r\nOrigin: https://evil.example\r\n"), "403 origin_not_allowed");
  assert.equal(await ask("Host: localhost\r\nOrigin: null\r\n"), "403 origin_not_allowed");
  assert.equal(await ask("Host: localhost\r\nHost: localhost\r\n"), "400 message_malformed");
  assert.equal(await ask(""), "400 message_malformed");
});

test("counts its calls, connections and bytes", async (t) => {
  const server = await startedServer(t);
  await get(server, "/v1/status");
  const name =
    'flowmesh_rpc_server_calls_total{rpc_method="flowmesh.v1.SystemService/GetStatus",face="http",code="ok",error_type=""}';
  assert.equal(await metric(server, name), 1);
  assert.equal(await metric(server, "flowmesh_streams"), 0);
  assert.ok((await metric(server, 'flowmesh_connections_opened_total{face="http"}')) >= 1);
  // Also of connections that are still open.
  for (const direction of ["receive", "transmit"]) {
    const bytes = `flowmesh_network_io_bytes_total{face="http",network_io_direction="${direction}"}`;
    assert.ok((await metric(server, bytes)) > 0, direction);
  }
});
