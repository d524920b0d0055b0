import { FlowMeshError } from "@flowmesh/fabric";
import { placeholderHelp } from "./template-parts.ts";

/** How records are written as bytes: by `flowmesh tail`, and for `flowmesh pub`. */
export type RecordFormat =
  /** A record's value is a line. */
  | { readonly kind: "lines" }
  /** A record is a line of JSON. */
  | { readonly kind: "ndjson" }
  /** A value as it stands, with nothing around it. */
  | { readonly kind: "raw" }
  /** A template with placeholders. */
  | { readonly kind: "template"; readonly template: string };

/** What tail writes where its output is no terminal. */
export const tsvTemplate = "%T\\t%p\\t%o\\t%k\\t%v\\n";

const named: Readonly<Record<string, RecordFormat>> = {
  lines: { kind: "lines" },
  ndjson: { kind: "ndjson" },
  json: { kind: "ndjson" },
  tsv: { kind: "template", template: tsvTemplate },
  raw: { kind: "raw" },
};

/** The names of formats, for completion. */
export const recordFormatNames: readonly string[] = Object.keys(named);

/** What `--format` may be, for help. */
export const recordFormatHelp: string = `lines (values), ndjson (records as JSON; also: json), tsv, raw (one value as it stands), or a template as '%p@%o %k %v\\n': ${placeholderHelp}`;

/** @throws FlowMeshError `field_invalid` for what is neither a name nor a template */
export function recordFormat(text: string): RecordFormat {
  if (Object.hasOwn(named, text)) return named[text]!;
  if (/[%\\]/.test(text)) return { kind: "template", template: text };
  const problem = `is ${JSON.stringify(text)}; use one of ${recordFormatNames.join(", ")}, or a template as '%k\\t%v\\n'`;
  throw new FlowMeshError("field_invalid", { field: "--format", problem });
}
