import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { type Frame, frameTypes, grpcHead } from "@flowmesh/contract/internal";
import { decodeBatches, encodeBatch } from "@flowmesh/fabric";
import { errorOf, FramesClient } from "./testing/frames-client.ts";
import { GrpcClient } from "./testing/grpc-client.ts";
import { ServerProcess } from "./testing/server-process.ts";

const append = methods.append as unknown as AnyMethod;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "flowmesh-stop-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function batchOf(id: number): Uint8Array {
  return encodeBatch([{ value: Buffer.from(String(id)), timestampMs: 1_700_000_000_000 }]);
}

function answerPing(client: FramesClient, ping: Frame): void {
  client.writer.pong(ping.payload);
  client.flush();
}

/** Keeps 200 appends under way until the server says that it stops, then takes every answer. Gives the ids that were acknowledged. */
async function publishUntilStopped(
  client: FramesClient,
  whenBusy: () => void,
): Promise<{ acknowledged: number[]; refused: string[] }> {
  const acknowledged: number[] = [];
  const refused: string[] = [];
  let open = 0;
  let isStopping = false;
  const sendOne = (): void => {
    open++;
    client.send(append, { stream: "orders", batch: batchOf(acknowledged.length) });
  };
  // In the order of the frames: whoever answers before it has read GOAWAY tells the server that it sends nothing more.
  client.answersPings = false;
  for (let count = 0; count < 200; count++) sendOne();
  while (open > 0) {
    const frame = await client.nextFrame();
    if (frame === undefined) throw new Error(`the connection ended with ${open} calls unanswered`);
    if (frame.type === frameTypes.goaway) isStopping = true;
    if (frame.type === frameTypes.ping) answerPing(client, frame);
    if (frame.type !== frameTypes.reply && frame.type !== frameTypes.error) continue;
    open--;
    if (frame.type === frameTypes.error) refused.push(errorOf(frame).reason);
    else acknowledged.push(append.response.decode(frame.bytes, frame.start, frame.end)["offset" as never]);
    if (acknowledged.length === 500) whenBusy();
    if (!isStopping) sendOne();
  }
  return { acknowledged, refused };
}

test("SIGTERM under load: every call under way is answered, the exit code is 0, and what was acknowledged is there", async (t) => {
  const dataDir = folder(t);
  const { server, port } = await ServerProcess.start(t, ["--data-dir", dataDir]);
  const client = await FramesClient.open(t, port);
  await client.call("createStream", { stream: "orders" });
  const live = await FramesClient.open(t, port);
  const waiting = live.send(methods.subscribe as unknown as AnyMethod, {
    stream: "orders",
    cursors: [{ partition: 0, offset: 0 }],
    live: true,
  });
  const { acknowledged, refused } = await publishUntilStopped(client, () => server.child.kill("SIGTERM"));
  let last = await live.nextOf(waiting);
  while (last.type === frameTypes.item) last = await live.nextOf(waiting);
  assert.equal(errorOf(last).reason, "stopping");
  assert.equal(await server.ended, 0, server.errorText);
  assert.ok(acknowledged.length >= 500);
  assert.deepEqual(
    refused.filter((reason) => reason !== "stopping"),
    [],
  );

  const again = await ServerProcess.start(t, ["--data-dir", dataDir]);
  const reader = await FramesClient.open(t, again.port);
  const found = new Set<number>();
  for (let offset = 0; ; ) {
    const { batches, nextOffset, endOffset } = await reader.call("fetch", { stream: "orders", offset });
    for (const record of decodeBatches(batches)) found.add(record.offset);
    offset = nextOffset;
    if (offset >= endOffset) break;
  }
  assert.deepEqual(
    acknowledged.filter((offset) => !found.has(offset)),
    [],
  );
});

test("a client that is gone in the middle of its request does not keep a server from stopping in order", async (t) => {
  const { server, port } = await ServerProcess.start(t, ["--data-dir", folder(t)]);
  const client = await GrpcClient.open(t, port);
  const half = client.begin(`/${append.fullName}`);
  await new Promise((resolve) => half.stream.write(grpcHead(100, false), resolve));
  await client.call(methods.getStatus as unknown as AnyMethod, {});
  client.session.destroy();
  half.result.catch(() => undefined);
  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 0, server.errorText);
});

test("while it stops it says so on every face and finishes what is under way; a second signal ends it at once", async (t) => {
  const { server, port } = await ServerProcess.start(t, ["--stuck"]);
  const client = await FramesClient.open(t, port);
  client.send(methods.openProducer as unknown as AnyMethod, {});
  await client.settled();
  const url = `http://127.0.0.1:${port}`;
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
  server.child.kill("SIGTERM");
  assert.equal(await server.nextLine(), "stopping SIGTERM");
  assert.equal(errorOf(await client.next(frameTypes.goaway)).reason, "stopping");
  const ready = await fetch(`${url}/health/ready`);
  assert.equal(ready.status, 503);
  assert.equal(ready.headers.get("connection"), "close");
  const reasons = [{ reason: "stopping", message: "FlowMesh is stopping and takes no more calls" }];
  assert.deepEqual(await ready.json(), { status: "not ready", state: "stopping", reasons });
  assert.equal(((await (await fetch(`${url}/v1/status`)).json()) as { reason: string }).reason, "stopping");
  await assert.rejects(client.call("getStatus", {}), { reason: "stopping" });
  const late = await FramesClient.connect(t, port);
  late.greet();
  assert.equal(errorOf(await late.next(frameTypes.goaway)).reason, "stopping");
  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 143);
});
