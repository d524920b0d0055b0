import assert from "node:assert/strict";
import type { LineageNode } from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { TestMember } from "../../group-member.ts";

const everything = { commitScope: "fabric", kv: true, queues: true, lineage: true } as const;

async function nodeOf({ fabric }: CaseContext, id: string): Promise<LineageNode> {
  const { nodes } = await fabric.lineage.where({ id });
  const node = nodes.find(({ asked }) => asked);
  assert.ok(node, `nothing of ${id} is marked as asked for`);
  return node;
}

/** What is told of each member of a family. */
export const whereAnswerCases: readonly ConformanceCase[] = [
  {
    name: "a node says what it is, where it came from, and when",
    capability: everything,
    async run(context) {
      const { streams, kv, bucket: newBucket, stream: create, publish, fabric } = context;
      const [stream, bucket] = [await create(), await newBucket()];
      await publish(stream, ["cause"]);
      const causation = [`${stream}/0@0`];
      const { position } = await kv.put({ bucket, key: "k", value: Buffer.from("v"), causation, correlation: "c" });
      const writtenAt = (await kv.get({ bucket, key: "k" })).entry?.writtenAt;
      const [cause, effect] = (await fabric.lineage.where({ id: `${bucket}/k` })).nodes;
      const common = { causes: [], correlation: "", groups: [], job: undefined, entry: undefined };
      assert.ok(cause?.writtenAt !== undefined && cause.writtenAt <= (writtenAt ?? 0));
      assert.deepEqual(cause, {
        ...common,
        id: `${stream}/0@0`,
        kind: "record",
        presence: "there",
        depth: 0,
        asked: false,
        position: 0,
        writtenAt: cause.writtenAt,
      });
      assert.deepEqual(effect, {
        ...common,
        id: `${bucket}/k@1`,
        kind: "entry",
        presence: "there",
        depth: 1,
        asked: true,
        causes: causation,
        correlation: "c",
        position,
        writtenAt,
        entry: { latest: true, kind: "put", latestRevision: 1 },
      });
      await streams.deleteStream({ stream });
      assert.equal((await fabric.lineage.where({ id: `${bucket}/k` })).nodes[0]?.presence, "gone");
    },
  },
  {
    name: "every kind of root is named as what it is",
    capability: everything,
    async run(context) {
      const { streams, stream: create, queue: newQueue, enqueue, fabric } = context;
      const [stream, queue] = [await create(), await newQueue()];
      await enqueue(queue, ["a"]);
      const kinds = [];
      for (const cause of [`${queue}#0`, "schedule:nightly", "operation:emails/7", "correlation:c"]) {
        const { placements } = await streams.publish({ stream, records: [{}], causation: [cause] });
        const { nodes } = await fabric.lineage.where({ id: `${stream}/0@${placements[0]?.offset}` });
        assert.deepEqual([nodes[0]?.id, nodes[0]?.presence], [cause, "there"]);
        kinds.push(nodes[0]?.kind);
      }
      assert.deepEqual(kinds, ["job", "schedule", "operation", "correlation"]);
    },
  },
  {
    name: "of a record it says which groups are done, at it, or behind",
    capability: { ...everything, groups: true },
    async run(context) {
      const { fabric, groups, name, stream: create, publish } = context;
      const stream = await create();
      await publish(stream, ["a", "b", "c", "d"]);
      const [one, two] = [name("a"), name("b")];
      const memberId = "0a8f1b1e-6f0f-4f65-9b6d-0d6f1c3c9a11";
      const member = await TestMember.join(context, one, memberId, { streams: [stream] });
      const finished = [{ firstOffset: 2, lastOffset: 2 }];
      const cursors = [{ stream, partition: 0, cursor: { offset: 1, finished }, epoch: member.epochOf(0) }];
      await groups.commitCursors({ group: one, memberId, cursors });
      const gone = await TestMember.join(context, two, memberId, { streams: [stream] });
      await gone.commit(stream, 0, 4);
      await groups.leaveGroup({ group: two, memberId });
      const states = [];
      for (let offset = 0; offset < 4; offset++) {
        const { nodes } = await fabric.lineage.where({ id: `${stream}/0@${offset}` });
        states.push(nodes[0]?.groups);
      }
      const ofTwo = { group: two, state: "done", memberId: "" };
      assert.deepEqual(
        states,
        ["done", "at_it", "done", "behind"].map((state) => [{ group: one, state, memberId }, ofTwo]),
      );
    },
  },
  {
    name: "of a job it says its state, its attempts and its worker",
    capability: everything,
    async run(context) {
      const { queue: newQueue, enqueue, reserve, settle, queues } = context;
      const queue = await newQueue({ maxAttempts: 3 });
      const [job] = await enqueue(queue, ["a"]);
      const id = `${queue}#${job}`;
      assert.deepEqual((await nodeOf(context, id)).job, {
        state: "waiting",
        attemptsUsed: 0,
        maxAttempts: 3,
        workerId: "",
        error: "",
      });
      const [reserved] = await reserve(queue);
      assert.ok(reserved);
      const active = { state: "active", attemptsUsed: 1, maxAttempts: 3, workerId: "worker", error: "" } as const;
      assert.deepEqual((await nodeOf(context, id)).job, active);
      await settle(queue, reserved, { dead: { error: "boom", stack: "" } });
      assert.deepEqual((await nodeOf(context, id)).job, { ...active, state: "dead", error: "boom" });
      await queues.removeJob({ queue, job: job ?? "" });
      await expectRefusal(context.fabric.lineage.where({ id }), "lineage_unknown");
    },
  },
  {
    name: "of an entry it says whether the revision is still the present one, and what it did",
    capability: everything,
    async run(context) {
      const { kv, bucket: newBucket, put } = context;
      const bucket = await newBucket({ history: 2 });
      for (const value of ["1", "2", "3"]) await put(bucket, "k", value);
      await expectRefusal(context.fabric.lineage.where({ id: `${bucket}/k@1` }), "lineage_unknown");
      assert.deepEqual((await nodeOf(context, `${bucket}/k@2`)).entry, {
        latest: false,
        kind: "put",
        latestRevision: 3,
      });
      assert.deepEqual((await nodeOf(context, `${bucket}/k`)).entry, { latest: true, kind: "put", latestRevision: 3 });
      const { position } = await kv.delete({ bucket, key: "k" });
      const deleted = await nodeOf(context, `${bucket}/k`);
      assert.deepEqual(
        [deleted.id, deleted.entry],
        [`${bucket}/k@4`, { latest: true, kind: "deleted", latestRevision: 0 }],
      );
      assert.equal(deleted.position, position);
    },
  },
  {
    name: "what is gone is said to be gone, with what it was caused by and what it caused",
    capability: everything,
    async run(context) {
      const { kv, queues, queue: newQueue, bucket: newBucket, fabric } = context;
      const [queue, bucket] = [await newQueue(), await newBucket()];
      await queues.enqueue({ queue, jobs: [{}], correlation: `of-${queue}` });
      await kv.put({ bucket, key: "k", value: Buffer.from("1"), causation: [`${queue}#0`] });
      await kv.put({ bucket, key: "k", value: Buffer.from("2"), causation: [`${bucket}/k@1`] });
      await queues.removeJob({ queue, job: "0" });
      for (const id of [`${queue}#0`, `${bucket}/k@1`, `${bucket}/k`]) {
        const { nodes } = await fabric.lineage.where({ id });
        const standings = nodes.filter(({ kind }) => kind === "entry").map(({ entry }) => entry);
        assert.deepEqual(standings, [
          { latest: false, kind: "unspecified", latestRevision: 2 },
          { latest: true, kind: "put", latestRevision: 2 },
        ]);
        assert.deepEqual(
          nodes.map((node) => [node.id, node.presence, node.asked]),
          [
            [`correlation:of-${queue}`, "there", false],
            [`${queue}#0`, "gone", id === `${queue}#0`],
            [`${bucket}/k@1`, "gone", id === `${bucket}/k@1`],
            [`${bucket}/k@2`, "there", id === `${bucket}/k`],
          ],
        );
      }
    },
  },
];
