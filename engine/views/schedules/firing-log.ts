import type { Refusal, StoredFiring } from "../../commit/schedule-operation.ts";

/** Columns of so few rows lie in the heap itself, which makes a log that stays empty cheap. */
const FIRST_ROOM = 8;

/** The last firings of all schedules in flat columns. Each knows the one before it of the same schedule; one is named by its place here + 1; 0: none. */
export class FiringLog {
  #scheduledMs = new Float64Array(FIRST_ROOM);
  #firedMs = new Float64Array(FIRST_ROOM);
  #position = new Float64Array(FIRST_ROOM);
  #missed = new Uint16Array(FIRST_ROOM);
  #attempt = new Uint8Array(FIRST_ROOM);
  #triggered = new Uint8Array(FIRST_ROOM);
  /** Of a free place the next free one. */
  #before = new Uint32Array(FIRST_ROOM);
  readonly #refusals = new Map<number, Refusal>();
  #unused = 0;
  #free = 0;

  /** Adds a firing behind another one of its schedule; returns its name. */
  add(firing: StoredFiring, before: number): number {
    const at = this.#free === 0 ? this.#unused++ : this.#free - 1;
    if (at === this.#before.length) this.#grow();
    if (this.#free !== 0) this.#free = this.#before[at] as number;
    this.#scheduledMs[at] = firing.scheduledMs;
    this.#firedMs[at] = firing.firedMs;
    this.#position[at] = firing.position;
    this.#missed[at] = firing.missed;
    this.#attempt[at] = firing.attempt;
    this.#triggered[at] = firing.triggered ? 1 : 0;
    this.#before[at] = before;
    if (firing.refusal !== undefined) this.#refusals.set(at, firing.refusal);
    return at + 1;
  }

  /** A firing and those before it, newest first. */
  list(last: number): StoredFiring[] {
    const firings: StoredFiring[] = [];
    for (let name = last; name !== 0; name = this.#before[name - 1] as number) firings.push(this.#at(name - 1));
    return firings;
  }

  isTriggered(name: number): boolean {
    return this.#triggered[name - 1] === 1;
  }

  /** Forgets a firing alone; returns the one before it. */
  drop(name: number): number {
    const before = this.#before[name - 1] as number;
    this.#refusals.delete(name - 1);
    this.#before[name - 1] = this.#free;
    this.#free = name;
    return before;
  }

  /** Forgets a firing and those before it, but for the first `kept` ones. */
  trim(last: number, kept: number): void {
    let name = last;
    let keptLast = 0;
    for (let count = 0; count < kept && name !== 0; count++) {
      keptLast = name;
      name = this.#before[name - 1] as number;
    }
    if (keptLast !== 0) this.#before[keptLast - 1] = 0;
    while (name !== 0) name = this.drop(name);
  }

  #at(at: number): StoredFiring {
    return {
      scheduledMs: this.#scheduledMs[at] as number,
      firedMs: this.#firedMs[at] as number,
      position: this.#position[at] as number,
      missed: this.#missed[at] as number,
      attempt: this.#attempt[at] as number,
      triggered: this.#triggered[at] === 1,
      refusal: this.#refusals.get(at),
    };
  }

  #grow(): void {
    const length = this.#before.length * 2;
    this.#scheduledMs = grown(this.#scheduledMs, new Float64Array(length));
    this.#firedMs = grown(this.#firedMs, new Float64Array(length));
    this.#position = grown(this.#position, new Float64Array(length));
    this.#missed = grown(this.#missed, new Uint16Array(length));
    this.#attempt = grown(this.#attempt, new Uint8Array(length));
    this.#triggered = grown(this.#triggered, new Uint8Array(length));
    this.#before = grown(this.#before, new Uint32Array(length));
  }
}

function grown<Column extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
