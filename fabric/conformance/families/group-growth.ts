import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { comeTo, groupOf, TestMember } from "../group-member.ts";

/** Promises about streams that get more partitions: the order of a key holds across the growth. */
export const groupGrowthCases: readonly ConformanceCase[] = [
  {
    name: "partitions that are added are held back until what was written to the older ones before is finished",
    async run(context) {
      const { stream, group } = await grownStream(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.deepEqual(member.numbers, [0, 1]);
      assert.deepEqual(await heldBack(context, group), [false, false, true, true]);
      assert.equal((await groupOf(context, group)).state, "stable");
      // What is written to the older ones since then is not waited for.
      await context.append(stream, ["later"], 0);
      await member.commit(stream, 0, 2);
      await member.beat();
      assert.deepEqual(member.numbers, [0, 1]);
      await member.commit(stream, 1, 1);
      await comeTo(context, [member], () => member.numbers.length === 4);
      assert.deepEqual(await heldBack(context, group), [false, false, false, false]);
      assert.equal(member.cursorOf(2)?.offset, 0);
    },
  },
  {
    name: "who is at work when partitions are added keeps what it has, and gets them when it has finished what was there",
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["a", "b"], 0);
      const group = context.name("group");
      const members = [
        await TestMember.join(context, group, "a", { streams: [stream] }),
        await TestMember.join(context, group, "b", { streams: [stream] }),
      ];
      const [first, second] = members;
      const epoch = first?.epochOf(0);
      await context.streams.updateStream({ stream, partitions: 2 });
      for (const member of members) await context.elapse(member.beat(100));
      assert.deepEqual(second?.numbers, []);
      await first?.commit(stream, 0, 2);
      await comeTo(context, members, () => second?.numbers.length === 1);
      assert.equal(first?.epochOf(0), epoch);
    },
  },
  {
    name: "what is finished out of order opens added partitions only when nothing before it is left",
    async run(context) {
      const { stream, group } = await grownStream(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      await member.commit(stream, 1, 1);
      const finished = [{ firstOffset: 1, lastOffset: 1 }];
      const cursors = [{ stream, epoch: member.epochOf(0), cursor: { finished } }];
      await context.groups.commitCursors({ group, memberId: "a", cursors });
      await member.beat();
      assert.deepEqual(member.numbers, [0, 1]);
      await member.commit(stream, 0, 1);
      await comeTo(context, [member], () => member.numbers.length === 4);
    },
  },
  {
    name: "partitions that were added to added ones wait for both",
    async run(context) {
      const { stream, group } = await grownStream(context);
      await context.append(stream, ["c"], 3);
      await context.streams.updateStream({ stream, partitions: 8 });
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.deepEqual(member.numbers, [0, 1]);
      await member.commit(stream, 0, 2);
      await member.commit(stream, 1, 1);
      await comeTo(context, [member], () => member.numbers.length === 4);
      await member.commit(stream, 3, 1);
      await comeTo(context, [member], () => member.numbers.length === 8);
    },
  },
  {
    name: "who begins at the end has nothing to wait for",
    async run(context) {
      const { stream, group } = await grownStream(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream], start: "latest" });
      await comeTo(context, [member], () => member.numbers.length === 4);
      assert.deepEqual(await heldBack(context, group), [false, false, false, false]);
    },
  },
  {
    name: "a group that is reset to before the growth is given the added partitions again behind it, and with the undoing at once",
    async run(context) {
      const { stream, group } = await grownStream(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream], start: "latest" });
      await comeTo(context, [member], () => member.numbers.length === 4);
      await context.groups.resetGroup({ group, stream, anchor: "earliest" });
      await comeTo(context, [member], () => member.numbers.length === 2);
      await member.beat();
      assert.deepEqual(await heldBack(context, group), [false, false, true, true]);
      await context.groups.undoReset({ group });
      await comeTo(context, [member], () => member.numbers.length === 4);
    },
  },
  acrossReopen({
    name: "the barrier of a growth survives a restart",
    async aroundReopen(context) {
      const { stream, group } = await grownStream(context);
      await TestMember.join(context, group, "a", { streams: [stream] });
      return async () => {
        assert.deepEqual(await heldBack(context, group), [false, false, true, true]);
        const member = await TestMember.join(context, group, "a", { streams: [stream] });
        assert.deepEqual(member.numbers, [0, 1]);
        await member.commit(stream, 0, 2);
        await member.commit(stream, 1, 1);
        await comeTo(context, [member], () => member.numbers.length === 4);
      };
    },
  }),
  {
    name: "what retention removes is not waited for",
    hooks: ["clock", "retain"],
    async run(context) {
      const { stream, group } = await grownStream(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      await context.streams.updateStream({ stream, settings: { retentionMs: 1000 } });
      await context.hook("clock").advance(5000);
      await context.hook("retain")();
      await comeTo(context, [member], () => member.numbers.length === 4);
    },
  },
];

/** Two partitions with two records and one, and two that were added then. */
async function grownStream(context: CaseContext): Promise<{ stream: string; group: string }> {
  const stream = await context.stream(2);
  await context.append(stream, ["a", "b"], 0);
  await context.append(stream, ["c"], 1);
  await context.streams.updateStream({ stream, partitions: 4 });
  return { stream, group: context.name("group") };
}

async function heldBack(context: CaseContext, group: string): Promise<boolean[]> {
  return (await groupOf(context, group)).cursors.map((cursor) => cursor.heldBack);
}
