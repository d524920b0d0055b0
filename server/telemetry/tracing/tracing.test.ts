import assert from "node:assert/strict";
import { createServer } from "node:http";
import { connect } from "node:http2";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { type AnyCodec, PublishRequest } from "@flowmesh/contract";
import { encodeGrpcMessage } from "@flowmesh/contract/internal";
import { VirtualClock } from "@flowmesh/engine";
import type { RunningServer } from "../../server-options.ts";
import { startedServer } from "../../testing/started-server.ts";
import { openLog } from "../log.ts";
import type { Span } from "./span.ts";
import { SpanExporter } from "./span-exporter.ts";
import { traceContextOf } from "./trace-context.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly service: string;
  readonly spans: readonly Span[];
}

/** Takes OTLP over HTTP in JSON, as a collector does. `answer`: the status that it answers with. */
async function receiver(t: TestContext, answer: () => number | Promise<number> = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const [{ resource, scopeSpans }] = resourceSpans;
      const service = resource.attributes[0].value.stringValue;
      received.push({ headers: request.headers, service, spans: scopeSpans[0].spans });
      response.writeHead(await answer()).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return { url, received, spans: () => received.flatMap(({ spans }) => spans) };
}

async function publish(server: RunningServer, headers: Readonly<Record<string, string>>): Promise<void> {
  const body = JSON.stringify({ records: [{ value: 1 }, { value: 2 }] });
  const all = { "content-type": "application/json", ...headers };
  const response = await fetch(`${server.httpUrl}/v1/streams/orders/records`, { method: "POST", headers: all, body });
  assert.equal(response.status, 200, await response.text());
}

function attributesOf({ attributes }: Span): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

test("a call becomes a span of its caller's trace, in the words of the conventions, and nothing is lost at the stop", async (t) => {
  const { url, received, spans } = await receiver(t);
  const tracing = { url, headers: { "api-key": "k" }, serviceName: "orders-log" };
  const server = await startedServer(t, { tracing });
  await server.fabric.streams.createStream({ stream: "orders" });
  await publish(server, { traceparent, tracestate: "vendor=1", "x-request-id": "r-1" });
  await fetch(`${server.httpUrl}/v1/streams/absent`);
  await server.stop();

  assert.equal(received[0]!.service, "orders-log");
  assert.equal(received[0]!.headers["api-key"], "k");
  assert.match(String(received[0]!.headers["content-type"]), /^application\/json/);
  const [published, missing] = spans();
  assert.equal(published!.traceId, traceId);
  assert.equal(published!.parentSpanId, "00f067aa0ba902b7");
  assert.equal(published!.traceState, "vendor=1");
  assert.match(published!.spanId, /^[0-9a-f]{16}$/);
  assert.equal(published!.name, "flowmesh.v1.StreamsService/Publish");
  assert.equal(published!.kind, 2);
  assert.ok(BigInt(published!.endTimeUnixNano) > BigInt(published!.startTimeUnixNano));
  assert.deepEqual(attributesOf(published!), {
    "rpc.system.name": "flowmesh",
    "rpc.method": "flowmesh.v1.StreamsService/Publish",
    "network.protocol.name": "http",
    "flowmesh.request_id": "r-1",
    "messaging.system": "flowmesh",
    "messaging.operation.name": "publish",
    "messaging.operation.type": "send",
    "messaging.destination.name": "orders",
    "messaging.batch.message_count": "2",
  });
  // Nobody said of the other one whether it is to be recorded: it begins a trace.
  assert.notEqual(missing!.traceId, traceId);
  assert.equal(missing!.parentSpanId, undefined);
  assert.equal(attributesOf(missing!)["error.type"], "stream_not_found");
  assert.deepEqual(missing!.status, { code: 0 });
});

test("a caller that is not sampled gets no span, and with a ratio of 0 nobody begins a trace", async (t) => {
  const { url, spans } = await receiver(t);
  const server = await startedServer(t, { tracing: { url, ratio: 0 } });
  await server.fabric.streams.createStream({ stream: "orders" });
  await publish(server, { traceparent: traceparent.replace(/01$/, "00") });
  await publish(server, {});
  await publish(server, { traceparent });
  await server.stop();
  assert.deepEqual(
    spans().map((span) => span.traceId),
    [traceId],
  );
});

