import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect } from "@flowmesh/client";
import { type Finished, flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";

const canary = "canary-that-must-not-be-said-anywhere";

async function ok(cwd: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(words, { cwd, env });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout.trim();
}

async function refused(
  cwd: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const finished = await flowmesh(words, { cwd, env });
  assert.notEqual(finished.code, 0, finished.stdout);
  return finished;
}

function newToken(cwd: string, name: string, allow: string, ...more: string[]): Promise<string> {
  return ok(cwd, ["token", "new", "--name", name, "--allow", allow, ...more]);
}

test("start refuses to run while nobody could bring a token, and says how to make one", async (t) => {
  const cwd = temporaryFolder(t);
  const { code, stderr } = await refused(cwd, ["start", "--port", "0"]);
  assert.equal(code, 4);
  assert.match(stderr, /tokens\.json does not exist, and FLOWMESH_TOKEN is not set/);
  assert.match(
    stderr,
    /token new --name admin --allow '\*' --tokens .*tokens\.json; for this machine alone, start with --insecure/,
  );
});

test("without access control no address that others can reach is taken, by start nor by dev", async (t) => {
  const cwd = temporaryFolder(t);
  for (const words of [["start", "--insecure"], ["dev"]]) {
    const { code, stderr } = await refused(cwd, [...words, "--port", "0", "--host", "0.0.0.0"]);
    assert.equal(code, 4);
    assert.match(stderr, /0\.0\.0\.0 can be reached from other machines, and access control is off/);
  }
});

test("with a token start listens for other machines too, whatever name they call it by", async (t) => {
  const server = await ServerProcess.start(t, temporaryFolder(t), ["start", "--host", "0.0.0.0"], {
    FLOWMESH_TOKEN: canary,
  });
  assert.match(server.ready.url, /^flowmesh:\/\/127\.0\.0\.1:\d+$/);
  const headers = { authorization: `Bearer ${canary}`, host: "flowmesh.example.com" };
  assert.equal((await fetch(`${server.ready.http}/v1/status`, { headers })).status, 200);
});

test("a token that anybody could guess is refused at the start, and not shown", async (t) => {
  const { stderr } = await refused(temporaryFolder(t), ["start", "--port", "0"], { FLOWMESH_TOKEN: "hunter2" });
  assert.match(stderr, /the token from FLOWMESH_TOKEN is none: it has fewer than 20 characters/);
  assert.doesNotMatch(stderr, /hunter2/);
});

test("a mistake in the tokens file keeps start from running, and names file and place", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "tokens.json"), '{"tokens":[{"name":"a"}]}');
  const { code, stderr } = await refused(cwd, ["start", "--port", "0", "--tokens", "tokens.json"]);
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`the tokens file ${join(cwd, "tokens.json")} cannot be used: tokens\\[0\\]`));
});

test("from the first token to the first record: what token new prints is all that is needed, and the file has only its hash", async (t) => {
  const cwd = temporaryFolder(t);
  const admin = await newToken(cwd, "admin", "*");
  const shop = await newToken(cwd, "shop", "streams:publish", "--on", "orders-*");
  assert.match(admin, /^fm_[\w-]{43}$/);
  const file = readFileSync(join(cwd, ".flowmesh/tokens.json"), "utf8");
  assert.ok(!file.includes(admin) && !file.includes(shop));
  const server = await ServerProcess.start(t, cwd, ["start"]);
  await ok(cwd, ["stream", "create", "orders-1"], { FLOWMESH_TOKEN: admin });
  await ok(cwd, ["pub", "orders-1", "hello", "--token", shop]);
  assert.match((await refused(cwd, ["pub", "orders-1", "hello"])).stderr, /asks for a token, and none came/);
  const denied = await refused(cwd, ["stream", "rm", "orders-1", "--yes", "--token", shop]);
  assert.equal(denied.code, 6);
  assert.match(denied.stderr, /shop has no permission streams:delete on orders-1/);
  assert.match(await ok(cwd, ["doctor", "-o", "tsv"], { FLOWMESH_TOKEN: admin }), /^server\tok/m);
  assert.equal((await server.end("SIGTERM")).code, 0);
});

async function startWithTokens(t: TestContext) {
  const cwd = temporaryFolder(t);
  const admin = await newToken(cwd, "admin", "*");
  const server = await ServerProcess.start(t, cwd, ["start", "--debug"]);
  const mesh = await connect({ url: server.ready.url, token: admin });
  t.after(() => mesh.close());
  await mesh.streams.create("orders");
  return { cwd, server, mesh, admin };
}

test("a token that is made or removed counts without a restart; what it follows ends, and others notice nothing", async (t) => {
  const { cwd, server, mesh } = await startWithTokens(t);
  const token = await newToken(cwd, "guest", "streams:*", "--on", "orders");
  await server.untilSaid("the tokens were read again");
  const guests = await Promise.all(
    (["frames", "grpc", "http"] as const).map((transport) => connect({ url: server.ready.url, token, transport })),
  );
  t.after(() => Promise.all(guests.map((guest) => guest.close())));
  const following = guests.map(async (guest) => {
    for await (const message of guest.read("orders", { live: true })) assert.equal(message.text(), "seen");
  });
  const ends = Promise.all(following.map((reading) => assert.rejects(reading, { reason: "token_invalid" })));
  await mesh.publish("orders", "seen");
  await ok(cwd, ["token", "rm", "guest"]);
  await ends;
  for (const guest of guests) await assert.rejects(guest.publish("orders", "late"), { reason: "token_invalid" });
  assert.equal((await mesh.publish("orders", "after")).offset, 1);
});

