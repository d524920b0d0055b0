import { type GroupMember, type GroupState, type Holding, partitionKey, releasing } from "@flowmesh/fabric/internal";
import { Alarm } from "../../clock/alarm.ts";
import type { Clock } from "../../clock/clock.ts";

/** When what could not be taken back is tried again. */
const againMs = 1000;

/**
 * Until when members may hold on to partitions that are wanted back. Kept in memory only: after a start every member gets its whole rebalance time-out again.
 * One timer for all.
 */
export class Releases {
  readonly #clock: Clock;
  readonly #onOverdue: (group: number) => void;
  /** By group; then by member, partition and assignment. */
  readonly #deadlines = new Map<number, ReadonlyMap<string, number>>();
  readonly #alarm: Alarm;

  /** @param onOverdue called with a group of which something is overdue, until it is no more */
  constructor(clock: Clock, onOverdue: (group: number) => void) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.#look());
    this.#onOverdue = onOverdue;
  }

  /** Takes up what is wanted back now, and lets go of what was given up. */
  follow({ id, members }: GroupState): void {
    const before = this.#deadlines.get(id);
    const now = new Map<string, number>();
    for (const member of members)
      for (const held of releasing(member)) {
        const key = keyOf(member, held);
        now.set(key, before?.get(key) ?? this.#clock.monotonicMs() + member.rebalanceMs);
      }
    if (now.size === 0) this.#deadlines.delete(id);
    else this.#deadlines.set(id, now);
    for (const deadlineMs of now.values()) this.#alarm.ringAt(deadlineMs);
  }

  isOverdue(group: number, member: GroupMember, held: Holding): boolean {
    const deadlineMs = this.#deadlines.get(group)?.get(keyOf(member, held));
    return deadlineMs !== undefined && deadlineMs <= this.#clock.monotonicMs();
  }

  stop(): void {
    this.#alarm.stop();
    this.#deadlines.clear();
  }

  #look(): void {
    const nowMs = this.#clock.monotonicMs();
    const overdue: number[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const [group, deadlines] of this.#deadlines) {
      const firstMs = Math.min(...deadlines.values());
      if (firstMs <= nowMs) overdue.push(group);
      next = Math.min(next, firstMs <= nowMs ? nowMs + againMs : firstMs);
    }
    this.#alarm.ringAt(next);
    for (const group of overdue) this.#onOverdue(group);
  }
}

function keyOf({ id }: GroupMember, held: Holding): string {
  return `${partitionKey(held)} ${held.epoch} ${id}`;
}