test("the trace of a publish stands in the headers of its records, and theirs counts more", async (t) => {
  const server = await startedServer(t);
  await server.fabric.streams.createStream({ stream: "orders" });
  await publish(server, { traceparent, tracestate: "vendor=1" });
  const own = traceparent.replaceAll("4", "5");
  const records = [{ value: 3, headers: [{ name: "traceparent", value: own }] }];
  const body = JSON.stringify({
    operations: [
      { publish: { stream: "orders", records } },
      { publish: { stream: "orders", records: [{ value: 4 }] } },
    ],
  });
  const headers = { "content-type": "application/json", traceparent };
  assert.equal((await fetch(`${server.httpUrl}/v1/commits`, { method: "POST", headers, body })).status, 200);
  await publish(server, { traceparent: "garbage" });
  const { records: read } = await server.fabric.streams.read({ stream: "orders" });
  const tracesOf = read.map(({ headers: all }) =>
    all.map(({ name, value }) => `${name}=${Buffer.from(value)}`).join(" "),
  );
  const both = `traceparent=${traceparent} tracestate=vendor=1`;
  assert.deepEqual(tracesOf, [both, both, `traceparent=${own}`, `traceparent=${traceparent}`, "", ""]);
});

test("the trace of an enqueue stands in the headers of its jobs, and its span says where to and how many", async (t) => {
  const { url, spans } = await receiver(t);
  const server = await startedServer(t, { tracing: { url, ratio: 0 } });
  await server.fabric.queues.createQueue({ queue: "mails" });
  const headers = { "content-type": "application/json", traceparent };
  const post = async (path: string, body: object) => {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    assert.equal((await fetch(`${server.httpUrl}/v1/${path}`, init)).status, 200);
  };
  await post("queues/mails/jobs", { jobs: [{ value: 1 }, { value: 2 }] });
  await post("commits", { operations: [{ enqueue: { queue: "mails", jobs: [{ value: 3 }] } }] });
  const { jobs } = await server.fabric.queues.reserve({ queue: "mails", workerId: "w", maxJobs: 3 });
  await server.stop();
  for (const job of jobs) assert.equal(String(job.headers[0]?.value), traceparent);
  const { "messaging.destination.name": to, "messaging.operation.type": type, ...rest } = attributesOf(spans()[0]!);
  assert.deepEqual([to, type, rest["messaging.batch.message_count"]], ["mails", "send", "2"]);
});

test("the metadata of a gRPC call carries a trace and a request id as the headers of HTTP do", async (t) => {
  const { url, spans } = await receiver(t);
  const server = await startedServer(t, { tracing: { url } });
  await server.fabric.streams.createStream({ stream: "orders" });
  const session = connect(server.httpUrl);
  const call = session.request({
    ":method": "POST",
    ":path": "/flowmesh.v1.StreamsService/Publish",
    "content-type": "application/grpc",
    te: "trailers",
    traceparent,
    "x-request-id": "r-2",
  });
  const message = { stream: "orders", records: [{ value: Buffer.from("x") }] };
  call.end(Buffer.concat(encodeGrpcMessage(PublishRequest as unknown as AnyCodec, message)));
  call.resume();
  await new Promise((resolve) => call.once("close", resolve));
  await new Promise<void>((resolve) => session.close(resolve));
  const { records } = await server.fabric.streams.read({ stream: "orders" });
  assert.deepEqual(
    records[0]!.headers.map(({ name }) => name),
    ["traceparent"],
  );
  await server.stop();
  assert.equal(spans()[0]!.parentSpanId, "00f067aa0ba902b7");
  assert.equal(attributesOf(spans()[0]!)["rpc.system.name"], "grpc");
  assert.equal(attributesOf(spans()[0]!)["flowmesh.request_id"], "r-2");
});

test("a trace is read as the specification says", () => {
  assert.deepEqual(traceContextOf(traceparent, ["a=1", "b=2"]), { traceparent, tracestate: "a=1,b=2" });
  assert.deepEqual(traceContextOf(traceparent, "x".repeat(513)), { traceparent, tracestate: "" });
  const later = `01-${traceId}-00f067aa0ba902b7-01-more`;
  assert.equal(traceContextOf(later, undefined)?.traceparent, later);
  const wrong = [
    traceparent.toUpperCase(),
    `${traceparent}-more`,
    `ff${traceparent.slice(2)}`,
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    "",
  ];
  for (const text of wrong) assert.equal(traceContextOf(text, undefined), undefined, text);
});

test("a receiver that hangs or refuses costs spans, which are counted, and never a call", async (t) => {
  let let200: (status: number) => void = () => {};
  const first = new Promise<number>((resolve) => (let200 = resolve));
  const { url, received } = await receiver(t, () => (received.length === 1 ? first : 503));
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = openLog({ level: "warn", isReadable: false, write: (line) => lines.push(line) });
  const exporter = new SpanExporter({ url }, { version: "1", clock, log });
  const span = { traceId, spanId: "1", name: "x" } as unknown as Span;
  let refused = 0;
  for (let count = 0; count < 10_000; count++) {
    if (exporter.isFull) refused++;
    else exporter.add(span);
  }
  // One batch is on its way, the queue is full, and the rest was not taken.
  assert.equal(refused, 10_000 - 512 - 4096);
  let200(200);
  await exporter.close();
  assert.equal(exporter.sent, 512);
  assert.equal(exporter.dropped, 4096);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /spans cannot be sent/);
  assert.match(lines[0]!, /answered with 503/);
});
