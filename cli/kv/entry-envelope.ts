import { Change } from "@flowmesh/contract";
import { fromJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { exactValue, readObject } from "../record-formats/json-envelope.ts";

/** What a line makes of an entry. */
export interface EntryChange {
  readonly key: string;
  /** Undefined: it is deleted. */
  readonly value: Uint8Array | string | undefined;
  /** Milliseconds since 1970; null: it lives for ever; undefined: as long as its bucket says. */
  readonly expiresMs: number | null | undefined;
}

/**
 * Reads an entry that is written as one JSON object: `key`, `value` (any JSON), `valueText` or `valueBase64`, `expiresAt`, and `kind` of what a watch shows. What
 * `flowmesh kv export` and `flowmesh kv watch` say beyond that is not looked at. @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readEntry(line: Buffer): EntryChange {
  return readObject(line, "entry", ({ valueText, ...rest }, text) => {
    const { key, kind, value, expiresAt } = fromJson(Change, rest);
    if (key === "") throw invalid("key", "is missing");
    if (kind === "deleted" || kind === "expired") return { key, value: undefined, expiresMs: undefined };
    const content = exactValue(text, { ...rest, valueText }, value);
    if (content === null) throw invalid("value", "is missing, or null; null itself is written as valueText");
    return { key, value: content, expiresMs: rest.expiresAt === null ? null : expiresAt };
  });
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
