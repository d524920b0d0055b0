import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";
import { meshWith, offsetOf, Seen } from "../testing/consuming.ts";
import type { ConsumeContext, ConsumeOptions, OnPoison } from "./consume-options.ts";

const options = { group: "g", concurrency: 2, orderBy: "key", retryMs: () => 1, attempts: 3 } as const;
const records = [
  { value: "a1", key: "a" },
  { value: "bad", key: "b", timestamp: 1_500_000_000_000, headers: { trace: "t1", empty: null } },
  { value: "b2", key: "b" },
  { value: "a2", key: "a" },
  { value: "c1", key: "c" },
];
const failure = new Error("not digested");

/** A consumer whose handler never takes the bad record. */
function consume(
  mesh: Mesh,
  more: Partial<ConsumeOptions>,
): { seen: Seen; attempts: number[]; consumer: ReturnType<Mesh["consume"]> } {
  const seen = new Seen();
  const attempts: number[] = [];
  const handler = (message: Message, { attempt }: ConsumeContext): void => {
    if (message.text() === "bad") {
      attempts.push(attempt);
      throw failure;
    }
    seen.add(message);
  };
  const consumer = mesh.consume("events", { ...options, ...more }, handler);
  return { seen, attempts, consumer };
}

async function meshWithRecords(streams: Record<string, number> = {}): Promise<Mesh> {
  const mesh = await meshWith({ events: 1, ...streams });
  await mesh.publishMany("events", records);
  return mesh;
}

test("poison that is to block does so for its key alone, for ever", async () => {
  const mesh = await meshWithRecords();
  let tries = 0;
  const many = Promise.withResolvers<void>();
  const { seen, consumer } = consume(mesh, { onPoison: "block", onError: () => ++tries === 20 && many.resolve() });
  await many.promise;
  await consumer.stop();
  assert.deepEqual(seen.values.toSorted(), ["a1", "a2", "c1"]);
  assert.deepEqual(await offsetOf(mesh, "g"), [1]);
  await mesh.close();
});

test("a function is told of the poison after so many tries; once it returns the record is finished and its key goes on", async () => {
  const mesh = await meshWithRecords();
  const skipped: [string, unknown][] = [];
  const { seen, attempts, consumer } = consume(mesh, {
    onPoison: async (message, error) => skipped.push([message.text(), error]),
  });
  await seen.reach(4);
  await consumer.stop();
  assert.deepEqual(skipped, [["bad", failure]]);
  assert.deepEqual(attempts, [1, 2, 3]);
  assert.deepEqual(seen.values.toSorted(), ["a1", "a2", "b2", "c1"]);
  assert.deepEqual(await offsetOf(mesh, "g"), [5]);
  await mesh.close();
});

test("what cannot be skipped is tried again", async () => {
  const mesh = await meshWithRecords();
  const problem = new Error("nowhere to put it");
  const told: unknown[] = [];
  let calls = 0;
  const { seen, attempts, consumer } = consume(mesh, {
    onError: (error) => told.push(error),
    onPoison: () => {
      if (++calls < 3) throw problem;
    },
  });
  await seen.reach(4);
  await consumer.stop();
  assert.deepEqual(attempts, [1, 2, 3, 4, 5]);
  assert.deepEqual(told, [failure, failure, failure, problem, failure, problem, failure]);
  assert.deepEqual(await offsetOf(mesh, "g"), [5]);
  await mesh.close();
});

test("a consumer that stops at poison ends with what the handler threw, and keeps what it finished", async () => {
  const mesh = await meshWithRecords();
  const { attempts, consumer } = consume(mesh, { onPoison: "stop" });
  await assert.rejects(consumer.ended, (error) => error === failure);
  assert.deepEqual(attempts, [1, 2, 3]);
  assert.deepEqual(await offsetOf(mesh, "g"), [1]);
  assert.deepEqual((await mesh.groups.get("g")).members, []);
  await mesh.close();
});

test("poison that is published keeps all it has and tells where it comes from, once, with its cursor", async () => {
  const mesh = await meshWithRecords({ "events-poison": 1 });
  const { seen, consumer } = consume(mesh, { onPoison: { publishTo: "events-poison" } });
  await seen.reach(4);
  await consumer.stop();
  const found: Message[] = [];
  for await (const message of mesh.read("events-poison")) found.push(message);
  assert.equal(found.length, 1);
  const [poison] = found;
  assert.deepEqual([poison?.keyText(), poison?.text(), poison?.timestampMs], ["b", "bad", 1_500_000_000_000]);
  const headers = poison?.headers.map(({ name, value }) => [name, Buffer.from(value!).toString()]);
  // In a commit, a header has a value.
  assert.deepEqual(headers, [
    ["trace", "t1"],
    ["empty", ""],
    ["flowmesh-stream", "events"],
    ["flowmesh-partition", "0"],
    ["flowmesh-offset", "1"],
    ["flowmesh-error", "Error: not digested"],
    ["flowmesh-group", "g"],
    ["flowmesh-attempts", "3"],
  ]);
  assert.deepEqual(await offsetOf(mesh, "g"), [5]);
  await mesh.close();
});

test("a record with as many headers as there may be is published all the same", async () => {
  const mesh = await meshWith({ events: 1, "events-poison": 1 });
  const headers = Object.fromEntries(Array.from({ length: 63 }, (_, index) => [`h${index}`, "x"]));
  await mesh.publish("events", "bad", { headers });
  const { consumer } = consume(mesh, { attempts: 1, onPoison: { publishTo: "events-poison" } });
  for await (const message of mesh.read("events-poison", { live: true })) {
    assert.deepEqual(
      message.headers.slice(62).map(({ name }) => name),
      ["h62", "flowmesh-stream"],
    );
    break;
  }
  await consumer.stop();
  await mesh.close();
});

