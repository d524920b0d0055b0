import { isUtf8 } from "node:buffer";
import type { Message, PublishHeader } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

const [space, del, ascii, percent, comma, equals] = [0x20, 0x7f, 0x80, 0x25, 0x2c, 0x3d] as const;

/**
 * Headers as `name=value,other=value`; one without a value is its name alone. Bytes that would be taken for something else are written as `%2C`: those of `behind`,
 * which follows in the template, commas, percent and equals signs, blanks, control characters, and what is no UTF-8.
 */
export function headersText(headers: Message["headers"], behind: Uint8Array): string {
  return headers
    .map(({ name, value }) => {
      const shownName = encoded(Buffer.from(name), behind, true);
      return value === undefined || value === null ? shownName : `${shownName}=${encoded(value, behind, false)}`;
    })
    .join(",");
}

/** The reverse of `headersText`. @throws FlowMeshError `field_invalid` */
export function headersIn(text: Buffer): PublishHeader[] {
  if (text.length === 0) return [];
  return text
    .toString("latin1")
    .split(",")
    .map((header) => {
      const at = header.indexOf("=");
      const name = decoded(at < 0 ? header : header.slice(0, at));
      if (!isUtf8(name)) throw invalid("has a name that is no UTF-8");
      return { name: name.toString(), value: at < 0 ? null : decoded(header.slice(at + 1)) };
    });
}

function encoded(bytes: Uint8Array, behind: Uint8Array, isName: boolean): string {
  const keepsText = isUtf8(bytes) && !behind.some((byte) => byte >= ascii);
  const isSpecial = (byte: number): boolean =>
    byte <= space || byte === del || byte === percent || byte === comma || (isName && byte === equals);
  const text: number[] = [];
  for (const byte of bytes) {
    if (byte >= ascii ? keepsText : !isSpecial(byte) && !behind.includes(byte)) text.push(byte);
    else text.push(...Buffer.from(`%${byte.toString(16).toUpperCase().padStart(2, "0")}`));
  }
  return Buffer.from(text).toString();
}

function decoded(text: string): Buffer {
  const broken = /%(?![\da-fA-F]{2})/.exec(text);
  if (broken !== null)
    throw invalid(
      `has ${JSON.stringify(text.slice(broken.index, broken.index + 3))}: % stands before two hexadecimal digits, and is itself %25`,
    );
  const bytes = text.replaceAll(/%([\da-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

function invalid(problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field: "%h", problem });
}
