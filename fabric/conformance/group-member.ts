import assert from "node:assert/strict";
import type {
  AssignedPartition,
  Group,
  GroupCursor,
  HeartbeatResponse,
  JoinGroupRequestInit,
  StreamPartitionsInit,
} from "@flowmesh/contract";
import type { CaseContext } from "./case-context.ts";

/** A member as its process would keep it: what it was told last, and what it holds. */
export class TestMember {
  readonly group: string;
  readonly memberId: string;
  epoch = 0;
  partitions: readonly AssignedPartition[] = [];
  paused = false;
  releasing: readonly unknown[] = [];
  readonly #context: CaseContext;

  constructor(context: CaseContext, group: string, memberId: string) {
    this.#context = context;
    this.group = group;
    this.memberId = memberId;
  }

  static async join(
    context: CaseContext,
    group: string,
    memberId: string,
    request: JoinGroupRequestInit,
  ): Promise<TestMember> {
    const member = new TestMember(context, group, memberId);
    const joined = await context.groups.joinGroup({ group, memberId, ...request });
    member.#take({ ...joined });
    return member;
  }

  /** Says that it holds what it was given, and takes what it is given now. @returns whether there was news */
  async beat(waitMs: number = 0): Promise<boolean> {
    const before = this.epoch;
    const { group, memberId, epoch: memberEpoch } = this;
    const answer = await this.#context.groups.heartbeat({
      group,
      memberId,
      memberEpoch,
      holding: this.holding,
      waitMs,
    });
    this.#take(answer);
    return this.epoch !== before;
  }

  get holding(): StreamPartitionsInit[] {
    return this.partitions.map(({ stream, partition }) => ({ stream, partitions: [partition] }));
  }

  get numbers(): number[] {
    return this.partitions.map(({ partition }) => partition).sort((a, b) => a - b);
  }

  epochOf(partition: number): number {
    return this.partitions.find((each) => each.partition === partition)?.epoch ?? -1;
  }

  cursorOf(partition: number): AssignedPartition["cursor"] {
    return this.partitions.find((each) => each.partition === partition)?.cursor;
  }

  /** Commits how far it has come in a partition. */
  async commit(stream: string, partition: number, offset: number): Promise<void> {
    const { group, memberId } = this;
    const cursors = [{ stream, partition, epoch: this.epochOf(partition), cursor: { offset } }];
    await this.#context.groups.commitCursors({ group, memberId, cursors });
  }

  #take(answer: HeartbeatResponse): void {
    this.epoch = answer.memberEpoch;
    this.partitions = answer.partitions;
    this.paused = answer.paused;
    this.releasing = answer.releasing.map(({ stream, partitions }) => ({ stream, partitions: [...partitions] }));
  }
}

/** A call that is awaited later, and may fail before. */
export function started<Result>(call: Promise<Result>): Promise<Result> {
  call.catch(() => undefined);
  return call;
}

/** Lets all members send heartbeats until none hears news. */
export async function settle(...members: readonly TestMember[]): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    let isNews = false;
    for (const member of members) isNews = (await member.beat()) || isNews;
    if (!isNews && round > 0) return;
  }
  assert.fail("the members do not come to rest");
}

/** Lets members wait for news until what was changed beside them has come to them. */
export async function comeTo(
  context: CaseContext,
  members: readonly TestMember[],
  isThere: () => boolean,
): Promise<void> {
  for (let round = 0; round < 100 && !isThere(); round += 1)
    for (const member of members) await context.elapse(member.beat(100));
  assert.ok(isThere(), "the members hear of it");
}

export async function groupOf(
  { groups }: CaseContext,
  group: string,
): Promise<Group & { cursors: readonly GroupCursor[] }> {
  const { group: found, cursors } = await groups.getGroup({ group });
  assert.ok(found !== undefined);
  return { ...found, cursors };
}

export async function cursorsOf(context: CaseContext, group: string): Promise<[number, number][]> {
  const { cursors } = await groupOf(context, group);
  return cursors.map(({ partition, cursor }) => [partition, cursor?.offset ?? -1]);
}

/** A message without what makes it different from one written by hand. */
export function plain(message: object | undefined): Record<string, unknown> {
  return JSON.parse(JSON.stringify(message ?? null));
}
