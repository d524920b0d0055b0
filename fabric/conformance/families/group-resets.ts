import assert from "node:assert/strict";
import { turn } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { cursorsOf, groupOf, plain, settle, started, TestMember } from "../group-member.ts";

/** Promises about what moves a group from outside: resets, their undoing, and pauses. */
export const groupResetCases: readonly ConformanceCase[] = [
  {
    name: "a reset moves cursors by offset, time, anchor or shift, and says from where to where",
    hooks: ["clock"],
    async run(context) {
      const { groups } = context;
      const stream = await context.stream(2);
      await context.streams.publish({
        stream,
        records: [1000, 2000, 3000, 4000].map((timestamp) => ({ timestamp, partition: 0 })),
      });
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      await member.commit(stream, 0, 1);
      const reset = async (to: object): Promise<unknown> => {
        const { changes } = await groups.resetGroup({ group, stream, partitions: [0], ...to });
        return changes.map((change) => ({ ...change }));
      };
      const change = (fromOffset: number, toOffset: number): unknown => [
        { stream, partition: 0, fromOffset, toOffset },
      ];
      assert.deepEqual(await reset({ offset: 3 }), change(1, 3));
      assert.deepEqual(await reset({ time: 1500 }), change(3, 1));
      assert.deepEqual(await reset({ anchor: "latest" }), change(1, 4));
      assert.deepEqual(await reset({ shift: -3 }), change(4, 1));
      assert.deepEqual(await reset({ shift: 99 }), change(1, 4));
      assert.deepEqual(await reset({ anchor: "earliest" }), change(4, 0));
      assert.deepEqual(await reset({ shift: -99 }), change(0, 0));
      assert.deepEqual(await reset({ time: 9000 }), change(0, 4));
      const { changes } = await groups.resetGroup({ group, stream, shift: -1 });
      assert.deepEqual(
        changes.map(({ partition, toOffset }) => [partition, toOffset]),
        [
          [0, 3],
          [1, 0],
        ],
      );
    },
  },
  {
    name: "a preview says what a reset would do, and does nothing",
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["a", "b"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const before = await groupOf(context, group);
      const preview = await context.groups.resetGroup({ group, stream, offset: 2, preview: true });
      assert.deepEqual(
        preview.changes.map((change) => ({ ...change })),
        [{ stream, partition: 0, fromOffset: 0, toOffset: 2 }],
      );
      assert.equal(preview.position, 0);
      assert.equal((await groupOf(context, group)).epoch, before.epoch);
      assert.deepEqual(await cursorsOf(context, group), [[0, 0]]);
      await member.commit(stream, 0, 1);
    },
  },
  {
    name: "a reset while members are at work fences what they commit of before, and they go on from the new cursor",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b"], 0);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const untouched = member.epochOf(1);
      const waiting = started(member.beat(2000));
      await turn();
      const stale = [{ stream, partition: 0, epoch: member.epochOf(0), cursor: { offset: 1 } }];
      const { position } = await context.groups.resetGroup({ group, stream, partitions: [0], anchor: "latest" });
      assert.ok(position > 0);
      await expectRefusal(context.groups.commitCursors({ group, memberId: "a", cursors: stale }), "member_fenced");
      assert.equal(await context.elapse(waiting), true);
      assert.equal(member.cursorOf(0)?.offset, 2);
      assert.equal(member.epochOf(1), untouched);
      await member.commit(stream, 0, 2);
      await member.commit(stream, 1, 0);
    },
  },
  {
    name: "a reset is undone with all that the cursors said before, once",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b", "c", "d", "e"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      await expectRefusal(groups.undoReset({ group }), "nothing_to_undo", { group });
      const finished = [2, 4].map((offset) => ({ firstOffset: offset, lastOffset: offset }));
      const cursors = [{ stream, epoch: member.epochOf(0), cursor: { offset: 1, finished } }];
      await groups.commitCursors({ group, memberId: "a", cursors });
      const { position: before } = await groups.resetGroup({ group, stream, anchor: "latest" });
      const undone = await groups.undoReset({ group });
      assert.deepEqual(
        undone.changes.map((change) => ({ ...change })),
        [
          { stream, partition: 0, fromOffset: 5, toOffset: 1 },
          { stream, partition: 1, fromOffset: 0, toOffset: 0 },
        ],
      );
      assert.ok(undone.position > before);
      await groups.getGroup({ group, atLeast: undone.position });
      await settle(member);
      assert.deepEqual(plain(member.cursorOf(0)), { offset: 1, finished });
      await expectRefusal(groups.commitCursors({ group, memberId: "a", cursors }), "member_fenced");
      await expectRefusal(groups.undoReset({ group }), "nothing_to_undo");
    },
  },
  {
    name: "a reset that is not in order is refused, and moves nothing",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream(2);
      await context.append(stream, ["a"], 0);
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      const asked = { group, stream };
      await expectRefusal(groups.resetGroup(asked), "field_invalid", { field: "to" });
      await expectRefusal(groups.resetGroup({ ...asked, offset: -1 }), "field_invalid", { field: "offset" });
      await expectRefusal(groups.resetGroup({ ...asked, offset: 1 }), "offset_out_of_range", { partition: 1 });
      await expectRefusal(groups.resetGroup({ ...asked, partitions: [2], offset: 0 }), "partition_not_found");
      await expectRefusal(groups.resetGroup({ group, stream: context.name(), offset: 0 }), "stream_not_found");
      await expectRefusal(groups.resetGroup({ group: context.name(), stream, offset: 0 }), "group_not_found");
      await expectRefusal(groups.resetGroup({ group, stream: "a b", offset: 0 }), "name_invalid");
      assert.deepEqual(await cursorsOf(context, group), [
        [0, 0],
        [1, 0],
      ]);
    },
  },
  {
    name: "members hear at once that their group is paused, and that it goes on",
    async run(context) {
      const stream = await context.stream();
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      const waiting = started(member.beat(2000));
      await turn();
      const { position } = await context.groups.pauseGroup({ group });
      assert.ok(position > 0);
      await context.groups.getGroup({ group, atLeast: position });
      await context.elapse(waiting);
      assert.equal(member.paused, true);
      assert.equal((await groupOf(context, group)).paused, true);
      const { position: again } = await context.groups.pauseGroup({ group });
      assert.ok(again >= position);
      assert.equal(await member.beat(), false);
      await member.commit(stream, 0, 0);
      const late = await TestMember.join(context, group, "b", { streams: [stream] });
      assert.equal(late.paused, true);
      const { position: resumed } = await context.groups.resumeGroup({ group });
      assert.ok(resumed > position);
      await context.groups.getGroup({ group, atLeast: resumed });
      await member.beat();
      assert.equal(member.paused, false);
      assert.equal((await groupOf(context, group)).paused, false);
    },
  },
];
