import assert from "node:assert/strict";
import type { OperationInit } from "@flowmesh/contract";
import { batchOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const everywhere = { commitScope: "fabric", kv: true, queues: true } as const;

/** Commits that rest on what they do not write: where a partition ends, and that a lease is held. */
export const commitPreconditionCases: readonly ConformanceCase[] = [
  {
    name: "a commit that rests on the end of a partition is refused once somebody wrote there",
    capability: everywhere,
    async run({ fabric, stream: create, bucket: newBucket, append, kv }) {
      const [stream, bucket] = [await create(2), await newBucket()];
      await append(stream, ["a", "b"], 1);
      const operations = (expectedOffset: number): OperationInit[] => [
        { checkOffset: { stream, partition: 1, expectedOffset } },
        { put: { bucket, key: "k", value: Buffer.from("v") } },
      ];
      const details = { stream, partition: 1, actual: 2, expected: 1, operation: 0 };
      await expectRefusal(fabric.commit({ operations: operations(1) }), "expected_offset_mismatch", details);
      await expectRefusal(kv.get({ bucket, key: "k" }), "key_not_found");
      await fabric.commit({ operations: operations(2) });
      assert.equal((await kv.get({ bucket, key: "k" })).entry?.revision, 1);
    },
  },
  {
    name: "a check of an offset sees what the commit itself wrote before",
    capability: everywhere,
    async run({ fabric, stream: create }) {
      const stream = await create();
      const append = { append: { stream, batch: batchOf(["a"]) } };
      await fabric.commit({ operations: [append, { checkOffset: { stream, expectedOffset: 1 } }] });
      const check = { checkOffset: { stream, expectedOffset: 1 } };
      await expectRefusal(fabric.commit({ operations: [append, check] }), "expected_offset_mismatch", { actual: 2 });
    },
  },
  {
    name: "a commit that only checks writes nothing, and says a position at which it was so",
    capability: everywhere,
    async run({ fabric, stream: create, append }) {
      const stream = await create();
      const offset = await append(stream, ["a"]);
      const check = { checkOffset: { stream, expectedOffset: offset + 1 } };
      const { position } = await fabric.commit({ operations: [check] });
      assert.equal((await fabric.commit({ operations: [check] })).position, position);
      await expectRefusal(fabric.commit({ operations: [{ checkOffset: { stream } }] }), "expected_offset_mismatch");
    },
  },
  {
    name: "a commit that rests on a lease is refused once the lease is lost, and leaves the job with its worker otherwise",
    capability: everywhere,
    async run({ fabric, queue: newQueue, bucket: newBucket, enqueue, reserve, settle, stateOf, kv }) {
      const [queue, bucket] = [await newQueue(), await newBucket()];
      await enqueue(queue, ["a"]);
      const [reserved] = await reserve(queue);
      assert.ok(reserved);
      const { job, lease } = reserved;
      const operations = (held: string): OperationInit[] => [
        { put: { bucket, key: "progress", value: Buffer.from("1") } },
        { checkLease: { queue, job, lease: held } },
      ];
      const lost = await expectRefusal(fabric.commit({ operations: operations(`${lease}0`) }), "lease_lost", { job });
      assert.equal(lost.details.operation, 1);
      await expectRefusal(kv.get({ bucket, key: "progress" }), "key_not_found");
      await fabric.commit({ operations: operations(lease) });
      assert.equal(await stateOf(queue, job), "active");
      await settle(queue, reserved, { done: {} });
      await expectRefusal(fabric.commit({ operations: operations(lease) }), "lease_lost", { job });
      const settled = { settle: { queue, outcome: { job, lease, done: {} } } };
      await expectRefusal(
        fabric.commit({ operations: [settled, { checkLease: { queue, job, lease } }] }),
        "lease_lost",
      );
    },
  },
  {
    name: "a commit that settles a job and then rests on its lease is refused",
    capability: everywhere,
    async run({ fabric, queue: newQueue, enqueue, reserve, stateOf }) {
      const queue = await newQueue();
      await enqueue(queue, ["a"]);
      const [reserved] = await reserve(queue);
      assert.ok(reserved);
      const { job, lease } = reserved;
      const settle = { settle: { queue, outcome: { job, lease, done: {} } } };
      const operations = [settle, { checkLease: { queue, job, lease } }];
      await expectRefusal(fabric.commit({ operations }), "lease_lost", { operation: 1 });
      assert.equal(await stateOf(queue, job), "active");
    },
  },
  {
    name: "checks name what they cannot find",
    capability: everywhere,
    async run({ fabric, name, stream: create, queue: newQueue }) {
      const [stream, queue] = [await create(), await newQueue()];
      const commit = (operation: OperationInit) => fabric.commit({ operations: [operation] });
      await expectRefusal(commit({ checkOffset: { stream: name("none") } }), "stream_not_found");
      await expectRefusal(commit({ checkOffset: { stream, partition: 7 } }), "partition_not_found", { partition: 7 });
      await expectRefusal(commit({ checkOffset: { stream, expectedOffset: -1 } }), "field_invalid");
      await expectRefusal(commit({ checkLease: { queue: name("none"), job: "0", lease: "1" } }), "queue_not_found");
      await expectRefusal(commit({ checkLease: { queue, job: "0", lease: "1" } }), "lease_lost");
      await expectRefusal(commit({ checkLease: { queue, lease: "1" } }), "field_invalid", { field: "job" });
    },
  },
];
