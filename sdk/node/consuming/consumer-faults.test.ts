import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallOptions, GroupsService, StreamsService } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import type { Clock } from "@flowmesh/fabric/internal";
import { Mesh } from "../mesh.ts";
import { commitResult, Transaction } from "../transaction.ts";
import { systemWorld } from "../world/system-world.ts";
import { consumeSettings } from "./consume-options.ts";
import { type CommitWith, Consumer } from "./consumer.ts";

/** What goes another way than in the model. */
interface Detours {
  readonly groups?: Partial<GroupsService>;
  readonly streams?: Partial<StreamsService>;
  readonly commit?: Fabric["commit"];
}

interface Setting {
  readonly model: ModelFabric;
  readonly fabric: Fabric;
  readonly mesh: Mesh;
}

async function settingWith(records: number, detours: (model: ModelFabric) => Detours): Promise<Setting> {
  const model = new ModelFabric();
  const { groups, streams, commit } = detours(model);
  const fabric: Fabric = {
    capabilities: model.capabilities,
    groups: withDetours(model.groups, groups),
    kv: model.kv,
    queues: model.queues,
    schedules: model.schedules,
    lineage: model.lineage,
    operations: model.operations,
    deadLetters: model.deadLetters,
    streams: withDetours(model.streams, streams),
    commit: commit ?? ((request, options) => model.commit(request, options)),
    close: () => model.close(),
  };
  const mesh = new Mesh(fabric);
  await mesh.streams.create("events", { partitions: 1 });
  await mesh.streams.create("effects");
  if (records > 0) await mesh.publishMany("events", numbered(records));
  return { model, fabric, mesh };
}

function withDetours<Service extends object>(service: Service, detours: Partial<Service> = {}): Service {
  return new Proxy(service, {
    get: (target, name) => {
      const method = detours[name as keyof Service] ?? target[name as keyof Service];
      return typeof method === "function" ? method.bind(target) : method;
    },
  });
}

function numbered(count: number): { value: string; key: string }[] {
  return Array.from({ length: count }, (_, number) => ({ value: String(number), key: `key ${number}` }));
}

function cutOff(): FlowMeshError {
  return new FlowMeshError("connection_failed", { address: "the test", problem: "it was cut" });
}

async function cursorOf({ model }: Setting): Promise<{ offset: number; ranges: number; members: number }> {
  const { group, cursors } = await model.groups.getGroup({ group: "g" });
  const cursor = cursors.find(({ stream }) => stream === "events")?.cursor;
  return {
    offset: cursor?.offset ?? 0,
    ranges: cursor?.finished.length ?? 0,
    members: group?.members.length ?? 0,
  };
}

/** Hands numbers to a test as they come. */
class Numbers {
  readonly all: number[] = [];
  #onMore: () => void = () => undefined;

  add(number: number): void {
    this.all.push(number);
    this.#onMore();
  }

