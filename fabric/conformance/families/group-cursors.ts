import assert from "node:assert/strict";
import type { CursorInit } from "@flowmesh/contract";
import { numbered } from "../case-context.ts";
import { type ConformanceCase, severalOperations } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { cursorsOf, plain, settle, TestMember } from "../group-member.ts";

/** Promises about cursors: who may say how far a group has come, and what moves it. */
export const groupCursorCases: readonly ConformanceCase[] = [
  {
    name: "what a member commits is where the next one goes on, with the ranges finished out of order",
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const finished = [
        { firstOffset: 4, lastOffset: 4 },
        { firstOffset: 5, lastOffset: 6 },
        { firstOffset: 9, lastOffset: 9 },
      ];
      const cursors = [{ stream, partition: 0, epoch: first.epochOf(0), cursor: { offset: 2, finished } }];
      const { position } = await context.groups.commitCursors({ group, memberId: "a", cursors });
      assert.ok(position > 0);
      const expected = {
        offset: 2,
        finished: [
          { firstOffset: 4, lastOffset: 6 },
          { firstOffset: 9, lastOffset: 9 },
        ],
      };
      const [seen] = (await context.groups.getGroup({ group, atLeast: position })).cursors;
      assert.deepEqual(plain(seen?.cursor), expected);
      assert.equal(seen?.lagRecords, 4);
      await context.groups.leaveGroup({ group, memberId: "a" });
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      assert.deepEqual(plain(second.cursorOf(0)), expected);
    },
  },
  {
    name: "ranges that touch the offset move it, and what is committed late takes nothing back",
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["0", "1", "2", "3"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const finished = [{ firstOffset: 1, lastOffset: 2 }];
      const cursors = [{ stream, epoch: member.epochOf(0), cursor: { offset: 1, finished } }];
      await context.groups.commitCursors({ group, memberId: "a", cursors });
      assert.deepEqual(await cursorsOf(context, group), [[0, 3]]);
      await member.commit(stream, 0, 1);
      assert.deepEqual(await cursorsOf(context, group), [[0, 3]]);
    },
  },
  {
    name: "what several commits say is finished adds up",
    capability: severalOperations,
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, numbered(20));
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const finish = async (...ranges: [number, number][]): Promise<unknown> => {
        const cursors = ranges.map(([firstOffset, lastOffset]) => {
          return { stream, epoch: member.epochOf(0), cursor: { finished: [{ firstOffset, lastOffset }] } };
        });
        await context.groups.commitCursors({ group, memberId: "a", cursors });
        const [seen] = (await context.groups.getGroup({ group })).cursors;
        return [seen?.cursor?.offset, ...(seen?.cursor?.finished ?? []).map((of) => [of.firstOffset, of.lastOffset])];
      };
      assert.deepEqual(await finish([5, 6]), [0, [5, 6]]);
      assert.deepEqual(await finish([9, 9], [2, 2]), [0, [2, 2], [5, 6], [9, 9]]);
      assert.deepEqual(await finish([7, 8]), [0, [2, 2], [5, 9]]);
      assert.deepEqual(await finish([4, 6]), [0, [2, 2], [4, 9]]);
      assert.deepEqual(await finish([12, 13], [15, 15]), [0, [2, 2], [4, 9], [12, 13], [15, 15]]);
      assert.deepEqual(await finish([3, 14]), [0, [2, 15]]);
      assert.deepEqual(await finish([0, 0], [1, 1]), [16]);
      assert.deepEqual(await finish([3, 4], [18, 18]), [16, [18, 18]]);
      assert.deepEqual(await finish([17, 19]), [16, [17, 19]]);
    },
  },
  {
    name: "more ranges than a cursor holds are refused",
    async run(context) {
      const stream = await context.stream(1);
      const count = 1000;
      await context.append(stream, numbered(2 * count + 3));
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const finished = Array.from({ length: count }, (_, index) => 2 * index + 1).map((at) => {
        return { firstOffset: at, lastOffset: at };
      });
      const commit = (cursor: CursorInit): Promise<unknown> =>
        context.groups.commitCursors({ group, memberId: "a", cursors: [{ stream, epoch: member.epochOf(0), cursor }] });
      await commit({ finished });
      const more = { finished: [{ firstOffset: 2 * count + 1, lastOffset: 2 * count + 1 }] };
      await expectRefusal(commit(more), "limit_exceeded", { limit: count });
      const operation = { group, memberId: "a", stream, epoch: member.epochOf(0), cursor: more };
      await expectRefusal(context.fabric.commit({ operations: [{ cursor: operation }] }), "limit_exceeded");
      await commit({ offset: 1 });
      await commit(more);
    },
  },
  {
    name: "a cursor is taken only from the member that holds the partition, since it holds it",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream(2);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const before = first.epochOf(1);
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      await settle(first, second);
      const [mine] = first.numbers;
      const theirs = mine === 0 ? 1 : 0;
      const commit = (memberId: string, partition: number, epoch: number): Promise<unknown> =>
        groups.commitCursors({ group, memberId, cursors: [{ stream, partition, epoch, cursor: {} }] });
      await expectRefusal(commit("a", theirs, before), "member_fenced", { group, member: "a" });
      await expectRefusal(commit("b", theirs, before), "member_fenced", { member: "b", epoch: before });
      await commit("b", theirs, second.epochOf(theirs));
      await expectRefusal(commit("x", 0, before), "member_unknown", { group, member: "x" });
      await expectRefusal(commit("", 0, before), "group_not_empty", { group, members: 2 });
    },
  },
  {
    name: "a partition that went to another member and came back is a new assignment",
    async run(context) {
      const stream = await context.stream(1);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "b", { streams: [stream] });
      const stale = member.epochOf(0);
      await context.groups.leaveGroup({ group, memberId: "b" });
      const other = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.deepEqual(other.numbers, [0]);
      await context.groups.leaveGroup({ group, memberId: "a" });
      const again = await TestMember.join(context, group, "b", { streams: [stream] });
      const cursors = [{ stream, epoch: stale, cursor: {} }];
      await expectRefusal(context.groups.commitCursors({ group, memberId: "b", cursors }), "member_fenced");
      await again.commit(stream, 0, 0);
    },
  },
  {
    name: "anybody may set the cursors of a group without members",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b"], 1);
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      await context.groups.leaveGroup({ group, memberId: "a" });
      await context.groups.commitCursors({ group, cursors: [{ stream, partition: 1, cursor: { offset: 2 } }] });
      assert.deepEqual(await cursorsOf(context, group), [
        [0, 0],
        [1, 2],
      ]);
    },
  },
  {
    name: "cursors are set all or none, and an error says which",
    capability: severalOperations,
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["a"], 0);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const cursors = [
        { stream, partition: 0, epoch: member.epochOf(0), cursor: { offset: 1 } },
        { stream, partition: 1, epoch: member.epochOf(1), cursor: { offset: 1 } },
      ];
      const refused = context.groups.commitCursors({ group, memberId: "a", cursors });
      await expectRefusal(refused, "offset_out_of_range", { partition: 1, offset: 1, end: 0, operation: 1 });
      assert.deepEqual(await cursorsOf(context, group), [
        [0, 0],
        [1, 0],
      ]);
    },
  },
  {
    name: "records and cursors are one commit: both or neither",
    capability: { commitScope: "fabric" },
    async run(context) {
      const [input, output] = [await context.stream(2), await context.stream()];
      await context.append(input, ["in", "in", "in", "in", "in"], 1);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [input] });
      const cursor = (offset: number, epoch: number) => ({
        cursor: { group, memberId: "a", stream: input, partition: 1, epoch, cursor: { offset, finished } },
      });
      const finished = [3].map((at) => ({ firstOffset: at, lastOffset: at }));
      const publish = { publish: { stream: output, records: [{ value: Buffer.from("out") }] } };
      const { position, results } = await context.fabric.commit({
        operations: [publish, cursor(1, member.epochOf(1))],
      });
      assert.deepEqual(
        results.map(({ placements }) => placements.length),
        [1, 0],
      );
      assert.deepEqual(await context.values(output), ["out"]);
      const { cursors } = await context.groups.getGroup({ group, atLeast: position });
      assert.deepEqual(plain(cursors[1]?.cursor), { offset: 1, finished });
      const good = cursor(2, member.epochOf(1)).cursor;
      const refusals = [
        ["member_fenced", { ...good, epoch: good.epoch - 1 }],
        ["member_unknown", { ...good, memberId: "b" }],
        ["group_not_empty", { ...good, memberId: "" }],
        ["group_not_found", { ...good, group: context.name("group") }],
        ["offset_out_of_range", { ...good, cursor: { offset: 6 } }],
      ] as const;
      for (const [reason, bad] of refusals) {
        const refused = context.fabric.commit({ operations: [publish, { cursor: bad }] });
        await expectRefusal(refused, reason, { operation: 1 });
      }
      assert.deepEqual(await context.values(output), ["out"]);
      const mismatch = { publish: { ...publish.publish, expectedOffset: 7 } };
      const refused = context.fabric.commit({ operations: [{ cursor: good }, mismatch] });
      await expectRefusal(refused, "expected_offset_mismatch", { operation: 1 });
      assert.deepEqual(await cursorsOf(context, group), [
        [0, 0],
        [1, 1],
      ]);
    },
  },
  {
    name: "a commit with a cursor that is sent again under its key is done once",
    capability: { commitScope: "fabric", idempotencyKeys: true },
    async run(context) {
      const stream = await context.stream();
      await context.append(stream, ["a"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const cursor = { group, memberId: "a", stream, epoch: member.epochOf(0), cursor: { offset: 1 } };
      const records = [{ value: Buffer.from("b") }];
      const request = {
        operations: [{ cursor }, { publish: { stream, records } }],
        idempotencyKey: context.name("key"),
      };
      const first = await context.fabric.commit(request);
      await context.groups.resetGroup({ group, stream, offset: 0 });
      assert.deepEqual(await context.fabric.commit(request), first);
      assert.deepEqual(await cursorsOf(context, group), [[0, 0]]);
      assert.deepEqual(await context.values(stream), ["a", "b"]);
    },
  },
  {
    name: "cursors that are not in order are refused",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream(1);
      await context.append(stream, ["0", "1", "2", "3", "4"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const cursor = (of: object): object => ({ stream, epoch: member.epochOf(0), cursor: of });
      const commit = (...cursors: object[]): Promise<unknown> =>
        groups.commitCursors({ group, memberId: "a", cursors });
      await expectRefusal(commit(), "field_invalid", { field: "cursors" });
      await expectRefusal(commit(...Array.from({ length: 1001 }, () => cursor({}))), "field_invalid", {
        field: "cursors",
      });
      await expectRefusal(commit({ stream }), "field_invalid", { field: "cursor" });
      await expectRefusal(commit(cursor({ offset: -1 })), "field_invalid", { field: "cursor.offset" });
      await expectRefusal(commit(cursor({ offset: 6 })), "offset_out_of_range", { offset: 6 });
      const ranges = (...of: [number, number][]): object =>
        cursor({ offset: 1, finished: of.map(([firstOffset, lastOffset]) => ({ firstOffset, lastOffset })) });
      for (const bad of [ranges([3, 2]), ranges([0, 2]), ranges([2, 3], [3, 4]), ranges([3, 4], [1, 1])])
        await expectRefusal(commit(bad), "field_invalid");
      await expectRefusal(commit(ranges([2, 5])), "offset_out_of_range");
      const many = Array.from({ length: 1001 }, (_, index): [number, number] => [3 + 2 * index, 3 + 2 * index]);
      await expectRefusal(commit(ranges(...many)), "field_invalid", { field: "cursor.finished" });
      await expectRefusal(commit({ ...cursor({}), partition: 1 }), "partition_not_found", { partition: 1 });
      await expectRefusal(commit({ ...cursor({}), stream: context.name() }), "stream_not_found");
      await expectRefusal(commit({ ...cursor({}), stream: "a b" }), "name_invalid");
      await expectRefusal(groups.commitCursors({ group: "a b", cursors: [cursor({})] }), "name_invalid");
      assert.deepEqual(await cursorsOf(context, group), [[0, 0]]);
    },
  },
];
