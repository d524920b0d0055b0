import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { methods } from "@flowmesh/contract";
import { startedServer } from "../../../testing/started-server.ts";
import { curlExample } from "./curl-example.ts";
import { openapiDocument } from "./openapi-document.ts";

test("the reference loads nothing from elsewhere, and could not if it wanted to", async (t) => {
  const server = await startedServer(t);
  const page = await fetch(`${server.httpUrl}/docs`);
  const html = await page.text();
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.doesNotMatch(html, /<script(?![^>]*src=)|\son\w+=|style=/, "nothing inline, which the policy would stop");
  const loaded = [...html.matchAll(/<(?:script|link|img|iframe|source)[^>]*?(?:src|href)="([^"]*)"/g)].map(
    (match) => match[1]!,
  );
  assert.deepEqual(loaded.sort(), ["/docs/script.js", "/docs/style.css", "data:,"]);
  for (const path of loaded.filter((each) => each.startsWith("/"))) {
    const asset = await fetch(server.httpUrl + path);
    assert.equal(asset.status, 200, path);
    assert.equal(asset.headers.get("x-content-type-options"), "nosniff");
    assert.doesNotMatch(await asset.text(), /https?:|@import|url\(|fetch\(|import\(/, path);
  }
});

test("the reference has every operation and schema, each link leads somewhere, and text is text", async (t) => {
  const server = await startedServer(t);
  const html = await (await fetch(`${server.httpUrl}/docs`)).text();
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!));
  for (const name of Object.keys(methods)) assert.ok(ids.has(name), name);
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(target!), target);
  assert.doesNotMatch(html, /undefined|\[object/);
  for (const tag of ["article", "section", "table", "details", "ul"]) {
    assert.equal(html.split(`<${tag}`).length, html.split(`</${tag}>`).length, tag);
  }
});

test("the page's examples go to where it was loaded from, without its script too", async (t) => {
  const server = await startedServer(t);
  const examplesAt = async (host: string): Promise<Set<string>> => {
    const html = await pageAt(server.httpUrl, host);
    return new Set([...html.matchAll(/\bcurl [^<]*?(https?:\/\/.*?)\/v1\//g)].map((match) => match[1]!));
  };
  const { host, port } = new URL(server.httpUrl);
  assert.deepEqual(await examplesAt(host), new Set([`http://${host}`]));
  assert.deepEqual(await examplesAt(`localhost:${port}`), new Set([`http://localhost:${port}`]));
  assert.deepEqual(await examplesAt("[::1]:7701"), new Set(["http://[::1]:7701"]));
  assert.match(await pageAt(server.httpUrl, "localhost"), /<body data-origin="http:\/\/localhost">/);
  for (const strange of ['$(id)".localhost', "<b>.localhost", "x'y.localhost"]) {
    assert.deepEqual(await examplesAt(strange), new Set(["http://127.0.0.1:7070"]), strange);
  }
});

test("the document is served as it was generated, and again only when it is another one", async (t) => {
  const server = await startedServer(t);
  const answer = await fetch(`${server.httpUrl}/openapi.json`);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(((await answer.json()) as { openapi: string }).openapi, "3.1.0");
  const again = await fetch(`${server.httpUrl}/openapi.json`, {
    headers: { "if-none-match": answer.headers.get("etag")! },
  });
  assert.equal(again.status, 304);
  assert.equal((await fetch(`${server.httpUrl}/docs`, { method: "HEAD" })).status, 200);
  assert.equal((await fetch(`${server.httpUrl}/docs`, { method: "POST" })).headers.get("allow"), "GET, HEAD, OPTIONS");
});

test("an example is a command that a shell takes", () => {
  const { paths } = openapiDocument();
  const createStream = paths["/v1/streams"]!.post!;
  assert.equal(
    curlExample("post", "/v1/streams", createStream),
    `curl http://127.0.0.1:7070/v1/streams --json '{"stream":"shipments","partitions":2,"settings":{"retentionMs":604800000}}'`,
  );
  const findOffsets = paths["/v1/streams/{stream}/offsets"]!.get!;
  assert.equal(
    curlExample("get", "/v1/streams/{stream}/offsets", findOffsets),
    "curl 'http://127.0.0.1:7070/v1/streams/shipments/offsets?time=2026-01-31T12%3A00%3A00Z'",
  );
});

/** The page as it is given to who calls the server by this name. */
async function pageAt(url: string, host: string): Promise<string> {
  const [response] = (await once(get(`${url}/docs`, { headers: { host } }), "response")) as [IncomingMessage];
  assert.equal(response.statusCode, 200, host);
  return text(response);
}