test("a stream for poison that is not there ends the consumer and says so", async () => {
  const mesh = await meshWithRecords();
  const { consumer } = consume(mesh, { onPoison: { publishTo: "nowhere" } });
  await assert.rejects(consumer.ended, (error) => isFlowMeshError(error, "stream_not_found"));
  assert.deepEqual(await offsetOf(mesh, "g"), [1]);
  await mesh.close();
});

test("by partition: poison that is skipped lets its partition go on, and the other one never waited", async () => {
  const mesh = await meshWith({ events: 2 });
  const poisons = Promise.withResolvers<void>();
  await mesh.publish("events", "bad", { partition: 0 });
  await mesh.publish("events", "behind", { partition: 0 });
  const { seen, consumer } = consume(mesh, {
    orderBy: "partition",
    concurrency: 1,
    onPoison: () => poisons.promise,
  });
  await mesh.publish("events", "beside", { partition: 1 });
  // The function takes a handler's place while it works.
  poisons.resolve();
  await seen.reach(2);
  await consumer.stop();
  assert.deepEqual(seen.values.toSorted(), ["behind", "beside"]);
  assert.deepEqual(await offsetOf(mesh, "g"), [2, 1]);
  await mesh.close();
});

test("what is misspelled or cannot be is refused at once", async () => {
  const mesh = await meshWith({ events: 1 });
  const bad: readonly [object, "field_invalid" | "field_unknown"][] = [
    [{ onPoison: "skip" }, "field_invalid"],
    [{ onPoison: {} as OnPoison }, "field_invalid"],
    [{ attempts: 0 }, "field_invalid"],
    [{ orderBy: "keys" }, "field_invalid"],
    [{ from: "now" }, "field_invalid"],
    [{ onpoison: "stop" }, "field_unknown"],
  ];
  for (const [more, reason] of bad)
    assert.throws(
      () => mesh.consume("events", { group: "g", ...more }, () => undefined),
      (error) => isFlowMeshError(error, reason),
      JSON.stringify(more),
    );
  assert.throws(
    () => mesh.consume("events", {} as { group: string }, () => undefined),
    (error) => isFlowMeshError(error, "field_invalid") && error.details.field === "group",
  );
  assert.throws(
    () => mesh.consume("events", { group: "g" }, undefined as never),
    (error) => isFlowMeshError(error, "field_invalid") && error.details.field === "handler",
  );
  const misspelled = { idempotencykey: "k" } as object;
  await assert.rejects(
    mesh.commit((tx) => tx.publish("events", "x"), misspelled),
    (error) => isFlowMeshError(error, "field_unknown"),
  );
  await assert.rejects(mesh.streams.list({ prefex: "e" } as object).next(), (error) =>
    isFlowMeshError(error, "field_unknown"),
  );
  await mesh.close();
});

test("poison becomes a dead letter of its group, its key goes on, and a redrive brings it back to the handler of that group", async () => {
  const mesh = await meshWithRecords();
  const redriven = Promise.withResolvers<string>();
  let isBroken = true;
  const seen = new Seen();
  const consumer = mesh.consume("events", options, (message, context) => {
    if (message.text() === "bad" && isBroken) throw failure;
    if (context.redriven)
      redriven.resolve(`${message.text()} ${message.offset} ${context.attempt} ${message.header("trace")}`);
    else seen.add(message);
  });
  await seen.reach(4);
  const { jobs } = await mesh.fabric.queues.listJobs({ queue: "@g" });
  assert.deepEqual([jobs[0]?.state, jobs[0]?.error, jobs[0]?.origin?.offset], ["dead", "not digested", 1]);
  assert.deepEqual(
    (await mesh.fabric.deadLetters.listDeadLetters({})).sources.map(({ group }) => group),
    ["g"],
  );
  isBroken = false;
  await mesh.fabric.operations.startOperation({ queue: "@g", action: "retry" });
  assert.equal(await redriven.promise, "bad 1 1 t1");
  await consumer.stop();
  assert.deepEqual(await offsetOf(mesh, "g"), [5]);
  await mesh.close();
});

test("a paused group takes no dead letters either, and goes on with them when it is resumed", async () => {
  const mesh = await meshWithRecords();
  const redriven = Promise.withResolvers<void>();
  let isBroken = true;
  let taken = 0;
  const seen = new Seen();
  const consumer = mesh.consume("events", options, (message, context) => {
    if (message.text() === "bad" && isBroken) throw failure;
    if (!context.redriven) return seen.add(message);
    taken++;
    redriven.resolve();
  });
  await seen.reach(4);
  isBroken = false;
  await mesh.groups.pause("g");
  const isIdle = async (): Promise<boolean> => {
    const { workers } = await mesh.fabric.queues.listWorkers({ queue: "@g" });
    return workers.length === 0;
  };
  while (!(await isIdle())) await new Promise((resolve) => setImmediate(resolve));
  await mesh.fabric.operations.startOperation({ queue: "@g", action: "retry" });
  const isWaiting = async (): Promise<boolean> =>
    (await mesh.fabric.queues.getQueue({ queue: "@g" })).queue?.counts?.waiting === 1;
  while (!(await isWaiting())) await new Promise((resolve) => setImmediate(resolve));
  await mesh.publish("events", "while it is paused");
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([taken, seen.values.length], [0, 4]);
  await mesh.groups.resume("g");
  await redriven.promise;
  await seen.reach(5);
  await consumer.stop();
  assert.equal(taken, 1);
  await mesh.close();
});
