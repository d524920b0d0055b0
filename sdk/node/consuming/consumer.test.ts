import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";
import { meshWith, numbered, offsetOf, Seen } from "../testing/consuming.ts";
import type { ConsumeContext } from "./consume-options.ts";

test("every record is handed over once and in order, and the next consumer goes on behind it", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(100));
  const seen = new Seen();
  const first = mesh.consume("events", { group: "g" }, (message) => seen.add(message));
  await seen.reach(100);
  await first.stop();
  assert.deepEqual(await offsetOf(mesh, "g"), [100]);
  assert.equal((await mesh.fabric.groups.getGroup({ group: "g" })).group?.state, "empty");
  const second = mesh.consume("events", { group: "g" }, (message) => seen.add(message));
  await mesh.publishMany("events", numbered(5, 100));
  await seen.reach(105);
  await second.stop();
  assert.deepEqual(
    seen.values,
    numbered(105).map(({ value }) => value),
  );
  await mesh.close();
});

test("three members share the partitions, and every record goes to one of them", async () => {
  const mesh = await meshWith({ events: 6 });
  const seen = new Seen();
  const by = [0, 1, 2].map(() => new Set<number>());
  const members = by.map((partitions) =>
    mesh.consume("events", { group: "g" }, (message) => {
      partitions.add(message.partition);
      seen.add(message);
    }),
  );
  const isShared = async (): Promise<boolean> => {
    const { group } = await mesh.fabric.groups.getGroup({ group: "g" });
    const held = group?.members.map(({ holding }) => holding.flatMap(({ partitions }) => partitions).length);
    return group?.state === "stable" && held?.join() === "2,2,2";
  };
  while (!(await isShared().catch(() => false))) await new Promise((resolve) => setImmediate(resolve));
  await mesh.publishMany("events", numbered(600));
  await seen.reach(600);
  assert.equal(new Set(seen.values).size, 600);
  assert.equal(seen.values.length, 600);
  for (const member of members) await member.stop();
  const all = by.flatMap((partitions) => [...partitions]);
  assert.equal(new Set(all).size, all.length, "no partition was worked on by two");
  await mesh.close();
});

test("by key: one key's records come one after the other, and many keys at one time", async () => {
  const mesh = await meshWith({ events: 2 });
  await mesh.publishMany("events", numbered(210));
  const running = new Map<string, number>();
  const last = new Map<string, number>();
  let [now, most] = [0, 0];
  const seen = new Seen();
  const consumer = mesh.consume("events", { group: "g", concurrency: 5, orderBy: "key" }, async (message) => {
    const key = message.keyText() ?? "";
    assert.equal(running.get(key) ?? 0, 0, `${key} is worked on by one`);
    running.set(key, 1);
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(Number(message.text()) > (last.get(key) ?? -1), `${key} is in order`);
    last.set(key, Number(message.text()));
    running.set(key, 0);
    now--;
    seen.add(message);
  });
  await seen.reach(210);
  await consumer.stop();
  assert.equal(most, 5);
  await mesh.close();
});

test("a key whose handler throws waits alone and is tried again; the others go on, and what they finished is kept", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", [
    { value: "a1", key: "a" },
    { value: "bad", key: "b" },
    { value: "b2", key: "b" },
    { value: "a2", key: "a" },
    { value: "c1", key: "c" },
  ]);
  const seen = new Seen();
  const attempts: number[] = [];
  let isMended = false;
  const options = { group: "g", concurrency: 4, orderBy: "key", retryMs: () => 1 } as const;
  const handler = (message: Message, { attempt }: ConsumeContext): void => {
    if (message.text() === "bad") {
      attempts.push(attempt);
      if (!isMended) throw new Error("not yet");
    }
    seen.add(message);
  };
  const failures: unknown[] = [];
  const consumer = mesh.consume("events", { ...options, onError: (error) => failures.push(error) }, handler);
  await seen.reach(3);
  assert.deepEqual([...seen.values].sort(), ["a1", "a2", "c1"]);
  await consumer.stop();
  const { cursors } = await mesh.fabric.groups.getGroup({ group: "g" });
  assert.deepEqual(JSON.parse(JSON.stringify(cursors[0]?.cursor)), {
    offset: 1,
    finished: [{ firstOffset: 3, lastOffset: 4 }],
  });
  isMended = true;
  const again = mesh.consume("events", options, handler);
  await seen.reach(5);
  await again.stop();
  assert.deepEqual(seen.values.slice(3), ["bad", "b2"]);
  assert.deepEqual(await offsetOf(mesh, "g"), [5]);
  assert.ok(attempts.length >= 2 && attempts[0] === 1);
  assert.equal(failures.length, attempts.length - 1);
  await mesh.close();
});

