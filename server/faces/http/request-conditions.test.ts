import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { PublishRequest, PublishResponse } from "@flowmesh/contract";
import type { RunningServer } from "../../server-options.ts";
import { startedServer } from "../../testing/started-server.ts";

const json = { "content-type": "application/json" };

// biome-ignore lint/suspicious/noExplicitAny: what tests read of an answer is checked by the tests
type Body = any;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function open(t: TestContext): Promise<{
  server: RunningServer;
  send: (verb: string, path: string, headers?: Record<string, string>, body?: unknown) => Promise<Answer>;
}> {
  const server = await startedServer(t);
  await server.fabric.streams.createStream({ stream: "orders" });
  return {
    server,
    send: async (verb, path, headers = {}, body = undefined) => {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(server.httpUrl + path, { method: verb, headers: { ...json, ...headers }, ...content });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
    },
  };
}

const publishing = { records: [{ value: 1 }] };

test("a write that is sent twice with one Idempotency-Key takes effect once and has one answer", async (t) => {
  const { send } = await open(t);
  const key = { "idempotency-key": '"order-7"' };
  const first = await send("POST", "/v1/streams/orders/records", key, publishing);
  const second = await send("POST", "/v1/streams/orders/records", { "idempotency-key": "order-7" }, publishing);
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.deepEqual(second.body, first.body);
  assert.equal((await send("GET", "/v1/streams/orders")).body.stream.partitions[0].nextOffset, 1);
});

test("the same Idempotency-Key with other content is refused, and so is a key that contradicts the body", async (t) => {
  const { send } = await open(t);
  const key = { "idempotency-key": "order-7" };
  await send("POST", "/v1/streams/orders/records", key, publishing);
  const other = await send("POST", "/v1/streams/orders/records", key, { records: [{ value: 2 }] });
  assert.deepEqual([other.status, other.body.reason], [412, "idempotency_key_reused"]);
  const torn = await send("POST", "/v1/streams/orders/records", key, { ...publishing, idempotencyKey: "order-8" });
  assert.deepEqual([torn.status, torn.body.reason], [400, "field_invalid"]);
});

test("a write that remembers no keys refuses one instead of ignoring it; what is safe to repeat takes any", async (t) => {
  const { send } = await open(t);
  const key = { "idempotency-key": "once" };
  const refused = await send("DELETE", "/v1/streams/orders", key);
  assert.deepEqual([refused.status, refused.body.details.field], [400, "Idempotency-Key"]);
  assert.equal((await send("GET", "/v1/streams/orders", key)).status, 200);
});

test("a stream that did not change is not sent again", async (t) => {
  const { send } = await open(t);
  const tag = (await send("GET", "/v1/streams/orders")).headers.get("etag")!;
  assert.match(tag, /^"\d+-[\w-]{16}"$/);
  const same = await send("GET", "/v1/streams/orders", { "if-none-match": `"other", W/${tag}` });
  assert.deepEqual([same.status, same.body, same.headers.get("etag")], [304, undefined, tag]);
  await send("POST", "/v1/streams/orders/records", {}, publishing);
  const grown = await send("GET", "/v1/streams/orders", { "if-none-match": tag });
  assert.equal(grown.status, 200);
  assert.notEqual(grown.headers.get("etag"), tag);
});

