import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { connect as connectPlain, type Socket } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from "node:tls";
import { type ConnectOptions, connect, type TransportName } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import { FrameWriter, framesVersion } from "@flowmesh/contract/internal";
import { openLog, type RunningServer, type ServerLimits, startServer } from "@flowmesh/server";
import { days, TestAuthority } from "../testing/certificates.ts";
import { flowmesh, ServerProcess } from "../testing/flowmesh-process.ts";
import { TlsFolder } from "../testing/tls-folder.ts";

const token = "a-token-for-the-tests-of-tls";
const transports: readonly TransportName[] = ["frames", "http", "grpc"];

interface Secured {
  readonly server: RunningServer;
  readonly files: TlsFolder;
  readonly logged: string[];
  /** What a client needs to come in. */
  readonly options: ConnectOptions;
}

interface Settings {
  readonly limits?: Partial<ServerLimits>;
  readonly takesClientCertificates?: boolean;
  readonly plainOnLoopback?: boolean;
  readonly tokens?: string;
}

async function secured(t: TestContext, settings: Settings = {}): Promise<Secured> {
  const files = new TlsFolder(t);
  const { folder, certFile, keyFile, caFile } = files;
  const logged: string[] = [];
  const tokensFile = join(folder, "tokens.json");
  if (settings.tokens !== undefined) writeFileSync(tokensFile, settings.tokens);
  const server = await startServer({
    port: 0,
    segmentBytes: 1_048_576,
    processMetrics: false,
    limits: { reloadCheckMs: 10, ...settings.limits },
    access: { tokensFile, token },
    log: openLog({ level: "debug", isReadable: false, write: (line: string) => void logged.push(line) }),
    tls: {
      certFile,
      keyFile,
      clientCaFile: settings.takesClientCertificates === true ? caFile : undefined,
      plainOnLoopback: settings.plainOnLoopback,
    },
  });
  t.after(() => server.stop());
  return { server, files, logged, options: { url: server.url, token, tls: { ca: files.authority.certificate } } };
}

