import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isFlowMeshError } from "../errors.ts";
import { checkOwner } from "./cursors.ts";
import {
  allowed,
  type GroupMember,
  type GroupState,
  type Holding,
  isMoving,
  isSamePartition,
  newGroup,
  type PartitionId,
  releasing,
  type StreamCatalog,
} from "./group-state.ts";
import { heartbeat, join, leave, reassign, refresh, setPaused, takeBack } from "./membership.ts";

/** What a member sent or was told. */
interface Told {
  readonly epoch: number;
  readonly partitions: readonly Holding[];
  readonly releasing: readonly Holding[];
}

interface Request {
  readonly id: string;
  readonly epoch: number;
  readonly holding: readonly PartitionId[];
}

/** A member as a program: it works on what it was told, and needs a while to let go. */
class Program {
  epoch = 0;
  /** What it may begin work on. */
  told: readonly Holding[] = [];
  /** What it works on, by the epoch in which it got it. */
  readonly working = new Map<string, Holding>();

  hear({ epoch, partitions, releasing }: Told): void {
    this.epoch = epoch;
    this.told = partitions;
    for (const [key, work] of this.working) {
      const now = partitions.find((each) => isSamePartition(each, work));
      // Moved by a reset, or held anew: whatever was begun is void, and it begins again.
      if (now !== undefined && now.epoch !== work.epoch) this.working.delete(key);
      // Taken from it.
      const own = now ?? releasing.find((each) => isSamePartition(each, work));
      if (own === undefined) this.working.delete(key);
    }
    for (const each of partitions) if (!this.working.has(keyOf(each))) this.working.set(keyOf(each), each);
  }

  letGo(): void {
    for (const [key, work] of this.working)
      if (!this.told.some((each) => isSamePartition(each, work))) this.working.delete(key);
  }

  request(id: string): Request {
    return { id, epoch: this.epoch, holding: [...this.working.values()] };
  }
}

function keyOf({ stream, partition }: PartitionId): string {
  return `${stream}/${partition}`;
}

const names = ["red", "green", "blue"];
const ids = ["a", "b", "c", "d", "e", "f"];

/** A group, its members, and a network that loses, delays and doubles. Checks after every step what must always be so. */
class World {
  state: GroupState = newGroup(1, "g", 0);
  readonly programs = new Map<string, Program>();
  readonly streams = new Map<string, number>(names.map((name, index) => [name, index + 1]));
  readonly late: Request[] = [];
  /** What members lost because they held on to it, by member and partition, until they hear of it. */
  readonly takenBack = new Set<string>();
  readonly catalog: StreamCatalog = {
    find: (name) => {
      const partitions = this.streams.get(name);
      return partitions === undefined ? undefined : { id: names.indexOf(name) + 1, partitions };
    },
    isThere: (id) => this.streams.has(names[id - 1] ?? ""),
  };

