import { isUtf8 } from "node:buffer";
import { escapeControls } from "../output/escape.ts";

const shownMost = 120;

/** A value for a terminal: text in its lines, with what could drive the terminal escaped; other bytes as `\xff`, but for ASCII. Ends its last line. */
export function shownValue(value: Uint8Array): string {
  const lines = safeText(value).split("\n");
  const shown = lines.map((line) => line.split("\t").map(escapeControls).join("\t")).join("\n");
  return shown === "" || shown.endsWith("\n") ? shown : `${shown}\n`;
}

/** A value in one line, cut where it is too long for people. */
export function shortValue(value: Uint8Array | undefined): string {
  const text = lineValue(value?.subarray(0, shownMost * 4));
  const isWhole = text.length <= shownMost && (value?.length ?? 0) <= shownMost * 4;
  return isWhole ? text : `${text.slice(0, shownMost).toWellFormed()}…`;
}

/** A value in one line. */
export function lineValue(value: Uint8Array | undefined): string {
  return value === undefined ? "" : escapeControls(safeText(value));
}

function safeText(value: Uint8Array): string {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (isUtf8(bytes)) return bytes.toString();
  return bytes
    .toString("latin1")
    .replace(/[^\n\t -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
