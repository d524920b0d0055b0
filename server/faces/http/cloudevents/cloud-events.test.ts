import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { limits } from "@flowmesh/contract";
import { hashOfToken, newToken } from "../../../access/token.ts";
import { formatTokens, type TokenEntry } from "../../../access/tokens-file.ts";
import type { RunningServer } from "../../../server-options.ts";
import { startedServer } from "../../../testing/started-server.ts";

const eventType = "application/cloudevents+json";
const batchType = "application/cloudevents-batch+json";

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface Mesh {
  readonly server: RunningServer;
  post(sent: Sent, query?: string): Promise<Response>;
  get(path?: string, accept?: string): Promise<Response>;
}

/** A server with a stream `events` of one partition. */
async function mesh(t: TestContext): Promise<Mesh> {
  const server = await startedServer(t);
  await server.fabric.streams.createStream({ stream: "events", partitions: 1 });
  const url = `${server.httpUrl}/v1/streams/events/events`;
  return {
    server,
    post: (sent, query = "") => fetch(url + query, { method: "POST", ...(sent as RequestInit) }),
    get: (path = "", accept) => fetch(url + path, accept === undefined ? {} : { headers: { accept } }),
  };
}

const structured = (event: object): Sent => ({ headers: { "content-type": eventType }, body: JSON.stringify(event) });
const batch = (events: unknown): Sent => ({ headers: { "content-type": batchType }, body: JSON.stringify(events) });
const whole = { specversion: "1.0", id: "1", source: "/shop", type: "order.placed" };
const binaryHeaders = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/shop", "ce-type": "order.placed" };

async function reasonOf(response: Response): Promise<string> {
  const { reason, status } = (await response.json()) as { reason: string; status: number };
  return `${status} ${reason}`;
}

test("what comes in structured mode is a record as the Kafka binding writes it, and goes out in every mode", async (t) => {
  const { server, post, get } = await mesh(t);
  const event = {
    ...whole,
    subject: "Köln № 7",
    time: "2026-01-31T12:00:00.250Z",
    datacontenttype: "application/json; charset=utf-8",
    dataschema: "https://example.org/order.json",
    partitionkey: "customer-7",
    comexampleretry: "2",
    data: { amount: 12.5, big: 0, note: '100 % "ok"' },
  };
  const response = await post(structured(event));
  assert.equal(response.status, 200);
  const { placements } = (await response.json()) as { placements: object[] };
  assert.deepEqual(placements, [{ partition: 0, offset: 0, duplicate: false }]);

  const { records } = await server.fabric.streams.read({ stream: "events" });
  const [record] = records;
  const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes!).toString("utf8");
  assert.equal(text(record!.key), "customer-7");
  assert.deepEqual(JSON.parse(text(record!.value)), event.data);
  assert.equal(record!.timestamp, Date.parse(event.time));
  assert.deepEqual(Object.fromEntries(record!.headers.map(({ name, value }) => [name, text(value)])), {
    ce_specversion: "1.0",
    ce_id: "1",
    ce_source: "/shop",
    ce_type: "order.placed",
    ce_subject: "Köln № 7",
    ce_time: "2026-01-31T12:00:00.250Z",
    "content-type": "application/json; charset=utf-8",
    ce_dataschema: "https://example.org/order.json",
    ce_partitionkey: "customer-7",
    ce_comexampleretry: "2",
  });

  const batched = await get();
  assert.equal(batched.headers.get("content-type"), batchType);
  assert.deepEqual(await batched.json(), [event]);
  const lines = await get("", "application/x-ndjson");
  assert.equal(lines.headers.get("content-type"), "application/x-ndjson");
  assert.deepEqual(JSON.parse((await lines.text()).trimEnd()), event);
  const single = await get("/0/0", eventType);
  assert.equal(single.headers.get("content-type"), eventType);
  assert.deepEqual(await single.json(), event);
  const binary = await get("/0/0");
  assert.equal(binary.headers.get("content-type"), event.datacontenttype);
  assert.equal(binary.headers.get("ce-subject"), "K%C3%B6ln%20%E2%84%96%207");
  assert.equal(binary.headers.get("ce-partitionkey"), "customer-7");
  assert.deepEqual(await binary.json(), event.data);
});

