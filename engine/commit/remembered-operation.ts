import { type TableReader, writeHash } from "./table-reader.ts";

/**
 * Operations of idempotency keys; `operation.ts` says how tables are made.
 *
 *   identify   u8 6 · 16 bytes key hash · 16 bytes content hash · f64 window ms · u32 results · per result f64 partition · f64 offset · u8 duplicate
 *   recall     u8 7 · f64 position · f64 time · then as identify: an idempotency key carried from a segment that is given back
 */

/** What a commit returned, kept for the case that it is sent again. */
export interface RememberedPlacement {
  readonly partition: number;
  readonly offset: number;
  readonly duplicate: boolean;
}

export interface IdentifyOperation {
  readonly kind: "identify";
  readonly key: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
}

export interface RecallOperation {
  readonly kind: "recall";
  readonly position: number;
  readonly timeMs: number;
  readonly key: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
}

export type RememberedOperation = IdentifyOperation | RecallOperation;

/** Bytes that the operation takes in a table. */
export function rememberedOperationBytes({ kind, placements }: RememberedOperation): number {
  return (kind === "identify" ? 45 : 61) + 17 * placements.length;
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeRememberedOperation(operation: RememberedOperation, target: Buffer, at: number): number {
  if (operation.kind === "identify") {
    target[at] = 6;
    return writeRemembered(operation, target, at + 1);
  }
  target[at] = 7;
  target.writeDoubleLE(operation.position, at + 1);
  target.writeDoubleLE(operation.timeMs, at + 9);
  return writeRemembered(operation, target, at + 17);
}

function writeRemembered(operation: IdentifyOperation | RecallOperation, target: Buffer, start: number): number {
  let at = writeHash(operation.key, target, start);
  at = writeHash(operation.content, target, at);
  at = target.writeDoubleLE(operation.windowMs, at);
  at = target.writeUInt32LE(operation.placements.length, at);
  for (const placement of operation.placements) {
    at = target.writeDoubleLE(placement.partition, at);
    at = target.writeDoubleLE(placement.offset, at);
    target[at++] = placement.duplicate ? 1 : 0;
  }
  return at;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readRememberedOperation(kind: number, source: TableReader): RememberedOperation | undefined {
  switch (kind) {
    case 6:
      return { kind: "identify", ...readRemembered(source) };
    case 7:
      return { kind: "recall", position: source.f64(), timeMs: source.f64(), ...readRemembered(source) };
    default:
      return undefined;
  }
}

function readRemembered(source: TableReader): Pick<IdentifyOperation, "key" | "content" | "windowMs" | "placements"> {
  const key = source.hash();
  const content = source.hash();
  const windowMs = source.f64();
  const count = source.u32();
  const placements: RememberedPlacement[] = [];
  for (let index = 0; index < count; index++) {
    placements.push({ partition: source.f64(), offset: source.f64(), duplicate: source.u8() === 1 });
  }
  return { key, content, windowMs, placements };
}
