import { type RateUse, rateAfter, rateOpensMs, rateRoom } from "../../queues/hand-out.ts";
import type { QueueRules } from "../../queues/queue-settings.ts";

/** What turns must know of a job. */
interface JobInLine {
  readonly id: number;
  readonly priority: number;
  /** Undefined: it has none. */
  readonly limitKey: string | undefined;
}

interface KeyInLine {
  rate: RateUse;
  /** The earliest turn in which it goes again. */
  turn: number;
}

/** Whose turn it is among the keys of a queue, and what their limits allow. Jobs without a key go together, as one that has no limits. */
export class ModelTurns {
  readonly #keys = new Map<string | undefined, KeyInLine>();
  #turn = 0;

  /** The jobs that go next, of those that are ready, at most so many; they count as handed out. `activeOf` gives how many of a key are being worked on. */
  take<Job extends JobInLine>(
    ready: readonly Job[],
    most: number,
    rules: QueueRules,
    activeOf: (key: string | undefined) => number,
    nowMs: number,
  ): Job[] {
    const left = new Set(ready);
    const taken: Job[] = [];
    while (taken.length < most) {
      const active = (key: string | undefined): number =>
        activeOf(key) + taken.filter(({ limitKey }) => limitKey === key).length;
      const open = [...left].filter(
        ({ limitKey: key }) => key === undefined || this.#isOpen(key, rules, active(key), nowMs),
      );
      const [next] = open.sort((a, b) => this.#turnOf(a) - this.#turnOf(b) || b.priority - a.priority || a.id - b.id);
      if (next === undefined) return taken;
      this.#handOut(next, rules, nowMs);
      taken.push(next);
      left.delete(next);
    }
    return taken;
  }

  /** The rate of a key. */
  rateOf(key: string): RateUse {
    return this.#of(key).rate;
  }

  /** When the first of the keys whose rate is used up may go again; Infinity without any. */
  nextMs({ ratePerKey }: QueueRules, nowMs: number): number {
    const opening = [...this.#keys.values()].map(({ rate }) => rateOpensMs(ratePerKey, rate, nowMs));
    return Math.min(...opening.filter((ms) => ms > nowMs));
  }

  /** Turns begin anew, as after a restart. */
  beginAnew(): void {
    this.#turn = 0;
    for (const key of this.#keys.values()) key.turn = 0;
  }

  #isOpen(key: string, { concurrencyPerKey, ratePerKey }: QueueRules, active: number, nowMs: number): boolean {
    const isFree = concurrencyPerKey === 0 || active < concurrencyPerKey;
    return isFree && rateRoom(ratePerKey, this.rateOf(key), nowMs) >= 1;
  }

  #turnOf({ limitKey }: JobInLine): number {
    return Math.max(this.#of(limitKey).turn, this.#turn);
  }

  #handOut(job: JobInLine, { ratePerKey }: QueueRules, nowMs: number): void {
    const key = this.#of(job.limitKey);
    this.#turn = this.#turnOf(job);
    key.turn = this.#turn + 1;
    if (ratePerKey.limit > 0) key.rate = rateAfter(ratePerKey, key.rate, 1, nowMs);
  }

  #of(key: string | undefined): KeyInLine {
    const known = this.#keys.get(key) ?? { rate: { fullMs: 0 }, turn: 0 };
    this.#keys.set(key, known);
    return known;
  }
}
