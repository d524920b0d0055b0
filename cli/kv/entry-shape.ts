import type { Entry } from "@flowmesh/client";
import { Change as ChangeCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Column, Shape } from "../output/format.ts";
import { exactLine, withValueText } from "../record-formats/exact-json.ts";
import { lineValue, shortValue } from "./shown-value.ts";

type Columns = readonly Column<Entry>[];

const key: Columns = [{ title: "KEY", value: (entry) => entry.key }];
const revision: Columns = [{ title: "REVISION", value: (entry) => entry.revision }];
const kind: Columns = [{ title: "KIND", value: (entry) => entry.kind }];
const written: Columns = [{ title: "WRITTEN", value: ({ writtenMs }) => new Date(writtenMs).toISOString() }];
const expires: Columns = [
  {
    title: "EXPIRES",
    value: ({ expiresMs }) => (expiresMs === undefined ? "" : new Date(expiresMs).toISOString()),
    shown: ({ kind: what, expiresMs }) => {
      if (expiresMs !== undefined) return new Date(expiresMs).toISOString();
      return what === "put" ? "never" : "";
    },
  },
];
const value: Columns = [
  { title: "VALUE", value: (entry) => lineValue(entry.value), shown: (entry) => shortValue(entry.value) },
];

/** How entries are shown by their keys alone. */
export const keyShape: Shape<Entry> = shapeOf([key, revision, written, expires]);

/** The same with their values. */
export const entryShape: Shape<Entry> = shapeOf([key, revision, written, expires, value]);

/** How the revisions of one key are shown. */
export const revisionShape: Shape<Entry> = shapeOf([revision, kind, written, expires, value]);

/** How changes of a bucket are shown. */
export const changeShape: Shape<Entry> = shapeOf([key, revision, kind, written, value]);

/** An entry, or what became of it, as one line of JSON, which `flowmesh kv import` reads to the last byte. `expiresAt` of one that lives for ever is null. */
export function entryLine(entry: Entry): string {
  return `${exactLine(fieldsOf(entry), entry.value)}\n`;
}

function shapeOf(columns: readonly Columns[]): Shape<Entry> {
  return { columns: columns.flat(), toJson: fieldsOf };
}

function fieldsOf({ writtenMs, expiresMs, ...entry }: Entry): Readonly<Record<string, unknown>> {
  const fields = toJson(ChangeCodec, { ...entry, writtenAt: writtenMs, expiresAt: expiresMs });
  const isForEver = entry.kind === "put" && expiresMs === undefined;
  return withValueText(isForEver ? { ...fields, expiresAt: null } : fields, entry.value);
}
