import type { LineageKind } from "@flowmesh/fabric/internal";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations of lineage; `operation.ts` has the others. Numbers little endian:
 *
 *   origin    u8 60 · what caused the commit in which it stands: u16 length · correlation id · u16 causes · per cause u8 kind · f64 resource · u16 length · its id as text
 *   lineage   u8 61 · f64 position · f64 time · as origin · u32 effects · per effect u8 kind · f64 resource · u16 partition · f64 first · u32 count · u16 length · key:
 *             the origin of an earlier commit, and what that wrote, carried from a segment that is given back
 *
 * A resource is the id of the stream, the queue or the bucket when the commit was ordered, so that another one of the same name is never meant; 0 where there was
 * none, or where a cause is no part of one.
 */
export interface OriginCause {
  readonly kind: LineageKind;
  readonly resource: number;
  /** The id, as `formatLineageId` writes it. */
  readonly text: string;
}

interface Origin {
  readonly causes: readonly OriginCause[];
  /** Empty: none. */
  readonly correlation: string;
}

export interface OriginOperation extends Origin {
  readonly kind: "origin";
}

/** What a commit did to what stands in an effect: it wrote it, or, `again`, it had a job tried again that was there. */
export type LineageEffectKind = LineageKind | "again";

/** Neighbours that a commit wrote: records, jobs, or a revision of an entry; or one job that it had tried again. */
export interface LineageEffect {
  readonly kind: LineageEffectKind;
  readonly resource: number;
  readonly partition: number;
  readonly first: number;
  readonly count: number;
  /** Of an entry. */
  readonly key: string;
}

export interface LineageOperation extends Origin {
  readonly kind: "lineage";
  readonly position: number;
  readonly timeMs: number;
  readonly effects: readonly LineageEffect[];
}

export type OriginOrLineage = OriginOperation | LineageOperation;

/** Their numbers in the log are those of this list, and never changed. */
const kinds: readonly LineageEffectKind[] = [
  "record",
  "job",
  "entry",
  "position",
  "correlation",
  "schedule",
  "operation",
  "again",
];
const CAUSE_BYTES = 11;
const EFFECT_BYTES = 25;

/** Bytes that the operation takes in a table. */
export function lineageOperationBytes(operation: OriginOrLineage): number {
  let bytes = 5 + Buffer.byteLength(operation.correlation);
  for (const { text } of operation.causes) bytes += CAUSE_BYTES + Buffer.byteLength(text);
  if (operation.kind === "origin") return bytes;
  bytes += 20;
  for (const { key } of operation.effects) bytes += EFFECT_BYTES + Buffer.byteLength(key);
  return bytes;
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeLineageOperation(operation: OriginOrLineage, target: Buffer, at: number): number {
  if (operation.kind === "origin") {
    target[at] = 60;
    return writeOrigin(operation, target, at + 1);
  }
  target[at] = 61;
  target.writeDoubleLE(operation.position, at + 1);
  target.writeDoubleLE(operation.timeMs, at + 9);
  let next = writeOrigin(operation, target, at + 17);
  next = target.writeUInt32LE(operation.effects.length, next);
  for (const { kind, resource, partition, first, count, key } of operation.effects) {
    next = target.writeUInt8(kinds.indexOf(kind), next);
    next = target.writeDoubleLE(resource, next);
    next = target.writeUInt16LE(partition, next);
    next = target.writeDoubleLE(first, next);
    next = target.writeUInt32LE(count, next);
    next = writeText(key, target, next);
  }
  return next;
}

function writeOrigin({ causes, correlation }: Origin, target: Buffer, start: number): number {
  let at = writeText(correlation, target, start);
  at = target.writeUInt16LE(causes.length, at);
  for (const { kind, resource, text } of causes) {
    at = target.writeUInt8(kinds.indexOf(kind), at);
    at = target.writeDoubleLE(resource, at);
    at = writeText(text, target, at);
  }
  return at;
}

function writeText(text: string, target: Buffer, at: number): number {
  const bytes = target.write(text, at + 2);
  target.writeUInt16LE(bytes, at);
  return at + 2 + bytes;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readLineageOperation(kind: number, source: TableReader): OriginOrLineage | undefined {
  if (kind === 60) return { kind: "origin", ...readOrigin(source) };
  if (kind !== 61) return undefined;
  const [position, timeMs] = [source.f64(), source.f64()];
  const origin = readOrigin(source);
  const effects = Array.from({ length: source.u32() }, () => readEffect(source));
  return { kind: "lineage", position, timeMs, ...origin, effects };
}

function readOrigin(source: TableReader): Origin {
  const correlation = readText(source);
  const causes = Array.from({ length: source.u16() }, () => {
    return { kind: readCauseKind(source), resource: source.f64(), text: readText(source) };
  });
  return { correlation, causes };
}

function readEffect(source: TableReader): LineageEffect {
  const kind = readKind(source);
  const resource = source.f64();
  const partition = source.u16();
  const first = source.f64();
  return { kind, resource, partition, first, count: source.u32(), key: readText(source) };
}

function readCauseKind(source: TableReader): LineageKind {
  const kind = readKind(source);
  if (kind === "again") throw new RangeError("a kind of cause is not known");
  return kind;
}

function readKind(source: TableReader): LineageEffectKind {
  const kind = kinds[source.u8()];
  if (kind === undefined) throw new RangeError("a kind of cause is not known");
  return kind;
}

function readText(source: TableReader): string {
  return source.take(source.u16()).toString("utf8");
}
