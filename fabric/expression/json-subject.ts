import { limits } from "@flowmesh/contract";
import type { BatchRecordHeader } from "../batch/batch-record.ts";
import type { ExpressionValue } from "./expression-run.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as an expression sees them: what the JSON in them says; undefined when there is none, or it is too large to be looked into. */
export function jsonValue(bytes: Uint8Array | null | undefined): ExpressionValue | undefined {
  if (bytes === null || bytes === undefined || bytes.length > limits.expressionValueBytes.value) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes)) as ExpressionValue;
  } catch {
    return undefined;
  }
}

/** Bytes as an expression sees them: text; undefined when they are none. */
export function textValue(bytes: Uint8Array | null | undefined): string | undefined {
  if (bytes === null || bytes === undefined) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Headers as an expression sees them: the first of each name, as text. */
export function headersValue(headers: readonly BatchRecordHeader[] | undefined): { readonly [name: string]: string } {
  const seen: [string, string][] = [];
  for (const { name, value } of headers ?? []) {
    const text = textValue(value);
    if (text !== undefined && !seen.some(([known]) => known === name)) seen.push([name, text]);
  }
  return Object.fromEntries(seen);
}
