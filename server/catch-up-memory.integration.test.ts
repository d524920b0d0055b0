import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import { FramesClient } from "./testing/frames-client.ts";
import { ServerProcess } from "./testing/server-process.ts";

const megabyte = 1_048_576;
const readers = 300;
/** What each of them takes before it leaves: three responses. */
const taken = 3 * megabyte;
const body = '{"cursors":[{}],"live":true}';
const request = `POST /v1/streams/large/subscription HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
/** Where the system tells the most memory that a process has ever had. */
const hasStatus = existsSync("/proc/self/status");

/** Resolves with how much came before it left, or was cut off. */
function read(port: number): Promise<number> {
  return new Promise((resolve) => {
    let bytes = 0;
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= taken) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(bytes));
  });
}

test(`${readers} clients that catch up over HTTP at one moment are all served, within a gigabyte`, {
  skip: !hasStatus && "the system does not tell how much memory a process had",
}, async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "flowmesh-catch-up-"));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const { server, port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  const client = await FramesClient.open(t, port);
  await client.call("createStream", { stream: "large" });
  const batch = encodeBatch([{ value: Buffer.alloc(250_000, "x"), timestampMs: 1_700_000_000_000 }]);
  for (let count = 0; count < 40; count++) await client.call("append", { stream: "large", batch });
  const came = await Promise.all(Array.from({ length: readers }, () => read(port)));
  assert.ok(
    came.every((bytes) => bytes >= taken),
    "nobody is cut off",
  );
  const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
  const mostMegabytes = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)![1]) / 1024;
  t.diagnostic(`the server had ${mostMegabytes.toFixed(0)} MiB at most`);
  assert.ok(mostMegabytes < 1024, `the server had ${mostMegabytes.toFixed(0)} MiB`);
});
