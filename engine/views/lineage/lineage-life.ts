import type { LineageEffect, LineageOperation } from "../../commit/lineage-operation.ts";
import { encodeKey } from "../kv/key-encoding.ts";
import type { KvTable } from "../kv/kv-table.ts";
import type { QueueTable } from "../queues/queue-table.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import type { LineageReader } from "./lineage-reader.ts";

/** What is there is asked of these. */
export interface LineageLifeParts {
  readonly lineage: LineageReader;
  readonly view: StreamsView;
  readonly kv: KvTable;
  readonly queues: QueueTable;
}

/** Generations of effects that keep what caused them known, so that a chain that goes on for ever does not keep its beginning for ever. */
const GENERATIONS = 8;
/** Commits that are looked at for one; of what has caused more than this, and is gone with all of these, the rest does not count. */
const LOOKS_MAX = 256;

/** What is still worth knowing: a commit is, while something that it wrote is there, or something that was caused by that. */
export class LineageLife {
  readonly #parts: LineageLifeParts;

  constructor(parts: LineageLifeParts) {
    this.#parts = parts;
  }

  isKept(commit: LineageOperation): boolean {
    const seen = new Set<number>();
    let generation = [commit];
    for (let depth = 0; depth <= GENERATIONS && generation.length > 0; depth++) {
      if (generation.some(({ effects }) => effects.some((effect) => this.#isThere(effect)))) return true;
      generation = this.#next(generation, seen);
    }
    return false;
  }

  #next(generation: readonly LineageOperation[], seen: Set<number>): LineageOperation[] {
    const next: LineageOperation[] = [];
    for (const effect of generation.flatMap(({ effects }) => effects)) {
      if (seen.size >= LOOKS_MAX) return next;
      for (const caused of this.#parts.lineage.causedByAny(effect, LOOKS_MAX - seen.size)) {
        if (!seen.has(caused.position)) next.push(caused);
        seen.add(caused.position);
      }
    }
    return next;
  }

  #isThere({ kind, resource, partition, first, count, key }: LineageEffect): boolean {
    const { view, kv, queues } = this.#parts;
    if (kind === "record") {
      const at = view.findById(resource)?.partitions[partition];
      return at !== undefined && first + count > at.startOffset;
    }
    if (kind === "job" || kind === "again") {
      const jobs = queues.findById(resource)?.jobs;
      for (let job = first; jobs !== undefined && job < first + count; job++)
        if (jobs.stateOf(job) !== undefined) return true;
      return false;
    }
    const bucket = kv.findById(resource);
    return bucket !== undefined && kv.versions(bucket, encodeKey(key)).some(({ revision }) => revision === first);
  }
}
