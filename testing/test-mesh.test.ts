import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { isFlowMeshError, type Message } from "@flowmesh/client";
import { TestMesh, type TestMeshOptions } from "./index.ts";

async function openMesh(t: TestContext, options?: TestMeshOptions): Promise<TestMesh> {
  const mesh = await TestMesh.open(options);
  t.after(() => mesh.close());
  return mesh;
}

async function textsOf(mesh: TestMesh, stream: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of mesh.read(stream)) texts.push(message.text());
  return texts;
}

/** A bit of everything, as a test of an application would do it. */
async function story(seed: number): Promise<string> {
  const mesh = await TestMesh.open({ seed });
  await mesh.streams.create("orders", { partitions: 3, retentionMs: 86_400_000 });
  await mesh.buckets.create("state");
  const consumer = mesh.consume("orders", { group: "billing", attempts: 3 }, async (message, { commit, attempt }) => {
    if (attempt < 2) throw new Error("not yet");
    await commit((tx) => tx.put("state", message.text(), { done: true }));
  });
  for (let number = 0; number < 20; number++)
    void mesh.publish("orders", `order-${number}`, { key: String(number % 7) });
  await mesh.clock.advance("5m");
  await mesh.restart();
  await mesh.commit((tx) => tx.publish("orders", "order-20"));
  await mesh.clock.advance("1h");
  await mesh.restart({ crash: true });
  await mesh.clock.advance("1h");
  await consumer.stop();
  await mesh.clock.advance("2d");
  const log = await mesh.log();
  await mesh.close();
  return log;
}

test("the same seed and the same calls give the same log, another seed another one", async () => {
  const logs = [await story(7), await story(7), await story(8)];
  assert.equal(logs[0], logs[1]);
  assert.notEqual(logs[0], logs[2]);
});

test("retention of three days takes a record when three days have passed, and not before", async (t) => {
  const mesh = await openMesh(t);
  await mesh.streams.create("events", { retentionMs: 3 * 86_400_000 });
  await mesh.publish("events", "first");
  await mesh.clock.advance("2d");
  await mesh.publish("events", "second");
  await mesh.clock.advance("23h");
  assert.deepEqual(await textsOf(mesh, "events"), ["first", "second"]);
  await mesh.clock.advance("1h1m");
  assert.deepEqual(await textsOf(mesh, "events"), ["second"]);
});

test("what a handler fails on is tried again after the pauses that were asked for, at these very moments", async (t) => {
  const mesh = await openMesh(t);
  await mesh.streams.create("mails");
  const begunMs = mesh.clock.nowMs;
  const triedMs: number[] = [];
  const retryMs = (attempt: number): number => attempt * 600_000;
  const consumer = mesh.consume("mails", { group: "senders", retryMs }, () => {
    triedMs.push(mesh.clock.nowMs - begunMs);
    if (triedMs.length < 4) throw new Error("the mail server is away");
  });
  await mesh.publish("mails", "hello");
  await mesh.clock.settle();
  assert.deepEqual(triedMs, [0]);
  await mesh.clock.advance("1h");
  assert.deepEqual(triedMs, [0, 600_000, 1_800_000, 3_600_000]);
  await consumer.stop();
  assert.equal((await mesh.groups.get("senders")).cursors[0]?.lagRecords, 0);
});

test("an entry with a time to live is there until the moment it ends, and gone then", async (t) => {
  const mesh = await openMesh(t);
  await mesh.buckets.create("sessions");
  const sessions = mesh.kv("sessions");
  await sessions.put("alice", { cart: 3 }, { ttlMs: 1_800_000 });
  await mesh.clock.advance(1_799_999);
  assert.deepEqual((await sessions.get("alice"))?.json(), { cart: 3 });
  await mesh.clock.advance(1);
  assert.equal(await sessions.get("alice"), undefined);
});

test("the partitions of a member that dies go to another when its session has ended", async (t) => {
  const mesh = await openMesh(t);
  await mesh.streams.create("jobs", { partitions: 2 });
  const joined = { group: "workers", memberId: "the one that dies", streams: ["jobs"], sessionTimeoutMs: 45_000 };
  await mesh.fabric.groups.joinGroup(joined);
  const worked: string[] = [];
  const consumer = mesh.consume("jobs", { group: "workers" }, (message: Message) => void worked.push(message.text()));
  await mesh.publish("jobs", "one", { partition: 0 });
  await mesh.publish("jobs", "two", { partition: 1 });
  await mesh.clock.advance("44s");
  assert.deepEqual(worked, []);
  await mesh.clock.advance("10s");
  assert.deepEqual(worked.sort(), ["one", "two"]);
  await consumer.stop();
});

