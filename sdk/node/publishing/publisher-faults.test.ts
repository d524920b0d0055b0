import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppendRequestInit } from "@flowmesh/contract";
import { type FlowMeshError, isFlowMeshError, partitionOfKey } from "@flowmesh/fabric";
import { batchHeaderBytes, crc32c } from "@flowmesh/fabric/internal";
import { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";
import { Backoff } from "../remote/backoff.ts";
import { randomOf } from "../testing/random-of.ts";
import { type Fate, UnreliableFabric } from "../testing/unreliable-fabric.ts";
import { systemWorld } from "../world/system-world.ts";
import { Publisher, type PublisherOptions } from "./publisher.ts";
import type { PublishResult } from "./receipt.ts";

const fates: readonly Fate[] = ["unanswered", "lost", "late", "twice", "overloaded"];
const noPause = (): Backoff => new Backoff(0, 0);

interface Outcome {
  readonly text: string;
  readonly result: PublishResult | undefined;
  readonly error: FlowMeshError | undefined;
}

/** Publishes `count` numbered records with random pauses, and gives what became of each. */
async function publishUnderFire(seed: number, options: PublisherOptions, count: number) {
  const random = randomOf(seed);
  const faultShare = random() * 0.6;
  const refusedShare = random() * 0.3;
  const fateOf = ({ batch }: AppendRequestInit): Fate => {
    // What is refused for good is refused at every attempt.
    if (crc32c(batch!, batchHeaderBytes) / 2 ** 32 < refusedShare) return "refused";
    return random() < faultShare ? fates[Math.floor(random() * fates.length)]! : "written";
  };
  const fabric = new UnreliableFabric(fateOf, () => Math.floor(random() * 4));
  await fabric.streams.createStream({ stream: "s", partitions: 2 });
  const publisher = new Publisher(fabric, options, systemWorld, noPause);
  const outcomes: Promise<Outcome>[] = [];
  for (let number = 0; number < count; number += 1) {
    const text = String(number);
    const publishing = publisher.publish("s", text, { partition: number % 2 });
    outcomes.push(
      publishing.then(
        (result) => ({ text, result, error: undefined }),
        (error: FlowMeshError) => ({ text, result: undefined, error }),
      ),
    );
    if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
    if (random() < 0.05) await fabric.deliverLate(1);
  }
  const all = await Promise.all(outcomes);
  await fabric.deliverLate();
  return { fabric, outcomes: all };
}

async function readAll(fabric: UnreliableFabric): Promise<Map<string, { partition: number; offset: number }[]>> {
  const found = new Map<string, { partition: number; offset: number }[]>();
  for await (const { partition, offset, ...message } of new Mesh(fabric.model).read("s")) {
    const text = Buffer.from(message.value!).toString();
    found.set(text, [...(found.get(text) ?? []), { partition, offset }]);
  }
  return found;
}

function check(outcomes: readonly Outcome[], found: Map<string, { partition: number; offset: number }[]>): void {
  const lastOffsets = [-1, -1];
  for (const { text, result, error } of outcomes) {
    const places = found.get(text) ?? [];
    if (error !== undefined) {
      assert.ok(isFlowMeshError(error), `${text}: ${error}`);
      const isKnown = error.reason === "batch_malformed" || error.reason === "overloaded";
      assert.ok(
        places.length <= (isKnown ? 0 : 1),
        `${text} was refused with ${error.reason} and is there ${places.length} times`,
      );
      continue;
    }
    const { partition, offset } = result!;
    assert.deepEqual(places, [{ partition, offset }], `record ${text}`);
    assert.ok(offset > lastOffsets[partition]!, `record ${text} at ${offset} is not behind ${lastOffsets[partition]}`);
    lastOffsets[partition] = offset;
  }
}

for (const [name, options] of [
  ["in batches", { batchBytes: 120 }],
  ["one by one", { batching: false }],
  ["many at once", { batchBytes: 60, maxInFlight: 20 }],
] as const) {
  test(`${name}, whatever the network does, each record is written once, in order, or its failure is told`, async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { fabric, outcomes } = await publishUnderFire(seed, options, 120);
      try {
        check(outcomes, await readAll(fabric));
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
}

/** All records of the stream in the order in which they were written, whatever their partition. */
async function readAsWritten(fabric: UnreliableFabric): Promise<Message[]> {
  const messages = new Map<string, Message>();
  for await (const message of new Mesh(fabric.model).read("s"))
    messages.set(`${message.partition}/${message.offset}`, message);
  return fabric.written.map(({ partition, offset }) => messages.get(`${partition}/${offset}`)!);
}

/** Publishes records with keys while partitions are added twice, and gives where the partitions ended each time. */
async function publishWhileGrowing(fabric: UnreliableFabric, random: () => number): Promise<number[][]> {
  await fabric.streams.createStream({ stream: "s", partitions: 3 });
  const publisher = new Publisher(fabric, { batchBytes: 120 }, systemWorld, noPause);
  const publishing: Promise<unknown>[] = [];
  const ends: number[][] = [];
  for (let number = 0; number < 240; number += 1) {
    publishing.push(publisher.publish("s", String(number), { key: `key ${Math.floor(random() * 12)}` }));
    if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
    const partitions = number === 80 ? 5 : number === 160 ? 8 : undefined;
    if (partitions === undefined) continue;
    const { stream } = await fabric.model.streams.updateStream({ stream: "s", partitions });
    ends.push(stream!.partitions.map(({ nextOffset }) => nextOffset));
  }
  await Promise.all(publishing);
  await fabric.deliverLate();
  return ends;
}

test("whatever the network does while partitions are added, each record is written once, in the order of its key, where the key belongs by then", async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = randomOf(seed);
    const faultShare = random() * 0.5;
    const fateOf = (): Fate => (random() < faultShare ? fates[Math.floor(random() * fates.length)]! : "written");
    const fabric = new UnreliableFabric(fateOf, () => Math.floor(random() * 4));
    const [first, second] = await publishWhileGrowing(fabric, random);
    const last = new Map<string, number>();
    const messages = await readAsWritten(fabric);
    assert.equal(messages.length, 240, `seed ${seed}`);
    for (const { key, value, partition, offset } of messages) {
      const [name, number] = [Buffer.from(key!).toString(), Number(Buffer.from(value!).toString())];
      assert.ok(number > (last.get(name) ?? -1), `seed ${seed}: ${number} of ${name} comes behind ${last.get(name)}`);
      last.set(name, number);
      const partitions = offset < (first![partition] ?? 0) ? 3 : offset < (second![partition] ?? 0) ? 5 : 8;
      assert.equal(partition, partitionOfKey(key!, partitions), `seed ${seed}: ${number} of ${name}`);
    }
  }
});
