import { hasEnded, jobStates } from "@flowmesh/fabric/internal";
import { ChangedChunks } from "./changed-chunks.ts";
import { HELD } from "./job-slots.ts";
import type { QueueJobs } from "./queue-jobs.ts";

/** How large chunks are. */
export interface ChunkSizes {
  /** Slots of one. */
  readonly slots: number;
  /** Offsets of one with ready jobs. */
  readonly offsets: number;
}

const chunkSizes: ChunkSizes = { slots: 1024, offsets: 32_768 };

/**
 * The jobs of a queue as they are saved: in chunks of slots, and in chunks of offsets with the jobs of one priority that wait there without a slot, as numbers (f64, little
 * endian). Counts, due times, chains, keys, and the order in which jobs ended follow from them.
 *
 *   slots   per slot in use: slot · offset · due · start of the last lease · lease · lease ms · worker · ordering key or 0 · limit key or 0 · place among those that ended, 0 none ·
 *           operation or 0 · small numbers (see `smallNumbers`) · texts, each as segment, byte, bytes and CRC behind their number
 *   ready   per run: start · end
 *
 * A chunk without anything in it is undefined.
 */
export class JobsSnapshot {
  readonly slots: ChangedChunks<Buffer | undefined>;
  /** Chunks are numbered with all priorities of the first offsets before those of the next ones. */
  readonly ready: ChangedChunks<Buffer | undefined>;
  readonly #jobs: QueueJobs;

  readonly #sizes: ChunkSizes;

