import { hash } from "node:crypto";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { longKeysMax } from "@flowmesh/fabric/internal";
import type { LogOperation } from "./operation.ts";
import type { RecallOperation, RememberedEntry, RememberedPlacement } from "./remembered-operation.ts";
import { Window, type WindowEntry } from "./window.ts";

/** A commit that came with an idempotency key, and what it returned. */
export interface IdempotencyEntry extends WindowEntry {
  readonly position: number;
  readonly content: string;
  /** How long it is remembered from its commit on. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
  readonly entries: readonly RememberedEntry[];
}

/** How a commit is recognised when it is sent again. */
export interface IdempotencyKey {
  readonly text: string;
  readonly hash: string;
  /** Hash of what the commit does. */
  readonly content: string;
  readonly windowMs: number;
}

/** How a commit is recognised, and which earlier ones need not be any longer: hashes of their keys. */
export interface CommitKeys {
  readonly own: IdempotencyKey | undefined;
  readonly answered: readonly string[];
}

/** Keys that are remembered for at most this long are kept apart, so that they leave in time: one whose time is over stays while one before it, that is remembered for longer, does. Only they are let go of: whoever guesses another's key must not undo what it is for. */
const SHORT_MS = limits.answeredKeyWindowMs.value;
const LONG_MS = limits.idempotencyWindowMs.value;

/** The commits that are recognised when they are sent again. */
export class IdempotencyHead {
  readonly #short = new Window<IdempotencyEntry>();
  readonly #long = new Window<IdempotencyEntry>();
  readonly #forgotIn = new Set<number>();
  readonly #limit: number;

  /** @param limit keys that are remembered at one time. Default: the product's */
  constructor(limit: number = limits.idempotencyKeys.value) {
    this.#limit = limit;
  }

  /**
   * What the commit of this key returned, if there was one. Keys that it lets go of make room for it.
   * @throws FlowMeshError idempotency_key_reused, idempotency_full
   */
  recall(key: IdempotencyKey, nowMs: number, answered: readonly string[]): IdempotencyEntry | undefined {
    const entry = this.find(key.hash, nowMs);
    if (entry !== undefined) {
      if (entry.content !== key.content) throw new FlowMeshError("idempotency_key_reused", { key: key.text });
      return entry;
    }
    const isOver = (each: IdempotencyEntry): boolean => each.timeMs + each.windowMs < nowMs;
    this.#short.expire(isOver);
    this.#long.expire(isOver);
    this.#checkRoom(key.windowMs, answered);
    return undefined;
  }

  find(keyHash: string, nowMs: number): IdempotencyEntry | undefined {
    const entry = this.#short.get(keyHash, nowMs - SHORT_MS) ?? this.#long.get(keyHash, nowMs - LONG_MS);
    return entry !== undefined && entry.timeMs + entry.windowMs >= nowMs ? entry : undefined;
  }

  apply(operation: LogOperation, position: number, timeMs: number, segment: number): void {
    if (operation.kind === "answered") for (const key of operation.keys) this.#forget(key);
    if (operation.kind !== "identify" && operation.kind !== "recall") return;
    const { key, content, windowMs, placements, entries } = operation;
    const { position: at, timeMs: atMs } = operation.kind === "recall" ? operation : { position, timeMs };
    const entry = { content, windowMs, placements, entries, position: at, timeMs: atMs, segment };
    this.#short.delete(key);
    this.#long.delete(key);
    (windowMs <= SHORT_MS ? this.#short : this.#long).set(key, entry);
  }

  /** Segments in which fewer entries stand than when this was asked last, for callers had their results. */
  takeForgotIn(): number[] {
    const segments = [...this.#forgotIn];
    this.#forgotIn.clear();
    return segments;
  }

  /** Entries whose record stands in a segment that is meant and that still count, as operations that carry them. */
  carried(isMeant: (segment: number) => boolean, nowMs: number): RecallOperation[] {
    const held = [...this.#short.heldIn(isMeant), ...this.#long.heldIn(isMeant)];
    return held
      .filter(([, { timeMs, windowMs }]) => timeMs + windowMs >= nowMs)
      .map(([key, entry]) => recallOf(key, entry));
  }

  /** All entries whose record stands in exactly this segment. */
  *standingIn(segment: number): Generator<RecallOperation> {
    for (const [key, entry] of this.#short.standingIn(segment)) yield recallOf(key, entry);
    for (const [key, entry] of this.#long.standingIn(segment)) yield recallOf(key, entry);
  }

  #checkRoom(windowMs: number, answered: readonly string[]): void {
    const limit = this.#limit;
    const longMax = longKeysMax(limit);
    if (windowMs > SHORT_MS && this.#long.size >= longMax)
      throw new FlowMeshError("idempotency_full", { limit: longMax });
    const size = this.#short.size + this.#long.size;
    if (size >= limit && size - answered.filter((each) => this.#short.has(each)).length >= limit)
      throw new FlowMeshError("idempotency_full", { limit });
  }

  #forget(key: string): void {
    const entry = this.#short.delete(key);
    if (entry !== undefined) this.#forgotIn.add(entry.segment);
  }
}

function recallOf(key: string, entry: IdempotencyEntry): RecallOperation {
  const { content, windowMs, placements, entries, position, timeMs } = entry;
  return { kind: "recall", key, content, windowMs, placements, entries, position, timeMs };
}

/** 128 bits of SHA-256 as a latin1 string: the form in which keys and dedupe ids are kept. */
export function keyHash(content: string | Uint8Array): string {
  // As a string it takes a third of the time that it takes as a buffer of its own; a slice of it would keep all of it.
  digest.write(hash("sha256", content, "binary"), 0, KEY_HASH_BYTES, "latin1");
  return digest.toString("latin1", 0, KEY_HASH_BYTES);
}

/**
 * The form in which an idempotency key of a caller is kept: each has keys of his own, so that nobody finds out, or is kept from, what another wrote. Where callers
 * have no names it is the hash of the key alone, as it was for all before keys belonged to somebody.
 */
export function callersKeyHash(who: string, key: string): string {
  return keyHash(who === "" ? key : Buffer.concat([NO_TEXT, Buffer.from(who), NO_TEXT, Buffer.from(key)]));
}

/** A byte that is in no text. */
const NO_TEXT = Buffer.of(0xff);
const KEY_HASH_BYTES = 16;
const digest = Buffer.alloc(KEY_HASH_BYTES);
