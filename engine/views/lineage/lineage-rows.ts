import { parseLineageId } from "@flowmesh/fabric/internal";
import { keyHash } from "../../commit/idempotency.ts";
import type {
  LineageEffect,
  LineageEffectKind,
  LineageOperation,
  OriginCause,
} from "../../commit/lineage-operation.ts";
import type { IndexChange } from "../../index-store/index-store.ts";
import { encodeNumbers, encodeOperations, padded } from "../../saved/rows.ts";

/**
 * What the index store holds of lineage:
 *
 *   lo/<position>                  causes, correlation and effects of a commit that named causes, as the operation `lineage`
 *   le/<thing>/<end>               position of the commit that wrote the neighbours which end there; of several, each stands at its own end
 *   le/<job tried again>/<end>/<position>   the same of a commit that had it tried again, which several may have done
 *   lc/<cause>/<position>          nothing: the commit at that position was caused by it, or belongs to that correlation id
 *
 * A thing is a letter for its kind, its resource and its partition; a cause is a thing with its number, or, of what is in no resource, a hash of its text.
 */
export interface Neighbours {
  readonly kind: LineageEffectKind;
  readonly resource: number;
  readonly partition: number;
}

const NOTHING = Buffer.of(0);

export function commitRow(position: number): string {
  return `lo/${padded(position)}`;
}

/** Before the ends of neighbours. */
export function effectRows({ kind, resource, partition }: Neighbours): string {
  return `le/${placeOf(kind, resource, partition)}`;
}

/** Before the positions of what something caused. */
export function causedRows(kind: LineageEffectKind, resource: number, partition: number, number: number): string {
  return `lc/${placeOf(kind, resource, partition)}/${padded(number)}`;
}

/** As `causedRows`, of what is in no resource that was known. */
export function causedByTextRows(text: string): string {
  return `lc/x/${Buffer.from(keyHash(text), "latin1").toString("hex")}`;
}

function placeOf(kind: LineageEffectKind, resource: number, partition: number): string {
  return `${kind[0]}/${padded(resource)}/${padded(partition)}`;
}

/** The rows of a commit; `value` false: their removal. */
export function rowsOf(operation: LineageOperation, isKept: boolean): IndexChange[] {
  const { position, causes, correlation, effects } = operation;
  const value = isKept ? NOTHING : undefined;
  const changes: IndexChange[] = [
    { key: commitRow(position), value: isKept ? encodeOperations([operation]) : undefined },
  ];
  for (const effect of effects) {
    const at = encodeNumbers([position, effect.first]);
    changes.push({ key: endRow(effect, position), value: isKept ? at : undefined });
  }
  for (const root of rootsOf(causes, correlation)) changes.push({ key: `${root}/${padded(position)}`, value });
  return changes;
}

function endRow(effect: LineageEffect, position: number): string {
  const row = `${effectRows(effect)}/${padded(effect.first + effect.count)}`;
  return effect.kind === "again" ? `${row}/${padded(position)}` : row;
}

function rootsOf(causes: readonly OriginCause[], correlation: string): Set<string> {
  const roots = new Set(causes.map(causeRows));
  if (correlation !== "") roots.add(causedByTextRows(`correlation:${correlation}`));
  return roots;
}

function causeRows({ kind, resource, text }: OriginCause): string {
  const { partition, number } = parseLineageId("cause", text);
  if (resource === 0 || number === undefined) return causedByTextRows(text);
  return causedRows(kind, resource, partition, number);
}
