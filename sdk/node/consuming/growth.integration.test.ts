import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { partitionOfKey } from "@flowmesh/fabric";
import { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import type { TransportName } from "../remote/transport.ts";
import { randomOf } from "../testing/random-of.ts";
import { ServerProcess } from "../testing/server-process.ts";

const stream = "orders";
const transports: readonly TransportName[] = ["frames", "grpc", "http"];
const recordsEach = 1500;
const keysEach = 50;
/** Records of a publisher that are under way at most. */
const windowRecords = 300;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Publishes the records of its own keys, numbered, without a pause; tells of each that is sent. The last of each key go when the stream has `grown`, however fast the others were. */
async function publish(
  mesh: Mesh,
  owner: string,
  grown: Promise<void>,
  onSent: (number: number) => void,
): Promise<void> {
  const written: Promise<unknown>[] = [];
  for (let number = 0; number < recordsEach; number += 1) {
    if (number === recordsEach - keysEach) await grown;
    written.push(mesh.publish(stream, String(number), { key: `${owner} ${number % keysEach}` }));
    onSent(number);
    if (number >= windowRecords) await written[number - windowRecords];
  }
  await Promise.all(written);
}

/** What the handlers were given, in the order in which they were. */
class Handled {
  readonly messages: Message[] = [];
  readonly #count: number;
  readonly #random = randomOf(1);
  #onAll: () => void = () => undefined;
  readonly all: Promise<void> = new Promise((resolve) => {
    this.#onAll = resolve;
  });

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes longer for some than for others. */
  readonly handle = async (message: Message): Promise<void> => {
    this.messages.push(message);
    for (let left = Math.floor(this.#random() * 6); left > 0; left -= 1) await turn();
    if (this.messages.length >= this.#count) this.#onAll();
  };
}

async function meshesOn(context: TestContext): Promise<Mesh[]> {
  const server = await ServerProcess.start();
  context.after(() => server.remove());
  const meshes = transports.map((transport) => new Mesh(new RemoteFabric(server.address, { transport })));
  context.after(() => Promise.all(meshes.map((mesh) => mesh.close())));
  return meshes;
}

function checkOrder(messages: readonly Message[]): void {
  const last = new Map<string, number>();
  for (const message of messages) {
    const [key, number] = [message.keyText()!, Number(message.text())];
    const expected = last.has(key) ? last.get(key)! + keysEach : Number(key.split(" ")[1]);
    assert.equal(number, expected, `what follows of key ${key}, from partition ${message.partition}`);
    last.set(key, number);
  }
}

/** Keys that lie in two of the partitions that there were from the beginning. */
function movedBetweenOlder(messages: readonly Message[]): number {
  const partitionsOf = Map.groupBy(messages, (message) => message.keyText()!);
  const isMoved = (of: readonly Message[]): boolean =>
    new Set(of.map(({ partition }) => partition).filter((partition) => partition < 3)).size > 1;
  return [...partitionsOf.values()].filter(isMoved).length;
}

test("three partitions become five and then eight while publishers and consumers are at work over every transport: all is handled once, each key in the order of its publishing", {
  timeout: 60_000,
}, async (context) => {
  const meshes = await meshesOn(context);
  const [first] = meshes as [Mesh];
  await first.streams.create(stream, { partitions: 3 });
  const handled = new Handled(recordsEach * meshes.length);
  const options = { group: "workers", concurrency: 64, orderBy: "key" } as const;
  const consumers = meshes.map((mesh) => mesh.consume(stream, options, handled.handle));
  const growing: Promise<unknown>[] = [];
  const grown = Promise.withResolvers<void>();
  const grow = (number: number): void => {
    if (number === 500) growing.push(first.streams.update(stream, { partitions: 5 }));
    if (number !== 1000) return;
    growing.push(first.streams.update(stream, { partitions: 8 }));
    Promise.all(growing).then(() => grown.resolve(), grown.reject);
  };
  await Promise.all(
    meshes.map((mesh, index) => publish(mesh, transports[index]!, grown.promise, index === 0 ? grow : () => undefined)),
  );
  await handled.all;
  for (const consumer of consumers) await consumer.stop();
  checkOrder(handled.messages);
  assert.equal(handled.messages.length, recordsEach * meshes.length);
  const { group } = await first.fabric.groups.getGroup({ group: options.group });
  assert.equal(group?.lagRecords, 0);
  assert.ok(movedBetweenOlder(handled.messages) > 10, "keys moved between older partitions");
  const last = new Map(handled.messages.map(({ key, partition }) => [Buffer.from(key!).toString(), partition]));
  for (const [key, partition] of last) assert.equal(partition, partitionOfKey(Buffer.from(key), 8));
});