/** A TLS connection as any client opens it; rejects when the handshake fails. */
async function handshake(
  t: TestContext,
  { server, files }: Secured,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const ca = files.authority.certificate;
  const socket = connectSecurely({ port: server.port, host: "127.0.0.1", ca, ...options });
  t.after(() => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  return socket;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything that comes until the server ends the connection. */
async function received(port: number, bytes: Uint8Array | string): Promise<Buffer> {
  const socket = connectPlain({ port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks);
}

for (const transport of transports) {
  test(`${transport} goes through TLS on the same port, with the certificate checked`, async (t) => {
    const { server, options } = await secured(t);
    assert.match(server.url, /^flowmeshs:/);
    const mesh = await connect({ ...options, transport });
    t.after(() => mesh.close());
    await mesh.streams.create("s", { partitions: 2 });
    const value = "x".repeat(300_000);
    await mesh.publishMany(
      "s",
      Array.from({ length: 20 }, () => ({ value })),
    );
    let count = 0;
    for await (const message of mesh.read("s")) if (message.text() === value) count += 1;
    assert.equal(count, 20);
    await assert.rejects(connect({ url: server.url, token, transport }), {
      reason: "connection_failed",
      message: /authority that is not believed here/,
    });
    const wrongName = { ...options.tls, servername: "other.example.com" };
    await assert.rejects(connect({ ...options, transport, tls: wrongName }), { message: /for another name/ });
  });
}

test("what speaks HTTP/1.1 beside HTTP/2, as curl and browsers do, gets REST; what speaks HTTP/2 alone gets gRPC; frames have their own name", async (t) => {
  const server = await secured(t);
  const cases = [
    [["h2", "http/1.1"], "http/1.1"],
    [["h2"], "h2"],
    [["flowmesh", "http/1.1"], "flowmesh"],
  ] as const;
  for (const [ALPNProtocols, chosen] of cases) {
    assert.equal((await handshake(t, server, { ALPNProtocols: [...ALPNProtocols] })).alpnProtocol, chosen);
  }
  assert.equal((await handshake(t, server)).alpnProtocol, false);
});

test("TLS before 1.2, and ciphers without forward secrecy, are refused", async (t) => {
  const server = await secured(t);
  await assert.rejects(
    handshake(t, server, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" }),
  );
  await assert.rejects(handshake(t, server, { maxVersion: "TLSv1.2", ciphers: "AES128-SHA:AES256-GCM-SHA384" }));
  assert.equal((await handshake(t, server, { maxVersion: "TLSv1.2" })).getProtocol(), "TLSv1.2");
  assert.equal((await handshake(t, server)).getProtocol(), "TLSv1.3");
});

test("where there is TLS nothing is said in the clear, and each protocol is told so in its own words", async (t) => {
  const { server } = await secured(t);
  const url = server.url.replace("flowmeshs", "flowmesh");
  for (const transport of ["frames", "http"] as const) {
    await assert.rejects(connect({ url, token, transport }), { reason: "tls_required" });
  }
  const mesh = await connect({ url, token, transport: "grpc" });
  await assert.rejects(mesh.status(), { reason: "tls_required" });
  await mesh.close();
  assert.match(
    (await received(server.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toString(),
    /^HTTP\/1\.1 412 .*tls_required/s,
  );
  assert.match((await received(server.port, "\u0000")).toString(), /FlowMesh speaks .* all in TLS/);
});

test("with plainOnLoopback this machine may come without TLS, and with it", async (t) => {
  const { server, options } = await secured(t, { plainOnLoopback: true });
  assert.match(server.url, /^flowmesh:/);
  for (const url of [server.url, server.url.replace("flowmesh", "flowmeshs")]) {
    const { tls, ...plain } = options;
    const mesh = await connect(url.startsWith("flowmeshs") ? { ...options, url } : { ...plain, url });
    await mesh.status();
    await mesh.close();
  }
});

test("a client certificate stands for the entry with its subject; without one a token is asked for; one of another authority is refused", async (t) => {
  const tokens = JSON.stringify({
    tokens: [{ name: "billing", subject: "CN=billing,O=Example", grants: [{ allow: ["streams:*"], on: ["bills"] }] }],
  });
  const { server, files, options } = await secured(t, { takesClientCertificates: true, tokens });
  const ca = files.authority.certificate;
  const billing = files.authority.issue({ subject: { CN: "billing", O: "Example" }, names: [] });
  for (const transport of transports) {
    const mesh = await connect({ url: server.url, transport, tls: { ca, ...billing } });
    t.after(() => mesh.close());
    await mesh.streams.ensure("bills");
    await mesh.publish("bills", "1");
    await assert.rejects(mesh.streams.create("others"), { reason: "permission_missing", message: /^billing has no/ });
  }
  await assert.rejects(connect({ url: server.url, tls: { ca } }), { reason: "token_missing" });
  const stranger = files.authority.issue({ subject: { CN: "stranger" }, names: [] });
  await assert.rejects(connect({ url: server.url, tls: { ca, ...stranger } }), { reason: "certificate_unknown" });
  const foreign = new TestAuthority().issue({ subject: { CN: "billing", O: "Example" }, names: [] });
  await assert.rejects(connect({ ...options, tls: { ca, ...foreign } }), { reason: "connection_failed" });
  await (await connect(options)).close();
});

test("a session that is resumed with a client certificate that has expired since is closed", async (t) => {
  const context = await secured(t, { takesClientCertificates: true });
  const { server, files, logged } = context;
  const expiresMs = Math.ceil(Date.now() / 1000) * 1000 + 1000;
  const ca = files.authority.certificate;
  const billing = files.authority.issue({ subject: { CN: "billing" }, names: [], until: new Date(expiresMs) });
  const begun = (["TLSv1.2", "TLSv1.3"] as const).map(async (maxVersion) => {
    const options = { ...billing, maxVersion };
    const socket = connectSecurely({ port: server.port, host: "127.0.0.1", ca, ...options });
    t.after(() => socket.destroy());
    return { ...options, session: await new Promise<Buffer>((resolve) => socket.once("session", resolve)) };
  });
  const sessions = await Promise.all(begun);
  await until(() => Date.now() > expiresMs + 1000);
  for (const options of sessions) {
    const seen = logged.length;
    const again = await handshake(t, context, options);
    assert.equal(again.isSessionReused(), true);
    again.resume();
    await new Promise((resolve) => again.once("close", resolve));
    assert.ok(logged.slice(seen).some((line) => line.includes("CERT_HAS_EXPIRED")));
  }
});

test("certificates are renewed under load: every call is answered, every connection stays, and new ones get the new certificate", async (t) => {
  const context = await secured(t);
  const { files, logged, options } = context;
  const lost: unknown[] = [];
  const onConnection = (isOpen: boolean, reason: unknown): void => void (isOpen || lost.push(reason));
  const meshes = await Promise.all(transports.map((transport) => connect({ ...options, transport, onConnection })));
  t.after(() => Promise.all(meshes.map((mesh) => mesh.close())));
  await meshes[0]!.streams.create("load");
  let isDone = false;
  const counts = meshes.map(() => 0);
  const loads = meshes.map(async (mesh, index) => {
    for (; !isDone; counts[index]! += 1) await mesh.publish("load", "x");
  });
  for (let round = 1; round <= 5; round += 1) {
    const { serialNumber } = new X509Certificate(files.renew());
    await until(() => logged.filter((line) => line.includes("the certificate was read again")).length >= round);
    assert.equal((await handshake(t, context)).getPeerX509Certificate()!.serialNumber, serialNumber);
    const before = [...counts];
    await until(() => counts.every((count, index) => count >= before[index]! + 3));
  }
  isDone = true;
  await Promise.all(loads);
  assert.deepEqual(lost, []);
  let records = 0;
  for await (const _ of meshes[0]!.read("load")) records += 1;
  assert.equal(
    records,
    counts.reduce((sum, count) => sum + count),
  );
});

test("a new certificate that cannot be used is refused with a line in the log, and the old one stays", async (t) => {
  const context = await secured(t);
  const { files, logged } = context;
  const before = (await handshake(t, context)).getPeerX509Certificate()!.serialNumber;
  const other = files.authority.issue();
  const bad: readonly [name: string, content: string, says: string][] = [
    ["cert.pem", "", "it is empty"],
    ["cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds no certificate"],
    ["cert.pem", other.cert, "not the private key of the certificate"],
    ["key.pem", "no key", "it is not PEM"],
  ];
  for (const [name, content, says] of bad) {
    const seen = logged.length;
    files.write(name, content);
    await until(() =>
      logged.slice(seen).some((line) => line.includes("the new certificate is not taken") && line.includes(says)),
    );
    assert.equal((await handshake(t, context)).getPeerX509Certificate()!.serialNumber, before);
  }
  files.renew({ until: days(-1) });
  await until(() => logged.some((line) => line.includes("the new certificate has expired")));
  assert.equal((await handshake(t, context)).getPeerX509Certificate()!.serialNumber, before);
  files.renew({ from: days(0.5) });
  await until(() => logged.some((line) => line.includes("the new certificate does not count yet")));
  assert.equal((await handshake(t, context)).getPeerX509Certificate()!.serialNumber, before);
  const { serialNumber } = new X509Certificate(files.renew());
  await until(() => logged.some((line) => line.includes("the certificate was read again")));
  assert.equal((await handshake(t, context)).getPeerX509Certificate()!.serialNumber, serialNumber);
});

test("a handshake that does not go on is closed, and so is a connection that says nothing inside TLS", async (t) => {
  const context = await secured(t, { limits: { tlsHandshakeMs: 100, firstByteMs: 100 } });
  const begun = await received(context.server.port, Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  assert.equal(begun.length, 0);
  const silent = await handshake(t, context);
  await new Promise((resolve) => silent.once("close", resolve));
});

test("beyond the handshakes that may be under way new ones are closed, and the oldest gives its place once it lags behind", async (t) => {
  const context = await secured(t, { limits: { tlsHandshakes: 2 } });
  const half = (): Socket => {
    const socket = connectPlain({ port: context.server.port, host: "127.0.0.1" });
    t.after(() => socket.destroy());
    socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
    return socket;
  };
  const isTaken = (): Promise<boolean> =>
    handshake(t, context).then(
      (socket) => socket.destroy() !== undefined,
      () => false,
    );
  for (let isRefused = false; !isRefused; ) {
    const young = [half(), half()];
    isRefused = !(await isTaken());
    for (const socket of young) socket.destroy();
  }
  // They never end by themselves, and lock nobody out.
  const closed = [half(), half()].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  while (!(await isTaken()));
  await Promise.race(closed);
});

test("a client that does not read through TLS is closed, and its answers do not pile up", async (t) => {
  const limits = { connectionUnsentBytes: 300_000, connectionResponseBytes: 4_000_000, writeStallMs: 200 };
  const context = await secured(t, { limits });
  const mesh = await connect(context.options);
  t.after(() => mesh.close());
  await mesh.streams.create("big");
  await mesh.publishMany(
    "big",
    Array.from({ length: 8 }, () => ({ value: "x".repeat(1_000_000) })),
  );
  const socket = await handshake(t, context);
  socket.pause();
  const writer = new FrameWriter();
  writer.preface();
  writer.hello({ version: framesVersion, software: "test", token });
  const line = "closed a connection that does not read";
  // What is asked at once may all fit into the system's buffers, so it asks until they are full.
  let id = 0;
  await until(() => {
    writer.call(methods.fetch.number, ++id, 0, methods.fetch.request, { stream: "big", maxBytes: 1_000_000 });
    for (const chunk of writer.take()) socket.write(chunk);
    return context.logged.some((entry) => entry.includes(line));
  });
  const { unsentBytes } = JSON.parse(context.logged.find((entry) => entry.includes(line))!);
  assert.ok(unsentBytes > 0 && unsentBytes < 6_000_000, String(unsentBytes));
  await mesh.status();
});

test("a server does not start with certificates that cannot be used, and names the file", async (t) => {
  const { folder } = new TlsFolder(t);
  const cases: readonly [cert: string, key: string, says: RegExp][] = [
    ["cert.pem", "missing.pem", /missing\.pem: it cannot be read: there is no such file/],
    ["key.pem", "key.pem", /key\.pem: it holds no certificate/],
    ["ca.pem", "key.pem", /key\.pem: it is not the private key of the certificate in/],
  ];
  for (const [cert, key, message] of cases) {
    const tls = { certFile: join(folder, cert), keyFile: join(folder, key) };
    await assert.rejects(startServer({ port: 0, tls }), { reason: "tls_invalid", message });
  }
  const { code, stderr } = await flowmesh(["start", "--port", "0", "--tls-cert", "cert.pem"], { cwd: folder });
  assert.equal(code, 2);
  assert.match(stderr, /tlsCert from the configuration needs tlsKey beside it/);
});

test("the command speaks TLS with --ca or FLOWMESH_CA, also behind a renewal, and says what to do without", async (t) => {
  const files = new TlsFolder(t);
  const { folder } = files;
  const words = ["start", "--tls-cert", "cert.pem", "--tls-key", "key.pem"];
  const server = await ServerProcess.start(t, folder, words, { FLOWMESH_TOKEN: token });
  const env = { FLOWMESH_TOKEN: token };
  const without = await flowmesh(["status"], { cwd: folder, env });
  assert.equal(without.code, 5);
  assert.match(without.stderr, /name that authority by tls\.ca, --ca or FLOWMESH_CA/);
  for (const [options, more] of [
    [["--ca", "ca.pem"], {}],
    [[], { FLOWMESH_CA: "ca.pem" }],
  ] as const) {
    const { code, stderr } = await flowmesh(["status", ...options], { cwd: folder, env: { ...env, ...more } });
    assert.deepEqual([code, stderr], [0, ""]);
  }
  files.renew();
  await server.untilSaid("the certificate was read again");
  assert.equal((await flowmesh(["status", "--ca", "ca.pem"], { cwd: folder, env })).code, 0);
  const other = await flowmesh(["status", "--ca", "key.pem"], { cwd: folder, env });
  assert.match(other.stderr, /key\.pem.*holds no certificate/);
  const unreadable = await flowmesh(["status", "--ca", "none.pem"], { cwd: folder, env });
  assert.match(unreadable.stderr, /none\.pem.*cannot be read: there is no such file/);
});
