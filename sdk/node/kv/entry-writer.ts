import type { EntryResult } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { nextTick } from "@flowmesh/fabric/internal";
import type { EntryOperation } from "./entry-operations.ts";
import { Halving } from "./halving.ts";

/** What a commit of entries gives: a result for each operation, in their order. */
export interface EntriesWritten {
  readonly position: number;
  readonly entries: readonly EntryResult[];
}

/** What a writer is told: from its own result, and the position of the commit. */
export type ResultOf<Result> = (entry: EntryResult, position: number) => Result;

interface PendingWrite {
  readonly operation: EntryOperation;
  readonly resolve: (entry: EntryResult, position: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Beyond them a commit is sent at once, so that one caller's many writes do not hold up others. */
const OPERATIONS_MAX = 250;
const BYTES_MAX = 256 * 1024;
/** So many writes of one turn may go in two commits. */
const MANY = 32;

/**
 * Writes to entries of one bucket that are asked for in one turn of the event loop, as one commit: it costs client and server little more than one of a single entry. Many are two commits, a turn
 * apart, where those come back sooner (`Halving`): from then on one is made while the other is synced, until they are joined again. Each writer gets the result of its own write. What depends on a
 * revision goes by itself, and so does a second write to a key; the order in which they were asked for stays. When a commit of several is refused, nothing of it was written, and each goes by
 * itself, so that nobody hears of another's mistake.
 */
export class EntryWriter {
  readonly #commit: (operations: EntryOperation[]) => Promise<EntriesWritten>;
  readonly #clock: Clock;
  #pending: PendingWrite[] = [];
  #bucket: string | undefined;
  #keys = new Set<string>();
  #bytes = 0;
  #underWay = 0;
  readonly #halving = new Halving();
  /** What is under way was sent in two. */
  #isInHalves = false;
  readonly #endTurn = (): void => this.#endOfTurn();
  readonly #flushRest = (): void => this.flush();

  constructor(commit: (operations: EntryOperation[]) => Promise<EntriesWritten>, clock: Clock) {
    this.#commit = commit;
    this.#clock = clock;
  }

  write<Result>(operation: EntryOperation, resultOf: ResultOf<Result>): Promise<Result> {
    const {
      bucket,
      key = "",
      expectedRevision,
    }: Named = operation.put ?? operation.delete ?? operation.increment ?? {};
    const bytes = (operation.put?.value?.length ?? 0) + key.length;
    const isConditional = expectedRevision !== undefined;
    const isApart = isConditional || bucket !== this.#bucket || this.#keys.has(key);
    if (isApart || this.#bytes + bytes > BYTES_MAX) this.flush();
    this.#bucket = bucket;
    this.#keys.add(key);
    this.#bytes += bytes;
    return new Promise((settle, reject) => {
      const resolve = (entry: EntryResult, position: number): void => settle(resultOf(entry, position));
      const count = this.#pending.push({ operation, resolve, reject });
      if (isConditional || count === OPERATIONS_MAX) this.flush();
      else if (count === 1) nextTick(this.#endTurn);
    });
  }

  /** Sends what was asked for so far. */
  flush(): void {
    const writes = this.#pending;
    if (writes.length === 0) return;
    this.#pending = [];
    this.#keys = new Set();
    this.#bytes = 0;
    void this.#send(writes);
  }

  /** Sends what was asked for in this turn: half of it, and the rest a turn later; or all of it, with what comes before the other half is back where they are to be joined. */
  #endOfTurn(): void {
    const { isHalved } = this.#halving;
    if (this.#underWay > 0) {
      if (isHalved || !this.#isInHalves) this.flush();
      return;
    }
    this.#isInHalves = isHalved && this.#pending.length >= MANY;
    if (this.#isInHalves) {
      void this.#send(this.#pending.splice(0, this.#pending.length >>> 1));
      this.#clock.soon(this.#flushRest);
    } else this.flush();
  }

  async #timed(operations: EntryOperation[]): Promise<EntriesWritten> {
    const isOfMany = operations.length >= (this.#isInHalves ? MANY / 2 : MANY);
    const { isHalved } = this.#halving;
    const sentMs = this.#clock.monotonicMs();
    this.#underWay++;
    try {
      const written = await this.#commit(operations);
      // With the time that its writers take to ask for more, which is part of how long each of them waits.
      if (isOfMany) this.#clock.soon(() => this.#halving.note(isHalved, this.#clock.monotonicMs() - sentMs));
      return written;
    } finally {
      // What has waited for it goes with what its writers ask for next.
      if (--this.#underWay === 0 && this.#pending.length > 0) nextTick(this.#endTurn);
    }
  }

  async #send(writes: readonly PendingWrite[]): Promise<void> {
    try {
      const { position, entries } = await this.#timed(writes.map(({ operation }) => operation));
      for (let index = 0; index < writes.length; index++) writes[index]!.resolve(entries[index]!, position);
    } catch (error) {
      if (writes.length > 1 && isRefusal(error)) for (const write of writes) void this.#send([write]);
      else for (const { reject } of writes) reject(error);
    }
  }
}

/**
 * Whether a failure says that nothing was written, and may be about one of several writes. One that says that the server is busy or full does not: a commit that was sent before may have
 * taken effect unheard.
 */
function isRefusal(error: unknown): boolean {
  return isFlowMeshError(error) && refusals.has(error.code);
}

const refusals: ReadonlySet<string> = new Set(["invalid_argument", "failed_precondition", "not_found", "out_of_range"]);

interface Named {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly expectedRevision?: number | undefined;
}
