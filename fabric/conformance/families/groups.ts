import assert from "node:assert/strict";
import type { Group, GroupCursor } from "@flowmesh/contract";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { cursorsOf, groupOf, plain, settle, TestMember } from "../group-member.ts";
import { groupCursorCases } from "./group-cursors.ts";
import { groupGrowthCases } from "./group-growth.ts";
import { groupMemberCases } from "./group-members.ts";
import { groupResetCases } from "./group-resets.ts";

/** Promises about groups as a whole: how they are described, listed, deleted and kept. */
const ofGroups: readonly ConformanceCase[] = [
  {
    name: "a group says who its members are, what they hold, and how far it is behind",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const during = duringOf(() => clock.nowMs());
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b"], 1);
      await clock.advance(7000);
      const [, isAppended] = await during(context.append(stream, ["c", "d"], 1));
      const group = context.name("group");
      const request = {
        streams: [stream],
        label: "worker on host 7",
        sessionTimeoutMs: 20_000,
        rebalanceTimeoutMs: 60_000,
      };
      const [member, isJoined] = await during(TestMember.join(context, group, "a", request));
      const [, isCommitted] = await during(member.commit(stream, 1, 2));
      await clock.advance(3000);
      const [, isHeard] = await during(member.beat());
      const seen = await groupOf(context, group);
      assert.deepEqual(
        [seen.group, seen.type, seen.state, seen.paused, seen.lagRecords, seen.epoch],
        [group, "modern", "stable", false, 2, member.epoch],
      );
      assert.ok(isJoined(seen.createdAt));
      const [described] = seen.members;
      assert.equal(seen.members.length, 1);
      assert.ok(isJoined(described?.joinedAt));
      assert.ok(isHeard(described?.lastHeartbeatAt));
      assert.deepEqual(plain({ ...described, joinedAt: 0, lastHeartbeatAt: 0 }), {
        memberId: "a",
        label: "worker on host 7",
        epoch: member.epoch,
        streams: [stream],
        holding: [{ stream, partitions: [0, 1] }],
        joinedAt: 0,
        lastHeartbeatAt: 0,
        sessionTimeoutMs: 20_000,
        rebalanceTimeoutMs: 60_000,
      });
      const [untouched, committed] = seen.cursors;
      const [{ lagMs: oldestMs = -1 } = {}] = [committed];
      assert.equal(seen.lagMs, oldestMs);
      assert.ok(isAppended(clock.nowMs() - oldestMs));
      assert.ok(isCommitted(committed?.committedAt));
      assert.deepEqual(plain(untouched), {
        stream,
        partition: 0,
        cursor: { offset: 0, finished: [] },
        endOffset: 0,
        lagRecords: 0,
        lagMs: 0,
        memberId: "a",
        heldBack: false,
      });
      assert.deepEqual(plain({ ...committed, lagMs: 0, committedAt: 0 }), {
        stream,
        partition: 1,
        cursor: { offset: 2, finished: [] },
        endOffset: 4,
        lagRecords: 2,
        lagMs: 0,
        memberId: "a",
        committedAt: 0,
        heldBack: false,
      });
    },
  },
  {
    name: "a group whose members have gone before they finished anything is as far behind as it is",
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      await context.append(stream, ["a", "b"], 1);
      await context.groups.leaveGroup({ group, memberId: "a" });
      const { state, lagRecords, cursors } = await groupOf(context, group);
      assert.deepEqual([state, lagRecords], ["empty", 2]);
      assert.deepEqual(
        cursors.map(({ lagRecords, committedAt }) => [lagRecords, committedAt]),
        [
          [0, undefined],
          [2, undefined],
        ],
      );
    },
  },
  {
    name: "a group without lag says so, and records that retention removed do not count",
    hooks: ["retain"],
    async run(context) {
      const stream = await context.stream(1, { retentionBytes: 1 });
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      assert.equal((await groupOf(context, group)).lagMs, 0);
      await context.append(stream, ["a", "b"]);
      await context.append(stream, ["c"]);
      await context.hook("retain")();
      assert.equal((await groupOf(context, group)).lagRecords, 1);
    },
  },
  {
    name: "groups are listed by name, in pages, as each is described alone",
    async run(context) {
      const { groups } = context;
      const streams = [await context.stream(2), await context.stream()];
      await context.append(streams[0] ?? "", ["a"]);
      const prefix = context.name("group");
      const names = ["a", "b", "c", "d", "e"].map((letter) => `${prefix}-${letter}`);
      for (const group of [...names, context.name("other")].toReversed())
        for (const memberId of ["m1", "m2"]) await groups.joinGroup({ group, streams, memberId, label: memberId });
      await groups.pauseGroup({ group: names[1] });
      const listed: Group[] = [];
      for (let pageToken = "", pages = 0; pages === 0 || pageToken !== ""; pages += 1) {
        assert.ok(pages < names.length, "the pages come to an end");
        const page = await groups.listGroups({ prefix, pageSize: 2, pageToken });
        assert.ok(page.groups.length <= 2);
        listed.push(...page.groups);
        pageToken = page.nextPageToken;
      }
      assert.deepEqual(
        listed.map(({ group }) => group),
        names,
      );
      for (const group of listed) {
        const { group: alone } = await groups.getGroup({ group: group.group });
        const [{ lagMs: before }, { lagMs: after = -1 }] = [group, alone ?? {}];
        assert.deepEqual({ ...group, lagMs: 0 }, { ...alone, lagMs: 0 });
        assert.ok(before >= 0 && before <= after);
      }
      await expectRefusal(groups.listGroups({ pageToken: "made up" }), "page_token_invalid");
      await expectRefusal(groups.listGroups({ pageSize: 1001 }), "field_invalid", { field: "page_size" });
    },
  },
  {
    name: "a group can be deleted once its members are gone, and its name is free then",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream();
      await context.append(stream, ["a"]);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream] });
      await member.commit(stream, 0, 1);
      await expectRefusal(groups.deleteGroup({ group }), "group_not_empty", { group, members: 1 });
      await groups.leaveGroup({ group, memberId: "a" });
      const { position } = await groups.deleteGroup({ group });
      assert.ok(position > 0);
      await context.streams.getStream({ stream, atLeast: position });
      await expectRefusal(groups.getGroup({ group }), "group_not_found", { group });
      const again = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.equal(again.cursorOf(0)?.offset, 0);
    },
  },
  {
    name: "calls on a group that is not there, or with a name that is none, say so",
    async run(context) {
      const { groups } = context;
      const stream = await context.stream();
      const calls: readonly ((group: string) => Promise<unknown>)[] = [
        (group) => groups.heartbeat({ group, memberId: "m" }),
        (group) => groups.leaveGroup({ group, memberId: "m" }),
        (group) => groups.commitCursors({ group, cursors: [{ stream, cursor: {} }] }),
        (group) => groups.getGroup({ group }),
        (group) => groups.resetGroup({ group, stream, offset: 0 }),
        (group) => groups.undoReset({ group }),
        (group) => groups.pauseGroup({ group }),
        (group) => groups.resumeGroup({ group }),
        (group) => groups.deleteGroup({ group }),
      ];
      for (const call of calls) {
        const group = context.name("group");
        await expectRefusal(call(group), "group_not_found", { group });
        await expectRefusal(call("a b"), "name_invalid", { kind: "group", name: "a b" });
      }
      await expectRefusal(groups.heartbeat({ group: "g" }), "field_invalid", { field: "member_id" });
      await expectRefusal(groups.leaveGroup({ group: "g" }), "field_invalid", { field: "member_id" });
      await expectRefusal(groups.heartbeat({ group: "g", memberId: "m", waitMs: 30_001 }), "field_invalid");
      await expectRefusal(groups.getGroup({ group: "g", atLeast: -1 }), "field_invalid", { field: "at_least" });
    },
  },
  {
    name: "what a call waits for does not hold it longer than its caller wants",
    hooks: ["clock"],
    async run(context) {
      const stream = await context.stream();
      const group = context.name("group");
      const { memberEpoch } = await context.groups.joinGroup({ group, streams: [stream], memberId: "a" });
      const beat = { group, memberId: "a", memberEpoch, holding: [{ stream, partitions: [0] }], waitMs: 20_000 };
      const heartbeat = context.groups.heartbeat(beat, { timeoutMs: 50 });
      await expectRefusal(context.elapse(heartbeat), "deadline_exceeded");
      const get = context.groups.getGroup({ group, atLeast: 2 ** 50 }, { timeoutMs: 50 });
      await expectRefusal(context.elapse(get), "deadline_exceeded");
    },
  },
  acrossReopen({
    name: "groups, members and cursors are the same after a reopen, and members go on without joining again",
    async aroundReopen(context) {
      const stream = await context.stream(3);
      await context.append(stream, ["a", "b"], 1);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      await settle(first, second);
      const holder = first.numbers.includes(1) ? first : second;
      await holder.commit(stream, 1, 1);
      await context.groups.pauseGroup({ group });
      await settle(first, second);
      const before = await groupOf(context, group);
      return async () => {
        const after = await groupOf(context, group);
        assert.deepEqual(timeless(after), timeless(before));
        assert.equal(await first.beat(), false);
        assert.equal(await second.beat(), false);
        await holder.commit(stream, 1, 2);
      };
    },
  }),
  acrossReopen({
    name: "a reset is still known after a reopen, and can be undone",
    async aroundReopen(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["a", "b"]);
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      await context.groups.resetGroup({ group, stream, offset: 2 });
      return async () => {
        assert.deepEqual(await cursorsOf(context, group), [[0, 2]]);
        await context.groups.undoReset({ group });
        assert.deepEqual(await cursorsOf(context, group), [[0, 0]]);
      };
    },
  }),
  {
    name: "a full disk refuses what needs room, and lets members come to rest",
    hooks: ["fillDisk"],
    async run(context) {
      const { groups } = context;
      const fillDisk = context.hook("fillDisk");
      const stream = await context.stream(2);
      await context.append(stream, ["a"]);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      await groups.resetGroup({ group, stream, shift: 0 });
      await fillDisk(true);
      await expectRefusal(groups.joinGroup({ group, streams: [stream], memberId: "c" }), "disk_full");
      await expectRefusal(groups.resetGroup({ group, stream, shift: 0 }), "disk_full");
      await expectRefusal(groups.undoReset({ group }), "disk_full");
      await settle(first, second);
      assert.equal(first.numbers.length, 1);
      await expectRefusal(first.commit(stream, first.numbers[0] ?? -1, 0), "disk_full");
      await groups.leaveGroup({ group, memberId: "b" });
      await settle(first);
      assert.deepEqual(first.numbers, [0, 1]);
      await fillDisk(false);
      await first.commit(stream, 0, 1);
    },
  },
];

/** Everything about groups. */
export const groupCases: readonly ConformanceCase[] = [
  ...groupMemberCases,
  ...groupCursorCases,
  ...groupGrowthCases,
  ...groupResetCases,
  ...ofGroups,
].map((each) => ({ ...each, capability: { ...each.capability, groups: true } }));

/** Without what passes with time. */
function timeless(group: Group & { cursors: readonly GroupCursor[] }): unknown {
  const members = group.members.map((member) => ({ ...member, lastHeartbeatAt: 0 }));
  return plain({ ...group, lagMs: 0, members, cursors: group.cursors.map((cursor) => ({ ...cursor, lagMs: 0 })) });
}

/** Awaits calls, and tells of a time whether it lies within the call. */
function duringOf(nowMs: () => number) {
  return async <Result>(call: Promise<Result>): Promise<[Result, (timeMs?: number) => boolean]> => {
    const fromMs = nowMs();
    const result = await call;
    const toMs = nowMs();
    return [result, (timeMs = -1) => timeMs >= fromMs && timeMs <= toMs];
  };
}