test("of several types that a reader takes it gets the one that it likes best", async (t) => {
  const { post, get } = await mesh(t);
  await post(structured({ ...whole, datacontenttype: "text/plain", data: "a" }));
  const typeOf = async (path: string, accept: string): Promise<string> =>
    (await get(path, accept)).headers.get("content-type")!.replace(/;.*/, "");
  const lines = "application/x-ndjson";
  assert.equal(await typeOf("", `${batchType}, ${lines}`), batchType);
  assert.equal(await typeOf("", `${batchType};q=0.5, ${lines}`), lines);
  assert.equal(await typeOf("", `${lines};q=0, */*`), batchType);
  assert.equal(await typeOf("", `${lines}, */*`), lines);
  assert.equal(await typeOf("/0/0", `${eventType}, */*;q=0.8`), eventType);
  assert.equal(await typeOf("/0/0", `${eventType};q=0, */*`), "text/plain");
  assert.equal(await typeOf("/0/0", `text/plain, ${eventType};q=0.9`), "text/plain");
});

test("an event that went out in binary mode comes in again as the same event", async (t) => {
  const { post, get } = await mesh(t);
  const event = { ...whole, subject: 'a b"c%d\u20ac\u{1f600}', datacontenttype: "text/plain", data: "grüß\ngott" };
  await post(structured(event));
  const out = await get("/0/0");
  const headers = Object.fromEntries([...out.headers].filter(([name]) => /^(ce-|content-type$)/.test(name)));
  assert.equal((await post({ headers, body: Buffer.from(await out.arrayBuffer()) })).status, 200);
  assert.deepEqual(await (await get()).json(), [event, event]);
});

test("data of every kind comes back as it was", async (t) => {
  const { post, get } = await mesh(t);
  const bytes = Buffer.from([0, 255, 1, 254]);
  const kinds = [
    { ...whole, id: "json", datacontenttype: "application/vnd.shop+json", data: [1, null, "x"] },
    { ...whole, id: "null", datacontenttype: "application/json", data: null },
    { ...whole, id: "text", datacontenttype: "text/csv", data: "a,b\n1,2" },
    { ...whole, id: "xml", datacontenttype: "application/xml", data: "<a/>" },
    { ...whole, id: "bytes", datacontenttype: "image/png", data_base64: bytes.toString("base64") },
    { ...whole, id: "no type", data_base64: bytes.toString("base64") },
    { ...whole, id: "no JSON", datacontenttype: "application/json", data_base64: "e30gfQ==" },
    { ...whole, id: "nothing" },
  ];
  assert.equal((await post(batch(kinds))).status, 200);
  assert.deepEqual(await (await get()).json(), kinds);
  const binary = await get("/0/4");
  assert.deepEqual(Buffer.from(await binary.arrayBuffer()), bytes);
});

test("numbers keep every digit, and data without a content type is JSON", async (t) => {
  const { post, get } = await mesh(t);
  const body =
    '{"specversion":"1.0","id":"1","source":"s","type":"t","flag":true,"count":-7,"none":null,"data":12345678901234567890.5}';
  await post({ headers: { "content-type": `${eventType}; charset=UTF-8` }, body });
  const [text] = (await (await get("", "application/x-ndjson")).text()).split("\n");
  assert.equal(
    text,
    '{"specversion":"1.0","id":"1","source":"s","type":"t","flag":"true","count":"-7","datacontenttype":"application/json","data":12345678901234567890.5}',
  );
});

test("binary mode: headers may be quoted, percent-encoded or bare, and the data is the body", async (t) => {
  const { post, get } = await mesh(t);
  const headers = {
    ...binaryHeaders,
    "ce-subject": '"a \\"b\\" %41%"',
    "ce-city": "M%C3%BCnchen",
    "content-type": "application/octet-stream",
  };
  assert.equal((await post({ headers, body: Buffer.from([1, 2]) })).status, 200);
  assert.deepEqual(await (await get()).json(), [
    {
      ...whole,
      subject: 'a "b" A%',
      city: "München",
      datacontenttype: "application/octet-stream",
      data_base64: "AQI=",
    },
  ]);
});

