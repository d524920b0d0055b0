import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServedModel } from "../../testing/served-model.ts";
import { startedServer } from "../../testing/started-server.ts";

// biome-ignore lint/suspicious/noExplicitAny: what tests read of an answer is checked by the tests
type Body = any;
type Send = (
  verb: string,
  path: string,
  headers?: Record<string, string>,
  body?: unknown,
) => Promise<{ status: number; headers: Headers; body: Body }>;

const json = { "content-type": "application/json" };
const entry = "/v1/buckets/prices/entries/";

/** A server with the bucket `prices`. */
async function open(t: TestContext): Promise<Send> {
  const server = await startedServer(t, { openFabric: openServedModel });
  const send: Send = async (verb, path, headers = {}, body = undefined) => {
    const content = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const type = typeof body === "object" ? json : {};
    const init = {
      method: verb,
      headers: { ...type, ...headers },
      ...(content === undefined ? {} : { body: content }),
    };
    const answer = await fetch(server.httpUrl + path, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  await send("POST", "/v1/buckets", {}, { bucket: "prices", settings: { history: 3 } });
  return send;
}

test("a key stands in the path as it is, with slashes, or percent-encoded", async (t) => {
  const send = await open(t);
  const keys: readonly (readonly [path: string, key: string])[] = [
    ["EUR/USD", "EUR/USD"],
    ["EUR%2FGBP", "EUR/GBP"],
    ["a/b//c/", "a/b//c/"],
    ["%C3%BC%20%25", "\u00fc %"],
    ["entries/x", "entries/x"],
  ];
  for (const [path, key] of keys) {
    assert.equal((await send("PUT", entry + path, {}, { value: key })).status, 200);
    assert.deepEqual((await send("GET", entry + path)).body.entry.key, key);
    assert.equal((await send("GET", `/v1/buckets/prices/history/${path}`)).body.changes[0].value, key);
  }
  const { entries } = (await send("GET", "/v1/buckets/prices/entries?keysOnly=true")).body;
  assert.deepEqual(entries.map((each: Body) => each.key).sort(), keys.map(([, key]) => key).sort());
  assert.equal((await send("DELETE", `${entry}EUR/USD`)).body.deleted, true);
  assert.equal((await send("DELETE", `${entry}EUR%2FUSD`)).body.deleted, false);
});

test("an empty key, and one that is no UTF-8, are refused", async (t) => {
  const send = await open(t);
  const empty = await send("GET", entry);
  assert.deepEqual([empty.status, empty.body.reason], [400, "key_invalid"]);
  assert.equal((await send("GET", `${entry}%FF`)).body.reason, "message_malformed");
  const other = await send("PATCH", `${entry}a/b`);
  assert.deepEqual([other.status, other.headers.get("allow")], [405, "DELETE, GET, HEAD, OPTIONS, PUT"]);
});

test("a value is any JSON, bytes in base64, or the body itself", async (t) => {
  const send = await open(t);
  await send("PUT", `${entry}json`, {}, { value: { bid: 1.5 } });
  await send("PUT", `${entry}bytes`, {}, { valueBase64: "/wA=" });
  await send("PUT", `${entry}text?ttlMs=60000`, { "content-type": "text/plain" }, "hello");
  assert.deepEqual((await send("GET", `${entry}json`)).body.entry.value, { bid: 1.5 });
  assert.equal((await send("GET", `${entry}bytes`)).body.entry.valueBase64, "/wA=");
  const { entry: text } = (await send("GET", `${entry}text`)).body;
  assert.equal(Buffer.from(text.valueBase64, "base64").toString(), "hello");
  assert.match(text.expiresAt, /^\d{4}-/);
  const none = await send("PUT", `${entry}none`, {}, {});
  assert.deepEqual([none.status, none.body.reason, none.body.details.field], [400, "field_invalid", "value"]);
});

test("a counter is a number in JSON", async (t) => {
  const send = await open(t);
  assert.equal((await send("POST", "/v1/buckets/prices/counters/visits/today", {}, { by: 2 })).body.value, 2);
  assert.equal((await send("POST", "/v1/buckets/prices/counters/visits/today")).body.value, 3);
  assert.equal((await send("GET", `${entry}visits/today`)).body.entry.value, 3);
});

test("the entity tag of an entry makes writes conditional, and spares an answer", async (t) => {
  const send = await open(t);
  const create = { "if-none-match": "*" };
  assert.equal((await send("PUT", `${entry}a`, create, { value: 1 })).status, 200);
  const again = await send("PUT", `${entry}a`, create, { value: 2 });
  assert.deepEqual([again.status, again.body.reason], [412, "revision_mismatch"]);
  const tag = (await send("GET", `${entry}a`)).headers.get("etag")!;
  assert.match(tag, /^"1-/);
  assert.equal((await send("GET", `${entry}a`, { "if-none-match": tag })).status, 304);
  assert.equal((await send("PUT", `${entry}a`, { "if-match": tag }, { value: 3 })).body.revision, 2);
  const late = await send("DELETE", `${entry}a`, { "if-match": tag });
  assert.deepEqual([late.status, late.body.details.actual], [412, 2]);
  assert.equal((await send("PUT", `${entry}a`, { "if-match": '"2"' }, { value: 4 })).status, 200);
  assert.equal((await send("GET", `${entry}a?revision=2`)).body.entry.value, 3);
});

test("a condition that a method cannot keep is refused", async (t) => {
  const send = await open(t);
  const refused = async (verb: string, path: string, headers: Record<string, string>, field: string) => {
    const { status, body } = await send(verb, path, headers, verb === "DELETE" ? undefined : { value: 1 });
    assert.deepEqual([status, body.reason, body.details.field], [400, "field_invalid", field]);
  };
  await refused("PUT", `${entry}a`, { "if-match": "*" }, "If-Match");
  await refused("PUT", `${entry}a`, { "if-none-match": '"1"' }, "If-None-Match");
  await refused("DELETE", `${entry}a`, { "if-none-match": "*" }, "If-None-Match");
  await refused("PUT", `${entry}a`, { "if-match": '"1"', "if-none-match": "*" }, "If-None-Match");
});

test("a write that is sent twice with one Idempotency-Key takes effect once", async (t) => {
  const send = await open(t);
  const key = { "idempotency-key": "visit-7" };
  const calls: readonly Parameters<Send>[] = [
    ["POST", "/v1/buckets/prices/counters/visits", key, { by: 1 }],
    ["PUT", `${entry}a`, { "idempotency-key": "put-7" }, { value: 1 }],
    ["DELETE", `${entry}a`, { "idempotency-key": "delete-7" }],
  ];
  for (const call of calls) assert.deepEqual((await send(...call)).body, (await send(...call)).body);
  assert.equal((await send("GET", "/v1/buckets/prices")).body.bucket.lastRevision, 3);
});

test("a watch is lines of JSON that go on until the client leaves", async (t) => {
  const server = await startedServer(t, { openFabric: openServedModel });
  const { kv } = server.fabric;
  await kv.createBucket({ bucket: "prices" });
  await kv.put({ bucket: "prices", key: "a/1", value: Buffer.from("1") });
  const aborting = new AbortController();
  const body = JSON.stringify({ prefix: "a/" });
  const request = { method: "POST", headers: json, body, signal: aborting.signal };
  const answer = await fetch(`${server.httpUrl}/v1/buckets/prices/watch`, request);
  assert.equal(answer.headers.get("content-type"), "application/x-ndjson");
  const lines = linesOf(answer);
  const next = async () => (await lines.next()).value as Body;
  const snapshot = await next();
  assert.deepEqual([snapshot.snapshot, snapshot.changes[0].key, snapshot.changes[0].value], [true, "a/1", 1]);
  assert.deepEqual([(await next()).caughtUp, snapshot.revision], [true, 1]);
  await kv.delete({ bucket: "prices", key: "a/1" });
  assert.equal((await next()).changes[0].kind, "deleted");
  await kv.deleteBucket({ bucket: "prices" });
  assert.equal((await next()).error.reason, "bucket_not_found");
  aborting.abort();
});

async function* linesOf(answer: Response): AsyncGenerator<Body> {
  let rest = "";
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) if (line !== "") yield JSON.parse(line);
  }
}
