import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { AppendRequest } from "@flowmesh/contract";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "./mesh.ts";
import type { PublisherOptions } from "./publishing/publisher.ts";
import { Backoff } from "./remote/backoff.ts";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import { type ScriptedConnection, ScriptedServer } from "./testing/scripted-server.ts";

/** A mesh whose server has answered what is asked before the first append, so that the next call is one. */
async function publishing(context: TestContext, options: PublisherOptions = {}) {
  const server = await ScriptedServer.start();
  const mesh = new Mesh(new RemoteFabric(server.address, { backoff: new Backoff(1, 5) }), options);
  context.after(() => server.close());
  const publish = mesh.publish("s", "a");
  publish.catch(() => {});
  const connection = await server.connection();
  await answerTheFirst(connection);
  return { server, mesh, connection, publish };
}

async function answerTheFirst(connection: ScriptedConnection): Promise<void> {
  for (const _ of ["openProducer", "getStream"]) {
    const { id, name } = await connection.call();
    if (name === "openProducer") connection.reply("openProducer", id, { producerId: 7, producerEpoch: 0 });
    else connection.reply("getStream", id, { stream: { stream: "s", partitions: [{}] } });
  }
}

test("close waits for publishes under way, and they are answered", async (context) => {
  const { mesh, connection, publish } = await publishing(context);
  const { id, name } = await connection.call<AppendRequest>();
  assert.equal(name, "append");
  let isClosed = false;
  const closing = mesh.close().then(() => {
    isClosed = true;
  });
  await assert.rejects(mesh.publish("s", "late"), { reason: "closed" });
  assert.equal(isClosed, false);
  connection.reply("append", id, { offset: 41 });
  assert.deepEqual(await publish, { partition: 0, offset: 41, duplicate: false });
  await closing;
});

test("what was published before close is sent once more when the connection breaks, and then close ends", async (context) => {
  const { server, mesh, connection, publish } = await publishing(context);
  const first = await connection.call<AppendRequest>();
  const closing = mesh.close();
  connection.cut();
  const again = await server.connection();
  const second = await again.call<AppendRequest>();
  assert.deepEqual(second.request.batch, first.request.batch, "the same bytes, which the server recognises");
  again.reply("append", second.id, { offset: 3 });
  assert.equal((await publish).offset, 3);
  await closing;
});

test("close does not wait for a server that is gone for longer than publishes are tried", async (context) => {
  const { server, mesh, connection, publish } = await publishing(context, { publishTimeoutMs: 100 });
  await connection.call();
  await server.close();
  await mesh.close();
  await assert.rejects(publish, { reason: "connection_failed" });
});

test("a stream that does not exist refuses what is published to it, and nothing hangs at close", async () => {
  const mesh = new Mesh(new ModelFabric());
  await assert.rejects(mesh.publish("nowhere", "a"), { reason: "stream_not_found", details: { stream: "nowhere" } });
  await mesh.flush();
  await mesh.close();
});

test("a record that is too large is refused with its part, size and limit, and nothing of its call is sent", async () => {
  const mesh = new Mesh(new ModelFabric());
  await mesh.streams.create("s");
  const large = Buffer.alloc(9_000_000);
  await assert.rejects(mesh.publish("s", large), {
    reason: "record_too_large",
    message: /value.*9000000/,
    details: { part: "value", index: 0, size: 9_000_000, unit: "bytes", limit: 8_388_608 },
  });
  await assert.rejects(mesh.publishMany("s", [{ value: "fits" }, { value: "k", key: Buffer.alloc(5000) }]), {
    reason: "record_too_large",
  });
  assert.equal((await mesh.streams.get("s")).partitions[0]?.nextOffset, 0);
  await mesh.close();
});

test("what is no list of things to write, or no function, is refused by name", async () => {
  const mesh = new Mesh(new ModelFabric());
  const refused = async (call: () => unknown, message: RegExp): Promise<void> =>
    assert.rejects(async () => call(), { reason: "field_invalid", message });
  for (const many of [
    (list: unknown) => mesh.publishMany("s", list as never),
    (list: unknown) => mesh.enqueueMany("q", list as never),
  ]) {
    await refused(() => many(undefined), /must be a list/);
    await refused(() => many({ value: 1 }), /must be a list/);
    for (const item of ["a", null, 7, {}, [1]])
      await refused(() => many([{ value: 1 }, item]), /\[1\] must be an object with a value/);
  }
  await refused(() => mesh.commit(undefined as never), /write must be a function/);
  for (const given of [[], [{}], [() => undefined, {}], [{}, undefined], [undefined, {}]])
    await refused(async () => mesh.worker("q", ...(given as [never])), /handler must be a function; it stands behind/);
  await refused(() => mesh.schedules.put("s", { every: "1h" } as never), /effect must be a function/);
  await refused(() => mesh.schedules.put("s", undefined as never), /effect must be a function/);
  await mesh.close();
});

test("options are refused under the names that the caller gave them", async () => {
  const mesh = new Mesh(new ModelFabric());
  await mesh.buckets.create("b");
  const consume = async (options: object): Promise<unknown> => mesh.consume("s", { group: "g", ...options }, () => 1);
  const cases: readonly [() => Promise<unknown>, RegExp][] = [
    [() => mesh.enqueue("q", 1, { delay: "1s", runAt: new Date() }), /runAt cannot be given together with delay/],
    [() => mesh.kv("b").put("k", 1, { ttlMs: "1h" as never }), /field ttlMs must be a whole number/],
    [() => mesh.kv("b").increment("k", 1, { ttlMs: 1.5 }), /field ttlMs must be/],
    [() => mesh.schedules.put("s", { effect: () => undefined } as never), /times.* one of cron, every and at/],
    [() => consume({ sessionTimeoutMs: "45s" }), /sessionTimeoutMs is 45s, not a whole number/],
    [() => consume({ rebalanceTimeoutMs: 0 }), /rebalanceTimeoutMs is 0, not/],
  ];
  for (const [call, message] of cases) await assert.rejects(call, { message });
  await mesh.close();
});

test("what a fabric does not have is said", async () => {
  const mesh = new Mesh(new ModelFabric());
  await assert.rejects(mesh.status(), { reason: "capability_missing" });
  await mesh.close();
});
