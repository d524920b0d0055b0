import assert from "node:assert/strict";
import type { DeadLetterOperationInit, ErrorReason, OperationInit } from "@flowmesh/contract";
import { type CaseContext, text, turn } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { whole } from "../operations/operation-steps.ts";

/** A group with one member, which has both partitions of a stream with one record in the second one. */
interface Consuming {
  readonly group: string;
  readonly memberId: string;
  readonly stream: string;
  readonly epoch: number;
}

async function consuming({ streams, groups, stream: create, name }: CaseContext): Promise<Consuming> {
  const [stream, group, memberId] = [await create(2), name("group"), "member"];
  await streams.publish({ stream, records: [{ value: Buffer.from("{}"), partition: 1 }] });
  const { partitions } = await groups.joinGroup({ group, memberId, streams: [stream], label: "one" });
  return { group, memberId, stream, epoch: partitions.find(({ partition }) => partition === 1)!.epoch };
}

/** When the record was made, as its group's member was told. */
const recordedAt = 1_600_000_000_123;

function letterOf({ group, memberId, stream, epoch }: Consuming): DeadLetterOperationInit {
  const record = { key: Buffer.from("k"), value: Buffer.from("v"), headers: [{ name: "h", value: Buffer.from("1") }] };
  const failure = { attempts: 5, error: "no route", stack: "at send" };
  return {
    group,
    memberId,
    stream,
    partition: 1,
    epoch,
    offset: 0,
    timestamp: recordedAt,
    ...record,
    ...failure,
  };
}

/** Gives the record up, in one commit with the cursor. */
async function bury({ fabric }: CaseContext, of: Consuming, more: DeadLetterOperationInit = {}): Promise<void> {
  const { group, memberId, stream, epoch } = of;
  const cursor = { group, memberId, stream, partition: 1, epoch, cursor: { offset: 1 } };
  await fabric.commit({ operations: [{ deadLetter: { ...letterOf(of), ...more } }, { cursor }] });
}

