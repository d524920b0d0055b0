import type { DecodedHeader } from "@flowmesh/fabric";

/** Bytes as text; undefined stays undefined. */
export function asText(bytes: Uint8Array | undefined | null): string | undefined {
  if (bytes === undefined || bytes === null) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** The last header of this name as text; undefined where there is none or it has no value. */
export function headerText(headers: readonly DecodedHeader[], name: string): string | undefined {
  return asText(headers.findLast((header) => header.name === name)?.value);
}
