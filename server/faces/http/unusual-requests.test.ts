import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange, parseAnswer } from "../../testing/http-client.ts";
import { startedServer } from "../../testing/started-server.ts";

const host = "Host: localhost\r\n";
const close = "Connection: close\r\n\r\n";
const path = "/v1/streams/kept";

/** Requests that few clients send, and that are right nevertheless. */
const unusual: readonly (readonly [name: string, request: string, answer: RegExp])[] = [
  ["a target that is a whole URL", `GET http://127.0.0.1:7070${path} HTTP/1.1\r\n${host}${close}`, /200 OK.*"kept"/s],
  ["HTTP/1.0 without Host", `GET ${path} HTTP/1.0\r\n\r\n`, /200 OK.*Connection: close.*"kept"/s],
  [
    "HTTP/1.0 that keeps the connection, twice",
    `GET ${path} HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET ${path} HTTP/1.0\r\n\r\n`,
    /Connection: keep-alive.*"kept".*200 OK.*"kept"/s,
  ],
  [
    "an offer to become a WebSocket",
    `GET ${path} HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
    /200 OK.*"kept"/s,
  ],
  [
    "an offer to become HTTP/2",
    `GET ${path} HTTP/1.1\r\n${host}Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nConnection: Upgrade, close\r\n\r\n`,
    /200 OK.*"kept"/s,
  ],
  ["empty lines before the request", `\r\n\r\nGET ${path} HTTP/1.1\r\n${host}${close}`, /200 OK.*"kept"/s],
  ["an encoded letter in the path", `GET /v1/streams/kep%74 HTTP/1.1\r\n${host}${close}`, /200 OK.*"kept"/s],
  [
    "a range, which counts for nothing",
    `GET ${path} HTTP/1.1\r\n${host}Range: bytes=0-1\r\n${close}`,
    /200 OK.*"kept"/s,
  ],
  [
    "an Accept that JSON does not meet",
    `GET ${path} HTTP/1.1\r\n${host}Accept: text/html\r\n${close}`,
    /200 OK.*"kept"/s,
  ],
  [
    "another verb in a header",
    `GET ${path} HTTP/1.1\r\n${host}X-HTTP-Method-Override: DELETE\r\n${close}`,
    /200 OK.*"kept"/s,
  ],
  [
    "headers named like what objects have",
    `GET ${path} HTTP/1.1\r\n${host}__proto__: a\r\n${close}`,
    /200 OK.*"kept"/s,
  ],
  [
    "OPTIONS",
    `OPTIONS ${path} HTTP/1.1\r\n${host}${close}`,
    /204 No Content.*allow: DELETE, GET, HEAD, OPTIONS, PATCH\r\n/s,
  ],
  [
    "chunks with extensions and trailers",
    `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: Chunked\r\n${close}f;a=b\r\n{"stream":"c1"}\r\n0\r\nHost: evil.example\r\n\r\n`,
    /200 OK.*"c1"/s,
  ],
  [
    "a body that says that it is not packed",
    `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: APPLICATION/JSON ; charset=utf-8\r\nContent-Encoding: identity\r\nContent-Length: 14\r\n${close}{"stream":"i"}`,
    /200 OK.*"i"/s,
  ],
  [
    "a name given twice in JSON: the last one counts",
    `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 29\r\n${close}{"stream":"d1","stream":"d2"}`,
    /200 OK.*"stream":"d2"/s,
  ],
];

test("what is unusual but right is answered", async (t) => {
  const server = await startedServer(t);
  const headers = { "content-type": "application/json" };
  await fetch(`${server.httpUrl}/v1/streams`, { method: "POST", headers, body: '{"stream":"kept"}' });
  for (const [name, request, answer] of unusual) {
    await t.test(name, async () => assert.match(await exchange(server.port, request), answer));
  }
});

test("what stands behind a request that was refused is not taken for a request", async (t) => {
  const server = await startedServer(t);
  const hidden = `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 19\r\n\r\n{"stream":"hidden"}`;
  const post = `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\n`;
  const carriers = [
    `${post}Content-Length: 99999999\r\n\r\n`,
    `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Content-Length: 0\r\nContent-Length: 44\r\n\r\n`,
    `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    `${post.replace("1.1", "1.0")}Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length : 5\r\n\r\n`,
    `GET /v1/streams HTTP/1.1\r\n${host}Expect: a miracle\r\n\r\n`,
    `GET /v1/streams HTTP/1.1\r\nHost: rebound.example\r\n\r\n`,
    `GET /v1/streams HTTP/1.1\r\n${host}Host: rebound.example\r\n\r\n`,
  ];
  for (const carrier of carriers) {
    const answers = await exchange(server.port, carrier + hidden);
    const [, ...more] = answers.split(/(?=HTTP\/1\.1 \d)/);
    assert.match(answers, /^HTTP\/1\.1 4\d\d/, carrier);
    assert.deepEqual(more, [], carrier);
  }
  const { streams } = (await (await fetch(`${server.httpUrl}/v1/streams`)).json()) as { streams: unknown[] };
  assert.deepEqual(streams, []);
});