test("a restart in order loses nothing, and who consumes, reads and watches goes on", async (t) => {
  const mesh = await openMesh(t);
  await mesh.streams.create("events");
  await mesh.buckets.create("state");
  const [consumed, read, watched]: string[][] = [[], [], []];
  const consumer = mesh.consume("events", { group: "g" }, (message) => void consumed!.push(message.text()));
  const reading = (async () => {
    for await (const message of mesh.read("events", { live: true, limit: 3 })) read!.push(message.text());
  })();
  const watching = (async () => {
    for await (const { key } of mesh.kv("state").watch()) if (watched!.push(key) === 3) break;
  })();
  for (const name of ["a", "b", "c"]) {
    await mesh.publish("events", name);
    await mesh.kv("state").put(name, 1);
    await mesh.clock.settle();
    await mesh.restart({ crash: name === "b" });
    await mesh.clock.advance("1m");
  }
  await Promise.all([reading, watching]);
  await consumer.stop();
  for (const seen of [consumed, read, watched]) assert.deepEqual(seen, ["a", "b", "c"]);
});

test("a loss of power takes what was answered before its sync, and nothing else", async (t) => {
  const mesh = await openMesh(t, { durability: "interval" });
  await mesh.streams.create("events");
  await mesh.publish("events", "synced");
  await mesh.clock.advance("1s");
  await mesh.publish("events", "not synced");
  await mesh.restart({ crash: true });
  assert.deepEqual(await textsOf(mesh, "events"), ["synced"]);
});

test("a call that must not be made twice fails when the power goes under it; one that may is made again", async (t) => {
  const mesh = await openMesh(t);
  const created = mesh.streams.create("events").catch((error: unknown) => error);
  const listed = mesh.streams.get("missing").catch((error: unknown) => error);
  await mesh.restart({ crash: true });
  const error = await created;
  assert.ok(isFlowMeshError(error, "connection_failed"), String(error));
  assert.ok(isFlowMeshError(await listed, "stream_not_found"));
});

test("time is where it was told to be, moves as far as it is told, and what is wrong is refused", async (t) => {
  const mesh = await openMesh(t, { now: "2030-06-01T12:00:00Z" });
  assert.equal((await mesh.clock.now()).toISOString(), "2030-06-01T12:00:00.000Z");
  assert.equal((await mesh.clock.advance("1d12h")).toISOString(), "2030-06-03T00:00:00.000Z");
  assert.equal((await mesh.clock.advance(1500)).toISOString(), "2030-06-03T00:00:01.500Z");
  for (const wrong of ["soon", "", -1, 0.5])
    await assert.rejects(mesh.clock.advance(wrong), { reason: "field_invalid" });
  await assert.rejects(TestMesh.open({ now: "later" }), { reason: "field_invalid" });
  await assert.rejects(TestMesh.open({ lingerMs: -1 }), { reason: "configuration_invalid" });
});

test("records, reads by time, linger and idempotency live by the mesh's time", async (t) => {
  const mesh = await openMesh(t, { lingerMs: 5_000 });
  await mesh.streams.create("events");
  const published = mesh.publish("events", "one");
  await mesh.clock.advance("4s");
  assert.deepEqual(await textsOf(mesh, "events"), []);
  await mesh.clock.advance("2h");
  await published;
  const later = mesh.publish("events", "two");
  await mesh.clock.advance("1m");
  await later;
  const found: [string, number][] = [];
  for await (const message of mesh.read("events", { from: "1h ago" }))
    found.push([message.text(), message.timestampMs]);
  assert.deepEqual(found, [["two", mesh.clock.nowMs - 60_000]]);
});

test("time goes on only when handlers have done what they do with promises, and sleeps of the mesh's clock end at their moments", async (t) => {
  const mesh = await openMesh(t);
  await mesh.streams.create("events");
  const done: [string, number][] = [];
  const begunMs = mesh.clock.nowMs;
  const consumer = mesh.consume("events", { group: "g", orderBy: "partition" }, async (message) => {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    await mesh.clock.sleep("10m");
    done.push([message.text(), mesh.clock.nowMs - begunMs]);
  });
  await mesh.publishMany("events", [{ value: "one" }, { value: "two" }]);
  await Promise.all([mesh.clock.advance("15m"), mesh.clock.advance("15m")]);
  assert.deepEqual(done, [
    ["one", 600_000],
    ["two", 1_200_000],
  ]);
  await consumer.stop();
});

test("a mesh that is closed refuses calls, and may be closed twice", async () => {
  const mesh = await TestMesh.open();
  await mesh.close();
  await mesh.close();
  await assert.rejects(mesh.streams.create("events"), { reason: "closed" });
});

test("what tells of a server is refused, as there is none", async (t) => {
  const mesh = await openMesh(t);
  await assert.rejects(mesh.status(), { reason: "capability_missing" });
});

test("an option that there is not is refused with those that there are", async () => {
  const opening = TestMesh.open({ noww: "2030-01-01" } as never);
  await assert.rejects(opening, {
    reason: "field_unknown",
    message: /"noww" in the options of TestMesh\.open/,
    fix: /seed, now, /,
  });
});