  async reach(count: number): Promise<void> {
    while (this.all.length < count) await new Promise<void>((resolve) => (this.#onMore = resolve));
  }
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test("a consumer that is stopped while it joins leaves no member behind", async () => {
  const joined = Promise.withResolvers<void>();
  const setting = await settingWith(1, (model) => ({
    groups: {
      async joinGroup(request, options) {
        await model.groups.joinGroup(request);
        joined.resolve();
        return untilAborted(options);
      },
    },
  }));
  const consumer = setting.mesh.consume("events", { group: "g" }, () => assert.fail("handed over"));
  await joined.promise;
  await consumer.stop();
  assert.equal((await cursorOf(setting)).members, 0);
  await setting.mesh.close();
});

function untilAborted(options: CallOptions | undefined): Promise<never> {
  const signal = options?.signal;
  assert.ok(signal);
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

test("a read that breaks off goes on behind what was handled, not where the partition was taken up", async () => {
  let breaks = 3;
  const setting = await settingWith(90, (model) => ({
    streams: {
      async *subscribe(request, options) {
        let left = 1;
        for await (const response of model.streams.subscribe({ ...request, maxBytes: 1 }, options)) {
          if (breaks > 0 && left-- === 0) {
            breaks--;
            throw cutOff();
          }
          yield response;
        }
      },
    },
  }));
  const numbers = new Numbers();
  const consumer = setting.mesh.consume("events", { group: "g" }, (message) => numbers.add(Number(message.text())));
  await numbers.reach(90);
  await setting.mesh.publish("events", "90");
  await numbers.reach(91);
  await consumer.stop();
  assert.deepEqual(numbers.all, upTo(91));
  assert.equal((await cursorOf(setting)).offset, 91);
  await setting.mesh.close();
});

test("records that retention deleted are passed over", async () => {
  const setting = await settingWith(100, (model) => ({
    streams: {
      subscribe(request, options) {
        const offset = request.cursors?.[0]?.offset ?? 0;
        if (offset >= 40) return model.streams.subscribe(request, options);
        const details = { stream: "events", partition: 0, offset, earliest: 40, end: 100 };
        throw new FlowMeshError("offset_out_of_range", details);
      },
    },
  }));
  const numbers = new Numbers();
  const consumer = setting.mesh.consume("events", { group: "g" }, (message) => numbers.add(Number(message.text())));
  await numbers.reach(60);
  await consumer.stop();
  assert.equal(numbers.all[0], 40);
  assert.equal((await cursorOf(setting)).offset, 100);
  await setting.mesh.close();
});

test("who stops stays a member, and says so, until its handlers have ended", async () => {
  const beats = new Numbers();
  const setting = await settingWith(1, (model) => ({
    groups: {
      heartbeat(request, options) {
        beats.add(request.holding?.length ?? 0);
        return model.groups.heartbeat(request, options);
      },
    },
  }));
  const started = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const consumer = setting.mesh.consume("events", { group: "g", sessionTimeoutMs: 1000 }, async () => {
    started.resolve();
    await goOn.promise;
  });
  await started.promise;
  const stopping = consumer.stop();
  await beats.reach(beats.all.length + 3);
  assert.equal((await cursorOf(setting)).members, 1);
  assert.ok(beats.all.every((holding) => holding === 1));
  goOn.resolve();
  await stopping;
  assert.deepEqual(await cursorOf(setting), { offset: 1, ranges: 0, members: 0 });
  await setting.mesh.close();
});

test("what arrives when it stops already is not handed over", async () => {
  const stopped = Promise.withResolvers<void>();
  const setting = await settingWith(10, (model) => ({
    streams: {
      async *subscribe(request) {
        let isFirst = true;
        for await (const response of model.streams.subscribe(request)) {
          if (!isFirst) await stopped.promise;
          isFirst = false;
          yield response;
        }
      },
    },
  }));
  const numbers = new Numbers();
  const consumer = setting.mesh.consume("events", { group: "g" }, (message) => numbers.add(Number(message.text())));
  await numbers.reach(10);
  await setting.mesh.publish("events", "10");
  const stopping = consumer.stop();
  stopped.resolve();
  await stopping;
  assert.deepEqual(numbers.all, upTo(10));
  await setting.mesh.close();
});

test("an onError that throws is a warning, and the consumer goes on", async (t) => {
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  const setting = await settingWith(3, () => ({}));
  const numbers = new Numbers();
  let isFirst = true;
  const onError = (): never => {
    throw new Error("no log");
  };
  const consumer = setting.mesh.consume("events", { group: "g", onError, retryMs: () => 0 }, (message) => {
    if (isFirst) {
      isFirst = false;
      throw new Error("once");
    }
    numbers.add(Number(message.text()));
  });
  t.after(() => setting.mesh.close());
  await numbers.reach(3);
  await consumer.stop();
  assert.equal((await warned).message, "onError has failed itself: no log");
});

test("what is no function, or gives no number, is refused by name", async () => {
  const setting = await settingWith(3, () => ({}));
  const consume = (options: object) => () =>
    setting.mesh.consume("events", { group: "g", ...options }, () => {
      throw new Error("the test says so");
    });
  assert.throws(consume({ retryMs: 100 }), { reason: "field_invalid", message: /retryMs must be a function/ });
  assert.throws(consume({ onError: 5 }), { reason: "field_invalid", message: /onError must be a function/ });
  for (const given of ["10s", undefined, Number.NaN]) {
    const consumer = consume({ retryMs: () => given })();
    await assert.rejects(consumer.ended, {
      reason: "field_invalid",
      message: /retryMs must give milliseconds; it gave/,
    });
  }
  await setting.mesh.close();
});

test("handlers are told at once when the client is closed", async () => {
  const setting = await settingWith(1, () => ({}));
  const begun = Promise.withResolvers<AbortSignal>();
  const consumer = setting.mesh.consume("events", { group: "g" }, async (_message, { signal }) => {
    begun.resolve(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  });
  const signal = await begun.promise;
  await setting.mesh.close();
  await assert.rejects(consumer.ended, { reason: "closed" });
  assert.equal(signal.aborted, true);
});

test("a retryMs that throws ends the consumer, and stop tells what it threw", async () => {
  const thrown = new Error("the test says so");
  const fail = (): never => {
    throw thrown;
  };
  const setting = await settingWith(3, () => ({}));
  const consumer = setting.mesh.consume("events", { group: "g", retryMs: fail }, fail);
  await assert.rejects(consumer.ended, (error) => error === thrown);
  await assert.rejects(consumer.stop(), (error) => error === thrown);
  assert.deepEqual(await cursorOf(setting), { offset: 0, ranges: 0, members: 0 });
  await setting.mesh.close();
});

test("a time of retry that no timer can hold is no reason to try at once", async () => {
  const setting = await settingWith(1, () => ({}));
  const numbers = new Numbers();
  const options = { group: "g", retryMs: () => Number.POSITIVE_INFINITY };
  const consumer = setting.mesh.consume("events", options, () => {
    numbers.add(0);
    throw new Error("the test says so");
  });
  await numbers.reach(1);
  for (let turns = 0; turns < 50; turns++) await turn();
  await consumer.stop();
  assert.equal(numbers.all.length, 1);
  await setting.mesh.close();
});

test("a commit whose outcome is not known is not tried again as another one", async () => {
  const setting = await settingWith(2, () => ({}));
  const { model } = setting;
  const effects = new Numbers();
  let isFirst = true;
  const commitWith: CommitWith = async (write, { cursors, ...owner }) => {
    const tx = new Transaction(systemWorld.clock);
    await write(tx);
    const operations = [...tx.operations, ...cursors.map((cursor) => ({ cursor: { ...cursor, ...owner } }))];
    const result = commitResult(await model.commit({ operations }));
    if (!isFirst) return result;
    isFirst = false;
    throw cutOff();
  };
  const consumer = new Consumer(
    {
      fabric: model,
      world: systemWorld,
      commitWith,
      commit: () => Promise.reject(new Error("no commit")),
      durability: undefined,
    },
    "events",
    consumeSettings({ group: "g" }),
    async ([message], { commit }) => {
      const text = message!.text();
      await commit((tx) => tx.publish("effects", text));
      effects.add(Number(text));
    },
  );
  await effects.reach(1);
  await consumer.stop();
  const written: string[] = [];
  for await (const message of setting.mesh.read("effects")) written.push(message.text());
  assert.deepEqual(written, ["0", "1"]);
  assert.deepEqual(effects.all, [1]);
  assert.equal((await cursorOf(setting)).offset, 2);
  await setting.mesh.close();
});

test("a key that fails leaves no more ranges behind than a cursor may have, and all is finished once it is mended", async () => {
  const setting = await settingWith(0, () => ({}));
  const records = Array.from({ length: 2600 }, (_, number) => {
    return { value: String(number), key: number % 2 === 0 ? "poison" : `key ${number}` };
  });
  await setting.mesh.publishMany("events", records);
  const numbers = new Numbers();
  let isMended = false;
  const options = {
    onPoison: "block" as const,
    group: "g",
    orderBy: "key",
    concurrency: 2000,
    retryMs: () => 5,
  } as const;
  const consumer = setting.mesh.consume("events", options, async (message) => {
    await turn();
    if (message.keyText() === "poison" && !isMended) throw new Error("not digested yet");
    numbers.add(Number(message.text()));
  });
  await numbers.reach(500);
  while ((await cursorOf(setting)).ranges < 800) await turn();
  isMended = true;
  await numbers.reach(2600);
  await consumer.stop();
  assert.equal(new Set(numbers.all).size, 2600);
  assert.deepEqual(await cursorOf(setting), { offset: 2600, ranges: 0, members: 0 });
  await setting.mesh.close();
});

test("a hundred thousand keys do not starve each other while one has thousands of records and another fails", async () => {
  const [count, hotCount] = [100_000, 4000];
  const setting = await settingWith(0, () => ({}));
  const hot = Array.from({ length: hotCount }, () => ({ value: "", key: "hot" }));
  const records = [{ value: "", key: "poison" }, ...hot, ...numbered(count)];
  for (let first = 0; first < records.length; first += 10_000)
    await setting.mesh.publishMany("events", records.slice(first, first + 10_000));
  let [finished, finishedHot, hotAtHalf] = [0, 0, 0];
  const numbers = new Numbers();
  const options = { group: "g", orderBy: "key", concurrency: 16, retryMs: () => 50 } as const;
  const consumer = setting.mesh.consume("events", options, (message) => {
    if (message.offset === 0) throw new Error("not digested yet");
    if (message.keyText() === "hot") finishedHot++;
    if (++finished === count / 2) hotAtHalf = finishedHot;
    if (finished === count + hotCount) numbers.add(finished);
  });
  await numbers.reach(1);
  await consumer.stop();
  assert.ok(hotAtHalf > 0 && hotAtHalf < 1000, `${hotAtHalf} of the hot key at half`);
  const { cursors } = await setting.model.groups.getGroup({ group: "g" });
  const cursor = cursors.find(({ stream }) => stream === "events")?.cursor;
  assert.deepEqual([cursor?.offset, cursor?.finished.map(({ lastOffset }) => lastOffset)], [0, [count + hotCount]]);
  await setting.mesh.close();
});

test("a stream that is deleted is let go of; one that is made again under its name is consumed from its beginning", async () => {
  const setting = await settingWith(5, () => ({}));
  const numbers = new Numbers();
  const consumer = setting.mesh.consume("events", { group: "g" }, (message) => numbers.add(Number(message.text())));
  await numbers.reach(5);
  await setting.mesh.streams.delete("events");
  await turn();
  await setting.mesh.streams.create("events", { partitions: 1 });
  await setting.mesh.publishMany("events", numbered(7));
  await numbers.reach(12);
  await consumer.stop();
  assert.deepEqual(numbers.all, [...upTo(5), ...upTo(7)]);
  await setting.mesh.close();
});

test("a fabric that is closed meanwhile ends the consumer with `closed`", async () => {
  const setting = await settingWith(1, () => ({}));
  const numbers = new Numbers();
  const consumer = setting.mesh.consume("events", { group: "g" }, (message) => numbers.add(Number(message.text())));
  await numbers.reach(1);
  await setting.mesh.close();
  await assert.rejects(consumer.ended, (error) => isFlowMeshError(error, "closed"));
});

test("a handler that does not end keeps its partition no longer than the rebalance time-out; it is told, and the other goes on", async () => {
  const setting = await settingWith(0, () => ({}));
  await setting.mesh.streams.create("shared", { partitions: 2 });
  for (const partition of [0, 1]) await setting.mesh.publish("shared", "first", { partition });
  const goOn = Promise.withResolvers<void>();
  const told: unknown[] = [];
  const begun = new Numbers();
  const options = { group: "g", concurrency: 2, rebalanceTimeoutMs: 1000 };
  const first = setting.mesh.consume("shared", options, async ({ partition }, { signal }) => {
    signal.addEventListener("abort", () => told.push(signal.reason));
    begun.add(partition);
    await goOn.promise;
  });
  await begun.reach(2);
  const taken = new Numbers();
  const second = setting.mesh.consume("shared", options, ({ partition }) => taken.add(partition));
  await taken.reach(1);
  while (told.length === 0) await turn();
  assert.equal(told.length, 1, "what it keeps it keeps");
  assert.ok(isFlowMeshError(told[0], "member_fenced"));
  goOn.resolve();
  await first.stop();
  await second.stop();
  const { cursors } = await setting.model.groups.getGroup({ group: "g" });
  assert.deepEqual(
    cursors.map(({ cursor }) => cursor?.offset),
    [1, 1],
  );
  assert.equal(taken.all.length, 1);
  await setting.mesh.close();
});

test("one that is told to stop does not wait for ever for a server that does not answer", async () => {
  const unanswered = async (_request: unknown, { signal }: CallOptions = {}): Promise<never> => {
    signal?.throwIfAborted();
    return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  };
  const asked = Promise.withResolvers<void>();
  const setting = await settingWith(1, () => ({
    groups: {
      commitCursors: (request, options) => {
        asked.resolve();
        return unanswered(request, options);
      },
      leaveGroup: unanswered,
    },
  }));
  const { clock } = systemWorld;
  const fast: Clock = {
    wallMs: () => clock.wallMs(),
    monotonicMs: () => 1000 * clock.monotonicMs(),
    after: (ms, action) => clock.after(ms / 1000, action),
    soon: (action) => clock.soon(action),
  };
  const parts = { fabric: setting.fabric, world: { ...systemWorld, clock: fast }, durability: undefined };
  const nothing = (): Promise<never> => Promise.reject(new Error("no commit"));
  const consumer = new Consumer(
    { ...parts, commitWith: nothing, commit: nothing },
    "events",
    consumeSettings({ group: "g" }),
    async () => undefined,
  );
  await asked.promise;
  await consumer.stop();
  assert.equal((await cursorOf(setting)).offset, 0);
  await setting.mesh.close();
});

test("one that is told to stop keeps its partitions no longer than the rebalance time-out", async () => {
  const setting = await settingWith(1, () => ({}));
  const goOn = Promise.withResolvers<void>();
  const begun = new Numbers();
  let isLost = false;
  const options = { group: "g", rebalanceTimeoutMs: 1000 };
  const first = setting.mesh.consume("events", options, async (_message, { signal }) => {
    signal.addEventListener("abort", () => {
      isLost = true;
    });
    begun.add(0);
    await goOn.promise;
  });
  await begun.reach(1);
  const stopping = first.stop();
  while ((await cursorOf(setting)).members > 0) await turn();
  assert.equal(isLost, true);
  const second = setting.mesh.consume("events", options, () => begun.add(1));
  await begun.reach(2);
  await second.stop();
  goOn.resolve();
  await stopping;
  assert.equal((await cursorOf(setting)).offset, 1);
  await setting.mesh.close();
});