test("a batch is written whole or not at all", async (t) => {
  const { post, get } = await mesh(t);
  const wrong = await post(batch([whole, { ...whole, id: "2" }, { ...whole, type: undefined }]));
  const { reason, details } = (await wrong.json()) as { reason: string; details: { event: number; attribute: string } };
  assert.equal(reason, "event_attribute_missing");
  assert.deepEqual([details.event, details.attribute], [2, "type"]);
  assert.deepEqual(await (await get()).json(), []);
});

test("every wrong event is refused with the reason that is its own", async (t) => {
  const { post, get } = await mesh(t);
  const without = (name: string): Sent => structured({ ...whole, [name]: undefined });
  const cases: readonly (readonly [what: string, sent: Sent, expected: string])[] = [
    ["no id", without("id"), "400 event_attribute_missing"],
    ["no source", without("source"), "400 event_attribute_missing"],
    ["no type", without("type"), "400 event_attribute_missing"],
    ["no specversion", without("specversion"), "400 event_attribute_missing"],
    ["nothing at all", {}, "400 event_attribute_missing"],
    ["no id in binary mode", { headers: { ...binaryHeaders, "ce-id": "" } }, "400 event_attribute_invalid"],
    ["version 0.3", structured({ ...whole, specversion: "0.3" }), "400 event_version_unknown"],
    ["an empty id", structured({ ...whole, id: "" }), "400 event_attribute_invalid"],
    ["a name in capitals", structured({ ...whole, orderId: "1" }), "400 event_attribute_invalid"],
    ["a name with a dash", { headers: { ...binaryHeaders, "ce-order-id": "1" } }, "400 event_attribute_invalid"],
    ["a bad time", structured({ ...whole, time: "yesterday" }), "400 event_attribute_invalid"],
    ["a day that there is not", structured({ ...whole, time: "2026-02-30T00:00:00Z" }), "400 event_attribute_invalid"],
    ["a source with a space", structured({ ...whole, source: "a b" }), "400 event_attribute_invalid"],
    ["a schema without scheme", structured({ ...whole, dataschema: "/x" }), "400 event_attribute_invalid"],
    ["a control character", structured({ ...whole, subject: "a\u0007" }), "400 event_attribute_invalid"],
    ["half a character", structured({ ...whole, subject: "\ud800" }), "400 event_attribute_invalid"],
    ["an object as attribute", structured({ ...whole, extra: {} }), "400 event_attribute_invalid"],
    ["a fraction as attribute", structured({ ...whole, extra: 1.5 }), "400 event_attribute_invalid"],
    ["bytes that are no UTF-8", { headers: { ...binaryHeaders, "ce-subject": "%FF" } }, "400 event_attribute_invalid"],
    ["bad base64", structured({ ...whole, data_base64: "a" }), "400 event_data_invalid"],
    ["data twice", structured({ ...whole, data: 1, data_base64: "AQ==" }), "400 event_data_invalid"],
    ["an object as text", structured({ ...whole, datacontenttype: "text/plain", data: {} }), "400 event_data_invalid"],
    ["no JSON", { headers: { "content-type": eventType }, body: "{" }, "400 message_malformed"],
    ["no event", structured([whole]), "400 message_malformed"],
    ["no batch", batch(whole), "400 message_malformed"],
    ["no event in a batch", batch([7]), "400 message_malformed"],
    ["an empty batch", batch([]), "400 commit_empty"],
    ["another format", { headers: { "content-type": "application/cloudevents+avro" } }, "415 media_type_unknown"],
    ["another charset", { headers: { "content-type": `${eventType}; charset=utf-16` } }, "415 media_type_unknown"],
    ["too large", structured({ ...whole, data: "x".repeat(1_100_000) }), "413 record_too_large"],
    ["far too large", structured({ ...whole, data: "x".repeat(2_100_000) }), "413 message_too_large"],
    ["an attribute too long", structured({ ...whole, subject: "x".repeat(5000) }), "413 record_too_large"],
  ];
  for (const [what, sent, expected] of cases) assert.equal(await reasonOf(await post(sent)), expected, what);
  assert.deepEqual(await (await get()).json(), []);
});