  join(id: string, streams: readonly string[], isAnswered: boolean): void {
    const there = streams.filter((name) => this.streams.has(name));
    if (there.length === 0) return;
    const before = this.state.members.find((each) => each.id === id);
    this.#to(
      join(this.state, { id, label: "", streams: there, sessionMs: 1000, rebalanceMs: 1000 }, this.catalog, {
        nowMs: 0,
      }),
      [id],
    );
    if (before !== undefined) this.#checkFenced(before);
    // Who joins again has given up what it worked on.
    const program = new Program();
    this.programs.set(id, program);
    if (isAnswered) this.#answer(id);
  }

  beat(id: string, fate: "answered" | "unanswered" | "late" | "twice"): void {
    const program = this.programs.get(id);
    if (program === undefined) return;
    const request = program.request(id);
    if (fate === "late" || fate === "twice") this.late.push(request);
    if (fate === "late") return;
    if (this.#arrive(request) && fate !== "unanswered") this.#answer(id);
  }

  deliverLate(at: number): void {
    const [request] = this.late.splice(at % Math.max(1, this.late.length), 1);
    if (request !== undefined) this.#arrive(request);
  }

  leave(id: string): void {
    this.#to(leave(this.state, [id], this.catalog), [id]);
    this.programs.delete(id);
  }

  /** It is taken for dead, and does not know. */
  expire(id: string): void {
    this.#to(leave(this.state, [id], this.catalog), [id]);
  }

  grow(name: string, by: number): void {
    const partitions = this.streams.get(name);
    if (partitions === undefined) this.streams.set(name, by);
    else this.streams.set(name, Math.min(12, partitions + by));
    this.#to(refresh(this.state, this.catalog), []);
  }

  delete(name: string): void {
    this.streams.delete(name);
    this.#to(refresh(this.state, this.catalog), []);
  }

  takeBack(id: string): void {
    for (const held of this.state.members.filter((each) => each.id === id).flatMap(releasing))
      this.takenBack.add(`${id} ${keyOf(held)}`);
    const before = this.state.members.find((each) => each.id === id);
    this.#to(
      takeBack(this.state, (member) => member.id === id),
      [],
    );
    const after = this.state.members.find((each) => each.id === id);
    if (before === undefined || releasing(before).length === 0) return;
    assert.deepEqual(releasing(after as GroupMember), []);
    assert.equal(after?.epoch, this.state.epoch, `${id} hears of it`);
    for (const held of releasing(before)) assert.equal(isAccepted(this.state, id, held), false);
  }

  reset(stream: number): void {
    const moved = Array.from({ length: 12 }, (_, partition) => ({ stream, partition }));
    this.#to(reassign(this.state, moved), undefined);
  }

  pause(isPaused: boolean): void {
    this.#to(setPaused(this.state, isPaused), []);
  }

  letGo(id: string): void {
    this.programs.get(id)?.letGo();
  }

  /** Everybody lets go of what is wanted back, and speaks with the server, until nobody hears anything new any more; who cannot is taken for dead. */
  quiet(): void {
    for (let round = 0, unchanged = 0; unchanged < 2; round++) {
      assert.ok(round < 12, "it comes to rest");
      const before = this.state;
      for (const id of ids) {
        this.letGo(id);
        this.beat(id, "answered");
        if (!this.programs.has(id)) this.expire(id);
      }
      unchanged = this.state === before ? unchanged + 1 : 0;
    }
  }

  checkBalance(): void {
    assert.equal(isMoving(this.state), false);
    for (const [name, partitions] of this.streams) {
      const stream = names.indexOf(name) + 1;
      const sharers = this.state.members.filter(({ streams }) => streams.includes(name));
      if (sharers.length === 0) continue;
      const shares = sharers.map((member) => allowed(member).filter((held) => held.stream === stream).length);
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        partitions,
        `all of ${name} is assigned`,
      );
      assert.ok(Math.max(...shares) - Math.min(...shares) <= 1, `${name} is shared as ${shares}`);
    }
    for (const { id, holding } of this.state.members) {
      const working = [...(this.programs.get(id)?.working.values() ?? [])];
      assert.deepEqual(sorted(working), sorted(holding), `${id} works on what it holds`);
    }
  }

  /** Whoever used the id before can neither commit nor speak for the member. */
  #checkFenced({ id, epoch, holding }: GroupMember): void {
    for (const held of holding) assert.equal(isAccepted(this.state, id, held), false);
    assert.throws(
      () => heartbeat(this.state, id, epoch, []),
      (error) => isFlowMeshError(error, "member_fenced"),
    );
  }

  #arrive({ id, epoch, holding }: Request): boolean {
    try {
      this.#to(heartbeat(this.state, id, epoch, holding), []);
      return true;
    } catch (error) {
      assert.ok(isFlowMeshError(error, "member_unknown") || isFlowMeshError(error, "member_fenced"), String(error));
      // The answer may be to an old request; only the present incarnation heeds it.
      const program = this.programs.get(id);
      if (program !== undefined && program.epoch === epoch) this.programs.delete(id);
      return false;
    }
  }

  #answer(id: string): void {
    const member = this.state.members.find((each) => each.id === id);
    for (const lost of this.takenBack) if (lost.startsWith(`${id} `)) this.takenBack.delete(lost);
    if (member !== undefined)
      this.programs.get(id)?.hear({ epoch: member.epoch, partitions: allowed(member), releasing: releasing(member) });
  }

  /** @param anew members that may hold anew what they held; all of them if not given */
  #to(next: GroupState, anew: readonly string[] | undefined): void {
    const before = this.state;
    this.state = next;
    if (next === before) return;
    assert.ok(next.epoch > before.epoch);
    this.#checkHoldings();
    for (const member of next.members) {
      const earlier = before.members.find(({ id }) => id === member.id);
      if (anew === undefined || anew.includes(member.id) || earlier === undefined) continue;
      for (const held of member.holding) {
        const was: Holding | undefined = earlier.holding.find((each) => isSamePartition(each, held));
        if (was !== undefined) assert.equal(held.epoch, was.epoch, `${member.id} keeps ${keyOf(held)} as it was`);
        else assert.equal(held.epoch, next.epoch);
      }
      const isTold = sorted(allowed(earlier)).join() !== sorted(allowed(member)).join();
      if (isTold) assert.equal(member.epoch, next.epoch, `${member.id} hears that its partitions changed`);
    }
  }

  /** No partition is held by two; and nobody who may still commit works on what somebody else holds. */
  #checkHoldings(): void {
    const holders = new Map<string, string>();
    for (const { id, holding } of this.state.members) {
      for (const held of holding) {
        assert.equal(holders.get(keyOf(held)), undefined, `${keyOf(held)} is held by two`);
        holders.set(keyOf(held), id);
      }
    }
    for (const [id, { working }] of this.programs) {
      for (const work of working.values()) {
        const isHolder = holders.get(keyOf(work)) === id;
        const mayCommit = isAccepted(this.state, id, work);
        assert.ok(isHolder || !mayCommit);
        // One that is a member and was never taken for dead holds all that it works on.
        const member = this.state.members.find((each) => each.id === id);
        const program = this.programs.get(id);
        const isTakenBack = this.takenBack.has(`${id} ${keyOf(work)}`);
        if (member !== undefined && program !== undefined && program.epoch >= member.joinEpoch && !isTakenBack)
          assert.ok(isHolder, `${id} still works on ${keyOf(work)}`);
      }
    }
  }
}

