/**
 * What clients asked for and what they were told, as a list of events in the order in which they happened. A power cut at some moment leaves a world in which
 * exactly the events up to then have happened, so a moment is simply a number of events.
 */
export type LedgerEvent =
  | { readonly kind: "asked"; readonly write: WritePlan; readonly wallMs: number; readonly again: boolean }
  | {
      readonly kind: "acknowledged";
      readonly write: number;
      readonly position: number;
      readonly places: readonly Place[];
    }
  | { readonly kind: "refused"; readonly write: number; readonly reason: string }
  | { readonly kind: "change asked"; readonly change: StreamChange }
  | {
      readonly kind: "change acknowledged";
      readonly change: StreamChange;
      readonly position: number;
      readonly uuid: string;
    }
  | { readonly kind: "change refused"; readonly change: StreamChange; readonly reason: string }
  | { readonly kind: "producer opened"; readonly producerId: number }
  | {
      readonly kind: "seen";
      readonly stream: string;
      readonly partition: number;
      readonly offset: number;
      readonly id: string;
    }
  | {
      readonly kind: "bounds";
      readonly stream: string;
      readonly partition: number;
      readonly earliest: number;
      readonly end: number;
    }
  | {
      readonly kind: "crashed";
      /** Up to here readers had seen everything. */
      readonly visiblePosition: number;
      readonly kept: ReadonlyMap<number, readonly Place[]>;
      readonly streams: ReadonlyMap<string, FoundStream>;
    };

/** A stream as a recovery found it. */
export interface FoundStream {
  readonly uuid: string;
  readonly settings: StreamSettings;
}

/** Where an append went. `duplicate`: it had been there before. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
  readonly duplicate: boolean;
}

/** One batch of a write. Records are known by their ids, which stand in their values. */
export interface AppendPlan {
  readonly stream: string;
  /** Which stream of this name it was meant for: names come back after a deletion. */
  readonly incarnation: number;
  readonly partition: number;
  readonly ids: readonly string[];
  readonly batch: Uint8Array;
  readonly expectedOffset: number | undefined;
  readonly dedupeId: string | undefined;
  readonly producer: ProducerStamp | undefined;
}

export interface ProducerStamp {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

/** Something that is to happen once and as a whole, however often it is sent. */
export interface WritePlan {
  readonly number: number;
  /** What one caller sends is ordered as it is sent; empty: each write is of another caller. */
  readonly caller: string;
  readonly appends: readonly AppendPlan[];
  readonly idempotencyKey: string | undefined;
  readonly durability: "always" | "interval" | "memory";
}

export interface StreamSettings {
  readonly partitions: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
}

export interface StreamChange {
  readonly number: number;
  readonly kind: "create" | "update" | "delete";
  readonly stream: string;
  /** What the stream has afterwards; undefined when it is gone. */
  readonly settings: StreamSettings | undefined;
}

export class Ledger {
  readonly #events: LedgerEvent[] = [];
  #nextNumber = 1;

  /** How many events have happened. */
  get moment(): number {
    return this.#events.length;
  }

  events(from: number, to: number): readonly LedgerEvent[] {
    return this.#events.slice(from, to);
  }

  note(event: LedgerEvent): void {
    this.#events.push(event);
  }

  /** Numbers writes and changes, never the same one twice. */
  nextNumber(): number {
    return this.#nextNumber++;
  }

  /** Forgets what happened after a moment, because the machine stopped then. */
  returnTo(moment: number): void {
    this.#events.length = moment;
  }
}
