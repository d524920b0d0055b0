import assert from "node:assert/strict";
import { connect as connectPlain, createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect as connectSecurely } from "node:tls";
import { connect } from "@flowmesh/client";
import { startServer } from "@flowmesh/server";
import { SeededRandom } from "../testing/seeded-random.ts";
import { TlsFolder } from "../testing/tls-folder.ts";

const seed = Number(process.env.FLOWMESH_FUZZ_SEED ?? 1);
const count = 400 * Number(process.env.FLOWMESH_FUZZ_TIMES ?? 1);
const token = "a-token-for-the-tests-of-tls";
const stallMsMax = 100;
const atATime = 8;

/** What a client says first. */
async function clientHello(t: TestContext): Promise<Buffer> {
  const server = createServer();
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const hello = new Promise<Buffer>((resolve) => {
    server.once("connection", (socket) => {
      socket.once("data", (chunk) => {
        resolve(chunk);
        socket.destroy();
      });
    });
  });
  connectSecurely({ port, host: "127.0.0.1", ALPNProtocols: ["flowmesh"] }).on("error", () => undefined);
  return hello;
}

/** The hello with one thing wrong, or records of no sense behind the first byte of TLS. */
function malformed(hello: Buffer, random: SeededRandom): Buffer {
  const copy = Buffer.from(hello);
  switch (random.below(6)) {
    case 0:
      for (let flips = 1 + random.below(8); flips > 0; flips -= 1)
        copy[1 + random.below(copy.length - 1)] = random.below(256);
      return copy;
    case 1:
      return copy.subarray(0, 1 + random.below(copy.length - 1));
    case 2:
      copy.writeUInt16BE(random.below(65_536), 3);
      return copy;
    case 3:
      return Buffer.concat([copy, random.bytes(random.below(2000))]);
    case 4:
      return Buffer.concat([Buffer.of(0x16), random.bytes(random.below(5000))]);
    default:
      return Buffer.concat([copy, copy]);
  }
}

/** Sends the bytes, closes its side, and waits until the server has closed the connection. */
async function attack(port: number, bytes: Buffer): Promise<void> {
  const socket = connectPlain({ port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  socket.resume();
  socket.end(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
}

test(`${count} malformed beginnings of TLS (seed ${seed}) close their own connection, hold nothing up, and leave nothing behind`, async (t) => {
  const files = new TlsFolder(t);
  const { folder, certFile, keyFile, authority } = files;
  const server = await startServer({
    port: 0,
    segmentBytes: 1_048_576,
    processMetrics: false,
    limits: { tlsHandshakes: 2 * atATime },
    access: { tokensFile: join(folder, "tokens.json"), token },
    tls: { certFile, keyFile },
  });
  t.after(() => server.stop());
  const mesh = await connect({ url: server.url, token, tls: { ca: authority.certificate } });
  t.after(() => mesh.close());
  await mesh.streams.create("untouched");
  const hello = await clientHello(t);
  const random = new SeededRandom(seed);
  let slowestMs = 0;
  for (let done = 0; done < count; done += atATime) {
    const attacks = Array.from({ length: atATime }, () => attack(server.port, malformed(hello, random)));
    const startedMs = performance.now();
    await mesh.publish("untouched", "x");
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    await Promise.all(attacks);
  }
  assert.ok(slowestMs < 10 * stallMsMax, `a publish took ${slowestMs} ms`);
  const again = await connect({ url: server.url, token, tls: { ca: authority.certificate } });
  assert.equal((await again.publish("untouched", "x")).offset, count / atATime);
  await again.close();
});
