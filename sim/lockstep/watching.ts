import type { Change } from "@flowmesh/contract";
import type { VirtualClock } from "@flowmesh/engine";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { patiently } from "../patience.ts";
import { plain } from "./plain.ts";

/** What somebody who watches a bucket has been told of it. */
interface Told {
  readonly bucketId: string;
  readonly revision: number;
  /** The last put of each key that was not deleted since. */
  readonly entries: ReadonlyMap<string, Change>;
}

/** Watches buckets now and then, and goes on each time where it was. */
export class Watching {
  readonly #told: Map<string, Told> = new Map();

  /**
   * Watches until everything has been told.
   * @param meanwhile happens once the first response is there
   * @returns the entries that are there as far as it was told; undefined when there is no such bucket
   */
  async watch(
    fabric: Fabric,
    clock: VirtualClock,
    bucket: string,
    meanwhile: () => Promise<void>,
  ): Promise<string[] | undefined> {
    const known = await fabric.kv.getBucket({ bucket }).catch(() => undefined);
    if (known?.bucket === undefined) return undefined;
    const before = this.#told.get(bucket);
    const from = before?.bucketId === known.bucket.id ? before : undefined;
    try {
      const told = await this.#follow(fabric, clock, { bucketId: known.bucket.id, bucket, from, meanwhile });
      this.#told.set(bucket, told);
      return linesOf(told, clock.wallMs());
    } catch (error) {
      // What it would have to be told was forgotten since: it begins anew.
      if (!isFlowMeshError(error, "revision_out_of_range")) throw error;
      this.#told.delete(bucket);
      return this.watch(fabric, clock, bucket, meanwhile);
    }
  }

  async #follow(
    { kv }: Fabric,
    clock: VirtualClock,
    {
      bucketId,
      bucket,
      from,
      meanwhile,
    }: { bucketId: string; bucket: string; from: Told | undefined; meanwhile: () => Promise<void> },
  ): Promise<Told> {
    const entries = new Map(from?.entries);
    let revision = from?.revision ?? 0;
    let target: number | undefined;
    const watch = kv.watch({ bucket, afterRevision: from?.revision, maxBytes: 1 })[Symbol.asyncIterator]();
    for (;;) {
      const next = await patiently(
        clock,
        watch.next().catch((error: unknown) => ({ error })),
      );
      if ("reason" in next) throw new Error(`a watch of ${bucket} ${next.reason}`);
      if ("error" in next.result) throw next.result.error;
      const { changes, revision: now, snapshot } = next.result.value;
      for (const change of changes) {
        if (change.kind === "put") entries.set(change.key, change);
        else entries.delete(change.key);
      }
      revision = now;
      target ??= await this.#lastRevision(kv, bucket, meanwhile);
      if (!snapshot && revision >= target) break;
    }
    await watch.return?.(undefined);
    return { bucketId, revision, entries };
  }

  async #lastRevision(kv: Fabric["kv"], bucket: string, meanwhile: () => Promise<void>): Promise<number> {
    await meanwhile();
    const { bucket: now } = await kv.getBucket({ bucket });
    return now?.lastRevision ?? 0;
  }
}

function linesOf({ entries }: Told, nowMs: number): string[] {
  const there = [...entries.values()].filter(({ expiresAt }) => expiresAt === undefined || expiresAt > nowMs);
  return entryLines(there);
}

/** One line for each entry, in some order. */
export function entryLines(entries: readonly Pick<Change, "key" | "revision" | "value">[]): string[] {
  return entries.map(({ key, revision, value }) => `${key} at ${revision}: ${String(plain(value))}`).sort();
}
