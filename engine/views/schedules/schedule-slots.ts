/** Columns of so few rows lie in the heap itself, which makes a table that stays empty cheap. */
const FIRST_ROOM = 8;

/** Schedules in flat columns, one slot each; about 140 bytes a schedule beside its name. */
export class ScheduleSlots {
  readonly name: (string | undefined)[] = [];
  createdMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  anchorMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  revision: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The time that it fires for next; Infinity: none. */
  nextMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** When it is looked at again; Infinity: never. */
  dueMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The time under which it stands in the heap of due times: later than it is due after a firing that could not be written. */
  heapMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Of its times, how many it has fired for or given up. */
  used: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  fired: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  failed: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  skipped: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Position of the last commit that changed it. */
  changed: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Position at which it stands in the index, where its last change may not be yet; replay skips what came up to it. */
  savedTo: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Where it stands what it does; `payloadBytes` 0: damage has taken it. */
  segment: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  byte: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  payloadBytes: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  payloadCrc: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Its last firing in `FiringLog`; 0: none. */
  firing: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  firings: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  madeUp: Uint16Array<ArrayBuffer> = new Uint16Array(FIRST_ROOM);
  attempts: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  paused: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  readonly #free: number[] = [];

  /** Slots that are in use, or were. */
  get end(): number {
    return this.name.length;
  }

  /** A slot that no schedule has; the same until it is taken. */
  get unused(): number {
    while (this.#free.length > 0 && this.name[this.#free.at(-1) as number] !== undefined) this.#free.pop();
    return this.#free.at(-1) ?? this.name.length;
  }

  /** Gives a schedule its slot. */
  take(slot: number, name: string): void {
    while (this.createdMs.length <= slot) this.#grow();
    while (this.name.length < slot) this.#free.push(this.name.push(undefined) - 1);
    this.name[slot] = name;
    this.firing[slot] = 0;
    this.firings[slot] = 0;
  }

  release(slot: number): void {
    this.name[slot] = undefined;
    this.#free.push(slot);
  }

  /** All slots in use. */
  *all(): Generator<number> {
    for (let slot = 0; slot < this.name.length; slot++) if (this.name[slot] !== undefined) yield slot;
  }

  #grow(): void {
    const length = this.createdMs.length + (this.createdMs.length >>> 1);
    for (const column of ["createdMs", "anchorMs", "revision", "nextMs", "dueMs", "heapMs", "used"] as const)
      this[column] = grown(this[column], new Float64Array(length));
    for (const column of ["fired", "failed", "skipped", "changed", "savedTo"] as const)
      this[column] = grown(this[column], new Float64Array(length));
    for (const column of ["segment", "byte", "payloadBytes", "payloadCrc", "firing"] as const)
      this[column] = grown(this[column], new Uint32Array(length));
    this.madeUp = grown(this.madeUp, new Uint16Array(length));
    for (const column of ["firings", "attempts", "paused"] as const)
      this[column] = grown(this[column], new Uint8Array(length));
  }
}

function grown<Column extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
