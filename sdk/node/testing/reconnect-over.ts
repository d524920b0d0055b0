import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import type { Address } from "../address.ts";
import { Mesh } from "../mesh.ts";
import type { PublishResult } from "../publishing/receipt.ts";
import type { JobHandle } from "../queues/job-handle.ts";
import { Backoff } from "../remote/backoff.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import type { TransportName } from "../remote/transport.ts";
import type { CommitResult } from "../transaction.ts";
import { type BytesUntilCut, CuttingProxy } from "./cutting-proxy.ts";
import { randomOf } from "./random-of.ts";
import { ServerProcess } from "./server-process.ts";

const records = 20_000;
const valueBytes = 100;
const keys = 50;
const partitions = 4;
const never: BytesUntilCut = () => Number.POSITIVE_INFINITY;

/** These, a little less or more each time, one after the other and then again. The largest must let pass what can only pass whole, or nothing ever gets on. */
function inTurn(seed: number, ...bytes: readonly number[]): BytesUntilCut {
  const random = randomOf(seed);
  let turn = 0;
  return () => Math.floor(bytes[turn++ % bytes.length]! * (0.9 + random() / 5));
}

async function publishAll(mesh: Mesh, stream: string, count: number): Promise<PublishResult[]> {
  const results: Promise<PublishResult>[] = [];
  for (let number = 0; number < count; number += 1) {
    results.push(mesh.publish(stream, String(number).padEnd(valueBytes), { key: `key ${number % keys}` }));
    if (number % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
  }
  return Promise.all(results);
}

/** Reads live until `count` different records have come. */
async function readLive(mesh: Mesh, stream: string, count: number): Promise<Message[]> {
  const found: Message[] = [];
  const seen = new Set<string>();
  for await (const message of mesh.read(stream, { live: true })) {
    const number = message.text().trimEnd();
    found.push({
      number,
      key: message.keyText()!,
      partition: message.partition,
      offset: message.offset,
    });
    seen.add(number);
    if (seen.size === count) return found;
  }
  return found;
}

interface Message {
  readonly number: string;
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
}

/** Every record is there once, where its publisher was told it is, and was read once, those of one key in order. */
async function check(
  server: ServerProcess,
  stream: string,
  results: readonly PublishResult[],
  found: readonly Message[],
): Promise<void> {
  const direct = new Mesh(new RemoteFabric(server.address));
  const written = (await direct.streams.get(stream)).partitions.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  await direct.close();
  assert.equal(written, results.length, "records doubled by writing");
  const byNumber = new Map(found.map((message) => [message.number, message]));
  assert.equal(byNumber.size, results.length, "records lost");
  assert.equal(found.length, results.length, "records doubled by reading");
  results.forEach(({ partition, offset }, number) => {
    const place = byNumber.get(String(number))!;
    assert.deepEqual([place.partition, place.offset], [partition, offset], `record ${number}`);
  });
  const last = new Map<string, number>();
  for (const { number, key } of found) {
    assert.ok(Number(number) > (last.get(key) ?? -1), `record ${number} of ${key} out of order`);
    last.set(key, Number(number));
  }
}

/** What lies between a client and its server, and what follows from it. */
export interface ReconnectOptions {
  /** Whether the server is restarted too. */
  readonly restarts: boolean;
  /** What may be on its way to a reader that reads nothing: what it grants, and where the connection itself says when to stop, the buffers of the system. */
  readonly unreadBytesMax: number;
}

/** That nothing is lost, doubled or out of order when connections break: the same for every transport. */
export function reconnectOver(transport: TransportName, { restarts, unreadBytesMax }: ReconnectOptions): void {
  let server: ServerProcess;
  before(async () => {
    server = await ServerProcess.start();
  });
  after(() => server.remove());

  /** A client that goes with its test. */
  function meshAt(context: TestContext, address: Address, options = {}): Mesh {
    const mesh = new Mesh(new RemoteFabric(address, { backoff: new Backoff(5, 100), transport }), options);
    context.after(() => mesh.close());
    return mesh;
  }

  /** A way to the server that is cut after so many bytes, and goes with its test. */
  async function cutAfter(context: TestContext, bytes: BytesUntilCut): Promise<CuttingProxy> {
    const proxy = await CuttingProxy.start(server.address, bytes);
    context.after(() => proxy.close());
    return proxy;
  }

  test("published and read through connections that break all the time: none lost, none doubled, in order", async (context) => {
    const toPublisher = await cutAfter(context, inTurn(1, 300, 3000, 30_000, 100_000));
    // A reader that is far behind gets a partition in one piece.
    const toReader = await cutAfter(context, inTurn(2, 300, 5000, 50_000, 900_000));
    const publisher = meshAt(context, toPublisher.address, { batchBytes: 4096 });
    const reader = meshAt(context, toReader.address);
    await publisher.streams.ensure("cuts", { partitions });
    const reading = readLive(reader, "cuts", records);
    const results = await publishAll(publisher, "cuts", records);
    await check(server, "cuts", results, await reading);
    assert.ok(toPublisher.cuts > 5 && toReader.cuts > 5, `too few cuts: ${toPublisher.cuts}, ${toReader.cuts}`);
  });

  for (const [signal, what] of [
    ["SIGTERM", "stops in good order"],
    ["SIGKILL", "is killed"],
  ] as const) {
    if (!restarts) break;
    test(`published and read while the server ${what} and starts again, three times: none lost, none doubled`, async (context) => {
      const stream = `restarts-${signal}`;
      const publisher = meshAt(context, server.address, { batchBytes: 4096 });
      const reader = meshAt(context, server.address);
      await publisher.streams.ensure(stream, { partitions });
      const reading = readLive(reader, stream, records);
      const publishing = publishAll(publisher, stream, records);
      for (let time = 0; time < 3; time += 1) {
        // Some more are there at each end.
        const enough = 500 * (time + 1);
        for await (const _ of publisher.read(stream, { live: true, limit: enough }));
        await server.end(signal);
        await server.startAgain();
      }
      await check(server, stream, await publishing, await reading);
    });
  }

  test("commits through connections that break take effect once", async (context) => {
    const proxy = await cutAfter(context, inTurn(3, 1000, 3000, 9000));
    const mesh = meshAt(context, proxy.address);
    await mesh.streams.ensure("left");
    await mesh.streams.ensure("right");
    const commit = (number: number) =>
      mesh.commit((tx) => {
        tx.publish("left", String(number));
        tx.publish("right", String(number));
      });
    const results: CommitResult[] = [];
    while (results.length < 300) {
      results.push(...(await Promise.all([0, 1, 2, 3, 4].map((more) => commit(results.length + more)))));
    }
    assert.ok(proxy.cuts > 3);
    const direct = meshAt(context, server.address);
    for (const [at, stream] of (["left", "right"] as const).entries()) {
      const offsets = new Map<number, string>();
      for await (const message of direct.read(stream)) offsets.set(message.offset, message.text());
      assert.equal(offsets.size, results.length);
      results.forEach(({ published }, number) => {
        assert.equal(offsets.get(published[at]!.offset), String(number));
      });
    }
  });

  test("entries written and watched through connections that break: each write takes effect once, and is seen once", async (context) => {
    const toWriter = await cutAfter(context, inTurn(4, 600, 3000, 9000));
    const toWatcher = await cutAfter(context, inTurn(5, 300, 600, 900, 2000, 30_000));
    const [writer, watcher] = [meshAt(context, toWriter.address), meshAt(context, toWatcher.address)];
    await writer.buckets.ensure("counts");
    const counts = writer.kv("counts");
    const write = (first: number) =>
      Promise.all(
        [0, 1, 2, 3, 4].map((more) => Promise.all([counts.put(`key ${first + more}`, "x"), counts.increment("n")])),
      );
    for (let number = 0; number < 100; number += 5) await write(number);
    const watching = (async () => {
      const seen: string[] = [];
      for await (const { key } of watcher.kv("counts").watch({ prefix: "key " })) {
        if (seen.push(key) === 300) return seen;
      }
      return seen;
    })();
    for (let number = 100; number < 300; number += 5) await write(number);
    const seen = await watching;
    assert.equal(new Set(seen).size, 300, "changes doubled");
    assert.ok(toWriter.cuts > 3 && toWatcher.cuts > 3, `too few cuts: ${toWriter.cuts}, ${toWatcher.cuts}`);
    const direct = meshAt(context, server.address);
    assert.equal((await direct.kv("counts").get("n"))?.json(), 300);
    assert.equal((await direct.buckets.get("counts")).lastRevision, 600);
  });

  test("jobs enqueued and worked on through connections that break: none is lost, and each takes effect once", async (context) => {
    const toProducer = await cutAfter(context, inTurn(6, 600, 3000, 9000));
    const toWorker = await cutAfter(context, inTurn(7, 1500, 4000, 20_000));
    const [producer, working] = [meshAt(context, toProducer.address), meshAt(context, toWorker.address)];
    await producer.queues.ensure("tasks", { leaseMs: 1000, maxAttempts: 1000, backoff: { initialMs: 0 } });
    await producer.buckets.ensure("effects");
    const worker = working.worker("tasks", { concurrency: 8, prefetch: 16 }, async (job, { commit }) => {
      await commit((tx) => tx.increment("effects", job.text()));
    });
    const numbers = Array.from({ length: 150 }, (_, number) => number);
    const handles: JobHandle[] = [];
    for (let first = 0; first < numbers.length; first += 5)
      handles.push(...(await Promise.all([0, 1, 2, 3, 4].map((more) => producer.enqueue("tasks", `${first + more}`)))));
    const direct = meshAt(context, server.address);
    await Promise.all(handles.map(({ id }) => direct.queues.result("tasks", id)));
    await worker.stop();
    assert.equal(new Set(handles.map(({ id }) => id)).size, numbers.length);
    const { counts } = await direct.queues.get("tasks");
    assert.deepEqual([counts?.done, counts?.waiting, counts?.active], [numbers.length, 0, 0]);
    const effects = await direct.kv("effects").getMany(numbers.map(String));
    assert.deepEqual(
      [...effects.values()].map((entry) => entry.json()),
      numbers.map(() => 1),
    );
    assert.ok(toProducer.cuts > 3 && toWorker.cuts > 3, `too few cuts: ${toProducer.cuts}, ${toWorker.cuts}`);
  });

  test("a reader that reads slowly stops the server, not its own memory", async (context) => {
    const proxy = await cutAfter(context, never);
    const mesh = meshAt(context, proxy.address);
    await mesh.streams.ensure("much");
    const value = Buffer.alloc(100_000);
    for (let batch = 0; batch < 16; batch += 1) {
      await mesh.publishMany(
        "much",
        Array.from({ length: 10 }, () => ({ value })),
      );
    }
    const before = proxy.bytesToClients;
    const messages = mesh.read("much");
    await messages.next();
    // What the server may send has come when a later call is answered behind it.
    await mesh.streams.get("much");
    await mesh.streams.get("much");
    const received = proxy.bytesToClients - before;
    assert.ok(received < unreadBytesMax, `${received} bytes came, of 16,000,000`);
    let rest = 0;
    for await (const _ of messages) rest += 1;
    assert.equal(rest, 159);
  });
}
