import type { CarriedFrom, PutOperation, RemoveOperation } from "../commit/kv-operation.ts";
import { type LogOperation, payloadBytesOf } from "../commit/operation.ts";
import type { Intent, Sequencer } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";
import type { FrameEntry } from "../log/segment-footer.ts";
import type { Bucket } from "../views/kv/bucket.ts";
import { ForgetIntent, orderedBucket } from "../views/kv/entry-intents.ts";
import type { KvVersion } from "../views/kv/entry-version.ts";
import { encodeKey } from "../views/kv/key-encoding.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import type { ValueReader } from "../views/kv/value-reader.ts";
import type { CarryBudget } from "./carry-budget.ts";
import type { CollectPace } from "./collect-pace.ts";
import { commitGroups } from "./commit-groups.ts";

export interface KvCarrierOptions {
  readonly log: Log;
  readonly sequencer: Sequencer;
  readonly table: KvTable;
  readonly reader: ValueReader;
  readonly pace: CollectPace;
  readonly budget: CarryBudget;
  /** Resolves when further keys may be taken into memory: what is carried is in it until it is saved. */
  readonly whenMayTakeKeys: () => Promise<void>;
}

/** A version that is to be written again. */
interface Kept {
  readonly bucket: number;
  readonly key: string;
  readonly version: KvVersion;
}

interface Carried extends Kept {
  /** Its value, unless that is short or lost. */
  readonly payload: Uint8Array | undefined;
}

/** Entries that are looked up before they are written. */
const LOOKED_UP_AT_ONCE = 500;
/** So many segments, the one that is written to among them, are not carried from. */
const YOUNG_SEGMENTS = 3;
/** About what an operation takes beside key and value. */
const OPERATION_BYTES = 64;

/**
 * Lets segments go that hold entries which are kept: writes these again. What was carried is what it was, with its revision, position and time.
 *
 * Segments go oldest first, so each entry that stays is carried once while the whole log is written anew. It is done only while entries take less than half of the
 * log, and only within the budget of all that is carried, and not of the newest segments: what is written often is overwritten by then. Beyond that the log grows instead. When the disk is full, more is carried as long as that still frees something.
 */
export class KvCarrier {
  readonly #options: KvCarrierOptions;

  constructor(options: KvCarrierOptions) {
    this.#options = options;
  }

  /** When the next delete or expiry may be forgotten. */
  get nextMs(): number {
    const { table } = this.#options;
    return table.unavailable === undefined ? table.forgettings.nextMs : Number.POSITIVE_INFINITY;
  }

  /** Forgets deletes and expiries that are old. */
  async forget(): Promise<void> {
    const { table, sequencer } = this.#options;
    if (table.unavailable !== undefined) return;
    for (;;) {
      const due = table.forgettings.take(sequencer.nowMs(), sequencer.freeingBytesMax);
      if (due.length === 0) return;
      try {
        await sequencer.submit(new ForgetIntent(table, due), this);
      } catch (error) {
        for (const each of due) table.forgettings.note(each);
        throw error;
      }
    }
  }

  /** Whether a segment may go as far as entries are concerned, once they are carried. */
  pays(segment: number): boolean {
    const { table, log, budget } = this.#options;
    if (table.unavailable !== undefined) return false;
    const live = table.liveIn(segment);
    if (live.versions === 0) return true;
    if (!log.full && segment > log.writer.segment.number - YOUNG_SEGMENTS) return false;
    return budget.isWorth(table.liveBytes) && budget.allows(live.bytes);
  }

  /**
   * Writes again what of a segment is kept. Nothing of it stands there any more afterwards, unless damage hides it.
   * @param bytesMax of values and keys in one commit
   */
  async carry(segment: number, bytesMax: number, isStopped: () => boolean): Promise<void> {
    const { table, log, pace } = this.#options;
    if (table.liveIn(segment).versions === 0) return;
    const frames = (await log.entriesToCarry(segment))[Symbol.iterator]();
    for (let isAll = false; !isAll && !isStopped(); ) {
      const kept: Kept[] = [];
      isAll = await pace.lookThrough(frames, (frame) => {
        kept.push(...this.#kept(frame, segment));
        return kept.length < LOOKED_UP_AT_ONCE;
      });
      for (const group of commitGroups(kept, bytesMax, keptBytes))
        if (!isStopped()) await pace.slice(() => this.#write(group));
    }
  }

  #kept({ operations, payloadByte }: FrameEntry, segment: number): Kept[] {
    const { table } = this.#options;
    const kept: Kept[] = [];
    let byte = payloadByte;
    for (const operation of operations) {
      if (operation.kind === "put" || operation.kind === "remove") {
        const { bucket: id, key, revision } = operation;
        const bucket = table.findById(id);
        const encoded = encodeKey(key);
        const versions = bucket === undefined ? [] : table.versions(bucket, encoded);
        const version = versions.find((each) => each.revision === revision);
        if (version?.segment === segment && version.byte === byte) {
          table.touch(bucket as Bucket, encoded);
          kept.push({ bucket: id, key, version });
        }
      }
      byte += payloadBytesOf(operation);
    }
    return kept;
  }

  async #write(group: readonly Kept[]): Promise<void> {
    const { log, budget, table, reader, whenMayTakeKeys } = this.#options;
    await whenMayTakeKeys();
    const payloads = await log.refusals.unlessRefused(() => reader.wholeValues(group));
    const carried = group.map((each, index) => ({ ...each, payload: payloads[index] }));
    await budget.carry(new CarryIntent(table, carried), this);
  }
}

function keptBytes({ key, version }: Kept): number {
  return OPERATION_BYTES + Buffer.byteLength(key) + version.payloadBytes;
}

/** Writes versions again that are still kept when it is ordered. */
class CarryIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly isCarrying = true;
  readonly #table: KvTable;
  readonly #carried: readonly Carried[];

  constructor(table: KvTable, carried: readonly Carried[]) {
    this.#table = table;
    this.#carried = carried;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    for (const { bucket: id, key, version, payload } of this.#carried) {
      const bucket = orderedBucket(this.#table, id);
      if (bucket === undefined) continue;
      const encoded = encodeKey(key);
      const isKept = this.#table.ordered(bucket, encoded).some(({ revision }) => revision === version.revision);
      if (!isKept) continue;
      this.#table.touch(bucket, encoded);
      operations.push(again({ bucket: id, key, version, payload }));
    }
  }
}

/** It drops nothing: its floor is below every revision. */
function again({ bucket, key, version, payload }: Carried): PutOperation | RemoveOperation {
  const { revision, kind, position, timeMs, expiresMs, inline, payloadCrc } = version;
  const carried: CarriedFrom = { position, timeMs };
  const write = { bucket, key, revision, floor: 0, carried };
  if (kind !== "put") return { kind: "remove", why: kind, ...write };
  const isLost = version.isLost || (inline === undefined && payload === undefined);
  return {
    kind: "put",
    ...write,
    expiresMs,
    inline,
    isLost,
    payloadBytes: payload?.length ?? 0,
    payloadCrc: payload === undefined ? 0 : payloadCrc,
    payload,
  };
}
