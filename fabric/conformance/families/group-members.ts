import assert from "node:assert/strict";
import type { JoinGroupRequestInit } from "@flowmesh/contract";
import { turn } from "../case-context.ts";
import { type ConformanceCase, smallLimits } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { comeTo, groupOf, settle, started, TestMember } from "../group-member.ts";

/** Promises about members: who gets which partitions, and when. */
export const groupMemberCases: readonly ConformanceCase[] = [
  {
    name: "the first member of a group gets every partition, from the first record on",
    async run(context) {
      const stream = await context.stream(3);
      const group = context.name("group");
      const joined = await context.groups.joinGroup({ group, streams: [stream], memberId: "m1" });
      assert.equal(joined.memberId, "m1");
      assert.ok(joined.memberEpoch > 0);
      assert.equal(joined.heartbeatIntervalMs, 5000);
      assert.equal(joined.paused, false);
      assert.deepEqual(
        joined.partitions.map((each) => ({ ...each, cursor: { ...each.cursor } })),
        [0, 1, 2].map((partition) => {
          return { stream, partition, epoch: joined.memberEpoch, cursor: { offset: 0, finished: [] } };
        }),
      );
    },
  },
  {
    name: "a member that brings no id is given one of its own",
    async run(context) {
      const stream = await context.stream();
      const group = context.name("group");
      const ids = [];
      for (let count = 0; count < 2; count += 1)
        ids.push((await context.groups.joinGroup({ group, streams: [stream] })).memberId);
      assert.ok(ids.every((id) => id.length > 0));
      assert.notEqual(ids[0], ids[1]);
      assert.equal((await groupOf(context, group)).members.length, 2);
    },
  },
  {
    name: "a second member gets a partition only when the first has let go of it, and what the first keeps stays as it is",
    async run(context) {
      const stream = await context.stream(4);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const before = first.partitions;
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      assert.deepEqual(second.numbers, []);
      assert.equal((await groupOf(context, group)).state, "moving");
      assert.equal(await second.beat(), false);
      // The first still works on all four: it has not heard yet.
      await first.beat();
      assert.equal(first.numbers.length, 2);
      assert.deepEqual(
        first.partitions,
        before.filter(({ partition }) => first.numbers.includes(partition)),
      );
      assert.deepEqual(second.numbers, []);
      await first.beat();
      await second.beat();
      assert.deepEqual([...first.numbers, ...second.numbers].sort(), [0, 1, 2, 3]);
      assert.equal((await groupOf(context, group)).state, "stable");
    },
  },
  {
    name: "who holds on to what is wanted back keeps it until it lets go",
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const all = first.holding;
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      await first.beat();
      const kept = { group, memberId: "a", memberEpoch: first.epoch };
      await context.groups.heartbeat({ ...kept, holding: all });
      await second.beat();
      assert.deepEqual(second.numbers, []);
      const moved = [0, 1].find((partition) => !first.numbers.includes(partition)) ?? -1;
      const { members } = await groupOf(context, group);
      assert.deepEqual(members[0]?.holding, [{ stream, partitions: [0, 1] }]);
      await context.groups.heartbeat({ ...kept, holding: first.holding });
      await second.beat();
      assert.deepEqual(second.numbers, [moved]);
    },
  },
  {
    name: "a member is told what it is to let go of and still has, in order, also when it joins again",
    async run(context) {
      const streams = [await context.stream(4), await context.stream(4)].sort();
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams });
      assert.deepEqual(first.releasing, []);
      const all = first.partitions;
      const holding = first.holding;
      const second = await TestMember.join(context, group, "b", { streams });
      await first.beat();
      const moved = streams.map((stream) => {
        const of = (partitions: TestMember["partitions"]): number[] =>
          partitions.filter((each) => each.stream === stream).map(({ partition }) => partition);
        const kept = of(first.partitions);
        return { stream, partitions: of(all).filter((partition) => !kept.includes(partition)) };
      });
      assert.deepEqual(
        moved.map(({ partitions }) => partitions.length),
        [2, 2],
      );
      assert.deepEqual(first.releasing, moved);
      const again = await TestMember.join(context, group, "a", { streams });
      assert.deepEqual(again.releasing, moved);
      await context.groups.heartbeat({ group, memberId: "a", memberEpoch: again.epoch, holding });
      await again.beat();
      await second.beat();
      assert.deepEqual([again.releasing, second.releasing], [[], []]);
      assert.equal(second.partitions.length, 4);
    },
  },
  {
    name: "who holds on to what is wanted back for longer than its rebalance time-out loses it, hears so, and is fenced",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const stream = await context.stream(2);
      const group = context.name("group");
      const request = { streams: [stream], rebalanceTimeoutMs: 5000 };
      const first = await TestMember.join(context, group, "a", request);
      const all = first.holding;
      const epochs = [first.epochOf(0), first.epochOf(1)];
      const second = await TestMember.join(context, group, "b", request);
      await first.beat();
      const moved = first.numbers.includes(0) ? 1 : 0;
      const holdOn = (waitMs: number): Promise<{ memberEpoch: number; releasing: readonly unknown[] }> =>
        context.groups.heartbeat({ group, memberId: "a", memberEpoch: first.epoch, holding: all, waitMs });
      await clock.advance(4000);
      assert.deepEqual((await holdOn(0)).releasing, [{ stream, partitions: [moved] }]);
      await second.beat();
      assert.deepEqual(second.numbers, []);
      const waiting = started(holdOn(10_000));
      await turn();
      await clock.advance(1500);
      const told = await context.elapse(waiting);
      assert.ok(told.memberEpoch > first.epoch);
      assert.deepEqual(told.releasing, []);
      await second.beat();
      assert.deepEqual(second.numbers, [moved]);
      assert.equal((await groupOf(context, group)).state, "stable");
      const commit = (partition: number): Promise<unknown> => {
        const cursors = [{ stream, partition, epoch: epochs[partition] ?? -1, cursor: {} }];
        return context.groups.commitCursors({ group, memberId: "a", cursors });
      };
      await expectRefusal(commit(moved), "member_fenced", { group, member: "a" });
      await commit(1 - moved);
    },
  },
  {
    name: "without a word of its own a member has five minutes to let go",
    hooks: ["clock"],
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      const session = { streams: [stream], sessionTimeoutMs: 1_800_000 };
      const first = await TestMember.join(context, group, "a", session);
      const second = await TestMember.join(context, group, "b", session);
      assert.equal((await groupOf(context, group)).members[0]?.rebalanceTimeoutMs, 300_000);
      for (let passedMs = 0; passedMs < 295_000; passedMs += 59_000) await context.hook("clock").advance(59_000);
      await second.beat();
      assert.deepEqual(second.numbers, []);
      await context.hook("clock").advance(6000);
      await context.elapse(second.beat(2000));
      assert.equal(second.numbers.length, 1);
      await first.beat();
      assert.equal(first.numbers.length, 1);
    },
  },
  {
    name: "who joins to begin at the end moves nobody's cursor that is at work already, or was",
    async run(context) {
      const stream = await context.stream(1);
      await context.append(stream, ["a", "b"], 0);
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [stream] });
      const second = await TestMember.join(context, group, "b", { streams: [stream], start: "latest" });
      await context.groups.leaveGroup({ group, memberId: "a" });
      await second.beat();
      assert.equal(second.cursorOf(0)?.offset, 0);
      await context.groups.leaveGroup({ group, memberId: "b" });
      const third = await TestMember.join(context, group, "c", { streams: [stream], start: "latest" });
      assert.equal(third.cursorOf(0)?.offset, 0);
    },
  },
  {
    name: "members share evenly, and those who stay keep what they have when others come and go",
    async run(context) {
      const stream = await context.stream(12);
      const group = context.name("group");
      const members: TestMember[] = [];
      for (const id of ["a", "b", "c", "d"]) {
        members.push(await TestMember.join(context, group, id, { streams: [stream] }));
        await settle(...members);
      }
      for (const { numbers } of members) assert.equal(numbers.length, 3);
      assert.equal(new Set(members.flatMap(({ numbers }) => numbers)).size, 12);
      const before = members.map(({ partitions }) => partitions);
      await context.groups.leaveGroup({ group, memberId: "d" });
      const left = members.slice(0, 3);
      await settle(...left);
      for (const [index, member] of left.entries()) {
        assert.equal(member.numbers.length, 4);
        for (const held of before[index] ?? [])
          assert.ok(
            member.partitions.some(({ partition, epoch }) => partition === held.partition && epoch === held.epoch),
          );
      }
    },
  },
  {
    name: "a heartbeat that waits answers as soon as there is news",
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const waiting = started(first.beat(2000));
      await turn();
      await TestMember.join(context, group, "b", { streams: [stream] });
      assert.equal(await context.elapse(waiting), true);
      assert.equal(first.numbers.length, 1);
    },
  },
  {
    name: "a heartbeat without news answers when its time is over, and not before",
    hooks: ["clock"],
    async run(context) {
      const stream = await context.stream();
      const member = await TestMember.join(context, context.name("group"), "a", { streams: [stream] });
      const beforeMs = context.hook("clock").nowMs();
      assert.equal(await context.elapse(member.beat(3000)), false);
      const waitedMs = context.hook("clock").nowMs() - beforeMs;
      assert.ok(waitedMs >= 3000 && waitedMs < 4000, `${waitedMs} ms`);
    },
  },
  {
    name: "a member that sends no heartbeat in time is taken for dead, and its partitions go to others",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const stream = await context.stream(2);
      const group = context.name("group");
      const dead = await TestMember.join(context, group, "a", { streams: [stream], sessionTimeoutMs: 6000 });
      const alive = await TestMember.join(context, group, "b", { streams: [stream], sessionTimeoutMs: 6000 });
      await settle(dead, alive);
      for (let passedMs = 0; passedMs < 8000; passedMs += 2000) {
        await clock.advance(2000);
        await alive.beat();
      }
      await context.elapse(settle(alive));
      assert.deepEqual(alive.numbers, [0, 1]);
      await expectRefusal(dead.beat(), "member_unknown", { group, member: "a" });
      await expectRefusal(dead.commit(stream, 0, 0), "member_unknown");
    },
  },
  {
    name: "the heartbeats that a member is asked for come three times within its session",
    async run(context) {
      const stream = await context.stream();
      const group = context.name("group");
      const asked = { group, streams: [stream], sessionTimeoutMs: 3000 };
      assert.equal((await context.groups.joinGroup(asked)).heartbeatIntervalMs, 1000);
    },
  },
  {
    name: "a member that joins again keeps what it held, and whoever had its id before is fenced",
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      const old = await TestMember.join(context, group, "a", { streams: [stream] });
      const other = await TestMember.join(context, group, "b", { streams: [stream] });
      await settle(old, other);
      const again = await TestMember.join(context, group, "a", { streams: [stream] });
      assert.deepEqual(again.numbers, old.numbers);
      await expectRefusal(old.beat(), "member_fenced", { member: "a", epoch: old.epoch });
      await expectRefusal(old.commit(stream, old.numbers[0] ?? -1, 0), "member_fenced");
      await again.commit(stream, again.numbers[0] ?? -1, 0);
      await other.beat();
      assert.equal(other.numbers.length, 1);
    },
  },
  {
    name: "leaving gives everything to the others at once, and may be said twice",
    async run(context) {
      const stream = await context.stream(2);
      const group = context.name("group");
      const first = await TestMember.join(context, group, "a", { streams: [stream] });
      const second = await TestMember.join(context, group, "b", { streams: [stream] });
      await settle(first, second);
      await context.groups.leaveGroup({ group, memberId: "a" });
      await context.groups.leaveGroup({ group, memberId: "a" });
      await second.beat();
      assert.deepEqual(second.numbers, [0, 1]);
      await expectRefusal(first.beat(), "member_unknown");
      await context.groups.leaveGroup({ group, memberId: "b" });
      assert.equal((await groupOf(context, group)).state, "empty");
    },
  },
  {
    name: "a group that starts at the end begins behind what is there, in every partition and in those added later with their first record",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["a", "b"], 1);
      const group = context.name("group");
      const member = await TestMember.join(context, group, "a", { streams: [stream], start: "latest" });
      assert.equal(member.cursorOf(0)?.offset, 0);
      assert.equal(member.cursorOf(1)?.offset, 2);
      await context.streams.updateStream({ stream, partitions: 3 });
      await context.append(stream, ["c"], 2);
      await comeTo(context, [member], () => member.numbers.length === 3);
      assert.equal(member.cursorOf(2)?.offset, 0);
      // The cursors are there now: whoever comes later begins at them.
      await context.append(stream, ["d"], 1);
      await context.groups.leaveGroup({ group, memberId: "a" });
      const later = await TestMember.join(context, group, "b", { streams: [stream], start: "latest" });
      assert.equal(later.cursorOf(1)?.offset, 2);
    },
  },
  {
    name: "partitions that are added are shared out",
    async run(context) {
      const stream = await context.stream(1);
      const group = context.name("group");
      const members = [
        await TestMember.join(context, group, "a", { streams: [stream] }),
        await TestMember.join(context, group, "b", { streams: [stream] }),
      ];
      await settle(...members);
      const [holder] = members.filter(({ numbers }) => numbers.length === 1);
      const epoch = holder?.epochOf(0);
      await context.streams.updateStream({ stream, partitions: 4 });
      await comeTo(context, members, () => members.every(({ numbers }) => numbers.length === 2));
      assert.deepEqual(members.flatMap(({ numbers }) => numbers).sort(), [0, 1, 2, 3]);
      for (const { numbers } of members) assert.equal(numbers.length, 2);
      assert.equal(holder?.epochOf(0), epoch);
    },
  },
  {
    name: "a stream that is deleted is taken from its members, and one that is created under its name is shared out anew",
    async run(context) {
      const [gone, kept] = [await context.stream(2), await context.stream(1)];
      const group = context.name("group");
      await context.append(gone, ["a"]);
      const member = await TestMember.join(context, group, "a", { streams: [gone, kept] });
      assert.equal(member.partitions.length, 3);
      await member.commit(gone, 0, 1);
      await context.streams.deleteStream({ stream: gone });
      await comeTo(context, [member], () => member.partitions.length === 1);
      assert.deepEqual(
        member.partitions.map(({ stream }) => stream),
        [kept],
      );
      await context.streams.createStream({ stream: gone, partitions: 2 });
      await comeTo(context, [member], () => member.partitions.length === 3);
      const again = member.partitions.filter(({ stream }) => stream === gone);
      assert.deepEqual(
        again.map(({ partition, cursor }) => [partition, cursor?.offset]),
        [
          [0, 0],
          [1, 0],
        ],
      );
    },
  },
  {
    name: "joining again with other streams replaces those before",
    async run(context) {
      const [one, other] = [await context.stream(), await context.stream()];
      const group = context.name("group");
      await TestMember.join(context, group, "a", { streams: [one] });
      const again = await TestMember.join(context, group, "a", { streams: [other, other] });
      assert.deepEqual(
        again.partitions.map(({ stream }) => stream),
        [other],
      );
      assert.deepEqual((await groupOf(context, group)).members[0]?.streams, [other]);
    },
  },
  {
    name: "members of different streams share each among those who name it",
    async run(context) {
      const [left, right] = [await context.stream(2), await context.stream(2)];
      const group = context.name("group");
      const both = await TestMember.join(context, group, "a", { streams: [left, right] });
      const one = await TestMember.join(context, group, "b", { streams: [right] });
      await settle(both, one);
      assert.equal(both.partitions.filter(({ stream }) => stream === left).length, 2);
      assert.equal(both.partitions.filter(({ stream }) => stream === right).length, 1);
      assert.equal(one.partitions.length, 1);
      assert.equal(one.partitions[0]?.stream, right);
      const [described] = (await groupOf(context, group)).members;
      assert.deepEqual(described?.streams, [left, right].sort());
      assert.deepEqual(
        described?.holding.map(({ stream }) => stream),
        [left, right].sort(),
      );
    },
  },
  {
    name: "a join that is not in order is refused, and leaves no group behind",
    async run(context) {
      const { groups, name } = context;
      const stream = await context.stream();
      const group = name("group");
      await expectRefusal(groups.joinGroup({ group: "a b", streams: [stream] }), "name_invalid", { kind: "group" });
      await expectRefusal(groups.joinGroup({ group, streams: ["a b"] }), "name_invalid", { kind: "stream" });
      await expectRefusal(groups.joinGroup({ group }), "field_invalid", { field: "streams" });
      const bad: readonly [string, JoinGroupRequestInit][] = [
        ["streams", { streams: Array.from({ length: 101 }, (_, index) => `s${index}`) }],
        ["member_id", { memberId: "m".repeat(65) }],
        ["label", { label: "l".repeat(256) }],
        ["session_timeout_ms", { sessionTimeoutMs: 999 }],
        ["session_timeout_ms", { sessionTimeoutMs: 1_800_001 }],
        ["rebalance_timeout_ms", { rebalanceTimeoutMs: 999 }],
        ["rebalance_timeout_ms", { rebalanceTimeoutMs: 3_600_001 }],
      ];
      for (const [field, request] of bad)
        await expectRefusal(groups.joinGroup({ group, streams: [stream], ...request }), "field_invalid", { field });
      const missing = name();
      await expectRefusal(groups.joinGroup({ group, streams: [stream, missing] }), "stream_not_found", {
        stream: missing,
      });
      await expectRefusal(groups.getGroup({ group }), "group_not_found");
    },
  },
  {
    name: "groups and members are limited in number",
    hooks: ["smallLimits"],
    async run(context) {
      const stream = await context.stream();
      const join = (group: string, memberId: string): Promise<unknown> =>
        context.groups.joinGroup({ group, streams: [stream], memberId });
      for (let count = 0; count < smallLimits.groupMembers; count += 1) await join("one", `m${count}`);
      await expectRefusal(join("one", "more"), "limit_exceeded", { limit: smallLimits.groupMembers });
      await join("one", "m0");
      for (let count = 1; count < smallLimits.groups; count += 1) await join(`g${count}`, "m");
      await expectRefusal(join("more", "m"), "limit_exceeded", { limit: smallLimits.groups });
    },
  },
];