test("stop waits for the handler that runs, commits it, and hands over nothing more", async () => {
  const mesh = await meshWith({ events: 1 });
  await mesh.publishMany("events", numbered(10));
  const started = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let handled = 0;
  const consumer = mesh.consume("events", { group: "g" }, async () => {
    handled++;
    started.resolve();
    await goOn.promise;
  });
  await started.promise;
  let isStopped = false;
  const stopping = consumer.stop().then(() => {
    isStopped = true;
  });
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isStopped, false);
  goOn.resolve();
  await stopping;
  assert.equal(handled, 1);
  assert.deepEqual(await offsetOf(mesh, "g"), [1]);
  await mesh.close();
});

test("what a handler writes and that its record is finished are one commit", async () => {
  const mesh = await meshWith({ orders: 1, mails: 1 });
  await mesh.publishMany("orders", numbered(20));
  const seen = new Seen();
  const consumer = mesh.consume("orders", { group: "g", concurrency: 4, orderBy: "none" }, async (message, context) => {
    const { position } = await context.commit((tx) => tx.publish("mails", `mail ${message.text()}`));
    assert.ok(position > 0);
    seen.add(message);
    if (Number(message.text()) % 3 === 0) throw new Error("too late to be tried again");
  });
  await seen.reach(20);
  await consumer.stop();
  const mails: string[] = [];
  for await (const mail of mesh.read("mails")) mails.push(mail.text());
  assert.deepEqual(
    mails.sort(),
    numbered(20)
      .map(({ value }) => `mail ${value}`)
      .sort(),
  );
  assert.deepEqual(await offsetOf(mesh, "g"), [20]);
  await mesh.close();
});

test("what was written before a commit goes along with the first one, and with no other", async () => {
  const mesh = await meshWith({ orders: 1, mails: 1 });
  await mesh.publishMany("orders", numbered(1));
  const seen = new Seen();
  const consumer = mesh.consume("orders", { group: "g" }, async (message, { publish, commit }) => {
    publish("mails", "before");
    await commit((tx) => tx.publish("mails", "with the first"));
    await commit((tx) => tx.publish("mails", "with the second"));
    seen.add(message);
  });
  await seen.reach(1);
  await consumer.stop();
  const mails: string[] = [];
  for await (const mail of mesh.read("mails")) mails.push(mail.text());
  assert.deepEqual(mails, ["before", "with the first", "with the second"]);
  await mesh.close();
});

test("who lost its partition is told by the signal, and cannot commit", async () => {
  const mesh = await meshWith({ orders: 1, mails: 1 });
  await mesh.publishMany("orders", numbered(1));
  const outcome = Promise.withResolvers<unknown>();
  let times = 0;
  const consumer = mesh.consume("orders", { group: "g" }, async (_message, { commit, signal }) => {
    if (++times > 1) return;
    await mesh.fabric.groups.resetGroup({ group: "g", stream: "orders", anchor: "earliest" });
    outcome.resolve(await commit((tx) => tx.publish("mails", "twice")).catch((error) => error));
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    throw new Error("lost");
  });
  assert.ok(isFlowMeshError(await outcome.promise, "member_fenced"));
  while (times < 2) await new Promise((resolve) => setImmediate(resolve));
  await consumer.stop();
  assert.equal((await mesh.streams.get("mails")).partitions[0]?.nextOffset, 0);
  assert.deepEqual(await offsetOf(mesh, "g"), [1]);
  await mesh.close();
});