test("a group has an entity tag too, lists and reads have none", async (t) => {
  const { send, server } = await open(t);
  await server.fabric.groups.joinGroup({ group: "billing", memberId: "m", streams: ["orders"] });
  assert.match((await send("GET", "/v1/groups/billing")).headers.get("etag") ?? "", /^"\d+-/);
  for (const path of ["/v1/streams", "/v1/streams/orders/records", "/v1/status"]) {
    assert.equal((await send("GET", path)).headers.get("etag"), null, path);
  }
});

test("If-Match lets a change through only while the settings are those that the caller saw, whatever was published", async (t) => {
  const { send } = await open(t);
  const tag = (await send("GET", "/v1/streams/orders")).headers.get("etag")!;
  await send("POST", "/v1/streams/orders/records", {}, publishing);
  const settings = { settings: { retentionMs: 1000 } };
  assert.equal((await send("PATCH", "/v1/streams/orders", { "if-match": tag }, settings)).status, 200);
  const late = await send("PATCH", "/v1/streams/orders", { "if-match": tag }, settings);
  assert.deepEqual([late.status, late.body.reason], [412, "revision_mismatch"]);
  assert.equal((await send("DELETE", "/v1/streams/orders", { "if-match": tag })).body.reason, "revision_mismatch");
  const { revision } = (await send("GET", "/v1/streams/orders")).body.stream;
  assert.equal((await send("DELETE", "/v1/streams/orders", { "if-match": `"${revision}"` })).status, 200);
});

test("an If-Match that cannot be kept is refused", async (t) => {
  const { send } = await open(t);
  for (const tag of ["7", '"1", "2"', '"x"', '""']) {
    const answer = await send("PATCH", "/v1/streams/orders", { "if-match": tag }, {});
    assert.deepEqual([answer.status, answer.body.details.field], [400, "If-Match"], tag);
  }
  const elsewhere = await send("POST", "/v1/streams/orders/records", { "if-match": '"1"' }, publishing);
  assert.equal(elsewhere.body.details.field, "If-Match");
  assert.equal((await send("PATCH", "/v1/streams/orders", { "if-match": "*" }, {})).status, 200);
});

test("requests and answers may be protobuf, and the path counts", async (t) => {
  const { server } = await open(t);
  const value = Buffer.from([0, 255, 1]);
  const answer = await fetch(`${server.httpUrl}/v1/streams/orders/records`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf", accept: "application/x-protobuf" },
    body: new Uint8Array(PublishRequest.encode({ stream: "another", records: [{ value }] })),
  });
  assert.equal(answer.headers.get("content-type"), "application/x-protobuf");
  const { placements } = PublishResponse.decode(new Uint8Array(await answer.arrayBuffer()));
  assert.equal(placements[0]?.offset, 0);
  assert.deepEqual(Buffer.from((await server.fabric.streams.read({ stream: "orders" })).records[0]!.value!), value);
});

test("who asks for base64 gets every byte as it was published, and JSON otherwise", async (t) => {
  const { send, server } = await open(t);
  const value = Buffer.from('{ "a" : 1.0,\n "b": "\\u0061" }');
  await server.fabric.streams.publish({ stream: "orders", records: [{ value, key: Buffer.from("k") }] });
  const [record] = (await send("GET", "/v1/streams/orders/records", { accept: "application/json;bytes=base64" })).body
    .records;
  assert.deepEqual([record.valueBase64, record.keyBase64], [value.toString("base64"), "aw=="]);
  assert.deepEqual((await send("GET", "/v1/streams/orders/records")).body.records[0].value, { a: 1, b: "a" });
});

test("lines that are silent for a while have an empty one, which is no response", async (t) => {
  const server = await startedServer(t, { limits: { httpLineSilenceMs: 20 } });
  await server.fabric.streams.createStream({ stream: "orders" });
  const leaving = new AbortController();
  const answer = await fetch(`${server.httpUrl}/v1/streams/orders/subscription`, {
    method: "POST",
    headers: json,
    body: '{"cursors":[{"partition":0,"offset":0}],"live":true}',
    signal: leaving.signal,
  });
  let text = "";
  for await (const chunk of answer.body!) {
    text += Buffer.from(chunk).toString();
    if (text.endsWith("\n\n\n")) break;
  }
  leaving.abort();
  const lines = text.split("\n").filter((line) => line !== "");
  assert.equal(lines.length, 1);
  assert.equal(JSON.parse(lines[0]!).caughtUp, true);
});