test("records that are no events are left out and counted, and one alone is said to be none", async (t) => {
  const { server, post, get } = await mesh(t);
  const inKafka = Buffer.from(JSON.stringify({ ...whole, id: "kafka", data: { a: 1 } }));
  const type = { name: "content-type", value: Buffer.from(`${eventType}; charset=UTF-8`) };
  await server.fabric.streams.publish({
    stream: "events",
    records: [{ value: Buffer.from("plain") }, { value: inKafka, headers: [type] }],
  });
  await post(structured(whole));
  const page = await get();
  assert.equal(page.headers.get("flowmesh-skipped"), "1");
  assert.deepEqual(await page.json(), [
    { ...whole, id: "kafka", datacontenttype: "application/json", data: { a: 1 } },
    whole,
  ]);
  assert.equal(await reasonOf(await get("/0/0")), "404 not_an_event");
  assert.equal(await reasonOf(await get("/0/9")), "416 offset_out_of_range");
});

test("a record whose headers only look like attributes is no event, whatever they hold", async (t) => {
  const { server, post, get } = await mesh(t);
  const valid = { ce_specversion: "1.0", ce_id: "1", ce_source: "/s", ce_type: "t" };
  const strange: readonly Record<string, string | Buffer>[] = [
    { "ce_foo bar": "x" },
    { ce_: "x" },
    { ce_é: "x" },
    { "ce_a\r\nset-cookie: b": "x" },
    { ce_data: "x" },
    { ce_data_base64: "eA==" },
    { ce_subject: Buffer.from([0xff, 0xfe]) },
    { ce_subject: "a\nb" },
    { ce_source: "not a URI" },
    { ce_specversion: "0.3" },
    { "content-type": "no type" },
  ];
  const bytesOf = (value: string | Buffer): Buffer => (typeof value === "string" ? Buffer.from(value) : value);
  await server.fabric.streams.publish({
    stream: "events",
    records: strange.map((more) => ({
      value: Buffer.from("x"),
      headers: Object.entries({ ...valid, ...more }).map(([name, value]) => ({ name, value: bytesOf(value) })),
    })),
  });
  await post(structured(whole));
  const page = await get();
  assert.equal(page.headers.get("flowmesh-skipped"), String(strange.length));
  assert.deepEqual(await page.json(), [whole]);
  for (const [offset, headers] of strange.entries())
    assert.equal(await reasonOf(await get(`/0/${offset}`)), "404 not_an_event", JSON.stringify(headers));
});