function isAccepted(state: GroupState, memberId: string, work: Holding): boolean {
  try {
    checkOwner(state, { memberId, epoch: work.epoch }, work);
    return true;
  } catch {
    return false;
  }
}

function sorted(holdings: readonly Holding[]): string[] {
  return holdings.map((held) => `${keyOf(held)} ${held.epoch}`).sort();
}

const id = fc.constantFrom(...ids);
const name = fc.constantFrom(...names);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("join"), id, streams: fc.subarray(names), isAnswered: fc.boolean() }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("beat"),
      id,
      fate: fc.constantFrom("answered", "answered", "unanswered", "late", "twice"),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("letGo"), id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("deliverLate"), at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave"), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("expire"), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("grow"), name, by: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete"), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reset"), stream: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("takeBack"), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pause"), isPaused: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(world: World, step: Step): void {
  switch (step.do) {
    case "join":
      world.join(step.id, step.streams, step.isAnswered);
      break;
    case "beat":
      world.beat(step.id, step.fate as "answered");
      break;
    case "letGo":
      world.letGo(step.id);
      break;
    case "deliverLate":
      world.deliverLate(step.at);
      break;
    case "leave":
      world.leave(step.id);
      break;
    case "expire":
      world.expire(step.id);
      break;
    case "grow":
      world.grow(step.name, step.by);
      break;
    case "delete":
      world.delete(step.name);
      break;
    case "reset":
      world.reset(step.stream);
      break;
    case "takeBack":
      world.takeBack(step.id);
      break;
    case "pause":
      world.pause(step.isPaused);
      break;
  }
}

test("whatever is lost, late or doubled: no partition is with two, who keeps one keeps its epoch, and in the end all is shared out", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 120 }), (steps) => {
      const world = new World();
      for (const each of steps) take(world, each);
      world.quiet();
      world.checkBalance();
    }),
    { numRuns: 400 },
  );
});

test("one that joins takes no more than its share, and nothing moves that need not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), (members, partitions) => {
      const world = new World();
      world.streams.set("red", partitions);
      for (const each of ids.slice(0, members)) world.join(each, ["red"], true);
      world.quiet();
      const before = world.state;
      world.join("f", ["red"], true);
      world.quiet();
      world.checkBalance();
      let moved = 0;
      for (const { id, holding } of before.members) {
        const now = world.state.members.find((each) => each.id === id)?.holding ?? [];
        moved += holding.filter((held) => !now.some((each) => isSamePartition(each, held))).length;
      }
      const got = world.state.members.find(({ id }) => id === "f")?.holding.length ?? 0;
      assert.equal(moved, got);
    }),
  );
});
