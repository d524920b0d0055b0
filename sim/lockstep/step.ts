import type { JobState, OperationAction, QueueSettingsInit, RateSettingsInit } from "@flowmesh/contract";

/** What a write expects of the entry that it is of. */
export type Expects = "anything" | "nothing" | "the present" | "something else";

/** How a worker says that its work ended. */
export type Ending = "done" | "failed" | "later" | "dead" | "released";

/** One operation of a commit. Values say which write they are of, so that none is like another. */
export type Part =
  | { readonly do: "publish"; readonly stream: number; readonly records: number; readonly bytes: number }
  | {
      readonly do: "put";
      readonly bucket: number;
      readonly key: number;
      readonly bytes: number;
      readonly ttlMs?: number;
      readonly expects: Expects;
    }
  | { readonly do: "delete"; readonly bucket: number; readonly key: number; readonly expects: Expects }
  | { readonly do: "add"; readonly bucket: number; readonly key: number; readonly by: number; readonly ttlMs?: number }
  | { readonly do: "check"; readonly bucket: number; readonly key: number; readonly expects: Expects }
  | { readonly do: "enqueue"; readonly queue: number; readonly jobs: readonly JobSketch[] }
  | { readonly do: "settle"; readonly held: number; readonly ending: Ending }
  /** A group gives a record up. */
  | { readonly do: "bury"; readonly stream: number; readonly offset: number; readonly attempts: number };

export interface JobSketch {
  readonly bytes: number;
  readonly priority?: number;
  readonly delayMs?: number;
  readonly order?: number;
  readonly key?: number;
  readonly dedupe?: number;
  readonly maxAttempts?: number;
}

/** Something that a write names as its cause; of an entry its latest revision. */
export type Cause =
  | { readonly of: "record"; readonly stream: number; readonly offset: number }
  | { readonly of: "job"; readonly queue: number; readonly job: number }
  | { readonly of: "entry"; readonly bucket: number; readonly key: number };

/** What an operation on many jobs changes of each of them. */
export type Edit = "value" | "patch" | "key";

/** An operation on many jobs. */
export interface Operate {
  readonly do: "operate";
  readonly queue: number;
  readonly action: Exclude<OperationAction, "unspecified">;
  readonly state?: JobState;
  /** Only those whose error has this in it. */
  readonly error?: string;
  readonly isDry: boolean;
  readonly edit?: Edit;
  readonly to?: number;
  readonly rate?: RateSettingsInit;
  readonly ramp?: readonly number[];
  readonly stopOnFailurePercent?: number;
}

/** A commit. */
export interface Write {
  readonly do: "write";
  /** Its own, of all writes of a run; those that share one are one write that is sent again. */
  readonly number: number;
  readonly parts: readonly Part[];
  /** Comes with an idempotency key, which is made of its number. */
  readonly once: boolean;
  /** How long that key is remembered. Default: as long as it may be. */
  readonly windowMs?: number;
  /** Numbers of writes whose keys it says are not needed any more. */
  readonly answered?: readonly number[];
  readonly causes?: readonly Cause[];
  /** Which correlation id it has. */
  readonly correlation?: number;
}

/** One step of a run. Buckets, keys, queues, streams and leases are few and named by numbers, so that steps meet; the last queue is that of a group's dead letters. Plain data, so that it can be printed. */
export type Step =
  | Write
  /** Sent at the same moment. */
  | { readonly do: "together"; readonly writes: readonly Write[] }
  | { readonly do: "bucket"; readonly bucket: number; readonly history: number; readonly ttlMs: number }
  | { readonly do: "drop bucket"; readonly bucket: number }
  | { readonly do: "queue"; readonly queue: number; readonly settings: QueueSettingsInit }
  | { readonly do: "drop queue" | "pause" | "resume"; readonly queue: number }
  | { readonly do: "purge"; readonly queue: number; readonly state?: JobState }
  | { readonly do: "get" | "history"; readonly bucket: number; readonly key: number }
  /** From where the last watch of the bucket ended, while writes are sent. */
  | { readonly do: "watch"; readonly bucket: number; readonly writes: readonly Write[] }
  /** A stream is filled that keeps nothing, so that segments are sealed, and given back. */
  | { readonly do: "fill"; readonly kib: number }
  | { readonly do: "list"; readonly bucket: number; readonly prefix: string }
  | {
      readonly do: "reserve";
      readonly queue: number;
      readonly worker: number;
      readonly jobs: number;
      readonly ahead: boolean;
      readonly leaseMs: number;
    }
  /** Several at once, of which some may be lost. */
  | { readonly do: "settle"; readonly held: readonly number[]; readonly ending: Ending }
  | { readonly do: "extend"; readonly held: readonly number[]; readonly leaseMs: number }
  | {
      readonly do: "cancel" | "run" | "retry" | "remove" | "job" | "explain";
      readonly queue: number;
      readonly job: number;
    }
  | { readonly do: "jobs"; readonly queue: number; readonly state?: JobState }
  /** There is a group that has given up a record, and so a queue of its dead letters. */
  | { readonly do: "group" }
  | Operate
  | {
      readonly do: "pause operation" | "resume operation" | "stop operation";
      readonly queue: number;
      readonly operation: number;
    }
  /** What jobs died of. */
  | { readonly do: "errors"; readonly queue: number }
  | { readonly do: "wait"; readonly ms: number }
  /** The wall clock is set forward, as when a machine slept. Only while nobody holds a lease: what leases then cost is the clock's to say. */
  | { readonly do: "jump"; readonly ms: number }
  | { readonly do: "collect" }
  | {
      readonly do: "restart";
      readonly how: "closed" | "killed";
      readonly index: "kept" | "gone";
      readonly offMs: number;
    }
  /** The power goes before one of the things that the disk does for a step. */
  | { readonly do: "cut"; readonly during: Step; readonly before: number; readonly offMs: number };
