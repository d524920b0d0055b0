import { recordFormat } from "../record-formats/record-format.ts";
import { TemplateReader } from "../record-formats/template-reader.ts";

/** How the input holds records. */
export type InputFormat =
  | { readonly kind: "lines" | "ndjson" | "raw" }
  | { readonly kind: "template"; readonly reader: TemplateReader };

/** @throws FlowMeshError `field_invalid` for a format that there is not, or a template that nothing can be read by */
export function inputFormat({ format, ndjson }: { readonly format?: string; readonly ndjson?: boolean }): InputFormat {
  const found = recordFormat(ndjson === true ? "ndjson" : (format ?? "lines"));
  return found.kind === "template" ? { kind: "template", reader: new TemplateReader(found.template) } : found;
}

/** What the input is counted by, for people. */
export function nounOf(input: InputFormat): string {
  if (input.kind === "template") return input.reader.isByLine ? "line" : "record";
  return input.kind === "raw" ? "record" : "line";
}