  constructor(jobs: QueueJobs, sizes: ChunkSizes = chunkSizes) {
    this.#jobs = jobs;
    this.#sizes = sizes;
    this.slots = new ChangedChunks((chunk) => this.#encodeSlots(chunk));
    this.ready = new ChangedChunks((chunk) => this.#encodeReady(chunk));
  }

  /** Something of a slot is about to change. */
  slotWillChange(slot: number): void {
    this.slots.willChange(Math.floor(slot / this.#sizes.slots));
  }

  /** Jobs without a slot are about to be added to those of a priority that wait, or to be taken from them. */
  readyWillChange(priority: number, start: number, end: number): void {
    const last = Math.floor((end - 1) / this.#sizes.offsets);
    const priorities = this.#jobs.readyRuns.byPriority.length;
    for (let part = Math.floor(start / this.#sizes.offsets); part <= last; part++)
      this.ready.willChange(part * priorities + priority);
  }

  /** Everything counts as changed. */
  markAll(): void {
    for (const slot of this.#jobs.slots.all()) this.slotWillChange(slot);
    for (const [priority, runs] of this.#jobs.readyRuns.byPriority.entries())
      for (const { start, end } of runs) this.readyWillChange(priority, start, end);
  }

  /** Sets what a chunk of slots had. */
  decodeSlots(bytes: Buffer): void {
    const next = numbersOf(bytes);
    while (next.left > 0) this.#decodeSlot(() => next.take());
  }

  /** Sets what a chunk of ready jobs had. */
  decodeReady(chunk: number, bytes: Buffer): void {
    const runs = this.#jobs.readyRuns.of(chunk % this.#jobs.readyRuns.byPriority.length);
    const next = numbersOf(bytes);
    while (next.left > 0) {
      const start = next.take();
      runs.add(start, next.take());
    }
  }

  /** All chunks are set: what follows from them is set too. */
  restored(): void {
    for (const slot of inOrderOfKeys(this.#jobs)) this.#jobs.chains.add(slot);
    this.#jobs.restored();
    for (const chunks of [this.slots, this.ready]) {
      chunks.begin();
      chunks.end(false);
    }
  }

  #encodeReady(chunk: number): Buffer | undefined {
    const priorities = this.#jobs.readyRuns.byPriority.length;
    const first = Math.floor(chunk / priorities) * this.#sizes.offsets;
    const numbers: number[] = [];
    for (const { start, end } of this.#jobs.readyRuns.of(chunk % priorities).within(first, first + this.#sizes.offsets))
      numbers.push(start, end);
    return encoded(numbers);
  }

  #encodeSlots(chunk: number): Buffer | undefined {
    const numbers: number[] = [];
    const { slots } = this.#jobs;
    const end = Math.min((chunk + 1) * this.#sizes.slots, slots.offset.length);
    for (let slot = chunk * this.#sizes.slots; slot < end; slot++)
      if (slots.isUsed(slot)) this.encodeSlot(slot, numbers);
    return encoded(numbers);
  }

  /** Adds the numbers of a slot. */
  encodeSlot(slot: number, numbers: number[]): void {
    const { slots, keys, texts } = this.#jobs;
    const isEnded = hasEnded(jobStates[slots.state[slot] as number] as "done");
    const places = texts.places(slots.text[slot] as number, Number.POSITIVE_INFINITY);
    numbers.push(
      slot,
      slots.offset[slot] as number,
      slots.dueMs[slot] as number,
      slots.startedMs[slot] as number,
      slots.lease[slot] as number,
      slots.leaseMs[slot] as number,
      slots.worker[slot] as number,
      slots.key[slot] as number,
      keys.hashOf(slot),
      isEnded ? (slots.heapMs[slot] as number) : 0,
      slots.operation[slot] as number,
      this.#smallNumbers(slot),
      places.length,
    );
    for (const { segment, byte, payloadBytes, payloadCrc } of places)
      numbers.push(segment, byte, payloadBytes, payloadCrc);
  }

  /** attempts (16 bits) · attempts that it has (16) · priority (4) · state (3) · flags (8) */
  #smallNumbers(slot: number): number {
    const { attempts, maxAttempts, priority, state, flags } = this.#jobs.slots;
    const upper =
      (priority[slot] as number) | ((state[slot] as number) << 4) | (((flags[slot] as number) & ~HELD) << 7);
    return upper * 2 ** 32 + (maxAttempts[slot] as number) * 2 ** 16 + (attempts[slot] as number);
  }

  #decodeSlot(next: () => number): void {
    const slot = next();
    this.#jobs.slots.addAt(slot, next());
    this.decodeRest(slot, next);
  }

  /** Sets what of a job stands behind its slot and offset. */
  decodeRest(slot: number, next: () => number): void {
    const { slots, keys, texts } = this.#jobs;
    slots.dueMs[slot] = next();
    slots.startedMs[slot] = next();
    slots.lease[slot] = next();
    slots.leaseMs[slot] = next();
    slots.worker[slot] = next();
    slots.key[slot] = next();
    const limitKey = next();
    if (limitKey !== 0) keys.join(slot, limitKey);
    slots.heapMs[slot] = next();
    slots.operation[slot] = next();
    const small = next();
    const upper = Math.floor(small / 2 ** 32);
    slots.attempts[slot] = small % 2 ** 16;
    slots.maxAttempts[slot] = Math.floor(small / 2 ** 16) % 2 ** 16;
    slots.priority[slot] = upper & 0x0f;
    slots.state[slot] = (upper >> 4) & 0x07;
    slots.flags[slot] = upper >> 7;
    let text = 0;
    for (let left = next(); left > 0; left--) {
      const [segment, byte, payloadBytes] = [next(), next(), next()];
      text = texts.add({ segment, byte, payloadBytes, payloadCrc: next() }, text);
    }
    slots.text[slot] = text;
  }
}

/** Jobs that have an ordering key or wait for it, as they stand in its chain: the one that is being worked on first, then as they were enqueued. */
function inOrderOfKeys({ slots }: QueueJobs): number[] {
  const { key, offset, state } = slots;
  const stateOf = (slot: number): (typeof jobStates)[number] => jobStates[state[slot] as number] ?? "waiting";
  const isActive = (slot: number): number => (stateOf(slot) === "active" ? 1 : 0);
  return [...slots.all()]
    .filter((slot) => key[slot] !== 0 && !hasEnded(stateOf(slot)))
    .sort((a, b) => isActive(b) - isActive(a) || (offset[a] as number) - (offset[b] as number));
}

function encoded(numbers: readonly number[]): Buffer | undefined {
  if (numbers.length === 0) return undefined;
  const { buffer } = Float64Array.from(numbers);
  return Buffer.from(buffer);
}

interface Numbers {
  readonly left: number;
  take(): number;
}

function numbersOf(bytes: Buffer): Numbers {
  let at = 0;
  return {
    get left() {
      return bytes.length - at;
    },
    take() {
      at += 8;
      return bytes.readDoubleLE(at - 8);
    },
  };
}
