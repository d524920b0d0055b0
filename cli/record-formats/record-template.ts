import type { Message } from "@flowmesh/client";
import { escapeControls } from "../output/escape.ts";
import { headersText } from "./header-text.ts";
import { type ByteText, type FieldLetter, type TemplatePart, templateParts } from "./template-parts.ts";

type Write = (message: Message) => string | Uint8Array;

/** How a record is written as text. */
export interface RecordTemplate {
  /** The pieces of one record. On a terminal what comes from the record is escaped; else its bytes are as they are. */
  render(message: Message, pieces: (string | Uint8Array)[]): void;
}

interface Place {
  readonly stream: string;
  readonly byteText: ByteText | undefined;
  /** The text behind the placeholder. */
  readonly behind: Buffer;
}

const writers: Readonly<Record<FieldLetter, (place: Place) => Write>> = {
  t:
    ({ stream }) =>
    () =>
      stream,
  p: () => (message) => String(message.partition),
  o: () => (message) => String(message.offset),
  k:
    ({ byteText }) =>
    ({ key }) =>
      written(key, byteText),
  v:
    ({ byteText }) =>
    ({ value }) =>
      written(value, byteText),
  h:
    ({ behind }) =>
    ({ headers }) =>
      headersText(headers, behind),
  T: () => (message) => message.timestamp.toISOString(),
  m: () => (message) => String(message.timestampMs),
  K: () => (message) => String(message.key?.length ?? -1),
  V: () => (message) => String(message.value?.length ?? -1),
};

/** Reads a template such as `%t/%p@%o %k %v\n`. @throws FlowMeshError `field_invalid` for a placeholder that is not known */
export function recordTemplate(text: string, stream: string, isForTerminal: boolean): RecordTemplate {
  const parts = templateParts(text);
  const writes = parts.map((part, at) => writerOf(part, parts[at + 1], stream));
  return {
    render(message, pieces) {
      for (const write of writes) {
        if (typeof write === "function") pieces.push(isForTerminal ? shown(write(message)) : write(message));
        else pieces.push(write);
      }
    },
  };
}

const nothing = Buffer.alloc(0);

function writerOf(part: TemplatePart, next: TemplatePart | undefined, stream: string): Buffer | Write {
  if ("literal" in part) return part.literal;
  const behind = next !== undefined && "literal" in next ? next.literal : nothing;
  return writers[part.letter]({ stream, byteText: part.byteText, behind });
}

function written(bytes: Uint8Array | undefined, byteText: ByteText | undefined): string | Uint8Array {
  if (bytes === undefined) return "";
  return byteText === undefined ? bytes : asBuffer(bytes).toString(byteText);
}

function shown(content: string | Uint8Array): string {
  return escapeControls(typeof content === "string" ? content : asBuffer(content).toString());
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
