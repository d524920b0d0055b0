import { isUtf8 } from "node:buffer";
import { escapeJson } from "../output/escape.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The fields of what has a value, as the contract writes them as JSON; but bytes that are text stand in `valueText`. */
export function withValueText(fields: Fields, value: Uint8Array | undefined): Fields {
  if (value === undefined || !("valueBase64" in fields) || !isUtf8(value)) return fields;
  const { valueBase64: _, ...rest } = fields;
  return { ...rest, valueText: textOf(value) };
}

/** The same as one line of JSON. `value` is copied, with its numbers and blanks; where it cannot stand so on a line, `valueText` says beside it what it was. */
export function exactLine(fields: Fields, value: Uint8Array | undefined): string {
  const members = Object.entries(fields).flatMap(([name, content]) =>
    name === "value" && value !== undefined ? valueMembers(textOf(value)) : [`"${name}":${JSON.stringify(content)}`],
  );
  return escapeJson(`{${members.join(",")}}`);
}

function valueMembers(json: string): string[] {
  const line = json.replaceAll(/[\r\n]/g, " ").trim();
  const member = `"value":${line}`;
  return escapeJson(line) === json ? [member] : [member, `"valueText":${JSON.stringify(json)}`];
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString();
}