test("a paused group hands over nothing more, and goes on where it was", async () => {
  const mesh = await meshWith({ events: 1 });
  const seen = new Seen();
  const consumer = mesh.consume("events", { group: "g" }, (message) => seen.add(message));
  await mesh.publishMany("events", numbered(10));
  await seen.reach(10);
  await mesh.fabric.groups.pauseGroup({ group: "g" });
  const isIdle = async (): Promise<boolean> => {
    const { group } = await mesh.fabric.groups.getGroup({ group: "g" });
    return (await offsetOf(mesh, "g")).join() === "10" && group?.paused === true;
  };
  while (!(await isIdle())) await new Promise((resolve) => setImmediate(resolve));
  await mesh.fabric.groups.resumeGroup({ group: "g" });
  await mesh.publishMany("events", numbered(10, 10));
  await seen.reach(20);
  await consumer.stop();
  assert.deepEqual(
    seen.values,
    numbered(20).map(({ value }) => value),
  );
  await mesh.close();
});

test("a key with many records does not hold back those of others", async () => {
  const mesh = await meshWith({ events: 1 });
  const hot = Array.from({ length: 2000 }, (_, index) => ({ value: `hot ${index}`, key: "hot" }));
  const cold = Array.from({ length: 3000 }, (_, index) => ({ value: `cold ${index}`, key: `cold ${index}` }));
  await mesh.publishMany("events", [...hot, ...cold]);
  const seen = new Seen();
  const consumer = mesh.consume("events", { group: "g", concurrency: 2, orderBy: "key" }, async (message) => {
    seen.add(message);
    await new Promise((resolve) => setImmediate(resolve));
  });
  await seen.reach(1000);
  const hotSeen = seen.values.filter((value) => value.startsWith("hot")).length;
  assert.ok(hotSeen > 0 && hotSeen < 900, `${hotSeen} of 1000 are of the hot key`);
  await consumer.stop();
  await mesh.close();
});

test("a consumer of a stream that is not there ends with an error that says so", async () => {
  const mesh = await meshWith({});
  const consumer = mesh.consume("nothing", { group: "g" }, () => undefined);
  await assert.rejects(consumer.ended, (error) => isFlowMeshError(error, "stream_not_found"));
  await assert.rejects(consumer.stop(), (error) => isFlowMeshError(error, "stream_not_found"));
  assert.throws(() => mesh.consume("nothing", { group: "g", concurrency: 0 }, () => undefined));
  await mesh.close();
});

test("by key: a key that moves to a partition that was added in the middle stays in order", async () => {
  const mesh = await meshWith({ events: 2 });
  const record = (number: number): { value: string; key: string } => ({
    value: `${number}`,
    key: `key ${number % 40}`,
  });
  await mesh.publishMany(
    "events",
    Array.from({ length: 400 }, (_, number) => record(number)),
  );
  const last = new Map<string, number>();
  const seen = new Seen();
  const byPartition = new Map<number, Set<string>>();
  const handler = async (message: Message): Promise<void> => {
    const [key, number] = [message.keyText() ?? "", Number(message.text())];
    // What the older partitions hold takes its time.
    if (number < 400) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(number > (last.get(key) ?? -1), `${number} of ${key} came behind ${last.get(key)}`);
    last.set(key, number);
    byPartition.set(message.partition, (byPartition.get(message.partition) ?? new Set()).add(key));
    seen.add(message);
  };
  const options = {
    group: "g",
    concurrency: 4,
    orderBy: "key",
    onError: (error: unknown) => failures.push(error),
  } as const;
  const failures: unknown[] = [];
  const members = [0, 1, 2].map(() => mesh.consume("events", options, handler));
  await seen.reach(50);
  await mesh.streams.update("events", { partitions: 4 });
  // Who publishes from now on knows of them.
  const later = new Mesh(mesh.fabric);
  await later.publishMany(
    "events",
    Array.from({ length: 400 }, (_, number) => record(400 + number)),
  );
  await seen.reach(800);
  for (const member of members) await member.stop();
  assert.deepEqual(failures, []);
  assert.equal(seen.values.length, 800);
  assert.ok((byPartition.get(2)?.size ?? 0) > 0 && (byPartition.get(3)?.size ?? 0) > 0, "keys have moved");
  await mesh.close();
});
