import assert from "node:assert/strict";
import type { SubscribeResponse } from "@flowmesh/contract";
import { decodeBatches } from "../../batch/batch-reader.ts";
import { type CaseContext, fetchedValues, take, text, valuesOf } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { drain, expectRefusal } from "../expect.ts";
import { comeTo, groupOf, started, TestMember } from "../group-member.ts";

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
    name: "where keys move between older partitions, what is written there is held back until what was written before is finished",
    async run(context) {
      const { stream, group } = await grownByOne(context);
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.deepEqual(member.numbers, [0, 1]);
      const cursors = [{ partition: 1, offset: 0 }];
      const items = context.streams.subscribe({ stream, group, cursors, live: true })[Symbol.asyncIterator]();
      assert.deepEqual(await valuesUntilCaughtUp(items), ["c"]);
      const fetched = await context.streams.fetch({ stream, group, partition: 1 });
      assert.deepEqual([fetchedValues(fetched), fetched.nextOffset, fetched.endOffset], [["c"], 1, 2]);
      const read = await context.streams.read({ stream, group });
      assert.deepEqual([valuesOf(read.records), read.caughtUp], [["a", "b", "c"], true]);
      assert.deepEqual(await heldBack(context, group), [false, true, true]);
      await member.commit(stream, 1, 1);
      await member.commit(stream, 0, 1);
      assert.deepEqual(fetchedValues(await context.streams.fetch({ stream, group, partition: 1, offset: 1 })), []);
      const from = { stream, group, partition: 1, offset: 1, waitMs: 5000 };
      const [fetching, reading] = [started(context.streams.fetch(from)), started(context.streams.read(from))];
      await member.commit(stream, 0, 2);
      assert.deepEqual(fetchedValues(await context.elapse(fetching), 1), ["moved"]);
      assert.deepEqual(valuesOf((await context.elapse(reading)).records), ["moved"]);
      assert.deepEqual(await valuesUntilCaughtUp(items), ["moved"]);
      await items.return?.();
      await comeTo(context, [member], () => member.numbers.length === 3);
      assert.deepEqual(await heldBack(context, group), [false, false, false]);
    },
  },
  {
    name: "where the number of partitions is multiplied, older partitions are not held back",
    async run(context) {
      const { stream, group } = await grownStream(context);
      await TestMember.join(context, group, "a", { streams: [stream] });
      await context.append(stream, ["later"], 1);
      const fetched = await context.streams.fetch({ stream, group, partition: 1 });
      assert.deepEqual(fetchedValues(fetched), ["c", "later"]);
      assert.deepEqual(fetchedValues(await context.streams.fetch({ stream, group, partition: 2 })), []);
    },
  },
  {
    name: "who reads for no group is held back nowhere",
    async run(context) {
      const { stream } = await grownByOne(context);
      assert.deepEqual(await context.values(stream, 1), ["c", "moved"]);
    },
  },
  {
    name: "reading for a group that is not there is refused",
    async run(context) {
      const stream = await context.stream();
      const group = context.name("group");
      const cursors = [{ partition: 0, offset: 0 }];
      await context.append(stream, ["a"]);
      await expectRefusal(context.streams.fetch({ stream, group }), "group_not_found", { group });
      await expectRefusal(context.streams.read({ stream, group }), "group_not_found", { group });
      await expectRefusal(drain(context.streams.subscribe({ stream, group, cursors })), "group_not_found", { group });
      await expectRefusal(context.streams.fetch({ stream, group: "no/name" }), "name_invalid", { kind: "group" });
    },
  },
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

/** Two partitions with two records and one, one that was added then, and a record of a key that moved to an older one. */
async function grownByOne(context: CaseContext): Promise<{ stream: string; group: string }> {
  const stream = await context.stream(2);
  await context.append(stream, ["a", "b"], 0);
  await context.append(stream, ["c"], 1);
  await context.streams.updateStream({ stream, partitions: 3 });
  await context.append(stream, ["moved"], 1);
  return { stream, group: context.name("group") };
}

async function valuesUntilCaughtUp(items: AsyncIterator<SubscribeResponse>): Promise<string[]> {
  const responses = await take(items, ({ caughtUp }) => caughtUp);
  return responses.flatMap(({ batches }) => [...decodeBatches(batches)].map(({ value }) => text(value)));
}

async function heldBack(context: CaseContext, group: string): Promise<boolean[]> {
  return (await groupOf(context, group)).cursors.map((cursor) => cursor.heldBack);
}