export const groupDeadLetterCases: readonly ConformanceCase[] = [
  {
    name: "a record that a member gives up is a dead job among its group's dead letters, with its error and where it was, and the cursor is behind it",
    async run(context) {
      const { queues, groups, deadLetters, operations } = context;
      const of = await consuming(context);
      await bury(context, of);
      const queue = `@${of.group}`;
      const { jobs } = await queues.listJobs({ queue });
      const { job } = await queues.getJob({ queue, job: jobs[0]!.job });
      assert.deepEqual(
        [job?.state, job?.attemptsUsed, job?.error, job?.workerId],
        ["dead", 5, "no route", of.memberId],
      );
      assert.deepEqual(
        job?.attempts.map(({ attempt, error, stack, end }) => [attempt, error, stack, end]),
        [[5, "no route", "at send", "failed"]],
      );
      assert.deepEqual(job?.origin, { stream: of.stream, partition: 1, offset: 0, timestamp: recordedAt });
      assert.deepEqual(jobs, [{ ...job, attempts: [] }]);
      const [header] = job!.headers;
      assert.deepEqual([text(job?.key), text(job?.value), header?.name, text(header?.value)], ["k", "v", "h", "1"]);
      assert.equal((await groups.getGroup({ group: of.group })).group?.lagRecords, 0);
      const { sources } = await deadLetters.listDeadLetters({ prefix: queue });
      assert.deepEqual(
        sources.map(({ group, dead }) => [group, dead]),
        [[of.group, 1]],
      );
      const [error] = (await deadLetters.groupErrors({ queue })).groups;
      assert.equal(error?.frame, "at send");
      assert.deepEqual(error?.sample?.origin, job?.origin);
      const dry = await operations.startOperation({ queue, action: "retry", dryRun: true });
      assert.deepEqual(dry.samples, [{ ...job, attempts: [] }]);
    },
  },
  {
    name: "a dead letter that is tried again is handed out to that group's consumers alone, with where it came from",
    async run(context) {
      const { queues } = context;
      const [of, other] = [await consuming(context), await consuming(context)];
      await bury(context, of);
      const queue = `@${of.group}`;
      await whole(context, { queue, action: "retry" });
      assert.deepEqual((await queues.reserve({ queue: `@${other.group}`, workerId: "w" })).jobs, []);
      const { jobs } = await queues.reserve({ queue, workerId: "w" });
      assert.equal(jobs[0]?.attempt, 1);
      assert.deepEqual(jobs[0]?.origin, { stream: of.stream, partition: 1, offset: 0, timestamp: recordedAt });
    },
  },
  {
    name: "a worker that waits for a group's first dead letter leaves as any other does",
    async run(context) {
      const { queues } = context;
      const { group } = await consuming(context);
      const of = { queue: `@${group}`, waitMs: 20_000 };
      const waiting = queues.reserve({ ...of, workerId: "leaving" });
      await turn();
      const none = { jobs: [], position: 0, paused: false, leaseMs: 0 };
      const left = waiting.then(() => true);
      const leave = () => queues.reserve({ ...of, workerId: "leaving", leaving: true }).then(() => false);
      while (!(await Promise.race([left, leave()])));
      assert.deepEqual(await waiting, none);
    },
  },
  {
    name: "an edit of a dead letter keeps where it came from",
    async run(context) {
      const { queues } = context;
      const of = await consuming(context);
      await bury(context, of);
      const queue = `@${of.group}`;
      await whole(context, { queue, action: "retry", edit: { value: Buffer.from("new") } });
      const { jobs } = await queues.reserve({ queue, workerId: "w" });
      assert.deepEqual([String(jobs[0]?.value), jobs[0]?.origin?.offset], ["new", 0]);
    },
  },
  {
    name: "dead letters of a group cannot be made or deleted as a queue, nor can jobs be put into them",
    async run(context) {
      const { queues, operations, queue: create } = context;
      const { group } = await consuming(context);
      const [queue, own] = [`@${group}`, await create()];
      assert.deepEqual((await queues.reserve({ queue, workerId: "w" })).jobs, [], "none yet");
      await expectRefusal(queues.createQueue({ queue }), "name_invalid");
      await expectRefusal(queues.enqueue({ queue, jobs: [{}] }), "name_invalid");
      await expectRefusal(queues.deleteQueue({ queue }), "name_invalid");
      await expectRefusal(operations.startOperation({ queue: own, action: "move", toQueue: queue }), "name_invalid");
    },
  },
  {
    name: "only the member that has the partition gives up a record of it, and only one that is there",
    async run(context) {
      const { name } = context;
      const of = await consuming(context);
      await expectRefusal(bury(context, of, { memberId: "other" }), "member_unknown");
      await expectRefusal(bury(context, of, { epoch: of.epoch + 7 }), "member_fenced");
      await expectRefusal(bury(context, of, { offset: 5 }), "offset_out_of_range");
      await expectRefusal(bury(context, of, { group: name() }), "group_not_found");
      await expectRefusal(bury(context, of, { stream: name() }), "stream_not_found");
      await expectRefusal(bury(context, of, { attempts: 0 }), "field_invalid");
      await expectRefusal(bury(context, of, { value: Buffer.alloc(1_048_577) }), "record_too_large");
      assert.deepEqual((await context.deadLetters.listDeadLetters({ prefix: `@${of.group}` })).sources, []);
    },
  },
  {
    name: "a commit that is refused makes no queue of dead letters, whichever of its operations is",
    async run(context) {
      const { fabric, queues, name } = context;
      const of = await consuming(context);
      const queue = `@${of.group}`;
      const deadLetter = letterOf(of);
      const refused: readonly [OperationInit, ErrorReason][] = [
        [{ deadLetter: { ...deadLetter, epoch: of.epoch + 7 } }, "member_fenced"],
        [{ publish: { stream: name(), records: [{}] } }, "stream_not_found"],
        [{ checkOffset: { stream: of.stream, partition: 0, expectedOffset: 77 } }, "expected_offset_mismatch"],
      ];
      for (const [last, reason] of refused) {
        await expectRefusal(fabric.commit({ operations: [{ deadLetter }, last] }), reason, { operation: 1 });
        await expectRefusal(queues.getQueue({ queue }), "queue_not_found");
      }
      await bury(context, of);
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 1);
    },
  },
  {
    name: "a group's dead letters go with the group",
    async run(context) {
      const { groups, queues } = context;
      const of = await consuming(context);
      await bury(context, of);
      await groups.leaveGroup({ group: of.group, memberId: of.memberId });
      await groups.deleteGroup({ group: of.group });
      await expectRefusal(queues.getQueue({ queue: `@${of.group}` }), "queue_not_found");
      await expectRefusal(queues.reserve({ queue: `@${of.group}`, workerId: "w" }), "queue_not_found");
    },
  },
  {
    name: "dead letters of a group are there after a restart",
    hooks: ["reopen"],
    async run(context) {
      const of = await consuming(context);
      await bury(context, of);
      await context.reopen();
      const { jobs } = await context.queues.listJobs({ queue: `@${of.group}` });
      assert.deepEqual([jobs[0]?.state, jobs[0]?.error, jobs[0]?.origin?.stream], ["dead", "no route", of.stream]);
    },
  },
];
