import { limits } from "@flowmesh/contract";
import type { CheckedExtension } from "@flowmesh/fabric/internal";

/** What a worker told of a job while it has it; only in memory. */
export interface WorkNote {
  readonly lease: number;
  readonly progress: number;
  readonly log: readonly string[];
}

/** Bytes of log lines that are held for all queues. */
export interface HeldLines {
  bytes: number;
  readonly bytesMax: number;
}

/**
 * What workers told of the jobs of one queue that they have. What is held of one queue fits into the commit that ends all its leases, and what is held of all into memory: of
 * lines that come when there is no more room, the oldest of the same job are left out.
 */
export class WorkNotes {
  readonly #notes = new Map<number, WorkNote>();
  readonly #all: HeldLines;
  #bytes = 0;

  constructor(all: HeldLines) {
    this.#all = all;
  }

  get(offset: number): WorkNote | undefined {
    return this.#notes.get(offset);
  }

  /** Adds to what is known of a lease; what was told of one before it counts no more. */
  tell(offset: number, lease: number, { progress, log }: Pick<CheckedExtension, "progress" | "log">): void {
    const known = this.#notes.get(offset);
    const before = known?.lease === lease ? known : { lease, progress: 0, log: [] };
    this.delete(offset);
    const lines = log.length === 0 ? before.log : this.#fitting([...before.log, ...log]);
    this.#notes.set(offset, { lease, progress: progress ?? before.progress, log: lines });
    this.#count(bytesOf(lines));
  }

  delete(offset: number): void {
    const note = this.#notes.get(offset);
    if (note === undefined) return;
    this.#notes.delete(offset);
    this.#count(-bytesOf(note.log));
  }

  clear(): void {
    this.#notes.clear();
    this.#count(-this.#bytes);
  }

  #fitting(lines: readonly string[]): readonly string[] {
    const inQueue = limits.queueLogBytes.value - this.#bytes;
    let room = Math.min(inQueue, this.#all.bytesMax - this.#all.bytes);
    let from = lines.length;
    const first = Math.max(0, lines.length - limits.jobLogLines.value);
    while (from > first && room >= lineBytes(lines[from - 1]!)) room -= lineBytes(lines[--from]!);
    return lines.slice(from);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#all.bytes += bytes;
  }
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((bytes, line) => bytes + lineBytes(line), 0);
}

/** What it takes to hold an empty line counts too. */
function lineBytes(line: string): number {
  return Buffer.byteLength(line) + 16;
}