test("a body in chunks that goes beyond the limit is message_too_large, whoever counts it", async (t) => {
  const server = await startedServer(t);
  const bodies = [
    ["application/json", 2_097_153, "/v1/streams"],
    ["application/json", 2_097_153, "/v1/streams/kept/records"],
    ["application/octet-stream", 17_825_793, "/v1/streams/kept/partitions/0/batches"],
    ["text/plain", 17_825_793, "/v1/streams/kept/records"],
  ] as const;
  for (const [type, bytes, target] of bodies) {
    const head = `POST ${target} HTTP/1.1\r\n${host}Content-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = parseAnswer(await exchange(server.port, `${head}${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`));
    assert.equal(answer.status, 413, target);
    assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
    assert.equal((JSON.parse(answer.body) as { reason: string }).reason, "message_too_large");
  }
});

test("a body that comes byte by byte, and one of chunks of all sizes, arrives whole", async (t) => {
  const server = await startedServer(t);
  const headers = { "content-type": "application/json" };
  await fetch(`${server.httpUrl}/v1/streams`, { method: "POST", headers, body: '{"stream":"kept"}' });
  const head = `POST /v1/streams/kept/records HTTP/1.1\r\n${host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n${close}`;
  for (const sizes of [Array(9000).fill(1), [1, 5000, 1, 1, 4096, 4095, 70_000, 2, 60_000, 3]] as number[][]) {
    const parts = sizes.map((size, index) => String.fromCharCode(97 + (index % 26)).repeat(size));
    const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("");
    assert.equal(parseAnswer(await exchange(server.port, `${head}${chunks}0\r\n\r\n`)).status, 200);
    const page = await (await fetch(`${server.httpUrl}/v1/streams/kept/records`)).text();
    assert.ok(page.includes(Buffer.from(parts.join("")).toString("base64")), `${sizes.length} chunks`);
  }
});

test("a body of ten thousand chunks of a byte and more is refused", async (t) => {
  const server = await startedServer(t);
  const head = `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const answer = parseAnswer(await exchange(server.port, `${head}${"1\r\n \r\n".repeat(200_000)}`));
  assert.equal(answer.status, 400);
  assert.match(answer.body, /message_malformed.*chunks of a few bytes/s);
});

test("keys in headers and values in JSON arrive as they were sent", async (t) => {
  const server = await startedServer(t);
  const records = `${server.httpUrl}/v1/streams/kept/records`;
  const headers = { "content-type": "application/json" };
  await fetch(`${server.httpUrl}/v1/streams`, { method: "POST", headers, body: '{"stream":"kept"}' });
  const head = `POST /v1/streams/kept/records HTTP/1.1\r\n${host}Content-Type: text/plain\r\nflowmesh-key: café\r\nContent-Length: 1\r\n${close}`;
  assert.equal(parseAnswer(await exchange(server.port, `${head}1`)).status, 200);
  const value = '{"__proto__":{"a":1},"half":"\\ud800","long":123456789012345678901234567890,"1e400":1e400}';
  await fetch(records, { method: "POST", headers, body: `{"records":[{"value":${value}}]}` });
  const text = await (await fetch(records)).text();
  assert.match(text, /"key":"café"/);
  assert.ok(text.includes(`"value":${value}`), text);
});
