import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { test } from "node:test";
import { SystemClock } from "@flowmesh/engine";
import { exchange } from "../../testing/http-client.ts";
import { startedServer } from "../../testing/started-server.ts";
import { PipelinedRequests } from "./pipelined-requests.ts";

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
}

test("a few requests begin in a turn, each connection's in order, and no connection waits for all of another's", async () => {
  const requests = new PipelinedRequests(new SystemClock());
  const begun: string[] = [];
  const many = new Socket();
  const few = new Socket();
  for (let count = 0; count < 200; count++) requests.push(many, () => begun.push(`many ${count}`));
  for (let count = 0; count < 2; count++) requests.push(few, () => begun.push(`few ${count}`));
  const turns: number[] = [];
  while (begun.length < 202) {
    const before = begun.length;
    await new Promise(setImmediate);
    turns.push(begun.length - before);
    if (begun.length < 202) assert.ok(many.isPaused(), "nothing more is read while requests wait");
  }
  assert.ok(Math.max(...turns) <= 64, turns.join());
  assert.deepEqual(begun.slice(0, 4), ["many 0", "few 0", "many 1", "few 1"]);
  const ofMany = begun.filter((name) => name.startsWith("many"));
  assert.deepEqual(
    ofMany,
    ofMany.map((_, count) => `many ${count}`),
  );
  assert.ok(!many.isPaused() && !few.isPaused());
});

test("thousands of requests in one write are answered in order, and what is broken behind them last", async (t) => {
  const server = await startedServer(t);
  const paths = Array.from({ length: 3000 }, (_, count) => `/nothing/${count}`);
  const text = await exchange(server.port, `${paths.map(get).join("")}broken\r\n\r\n`);
  const answers = text.split(/(?=HTTP\/1\.1 \d{3} )/);
  assert.equal(answers.length, 3001);
  for (const [at, path] of paths.entries())
    assert.ok(answers[at]!.includes(`${path}"`) || answers[at]!.includes(`${path} `), path);
  assert.match(answers[3000]!, /^HTTP\/1\.1 400 .*message_malformed/s);
});

test("behind a request that was the connection's last none of those that wait begins", async (t) => {
  const server = await startedServer(t);
  const create = (stream: string): string => {
    const body = JSON.stringify({ stream });
    return `POST /v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  const foreign = "GET /v1/streams HTTP/1.1\r\nHost: rebound.example\r\n\r\n";
  const odd = "GET /v1/streams HTTP/1.1\r\nHost: localhost\r\nExpect: a miracle\r\n\r\n";
  for (const last of [foreign, odd]) {
    const text = await exchange(server.port, `${get("/a")}${get("/b")}${last}${create("hidden")}${get("/c")}`);
    assert.deepEqual(text.match(/(?<=HTTP\/1\.1 )\d{3}/g), ["404", "404", last === odd ? "417" : "403"]);
  }
  const { streams } = (await (await fetch(`${server.httpUrl}/v1/streams`)).json()) as { streams: unknown[] };
  assert.deepEqual(streams, []);
});

test("the server answers a few of a thousand requests in one write in a turn", async (t) => {
  const server = await startedServer(t);
  let answered = 0;
  const count = (): number => ++answered;
  subscribe("http.server.response.finish", count);
  t.after(() => unsubscribe("http.server.response.finish", count));
  const all = exchange(server.port, `${get("/nothing").repeat(1000)}broken\r\n\r\n`);
  let most = 0;
  while (answered < 1000) {
    const before = answered;
    await new Promise(setImmediate);
    most = Math.max(most, answered - before);
  }
  await all;
  assert.ok(most < 300, `${most} in one turn`);
});
