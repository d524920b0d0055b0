import assert from "node:assert/strict";
import { createServer } from "node:net";
import { type TestContext, test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { formatUrl } from "./address.ts";
import { connect } from "./connect.ts";
import { ScriptedServer } from "./testing/scripted-server.ts";

async function serverOf(context: TestContext): Promise<ScriptedServer> {
  const server = await ScriptedServer.start();
  context.after(() => server.close());
  return server;
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("connecting gives a mesh once the server has said HELLO, and its owner hears of the connection", async (context) => {
  const server = await serverOf(context);
  const heard: boolean[] = [];
  const mesh = await connect({ url: formatUrl(server.address), onConnection: (isOpen) => heard.push(isOpen) });
  assert.deepEqual(heard, [true]);
  await mesh.close();
  await mesh.close();
  assert.deepEqual(heard, [true], "what its owner ends was not lost");
});

test("a mesh that goes out of scope is closed", async (context) => {
  const server = await serverOf(context);
  const mesh = await connect(formatUrl(server.address));
  const connection = await server.connection();
  await mesh[Symbol.asyncDispose]();
  await connection.ended();
  await assert.rejects(mesh.publish("s", "late"), { reason: "closed" });
  await assert.rejects(mesh.streams.get("s"), { reason: "closed" });
  await assert.rejects(mesh.read("s").next(), { reason: "closed" });
  await assert.rejects(
    mesh.commit((tx) => tx.publish("s", "late")),
    { reason: "closed" },
  );
});

test("where nothing listens connecting fails at once, and says where, why and what to do", async () => {
  const url = `flowmesh://127.0.0.1:${await freePort()}`;
  await assert.rejects(connect(url), (error: unknown) => {
    assert.ok(isFlowMeshError(error, "connection_failed"));
    assert.equal(error.message, `no connection to ${url}: nothing listens there`);
    assert.match(error.fix, /flowmesh dev/);
    assert.equal((error.cause as NodeJS.ErrnoException).code, "ECONNREFUSED");
    return true;
  });
});

test("an address that was found names where it stands when nothing is there", async (context) => {
  const before = process.env.FLOWMESH_URL;
  context.after(() => {
    if (before === undefined) delete process.env.FLOWMESH_URL;
    else process.env.FLOWMESH_URL = before;
  });
  process.env.FLOWMESH_URL = `flowmesh://127.0.0.1:${await freePort()}`;
  await assert.rejects(connect(), { reason: "connection_failed", message: /the address is from FLOWMESH_URL/ });
});

test("a URL that is none, and options out of bounds, are refused before anything is opened", async () => {
  await assert.rejects(connect("7070"), { reason: "configuration_invalid", message: /url from the call/ });
  await assert.rejects(connect({ url: "flowmesh://127.0.0.1:1", lingerMs: -1 }), {
    reason: "configuration_invalid",
    message: /lingerMs/,
  });
  await assert.rejects(connect({ urll: "flowmesh://127.0.0.1:1" } as object), {
    reason: "field_unknown",
    fix: /the fields are: url, transport, token, .*durability/,
  });
  await assert.rejects(connect({ url: "flowmesh://127.0.0.1:1", linger: 5 } as object), { reason: "field_unknown" });
});

test("what is wrong with the options is said before anything is dialled", async () => {
  const pem = "-----BEGIN CERTIFICATE-----";
  const url = "flowmesh://127.0.0.1:1";
  const cases: readonly [options: unknown, message: RegExp][] = [
    [null, /options must be a URL or an object/],
    [{ url: 7443 }, /url must be text/],
    [{ url, token: 5 }, /token must be letters/],
    [{ url, token: "abc\n" }, /token must be letters.*end of a line beside it/],
    [{ url, durability: "allways" }, /durability must be one of/],
    [{ url, tls: true }, /tls must be an object/],
    [{ url, tls: { caa: pem } }, /no field "caa" in the options of tls/],
    [{ url, tls: { ca: "/etc/ca.pem" } }, /tls\.ca must be PEM.*not its path/],
    [{ url, tls: { ca: [pem, "x"] } }, /tls\.ca must be PEM/],
    [{ url, tls: { cert: pem } }, /tls\.key is not given/],
    [{ url, tls: { key: pem } }, /tls\.cert is not given/],
  ];
  for (const [options, message] of cases) await assert.rejects(connect(options as never), { message });
});