test("a tokens file that is broken, or gone, while the server runs changes nothing, and is told in the log", async (t) => {
  const { cwd, server, mesh } = await startWithTokens(t);
  const path = join(cwd, ".flowmesh/tokens.json");
  writeFileSync(path, "{");
  await server.untilSaid("the new tokens are not taken");
  assert.match(server.said, /it is not JSON/);
  assert.equal((await mesh.publish("orders", "still")).offset, 0);
});

test("whoever may not publish is told for which stream", async (t) => {
  const { cwd, server } = await startWithTokens(t);
  const token = await newToken(cwd, "reader", "streams:read");
  await server.untilSaid("the tokens were read again");
  for (const [words, input] of [
    [["orders", "x"], ""],
    [["orders"], "a\nb\n"],
  ] as const) {
    const { code, stderr } = await flowmesh(["pub", ...words, "--token", token], { cwd, input });
    assert.equal(code, 6);
    assert.match(stderr, /error: reader has no permission streams:publish on orders\n/);
  }
});

test("two commands that make tokens at the same time lose none", async (t) => {
  const cwd = temporaryFolder(t);
  const names = ["a", "b", "c"];
  await Promise.all(names.map((name) => newToken(cwd, name, "*")));
  const listed: { name: string }[] = JSON.parse(await ok(cwd, ["token", "ls", "--json"]));
  assert.deepEqual(listed.map(({ name }) => name).sort(), names);
});

test("no token, right or wrong, stands in what the server or a command says", async (t) => {
  const { cwd, server, admin } = await startWithTokens(t);
  const outputs: string[] = [];
  for (const token of [admin, canary, `${canary}\u00e9`]) {
    const { stdout, stderr } = await flowmesh(["stream", "ls", "--token", token], { cwd });
    outputs.push(stdout, stderr);
    const url = server.ready.url.replace("//", `//${token}@`);
    const byUrl = await flowmesh(["status", "--url", url], { cwd });
    outputs.push(byUrl.stdout, byUrl.stderr);
    const authorization = `Bearer ${encodeURIComponent(token)}`;
    outputs.push(await (await fetch(`${server.ready.http}/v1/streams`, { headers: { authorization } })).text());
  }
  outputs.push((await flowmesh(["stream", "ls", "--curl", "--token", admin], { cwd })).stdout);
  outputs.push(
    await (await fetch(`${server.ready.http}/metrics`, { headers: { authorization: `Bearer ${admin}` } })).text(),
  );
  await server.end("SIGTERM");
  for (const secret of [admin, canary]) assert.ok(![server.said, ...outputs].join("\n").includes(secret));
});

test("with access control, health is for everybody, metrics for who may see the status, and no foreign page gets in", async (t) => {
  const { server, admin } = await startWithTokens(t);
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(`${server.ready.http}${path}`, { headers })).status;
  assert.equal(await status("/health/ready"), 200);
  assert.equal(await status("/metrics"), 401);
  assert.equal(await status("/v1/streams/orders/events"), 401);
  const event = { method: "POST", headers: { "content-type": "application/cloudevents+json" }, body: "{}" };
  assert.equal((await fetch(`${server.ready.http}/v1/streams/orders/events`, event)).status, 401);
  const authorization = `Bearer ${admin}`;
  assert.equal(await status("/metrics", { authorization }), 200);
  assert.equal(await status("/v1/status", { authorization, origin: "https://evil.example.com" }), 403);
  assert.equal(await status("/v1/status", { authorization, origin: server.ready.http }), 200);
  const answer = await fetch(`${server.ready.http}/v1/status`);
  assert.equal(answer.headers.get("www-authenticate"), 'Bearer realm="flowmesh"');
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
});

test("the token that is in use here is not removed without a yes, and others are", async (t) => {
  const cwd = temporaryFolder(t);
  const FLOWMESH_TOKEN = await newToken(cwd, "admin", "*");
  for (const name of ["guest", "other"]) await newToken(cwd, name, "*:read");
  const env = { FLOWMESH_TOKEN };
  await ok(cwd, ["token", "rm", "guest"], env);
  const { code, stderr } = await refused(cwd, ["token", "rm", "other", "admin"], env);
  assert.equal(code, 2);
  assert.match(stderr, /admin is the token in use here .* add --yes/);
  await refused(cwd, ["token", "rm", "admin", "--token", FLOWMESH_TOKEN]);
  await refused(cwd, ["token", "rm", "nobody", "--yes"], env);
  const left: { name: string }[] = JSON.parse(await ok(cwd, ["token", "ls", "--json"]));
  assert.deepEqual(
    left.map(({ name }) => name),
    ["admin", "other"],
  );
  await ok(cwd, ["token", "rm", "admin", "--yes"], env);
  await ok(cwd, ["token", "rm", "other"], env);
});
