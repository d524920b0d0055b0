import type { GroupState } from "@flowmesh/fabric/internal";
import { Alarm } from "../../clock/alarm.ts";
import type { Clock } from "../../clock/clock.ts";

interface Session {
  readonly group: number;
  readonly member: string;
  readonly sessionMs: number;
  deadlineMs: number;
  heardWallMs: number;
}

/**
 * When each member was heard of last. Kept in memory only: after a start every member gets its whole session time again, so that a restart takes nobody for dead.
 * One timer for all.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #onSilent: (group: number) => void;
  readonly #byMember = new Map<string, Session>();
  readonly #alarm: Alarm;

  /** @param onSilent called with a group that has members whose time has passed; they stay until they are forgotten */
  constructor(clock: Clock, onSilent: (group: number) => void) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.#look());
    this.#onSilent = onSilent;
  }

  /** Takes up new members and lets go of those that left. */
  follow(before: readonly string[], { id, members }: GroupState): void {
    const present = new Set(members.map((member) => member.id));
    for (const member of before) if (!present.has(member)) this.#byMember.delete(key(id, member));
    for (const { id: member, sessionMs } of members) {
      const known = this.#byMember.get(key(id, member));
      if (known === undefined || known.sessionMs !== sessionMs) this.#begin(id, member, sessionMs);
    }
  }

  heard(group: number, member: string): void {
    const session = this.#byMember.get(key(group, member));
    if (session === undefined) return;
    session.deadlineMs = this.#clock.monotonicMs() + session.sessionMs;
    session.heardWallMs = this.#clock.wallMs();
  }

  heardWallMs(group: number, member: string): number | undefined {
    return this.#byMember.get(key(group, member))?.heardWallMs;
  }

  /** Members of a group that were silent for too long. */
  silent({ id, members }: GroupState): string[] {
    const nowMs = this.#clock.monotonicMs();
    return members.flatMap(({ id: member }) => {
      const session = this.#byMember.get(key(id, member));
      return session !== undefined && session.deadlineMs <= nowMs ? [member] : [];
    });
  }

  stop(): void {
    this.#alarm.stop();
    this.#byMember.clear();
  }

  #begin(group: number, member: string, sessionMs: number): void {
    const deadlineMs = this.#clock.monotonicMs() + sessionMs;
    const heardWallMs = this.#clock.wallMs();
    this.#byMember.set(key(group, member), { group, member, sessionMs, deadlineMs, heardWallMs });
    this.#alarm.ringAt(deadlineMs);
  }

  #look(): void {
    const nowMs = this.#clock.monotonicMs();
    const silent = new Set<number>();
    let next = Number.POSITIVE_INFINITY;
    for (const { group, deadlineMs, sessionMs } of this.#byMember.values()) {
      if (deadlineMs <= nowMs) silent.add(group);
      // Who is silent is looked at again, in case that it cannot be written down now.
      next = Math.min(next, deadlineMs <= nowMs ? nowMs + sessionMs : deadlineMs);
    }
    this.#alarm.ringAt(next);
    for (const group of silent) this.#onSilent(group);
  }
}

function key(group: number, member: string): string {
  return `${group}/${member}`;
}