test("what a browser is shown of an event has no rights on the server's origin, and has no type that nobody gave it", async (t) => {
  const { post, get } = await mesh(t);
  await post({
    headers: { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t", "content-type": "text/html" },
    body: "<script>fetch('/v1/streams/s', { method: 'PUT' })</script>",
  });
  const page = await get("/0/0");
  assert.equal(page.headers.get("content-type"), "text/html");
  assert.equal(page.headers.get("content-security-policy"), "default-src 'none'; sandbox");
  assert.equal(page.headers.get("cross-origin-resource-policy"), "same-origin");
  for (const path of ["", "/0/0", "/0/9"])
    assert.equal((await get(path)).headers.get("x-content-type-options"), "nosniff");
  const { data: _data, datacontenttype: _type, ...bare } = whole as Record<string, unknown>;
  await post(structured(bare));
  const untyped = await get("/0/1");
  assert.equal(untyped.headers.get("content-type"), null);
  assert.equal(untyped.headers.get("content-length"), "0");
  assert.deepEqual(await (await get("/0/1", eventType)).json(), bare);
});

test("a batch is bounded by events and attributes together, as the items of any other request", async (t) => {
  const { post, get } = await mesh(t);
  const event = { specversion: "1.0", id: "1", source: "/s", type: "t" };
  const most = limits.messageItems.value / 5;
  assert.equal((await post(batch(Array(most).fill(event)))).status, 200);
  assert.equal(await reasonOf(await post(batch(Array(most + 1).fill(event)))), "400 message_malformed");
  assert.equal((await get(`/0/${most - 1}`)).status, 200);
  assert.equal(await reasonOf(await get(`/0/${most + 1}`)), "416 offset_out_of_range", "nothing of it was written");
});

test("a character set may stand in quotes, and whole numbers are of 32 bits", async (t) => {
  const { post, get } = await mesh(t);
  const body = (more: object): string => JSON.stringify({ ...whole, ...more });
  const typed = (charset: string, more: object = {}): Promise<Response> =>
    post({ headers: { "content-type": `${eventType}; charset=${charset}` }, body: body(more) });
  for (const charset of ['"utf-8"', "UTF-8", "utf8; a=b", " utf-8"]) assert.equal((await typed(charset)).status, 200);
  for (const charset of ['"latin1"', "utf-16", "utf-8x", ""])
    assert.equal(await reasonOf(await typed(charset)), "415 media_type_unknown", charset);
  const text = { datacontenttype: 'text/plain; charset="utf-8"', data: "grüß gott" };
  await typed("utf-8", { ...text, low: -2147483648, high: 2147483647 });
  const [last] = ((await (await get()).json()) as Record<string, unknown>[]).slice(-1);
  assert.deepEqual([last!.data, last!.low, last!.high], [text.data, "-2147483648", "2147483647"]);
  for (const number of [2147483648, -2147483649, 0.5])
    assert.equal(await reasonOf(await typed("utf-8", { number })), "400 event_attribute_invalid");
});

test("pages go on, parameters are those of the record's routes, and the same key writes once", async (t) => {
  const { post, get } = await mesh(t);
  await post(batch([1, 2, 3].map((id) => ({ ...whole, id: String(id) }))));
  const first = await get("?limit=2");
  const token = first.headers.get("flowmesh-next-page-token")!;
  assert.equal(first.headers.get("flowmesh-caught-up"), "false");
  assert.equal(((await first.json()) as object[]).length, 2);
  assert.deepEqual(await (await get(`?pageToken=${token}`)).json(), [{ ...whole, id: "3" }]);
  assert.equal(await reasonOf(await get("?limitt=2")), "400 field_unknown");
  const keyed = (): Promise<Response> => {
    const { headers, body = "" } = structured({ ...whole, id: "4" });
    return post({ headers: { ...headers, "idempotency-key": "k" }, body });
  };
  const positions = [await (await keyed()).json(), await (await keyed()).json()] as { position: number }[];
  assert.equal(positions[0]!.position, positions[1]!.position);
  assert.equal(await reasonOf(await post(structured(whole), "?nothing=1")), "400 field_unknown");
});

test("who has no token, or one that may not, gets nothing in and nothing out", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-events-"));
  t.after(() => rm(folder, { recursive: true }));
  const tokens = [newToken(), newToken()];
  const entry = (index: number, permission: string): TokenEntry => ({
    name: `holder-${index}`,
    hash: `sha256:${hashOfToken(tokens[index]!).toString("hex")}`,
    subject: undefined,
    createdAt: undefined,
    grants: [{ allow: [permission], on: ["events"] }],
  });
  const tokensFile = join(folder, "tokens.json");
  await writeFile(tokensFile, formatTokens([entry(0, "streams:publish"), entry(1, "streams:read")]), { mode: 0o600 });
  const server = await startedServer(t, { access: { tokensFile } });
  await server.fabric.streams.createStream({ stream: "events" });
  const url = `${server.httpUrl}/v1/streams/events/events`;
  const statusOf = async (token: string | undefined, sent: Sent | undefined, path = ""): Promise<number> => {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const init = sent === undefined ? {} : { method: "POST", body: sent.body };
    return (await fetch(url + path, { ...init, headers: { ...sent?.headers, ...authorization } } as RequestInit))
      .status;
  };
  const [publisher, reader] = tokens;
  assert.equal(await statusOf(publisher, structured(whole)), 200);
  assert.equal(await statusOf(reader, undefined), 200);
  assert.equal(await statusOf(reader, undefined, "/0/0"), 200);
  assert.equal(await statusOf(reader, structured(whole)), 403);
  assert.equal(await statusOf(publisher, undefined), 403);
  assert.equal(await statusOf(publisher, undefined, "/0/0"), 403);
  for (const token of [undefined, newToken()]) {
    assert.equal(await statusOf(token, structured(whole)), 401);
    assert.equal(await statusOf(token, undefined), 401);
    assert.equal(await statusOf(token, undefined, "/0/0"), 401);
  }
});
