import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import { FramesClient } from "./testing/frames-client.ts";
import { programFile } from "./testing/program.ts";

const script = programFile("serve");

/** A server whose process may have few files open. */
async function servedWith(t: TestContext, openFiles: number): Promise<{ port: number; ended: Promise<unknown> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "flowmesh-files-"));
  const shell = `ulimit -n ${openFiles}; exec "$@"`;
  const args = [process.execPath, "--disable-warning=ExperimentalWarning", script, "--data-dir", dataDir];
  const child = spawn("/bin/sh", ["-c", shell, "sh", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  assert.match(line, /^ready \d+$/);
  return { port: Number(line.slice("ready ".length)), ended };
}

/** A connection that does nothing. Resolves once it is known whether the server keeps it. */
async function idle(t: TestContext, port: number): Promise<{ socket: Socket; isKept: boolean }> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  t.after(() => socket.destroy());
  socket.write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const isKept = await new Promise<boolean>((resolve) => {
    socket.once("data", () => resolve(true));
    socket.once("close", () => resolve(false));
  });
  return { socket, isKept };
}

test("connections do not take the descriptors that the log needs, and there is room again when they go", async (t) => {
  const { port, ended } = await servedWith(t, 64);
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const client = await FramesClient.open(t, port);
  await client.call("createStream", { stream: "kept" });
  const kept: Socket[] = [];
  let refused = 0;
  for (let count = 0; count < 100; count++) {
    const { socket, isKept } = await idle(t, port);
    if (isKept) kept.push(socket);
    else refused++;
  }
  assert.ok(kept.length >= 5 && refused >= 40, `${kept.length} kept, ${refused} refused`);
  // Segments of a megabyte: several new files while the connections stand.
  const batch = encodeBatch([{ value: Buffer.alloc(900_000), timestampMs: 1_700_000_000_000 }]);
  for (let count = 0; count < 8; count++) await client.call("append", { stream: "kept", batch });
  for (const socket of kept) socket.destroy();
  let again = await idle(t, port);
  for (let attempt = 0; !again.isKept && attempt < 100; attempt++) again = await idle(t, port);
  assert.ok(again.isKept);
  assert.equal(hasEnded, false);
});

test("more connections at once than there are descriptors do no harm", async (t) => {
  const { port } = await servedWith(t, 64);
  const client = await FramesClient.open(t, port);
  const all = await Promise.all(Array.from({ length: 300 }, () => idle(t, port)));
  assert.ok(all.some(({ isKept }) => !isKept));
  assert.equal((await client.call("getStatus", {})).state, "serving");
});
