import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { curlLine } from "./curl.ts";

const address = { host: "127.0.0.1", port: 7070 };

/** The words of the line as a shell takes them. */
function wordsOf(line: string): string[] {
  return execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

test("a method without a body has its fields in path and query, encoded", () => {
  const words = wordsOf(
    curlLine(address, methods.listStreams as unknown as AnyMethod, { prefix: "a&b c'", pageSize: undefined }),
  );
  assert.deepEqual(words, ["curl", "-sS", "-X", "GET", "http://127.0.0.1:7070/v1/streams?prefix=a%26b+c%27"]);
  const get = wordsOf(curlLine(address, methods.getStream as unknown as AnyMethod, { stream: "a/b?c" }));
  assert.equal(get.at(-1), "http://127.0.0.1:7070/v1/streams/a%2Fb%3Fc");
});

test("a method with a body has the rest as JSON, which no quote breaks out of", () => {
  const records = [{ value: 'it\'s $(id) `id` "x" \\ \n !' }];
  const words = wordsOf(curlLine(address, methods.publish as unknown as AnyMethod, { stream: "s", records }));
  assert.deepEqual(JSON.parse(words[words.indexOf("-d") + 1]!), { records });
  assert.equal(words.at(-1), "http://127.0.0.1:7070/v1/streams/s/records");
});

test("TLS and a token go along, the token by the name of its variable", () => {
  const secured = { ...address, isSecure: true, token: "fm_secret", caFile: "my ca.pem" };
  const line = curlLine(secured, methods.listStreams as unknown as AnyMethod, {});
  assert.match(
    line,
    /--cacert 'my ca.pem' https:\/\/127.0.0.1:7070\/v1\/streams -H "authorization: Bearer \$FLOWMESH_TOKEN"$/,
  );
  assert.doesNotMatch(line, /fm_secret/);
});

test("an IPv6 address stands in brackets", () => {
  const line = curlLine({ host: "::1", port: 1 }, methods.listStreams as unknown as AnyMethod, {});
  assert.equal(wordsOf(line).at(-1), "http://[::1]:1/v1/streams");
});
