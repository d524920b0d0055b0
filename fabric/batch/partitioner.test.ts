import assert from "node:assert/strict";
import { test } from "node:test";
import { keyHashes } from "./kafka-vectors.ts";
import { murmur2, partitionOfKey, RoundRobin } from "./partitioner.ts";

test("keys hash as they do in another Kafka client", () => {
  for (const [key, hash] of keyHashes) assert.equal(murmur2(Buffer.from(key)), hash, key);
});

test("a key whose hash is negative still has a partition", () => {
  assert.equal(partitionOfKey(Buffer.from("21"), 10), (-973_932_308 & 0x7fffffff) % 10);
});

test("records without a key go to the partitions of each stream in turn", () => {
  const turns = new RoundRobin();
  const taken = ["a", "b", "a", "a", "b", "a"].map((stream) => turns.nextPartition(stream, 3));
  assert.deepEqual(taken, [0, 0, 1, 2, 1, 0]);
});

test("a stream that nobody remembers starts again, and memory stays bounded", () => {
  const turns = new RoundRobin();
  turns.nextPartition("first", 3);
  for (let stream = 0; stream < 10_000; stream += 1) turns.nextPartition(String(stream), 3);
  assert.equal(turns.nextPartition("first", 3), 0);
});
