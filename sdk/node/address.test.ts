import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { findAddress, findDevFile, formatUrl, parseUrl } from "./address.ts";

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-address-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function writeDevFile(folder: string, text: string): Promise<string> {
  await mkdir(join(folder, ".flowmesh"));
  const path = join(folder, ".flowmesh", "dev.json");
  await writeFile(path, text);
  return path;
}

test("a URL names host and port; the port is 7070 where none stands", () => {
  const expected = [
    ["flowmesh://127.0.0.1:81", "127.0.0.1", 81],
    ["flowmesh://example.com", "example.com", 7070],
    ["flowmesh://localhost:7071/", "localhost", 7071],
    ["flowmesh://[::1]:9", "::1", 9],
    ["http://127.0.0.1:81/", "127.0.0.1", 81],
    ["127.0.0.1:81", "127.0.0.1", 81],
    ["example.com:81", "example.com", 81],
    ["[::1]:9", "::1", 9],
    ["127.0.0.1", "127.0.0.1", 7070],
    ["localhost", "localhost", 7070],
  ] as const;
  for (const [url, host, port] of expected) assert.deepEqual(parseUrl(url, "here"), { host, port, origin: "here" });
});

test("flowmeshs and https stand for TLS, and a token may stand before the host", () => {
  const origin = "here";
  assert.deepEqual(parseUrl("flowmeshs://a:1", origin), { host: "a", port: 1, origin, isSecure: true });
  assert.deepEqual(parseUrl("https://a", origin), { host: "a", port: 7070, origin, isSecure: true });
  assert.deepEqual(parseUrl("flowmesh://fm_x%2By@a:1", origin), { host: "a", port: 1, origin, token: "fm_x+y" });
  assert.equal(formatUrl(parseUrl("https://secret@a:1", origin)), "flowmeshs://a:1");
});

test("a token that the URL does not bring is that of the environment", () => {
  const environment = { FLOWMESH_TOKEN: "fm_env", FLOWMESH_CA: "/ca.pem" };
  assert.equal(findAddress("flowmesh://a", environment).token, "fm_env");
  assert.equal(findAddress("flowmesh://fm_url@a", environment).token, "fm_url");
  assert.equal(findAddress("flowmesh://a", environment).caFile, "/ca.pem");
  assert.equal(findAddress("flowmesh://a", { FLOWMESH_TOKEN: "" }).token, undefined);
});

test("an address written as a URL is read back the same", () => {
  for (const address of [
    { host: "::1", port: 7070 },
    { host: "a.b", port: 1 },
  ]) {
    const { host, port } = parseUrl(formatUrl(address), "here");
    assert.deepEqual({ host, port }, address);
  }
});

test("what is no such URL is refused, with the text and who gave it", () => {
  const bad = [
    "",
    "localhost:0",
    "nowhere",
    "7070",
    "flowmesh://",
    "flowmesh:a:1",
    "flowmesh://a:0",
    "flowmesh://a:65536",
  ];
  bad.push("flowmesh://a/path", "flowmesh://a?x=1", "flowmesh://a#x", "flowmesh://me:secret@a", "flowmesh://a b");
  bad.push("flowmesh://[::1", "flowmesh://[zz]:1", "flowmesh://a:port", " flowmesh://a");
  for (const url of bad) {
    assert.throws(
      () => parseUrl(url, "FLOWMESH_URL"),
      (error: unknown) => {
        assert.ok(isFlowMeshError(error, "configuration_invalid"), url);
        assert.match(error.message, /^url from FLOWMESH_URL is .*, which is not of the form flowmesh:\/\/host:port/);
        assert.ok(error.message.includes(JSON.stringify(url.replace("me:secret", "***"))));
        return true;
      },
    );
  }
});

test("the given URL goes before the environment, that before the file of dev, that before the default", async (context) => {
  const folder = await folderOf(context);
  const inside = join(folder, "a", "b");
  await mkdir(inside, { recursive: true });
  const environment = { FLOWMESH_URL: "flowmesh://env:2" };
  assert.deepEqual(findAddress(undefined, {}, inside), { host: "127.0.0.1", port: 7070, origin: "default" });
  const path = await writeDevFile(folder, JSON.stringify({ url: "flowmesh://127.0.0.1:3" }));
  assert.deepEqual(findAddress(undefined, {}, inside), { host: "127.0.0.1", port: 3, origin: path });
  assert.deepEqual(findAddress(undefined, { FLOWMESH_URL: "" }, inside).origin, path);
  assert.deepEqual(findAddress(undefined, environment, inside), { host: "env", port: 2, origin: "FLOWMESH_URL" });
  assert.deepEqual(findAddress("flowmesh://given:1", environment, inside).host, "given");
});

test("a wrong URL in the environment is refused, not passed over", async (context) => {
  const folder = await folderOf(context);
  await writeDevFile(folder, JSON.stringify({ url: "flowmesh://127.0.0.1:3" }));
  assert.throws(() => findAddress(undefined, { FLOWMESH_URL: "7070" }, folder), { reason: "configuration_invalid" });
});

test("the nearest file of dev counts", async (context) => {
  const folder = await folderOf(context);
  const inside = join(folder, "inside");
  await mkdir(inside);
  await writeDevFile(folder, JSON.stringify({ url: "flowmesh://far:1" }));
  const near = await writeDevFile(inside, JSON.stringify({ url: "flowmesh://near:1", pid: 12 }));
  assert.deepEqual(findDevFile(inside), { path: near, content: { url: "flowmesh://near:1", pid: 12 } });
});

test("a dev.json that was copied with its folder is passed over; one whose folder was moved counts", async (context) => {
  const folder = await folderOf(context);
  const [original, copy] = [join(folder, "original"), join(folder, "copy")];
  await Promise.all([mkdir(original), mkdir(copy)]);
  const content = { url: "flowmesh://127.0.0.1:3", writtenIn: join(original, ".flowmesh") };
  await writeDevFile(original, JSON.stringify(content));
  const copied = await writeDevFile(copy, JSON.stringify(content));
  assert.deepEqual(findDevFile(original)?.content, content);
  assert.notEqual(findDevFile(copy)?.path, copied);
  await rm(original, { recursive: true });
  assert.deepEqual(findDevFile(copy), { path: copied, content });
});

test("a file of dev that holds something else is refused, with its path and what to do", async (context) => {
  for (const text of ["", "{", "null", "[]", '{"url":7}', '"flowmesh://a:1"']) {
    const folder = await folderOf(context);
    const path = await writeDevFile(folder, text);
    assert.throws(
      () => findAddress(undefined, {}, folder),
      (error: unknown) => {
        assert.ok(isFlowMeshError(error, "configuration_invalid"), text);
        assert.ok(error.message.includes(path));
        assert.match(error.message, /delete the file/);
        return true;
      },
    );
  }
});

test("a file of dev with a URL that is none is refused, with its path", async (context) => {
  const folder = await folderOf(context);
  const path = await writeDevFile(folder, JSON.stringify({ url: "ftp://a" }));
  assert.throws(() => findAddress(undefined, {}, folder), {
    reason: "configuration_invalid",
    message: new RegExp(path),
  });
});
