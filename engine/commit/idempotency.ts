import { hash } from "node:crypto";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { LogOperation, RecallOperation, RememberedPlacement } from "./operation.ts";
import { Window, type WindowEntry } from "./window.ts";

/** Commits that came with an idempotency key, and what they returned. */
export interface IdempotencyEntry extends WindowEntry {
  readonly position: number;
  readonly content: string;
  readonly placements: readonly RememberedPlacement[];
}

const WINDOW_MS = limits.idempotencyWindowMs.value;

export class IdempotencyHead {
  readonly window: Window<IdempotencyEntry> = new Window<IdempotencyEntry>();

  /**
   * What the commit of this key returned, if there was one.
   * @throws FlowMeshError idempotency_key_reused, idempotency_full
   */
  recall(key: { text: string; hash: string }, content: string, nowMs: number): IdempotencyEntry | undefined {
    const entry = this.window.get(key.hash, nowMs - WINDOW_MS);
    if (entry !== undefined) {
      if (entry.content !== content) throw new FlowMeshError("idempotency_key_reused", { key: key.text });
      return entry;
    }
    this.window.expire(nowMs - WINDOW_MS);
    const limit = limits.idempotencyKeys.value;
    if (this.window.size >= limit) throw new FlowMeshError("idempotency_full", { limit });
    return undefined;
  }

  apply(operation: LogOperation, position: number, timeMs: number, segment: number): void {
    if (operation.kind === "identify") {
      this.window.set(operation.key, { ...pick(operation), position, timeMs, segment });
    } else if (operation.kind === "recall") {
      this.window.set(operation.key, {
        ...pick(operation),
        position: operation.position,
        timeMs: operation.timeMs,
        segment,
      });
    }
  }

  /** Operations that carry what a segment still holds. */
  carried(segment: number, nowMs: number): RecallOperation[] {
    return this.window
      .heldBy(segment, nowMs - WINDOW_MS)
      .map(([key, entry]) => ({ kind: "recall", key, ...pick(entry), position: entry.position, timeMs: entry.timeMs }));
  }
}

function pick({
  content,
  placements,
}: {
  content: string;
  placements: readonly RememberedPlacement[];
}): Pick<IdempotencyEntry, "content" | "placements"> {
  return { content, placements };
}

/** 128 bits of SHA-256 as a latin1 string: the form in which keys and dedupe ids are kept. */
export function keyHash(...parts: (string | Uint8Array)[]): string {
  const content =
    parts.length === 1 ? (parts[0] as string | Uint8Array) : Buffer.concat(parts.map((part) => lengthPrefixed(part)));
  return hash("sha256", content, "buffer").toString("latin1", 0, 16);
}

function lengthPrefixed(part: string | Uint8Array): Buffer {
  const bytes = typeof part === "string" ? Buffer.from(part) : part;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}
